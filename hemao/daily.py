"""What a running site does once a day by itself, such as a backup.

`start()` is called by the server. It starts this module as a small process beside it, which
knows nothing of Django and asks every ten minutes what is due; each job is a command of
manage.py in a process of its own, so that none can stop the server or another job. A job is due
when today's has not succeeded, and is tried again an hour after it failed. The process ends
with the server.
"""

import datetime
import fcntl
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

ROOT = Path(__file__).resolve().parent.parent
ASKED_EVERY = 600  # seconds; also the time after the start until it is asked first
AGAIN_AFTER = datetime.timedelta(hours=1)
KEPT_IN, LOCK = "daily.json", "daily.lock"


class Job(NamedTuple):
    """A command of manage.py, with its options, to run once a day.

    `is_wanted()` is asked when the server starts.
    """

    command: str
    is_wanted: Callable[[], bool] = lambda: True


JOBS = [Job("backup --daily", lambda: settings.BACKUP_BY == "server"), Job("tidy")]


def start():
    """Begin to look after JOBS until this process ends; the process that does so."""
    wanted = [job.command for job in JOBS if job.is_wanted()]
    command = [sys.executable, "-m", "hemao.daily", settings.VAR, *wanted]
    # Nothing is ever written into the pipe: its end is how the process learns that we have ended.
    # It knows no settings, and a day is one of the town's.
    environment = os.environ | {"TZ": settings.TIME_ZONE}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE)


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
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


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
