"""The process beside the server that tidies once a day."""

import datetime
import os
import subprocess
import sys
import time

from django.conf import settings
from django.utils import timezone

from hemao.tidying import state

ASKED_EVERY_SECONDS = 60
# Whoever starts the site wants to use it first.
FIRST_AFTER_SECONDS = 600
AGAIN_AFTER = datetime.timedelta(hours=1)


def look_after():
    """Tidy whenever it is due, until the server that this was forked by ends."""
    server, begun = os.getppid(), time.monotonic()
    while os.getppid() == server:
        time.sleep(ASKED_EVERY_SECONDS)
        if time.monotonic() - begun >= FIRST_AFTER_SECONDS and is_due(state.last(), timezone.now()):
            tidy()


def is_due(last, now):
    if last is None:
        return True
    if last.is_done:
        return timezone.localdate(last.at) < timezone.localdate(now)
    return now - last.at >= AGAIN_AFTER


def tidy():
    """As a command of its own: whatever becomes of it, the next one is tried."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "tidy"]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
