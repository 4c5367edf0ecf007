"""How it is said: what stops a backup, and how far a long one is."""

import time

from township.numbers import size

PATIENCE = 2  # seconds that pass before a person is shown how far it is


class Refusal(Exception):
    """What cannot be done, as one sentence for the person who asked for it."""


def in_line(name: str) -> str:
    """A name out of an archive as it may stand in one line of a terminal."""
    return "".join(each if each.isprintable() else "?" for each in name[:200])


class ProgressLine:
    """One line of a terminal that says how far a long piece of work is; elsewhere silent."""

    def __init__(self, terminal=None):
        self.terminal = terminal if terminal and terminal.isatty() else None
        self.begun = time.monotonic()
        self.is_shown = False

    def show(self, words):
        if not self.terminal or time.monotonic() - self.begun < PATIENCE:
            return
        # What was longer before is wiped out.
        self.terminal.write(f"\r\x1b[K  {words}")
        self.terminal.flush()
        self.is_shown = True

    def files(self, done, total, count):
        self.show(f"{done}/{total} 个文件，{size(count)}")

    def end(self):
        if self.is_shown:
            self.terminal.write("\r\x1b[K")
            self.terminal.flush()
