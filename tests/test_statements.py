"""What no page asks the database: the same twice over, or rows multiplied by rows."""

from collections import Counter
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.db import connection
from django.db.models import Count, Max
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.sql.compiler import SQLCompiler
from django.urls import Resolver404, resolve

from accounts.models import Role
from representatives.models import Assignment
from tests import cast
from tests.records.test_admin import make_some
from tests.trial import length
from township.models import LedgerStart

pytestmark = pytest.mark.django_db
TWICE = 2  # two parts of a page that know nothing of each other may ask the same
WHERE_TO_BEGIN = {
    Role.DEPUTY: ["/"], Role.LIAISON: ["/"], Role.LEADER: ["/"], Role.AUDITOR: ["/"],
    Role.STAFF: ["/", "/overview/", "/households/", "/motions/", "/meetings/", "/reports/"],
}  # fmt: skip


# Rows multiplied by rows.


def is_to_many(join):
    """True where one row may find many behind `join`: it goes against a foreign key."""
    field = getattr(join, "join_field", None)
    return isinstance(field, ForeignObjectRel) and not field.one_to_one


def ends(query):
    """The joins to many rows that lead to no further one: two of them multiply each other."""
    used = [alias for alias, number in query.alias_refcount.items() if number]
    many = [alias for alias in used if is_to_many(query.alias_map[alias])]
    passed = {above for alias in many for above in ancestors(query, alias)}
    return [alias for alias in many if alias not in passed]


def ancestors(query, alias):
    """The tables through which the statement comes to `alias`."""
    while alias := getattr(query.alias_map[alias], "parent_alias", None):
        yield alias


def multiplies(query):
    """True where `query` adds up, or throws away, what two joins to many have multiplied."""
    adds_up = query.group_by is not None or query.distinct
    adds_up |= any(column.contains_aggregate for column in query.annotations.values())
    return adds_up and len(ends(query)) > 1


@contextmanager
def watched(found, address):
    """Note in `found` ({address: statements}) each statement inside that multiplies rows."""
    original = SQLCompiler.as_sql

    def as_sql(self, *args, **kwargs):
        sql, params = original(self, *args, **kwargs)
        if multiplies(self.query):
            found.setdefault(address, []).append(sql)
        return sql, params

    SQLCompiler.as_sql = as_sql
    try:
        yield
    finally:
        SQLCompiler.as_sql = original


def test_two_joins_to_many_are_known(db):
    mine, found = cast.make_assignment().person.assignments.all(), {}
    with watched(found, "chain"):
        list(mine.annotate(last=Max("household__assignments__visits__visited_on")))
        list(mine.annotate(n=Count("visits"), last=Max("visits__visited_on")))
        list(Assignment.objects.filter(visits__was_met=True).distinct())
    assert found == {}
    with watched(found, "two"):
        other = Max("household__assignments__visits__visited_on")
        list(mine.annotate(n=Count("visits", distinct=True), last=other))
        list(mine.filter(visits__was_met=True, household__opinions__text="").distinct())
    assert len(found["two"]) == 2


# The same twice over.


class Crawler:
    """Opens one page of each kind that can be reached by links."""

    def __init__(self, client, waiting):
        self.client, self.waiting, self.kinds = client, list(waiting), set()
        self.opened = []
        self.repeated, self.multiplied = {}, {}

    def run(self):
        while self.waiting and len(self.opened) < length(sample=20, whole=120):
            address = self.waiting.pop(0)
            if self.is_new(address):
                self.visit(address)
        return self

    def is_new(self, address):
        """True of the first page of its view, and of its keys of a query."""
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        keys = tuple(sorted(part.partition("=")[0] for part in parts.query.split("&")))
        kind = (match.view_name, match.kwargs.get("slug"), keys)
        is_new = kind not in self.kinds and match.view_name != "logout"
        self.kinds.add(kind)
        return is_new

    def visit(self, address):
        self.opened.append(address)
        asked = Counter()

        def note(execute, sql, params, many, context):
            asked[sql, str(params)] += sql.startswith("SELECT")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note), watched(self.multiplied, address):
            answer = self.client.get(address)
        often = {sql: times for (sql, _), times in asked.items() if times > TWICE}
        if often:
            self.repeated[address] = often
        self.follow(address, answer)

    def follow(self, address, answer):
        if answer.streaming:
            b"".join(answer.streaming_content)  # read to its end, a file is closed
        elif answer.headers.get("Location"):
            self.waiting.append(urljoin(address, answer.headers["Location"]))
        elif "text/html" in answer["Content-Type"]:
            links = lxml.html.fromstring(answer.content.decode()).xpath("//a/@href")
            self.waiting += [urljoin(address, link) for link in links]


@pytest.mark.sqlite  # Django asks as often on both
@pytest.mark.trial
def test_no_page_asks_thrice_or_multiplies(client, figure, monkeypatch):
    # A day of the year of which the cast tells: in another one there is little to ask.
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2022-11-24"))
    make_some(length(sample=1, whole=3))
    for family in LedgerStart.Family:  # else nothing is counted, and nothing asked
        begun = {"complete_from": cast.FIRST_TERM}
        LedgerStart.objects.update_or_create(family=family, defaults=begun)
    person = cast.Person.objects.filter(assignments__isnull=False).first()
    person.user = cast.make_user(Role.DEPUTY)
    person.save()
    opened = 0
    for role, waiting in WHERE_TO_BEGIN.items():
        user = person.user if role == Role.DEPUTY else cast.User.objects.filter(role=role).first()
        client.force_login(user or cast.make_user(role))
        crawler = Crawler(client, waiting).run()
        assert (crawler.repeated, crawler.multiplied) == ({}, {}), role
        opened += len(crawler.opened)
    assert opened > 60
    figure(f"{opened} pages, none asks the same more than twice or multiplies rows by rows")
