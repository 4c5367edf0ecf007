"""What a running site does once a day by itself, such as a backup.

The server starts this module as a small process beside it, which knows nothing of Django and asks
every ten minutes what is due; each job is a command of manage.py in a process of its own, so that
none can stop the server or another job. A job is due when today's has not succeeded, and is tried
again an hour after it failed. The process ends with the server, and is begun again where it ended
alone.
"""

import datetime
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from hemao.machine import locks

ROOT = Path(__file__).resolve().parent.parent
ASKED_EVERY = 600  # seconds; also the time after the start until it is asked first
PAUSE = 60  # seconds
AGAIN_AFTER = datetime.timedelta(hours=1)
KEPT_IN, LOCK = "daily.json", "daily.lock"


class Job(NamedTuple):
    """A command of manage.py, with its options, to run once a day.

    `is_wanted()` is asked when the server starts.
    """

    command: str
    is_wanted: Callable[[], bool] = lambda: True


JOBS = [Job("backup --daily", lambda: settings.BACKUP_BY == "server"), Job("tidy")]


class Beside:
    """What looks after JOBS until the process that has made this ends."""

    def __init__(self):
        wanted = [job.command for job in JOBS if job.is_wanted()]
        self.command = [sys.executable, "-m", "hemao.daily", str(settings.VAR), *wanted]
        # It knows no settings, and a day is one of the town's.
        self.environment = os.environ | {"TZ": settings.TIME_ZONE}
        # Nothing is ever written into the pipe: its end is how it learns that we have ended.
        self.reading, self.writing = os.pipe()

    def start(self):
        """Begin in a process of its own; nobody begins it again."""
        return subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdin=self.reading)

    def __call__(self, is_again):
        """Become it: this process is a fork of ours. One that ends at once is begun once a minute."""
        os.dup2(self.reading, 0)
        # Neither the end of the pipe that only the server has, nor its socket and its locks.
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        if is_again and has_ended(0, PAUSE):
            os._exit(0)
        os.chdir(ROOT)
        os.execve(sys.executable, self.command, self.environment)


def last_runs(var) -> dict:
    """{name of a command: {"done_on", "tried_at", "said"}} of what was run; days and times as ISO text."""
    try:
        return json.loads((Path(var) / KEPT_IN).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


# The process beside the server.


def main(var, *commands):
    while not has_ended(sys.stdin, ASKED_EVERY):
        run_due(Path(var), commands, datetime.datetime.now)


def has_ended(pipe, within):
    """True once the server has ended; False when it has not `within` so many seconds."""
    return bool(select.select([pipe], [], [], within)[0])


def run_due(var, commands, clock):
    """Run what is due; another process that is just doing so is left to it."""
    with locked(var) as is_ours:
        for command in commands if is_ours else ():
            name = command.split()[0]
            if is_due(last_runs(var).get(name, {}), clock()):
                keep(var, name, **run(command, clock))


@contextmanager
def locked(var):
    with (var / LOCK).open("w") as lock:
        yield locks.take(lock)


def is_due(last, now):
    if last.get("done_on") == now.date().isoformat():
        return False
    tried = last.get("tried_at")
    return tried is None or now - datetime.datetime.fromisoformat(tried) >= AGAIN_AFTER


def run(command, clock):
    """Run a command of manage.py; what is to be kept about it."""
    began = clock()
    words = [sys.executable, ROOT / "manage.py", *command.split()]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    said = last_line(done.stderr if done.returncode else done.stdout)
    print(f"{began:%Y-%m-%d %H:%M:%S} {command}: {said}", file=sys.stderr, flush=True)
    told = {"tried_at": began.isoformat(timespec="seconds"), "said": said}
    return told if done.returncode else told | {"done_on": began.date().isoformat()}


def last_line(text):
    return (text.strip().splitlines() or [""])[-1]


def keep(var, command, **told):
    runs = last_runs(var)
    runs[command] = {"done_on": runs.get(command, {}).get("done_on")} | told
    aside = var / f".{KEPT_IN}"
    aside.write_text(json.dumps(runs, ensure_ascii=False), encoding="utf-8")
    os.replace(aside, var / KEPT_IN)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
