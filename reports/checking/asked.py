"""What 数据核对 asks: a Check is registered by the decorator `check`, and says which rows fail it.

A check is a queryset of the rows that are wrong, as a figure is one of the rows that count: its
number is counted with 31 others in one statement, and opens those very rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from township.models import LedgerStart

Family = LedgerStart.Family


class Grade(models.TextChoices):
    MUST = "must", "必须"
    SHOULD = "should", "建议"


@dataclass(frozen=True)
class Check:
    """One question about the year; `find(period, day)` is the queryset of the rows that fail it.

    `code` is what a town's 本镇不适用 remembers, and is never changed.
    """

    code: str
    grade: Grade
    family: str
    title: str
    why: str
    find: Callable
    noun: str = "条"
    # The code of a check that has to pass before this one can: what is due on no day is never late.
    after: str = ""
    # What a line says of a row, where the row's own name says too little.
    words: Callable | None = None


@dataclass
class CheckLine:
    text: str
    url: str = ""


@dataclass
class Result:
    """What a check found: how many, and the first of them with the page to mend them on."""

    code: str
    grade: Grade
    title: str
    why: str
    count: int
    noun: str = "条"
    lines: list = field(default_factory=list)
    waiver: object = None

    @property
    def rest(self):
        return self.count - len(self.lines)


CHECKS = []


def check(code, grade, family, title, why, noun="条", after="", words=None):
    """Register the decorated function of (period, day) as a Check."""

    def register(find):
        CHECKS.append(Check(code, grade, family, title, why, find, noun, after, words))
        return find

    return register
