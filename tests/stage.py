"""Fixtures whose rows are made once, and stay as long as the tests that follow ask for them.

Each is made on a savepoint, one upon another, and a test upon them all. Before the next test what
it does not ask for is taken away again: it finds what it asked for and nothing else, whatever ran
before it. Tests of a module that ask for the same follow each other, so that little is made twice.
"""

import copy
import functools
import inspect
from contextlib import ExitStack, contextmanager, nullcontext
from typing import NamedTuple
from unittest import mock

import pytest
from django.db import transaction

POSITIONAL_OR_KEYWORD = inspect.Parameter.POSITIONAL_OR_KEYWORD
COPIES = pytest.StashKey()


def staged(make=None, *, on=None):
    """A fixture of a module that `make` makes, of other staged ones, on the day `on` if one is given.

    Each test gets copies: what it does to an object does not reach the next. A fixture of the
    module is made before a monkeypatch, which is why the clock is set here.
    """
    if make is None:
        return functools.partial(staged, on=on)

    def fixture(request, db, **given):
        copies = request.node.stash.get(COPIES, {})
        # What was not asked for until now, by its name, is made within the test.
        return copies[part.name] if part.name in copies else make(**given)

    wanted = list(inspect.signature(make).parameters.values())
    own = [inspect.Parameter(name, POSITIONAL_OR_KEYWORD) for name in ("request", "db")]
    fixture.__signature__ = inspect.Signature([*own, *wanted])
    fixture.__doc__ = make.__doc__
    fixture.part = part = Part(make, make.__name__, [one.name for one in wanted], on)
    return pytest.fixture(fixture, name=make.__name__)


class Part(NamedTuple):
    make: object
    name: str
    wanted: list
    on: object

    def made_of(self, known):
        with it_is(self.on) if self.on else nullcontext():
            return self.make(**{name: known[name] for name in self.wanted})

    def place_for(self, item):
        """Where it comes in the order of making: what was imported, then line by line."""
        code = self.make.__code__
        return code.co_filename == str(item.path), code.co_firstlineno, self.name


def it_is(day):
    return mock.patch("django.utils.timezone.localdate", lambda *args: day)


def parts_of(item):
    """What `item` asks for, in the order of making."""
    fixtures = getattr(item, "_fixtureinfo", None)
    found = [known[-1].func for known in fixtures.name2fixturedefs.values()] if fixtures else []
    parts = [function.part for function in found if hasattr(function, "part")]
    return sorted(parts, key=lambda part: part.place_for(item))


def empties(item):
    """True of a test whose end empties all tables: it cannot run inside a transaction."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "live_server" in item.fixturenames


def in_order_of_parts(items):
    """The same tests, those of a module that ask for the same one after the other; what empties all
    tables comes last, as pytest-django has it.
    """
    modules = list(dict.fromkeys(item.path for item in items))
    places = {path: number for number, path in enumerate(modules)}

    def order(item):
        parts = [part.place_for(item) for part in parts_of(item)]
        return empties(item), places[item.path], parts

    return sorted(items, key=order)


class Stage:
    """The parts that stand, from the ground up: [(part, all that was made, how to take it away)]."""

    def __init__(self):
        self.standing = []

    @property
    def made(self):
        """{name: what was made} of all that stands; one copy, so that who refers to whom stays."""
        return copy.deepcopy(self.standing[-1][1]) if self.standing else {}

    def set_for(self, item, blocker):
        """Make what `item` asks for and is not there, and give it copies of it all."""
        self.strike(item)
        for part in parts_of(item)[len(self.standing) :]:
            self.add(part, blocker)
        item.stash[COPIES] = self.made

    def add(self, part, blocker):
        with ExitStack() as stack:
            stack.enter_context(savepoint(blocker))
            made = self.made  # what this one does to another must not outlast it
            with blocker.unblock():
                made[part.name] = part.made_of(made)
            self.standing.append((part, made, stack.pop_all()))

    def strike(self, item=None):
        """Take away what `item` does not ask for, by default everything."""
        parts = parts_of(item) if item else []
        while [part for part, _, _ in self.standing] != parts[: len(self.standing)]:
            _, _, stack = self.standing.pop()
            stack.close()


@contextmanager
def savepoint(blocker):
    """What is stored within it is rolled back at its end."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # as TestCase says it, so that a durable block may begin inside
    with blocker.unblock():
        atomic.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
