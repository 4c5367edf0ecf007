"""One line of the status page."""

from dataclasses import dataclass

WORDS = {"ok": "正常", "due": "注意", "late": "要处理"}


@dataclass(frozen=True)
class StatusLine:
    """What was looked at, its state (a key of WORDS), how it is, and what to do where it is not well."""

    title: str
    state: str
    words: str
    advice: str = ""

    @property
    def state_words(self):
        return WORDS[self.state]

    @property
    def is_red(self):
        return self.state == "late"
