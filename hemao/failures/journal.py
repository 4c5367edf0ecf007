"""The log: one line a failure, repeats counted, and a whole traceback once for each kind.

What fails because the database is away fails with every request, and phones ask again by
themselves: 17,700 failures once made 114 MB.
"""

import logging
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from hemao.failures import kept
from hemao.failures.asked import known_user, route_of
from hemao.failures.causes import cause_of
from hemao.failures.visitors import error_of
from records.masking import masked

ROOT = Path(__file__).resolve().parent.parent.parent
COUNTED_SECONDS = 60
KINDS_AT_MOST = 60
"""How many different failures of a minute are told apart; the others are counted together."""
EXPLAINED_AT_MOST = 200
TRACEBACK_CHARACTERS = 12_000
LINE_CHARACTERS = 300
OTHERS = "其他错误"


@dataclass(frozen=True)
class Failure:
    """What a record of the log says: what kind of failure, on which kind of page."""

    kind: str
    route: str = ""
    is_cause: bool = False

    @classmethod
    def of(cls, record):
        error, request = error_of(record), getattr(record, "request", None)
        route = route_of(request) if request else ""
        if cause := cause_of(error):
            return cls(cause.title, route, True)
        if error is not None:
            return cls(f"程序出错：{type(error).__name__}（{place_of(error)}）", route)
        said = record.getMessage()
        # The address that Django names behind the colon is everybody's own.
        return cls(said.partition(":")[0] if request else said[:LINE_CHARACTERS], route)


@dataclass
class Count:
    """How often a failure came since it was told, until the minute is over."""

    until: float
    times: int = 0
    last: float = 0
    user: str = ""
    level: int = field(default=logging.ERROR)


class Journal(logging.StreamHandler):
    """Writes what is logged, each failure once a minute, and keeps errors for the status page."""

    def __init__(self, stream=None):
        super().__init__(stream)
        self.counts = {}
        self.explained = {}
        self.unwritten = deque(maxlen=EXPLAINED_AT_MOST)

    def emit(self, record):
        self.tell_repeats(record.created)
        failure = self.told_apart(Failure.of(record))
        count = self.counts.get(failure)
        if count is None:
            count = self.counts[failure] = Count(record.created + COUNTED_SECONDS)
            count.level = record.levelno
            super().emit(record)
            self.keep(record.levelno, entry_of(failure, record, 1))
        else:
            count.times, count.last, count.user = count.times + 1, record.created, user_of(record)

    def told_apart(self, failure):
        is_known = failure in self.counts or len(self.counts) < KINDS_AT_MOST
        return failure if is_known else Failure(OTHERS, "", failure.is_cause)

    def tell_repeats(self, now=float("inf")):
        """Say how often what was told came again, where its minute is over `now` (by default: all)."""
        for failure, count in [*self.counts.items()]:
            if count.until > now:
                continue
            del self.counts[failure]
            if count.times:
                self.write(f"{at(count.last)} 又有{count.times}次：{failure.kind} {failure.route}")
                entry = kept.FailureEntry(
                    count.last, failure.kind, failure.route, count.user, count.times,
                    failure.is_cause,
                )  # fmt: skip
                self.keep(count.level, entry)

    def write(self, line):
        super().emit(logging.makeLogRecord({"msg": line, "is_line": True}))

    def keep(self, level, entry):
        if level < logging.ERROR:
            return
        self.unwritten.append(entry)
        try:
            kept.add(self.unwritten)
        except OSError:  # a full disk: with the next one
            return
        self.unwritten.clear()

    def format(self, record):
        if getattr(record, "is_line", False):
            return record.getMessage()
        return line_of(record) + self.explanation(record)

    def explanation(self, record):
        """The traceback of what was not explained before."""
        error = error_of(record)
        kind = Failure.of(record).kind
        if error is None or kind in self.explained:
            return ""
        if len(self.explained) >= EXPLAINED_AT_MOST:
            del self.explained[next(iter(self.explained))]
        self.explained[kind] = True
        said = masked("".join(traceback.format_exception(error)).rstrip())
        return f"\n{said[-TRACEBACK_CHARACTERS:]}"

    def close(self):
        self.tell_repeats()
        super().close()


def tell_repeats(now):
    """Let every Journal say what was counted; the server calls it while nothing else is logged."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Journal):
            with handler.lock:
                handler.tell_repeats(now)


def line_of(record):
    failure, user = Failure.of(record), user_of(record)
    parts = [at(record.created), record.levelname, failure.kind, failure.route]
    parts.append(getattr(record, "detail", ""))
    if user:
        parts.append(f"账号{user}")
    if error := error_of(record):
        parts.append(f"{type(error).__name__}: {' '.join(str(error).split())}"[:LINE_CHARACTERS])
    return masked(" ".join(filter(None, parts)))


def at(moment):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment))


def user_of(record):
    """The number of whoever asked, where that is known without a question; else ""."""
    request = getattr(record, "request", None)
    user = known_user(request) if request else None
    return str(user.pk) if user else ""


def entry_of(failure, record, times):
    return kept.FailureEntry(
        record.created, failure.kind, failure.route, user_of(record), times, failure.is_cause
    )


def place_of(error):
    """Where in our own code it was raised from: representatives/views.py:120."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if is_ours(frame.filename)] or frames
    if not ours:
        return "？"
    path = Path(ours[-1].filename)
    shown = path.relative_to(ROOT) if is_ours(ours[-1].filename) else path.name
    return f"{shown}:{ours[-1].lineno}"


def is_ours(name):
    return name.startswith(f"{ROOT}/") and "site-packages" not in name
