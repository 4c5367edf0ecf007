"""Whatever an address or a form says, the answer is a page: requests drawn at random, none a 500.

Each request follows from its number alone. `MALFORMED=17 pytest tests/test_malformed.py` sends
number 17 again, and lets what it raises through.
"""

import os
import random
import re
import traceback
from collections import Counter
from urllib.parse import quote

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, get_resolver

from accounts.models import Role, User
from congress.models import Meeting
from motions.lifecycle.steps import STEPS
from papers import workbook
from reports.county import services as county_services
from reports.models import CountyTable, Report
from reports.studio import services
from reports.words import drafting
from tests import cast, trial
from tests.records.test_admin import MODELS, make_some
from tests.reports.county_book import upload

pytestmark = [pytest.mark.django_db, pytest.mark.trial]

REQUESTS = trial.length(sample=200, whole=20_000)
PARTS = trial.length(sample=1, whole=8)  # so that more than one core is at it
AGAIN = os.environ.get("MALFORMED")

NASTY = [
    "", " ", "\0", "a\0b", "9" * 30, "-1", "-" + "9" * 30, "0", "00", "1.5", "1e400", "NaN", "Infinity",
    "许" * 5_000, "９９", "²", "١٢", "99999", "32768", "2147483648", "2022-13-01", "2022-02-30",
    "0001-01-01", "9999-12-31", "1899-12-31", "２０２２-０１-０１", "今天", "24:61", "abc", "张三", "😀",
    "\ud800", "%", "'\">&<", "{走访户次}", "{走访户次", "[[||", "{}", "[]", "[1]", "null", "None", "True",
    "1,2", "1,abc", "1-2", "1__2", "name__regex", "../../etc", "//evil", "_5F", "\r\n", "\u202e",
    "00000000-0000-0000-0000-00000000000", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
]  # fmt: skip
RIGHT = ["1", "2", "2022", "2022-03-01", "all", "yes", "许", "id", "strokes", "quarter", "lead"]
PARAMETERS = """q o p all _popup _to_field voided year_of year month page page0 from to person village ids
order next file annex table member period by show sum handling opinion term app_label model_name
field_name name status kind meeting state households roll echo decided group campaign
_changelist_filters e _facets password next_deputy topic department starts_on text figure id__range
session_key__regex user__exact village__id__exact kind__exact at__gte term__id__exact"""
QUERY = PARAMETERS.split()
READS = ["GET"] * 12 + ["POST"] * 3 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
WRITES = ["GET"] + ["POST"] * 5
ROLES = ["staff", "leader", "deputy", "liaison", "auditor", "admin", "nobody"]
# Addresses of which most are forms; of the others most are only read.
FORMS = re.compile(
    r"/(add|change|do|edit|visit|entry|roster|replies|quick|through|new|close|password)/"
)
LOGS = re.compile("/admin/(accounts|axes|admin|auth)/")
HOLE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|(\()\[\^/\]\+\)")


def routes(nodes=None, before="/"):
    """Every address of the site, with its holes as {name}."""
    for node in get_resolver().url_patterns if nodes is None else nodes:
        part = str(node.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        part = before + HOLE.sub(lambda m: "{" + (m[1] or m[2] or "key") + "}", part)
        if isinstance(node, URLPattern):
            yield part
        else:
            yield from routes(node.url_patterns, part)


class Town:
    """A small town with one of everything, an account of each role, and what fits into addresses."""

    def __init__(self):
        frame = make_some()
        self.clients = {role: client_of(account(role)) for role in sorted(set(ROLES))}
        report = services.begin(
            drafting.draft("annual", 2022, term=frame.second), by=cast.the_clerk()
        )
        book = workbook.prepare(upload())
        county_services.add_table(name="统计表", note="", file=book, by=cast.the_clerk())
        keys = [str(number) for number in range(1, 9)]
        keys += [str(row.pk) for row in (report, CountyTable.objects.get(), *Meeting.objects.all())]
        self.keys = sorted(set(keys), key=int)
        self.words = {
            "year": ["2022", "1990"], "first": ["2021"], "last": ["2022"], "name": ["reply", "走访户次"],
            "verb": [verb.value for verb in STEPS], "slug": ["void", "end", "confirm", "motion"],
            "code": ["roll"], "kind": [kind.value for kind in Report.Kind], "token": ["x" * 43],
            "app_label": ["motions"], "url": ["x"],
        }  # fmt: skip
        self.rows = {
            (model._meta.app_label, model._meta.model_name): [str(pk) for pk in keys_of(model)]
            for model in MODELS
        }
        self.routes = sorted(set(routes()))
        self.forms = {}

    def fitting(self, name, route):
        """What can stand in the hole `name` of `route`."""
        rows = self.rows.get(tuple(route.split("/")[2:4])) if name in ("object_id", "key") else None
        return rows or self.words.get(name) or self.keys

    def form(self, role, path):
        """What a browser would send back from the page at `path`: (fields, files)."""
        if (role, path) not in self.forms:
            self.forms[role, path] = form_on(self.send(role, "GET", path))
        return self.forms[role, path]

    def send(self, role, method, path, body=b"", kind="application/x-www-form-urlencoded"):
        """The answer; nothing that the request does stays."""
        client = self.clients[role]
        cookies = client.cookies.output()
        with transaction.atomic():
            answer = client.generic(method, path, body, content_type=kind)
            if answer.streaming:
                answer.getvalue()
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            self.clients[role] = client_of(client.user)
        return answer


def keys_of(model):
    return model._base_manager.order_by("pk").values_list("pk", flat=True)[:20]


def account(role):
    if role == "nobody":
        return None
    if role == Role.DEPUTY:
        person = cast.Assignment.objects.first().person
        person.user = cast.make_user(role)
        return cast.keep(person).user
    return User.objects.filter(role=role).first() or cast.make_user(role)


def client_of(user):
    client = Client(raise_request_exception=bool(AGAIN))
    client.user = user
    if user:
        client.force_login(user)
    return client


def form_on(answer):
    """The fields of the last form of a page that is sent, and the names of its files."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
        return [], []
    page = lxml.html.fromstring(answer.content.decode())
    sent = [
        form for form in page.forms if form.method == "POST" and "logout" not in (form.action or "")
    ]
    if not sent:
        return [], []
    files = [box.name for box in sent[-1].xpath(".//input[@type='file'][@name]")]
    return sent[-1].form_values(), files


class Request:
    """One request, as its number has it."""

    def __init__(self, town, number):
        self.number, self.town = number, town
        self.dice = random.Random(f"malformed {number}")
        self.path = self.address()
        self.role = self.asker()
        self.method = self.dice.choice(WRITES if FORMS.search(self.path) else READS)
        self.body, self.kind = b"", "application/x-www-form-urlencoded"
        if self.method == "POST":
            self.fill()

    def asker(self):
        """Mostly somebody who may: for everybody else the address is not there."""
        if self.path.startswith("/admin/") and self.dice.random() < 0.9:
            return self.dice.choice(["auditor", "admin"]) if LOGS.match(self.path) else "staff"
        return self.dice.choice(ROLES)

    def value(self):
        return self.dice.choice(NASTY if self.dice.random() < 0.75 else RIGHT)

    def address(self):
        """A route with its holes filled, mostly with what is there, and some parameters."""
        route = self.dice.choice(self.town.routes)
        holes = re.findall(r"\{(\w+)\}", route)
        for name in holes:
            fitting = self.town.fitting(name, route)
            told = self.dice.choice(fitting) if self.dice.random() < 0.8 else self.value()
            route = route.replace("{" + name + "}", encoded(told), 1)
        count = self.dice.choice([0, 0, 1, 1, 2, 3])
        told = [(self.dice.choice(QUERY), self.value()) for _ in range(count)]
        return f"{route}?{joined(told)}" if told else route

    def fill(self):
        """The form of the page, with a few of its fields replaced, left out or said twice."""
        fields, files = self.town.form(self.role, self.path.partition("?")[0])
        fields = list(fields)
        for _ in range(self.dice.choice([1, 1, 2, 3, 8])):
            self.spoil(fields)
        if files:
            self.body = encode_multipart(BOUNDARY, self.with_files(fields, files))
            self.kind = MULTIPART_CONTENT
        else:
            self.body = joined(fields).encode()

    def spoil(self, fields):
        place = self.dice.randrange(len(fields) + 1)
        if place == len(fields):
            fields.append((self.dice.choice(QUERY), self.value()))
            return
        name, _ = fields[place]
        fields[place : place + 1] = self.dice.choice(
            [[(name, self.value())]] * 6 + [[], [(name, self.value()), (name, self.value())]]
        )

    def with_files(self, fields, files):
        told = {}
        for name, value in fields:
            told.setdefault(name, []).append(value.encode(errors="replace").decode())
        for name in files:
            content = self.dice.choice(
                [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"x"]
            )
            told[name] = SimpleUploadedFile(self.dice.choice(["a.png", "许.xlsx", "x"]), content)
        return told

    def answer(self):
        return self.town.send(self.role, self.method, self.path, self.body, self.kind)

    def __str__(self):
        return (
            f"number {self.number}: {self.role} {self.method} {self.path[:300]} {self.body[:400]!r}\n"
            f"again: MALFORMED={self.number} python -m pytest tests/test_malformed.py"
        )


def encoded(text):
    """`text` as an address says it; half a surrogate pair too."""
    return quote(text.encode(errors="surrogatepass"), safe="")


def joined(pairs):
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_ends_in_a_500(figure, part):
    town = Town()
    numbers = [int(AGAIN)] if AGAIN else range(part, REQUESTS, PARTS)
    broken, statuses = {}, Counter()
    for request in (Request(town, number) for number in numbers):
        answer = request.answer()
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            last = traceback.extract_tb(answer.exc_info[2])[-1]
            broken.setdefault((answer.exc_info[0], last.filename, last.lineno), []).append(
                f"{request}\n{''.join(traceback.format_exception(*answer.exc_info)[-5:])}"
            )
    failed = sum(map(len, broken.values()))
    figure(f"{len(numbers):,} malformed requests, {failed} answered 500; {dict(statuses)}")
    assert not broken, "\n".join(f"{len(same)} times:\n{same[0]}" for same in broken.values())
    if not AGAIN:
        assert all(statuses[code] > len(numbers) / 100 for code in (200, 302, 400, 403, 404))
