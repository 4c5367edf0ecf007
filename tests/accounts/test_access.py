"""Who may open what: one table of roles and addresses. A new address without a row fails here."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Role, User
from congress.models import ActivityPhoto, Allowance, Meeting
from imports.models import Import
from motions.models import Handling, Motion, MotionScan, SupervisionAct
from papers import workbook
from records import reads
from records.admin.pages import RecordAdmin
from records.models import ReadRecord
from reports.county import services as county_services
from reports.editions import closing
from reports.editions import services as edition_services
from reports.models import CountyTable, Report, Section
from reports.paper import pdf
from reports.studio import services
from reports.words import drafting
from representatives.models import Category, Deputy, Household, Opinion, VisitPhoto
from tests import cast
from tests.accounts.test_accounts import HISTORIES
from tests.imports import desk
from tests.records.admin_form import AdminForm
from tests.reports.county_book import upload as county_upload
from tests.stage import staged
from township.models import Holiday, LedgerStart

pytestmark = pytest.mark.django_db

PDF = 200 if pdf.is_available() else 404
# Whoever asks, in the order of the columns below.
ASKING = ["anonymous", "deputy", "other deputy", "staff", "leader", "auditor", "admin"]

EDITION = {"pk": "speech", "number": 1}

# name: (arguments, one expected status for each of ASKING)
TABLE = {
    "home": ({}, [302, 302, 302, 302, 302, 302, 302]),
    "login": ({}, [200, 302, 302, 302, 302, 302, 302]),
    "logout": ({}, [302, 200, 200, 200, 200, 200, 200]),  # only asks: it takes a button
    "password": ({}, [302, 200, 200, 200, 200, 200, 200]),
    "me": ({}, [302, 200, 200, 200, 200, 200, 200]),
    "switch": ({}, [302, 200, 200, 302, 302, 302, 302]),  # only asks: it takes a button
    "device-end": ({"pk": 1}, [302, 302, 302, 302, 302, 302, 302]),  # likewise
    "enter": ({"token": "no-such-token"}, [404] * 7),
    "enter-digits": ({}, [404] * 7),  # of no link
    "enter-secret": ({}, [404] * 7),
    "first-account": ({"key": "no-such-key"}, [404] * 7),
    "start": ({}, [302, 404, 404, 200, 404, 404, 200]),
    "start-names": ({}, [302, 404, 404, 302, 404, 404, 404]),  # named already
    "start-terms": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "start-ledger": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "start-list": ({"kind": "villages"}, [302, 404, 404, 200, 404, 404, 404]),
    "import": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "import-new": ({"key": "villages"}, [302, 404, 404, 200, 404, 404, 404]),
    "import-template": ({"key": "villages"}, [302, 404, 404, 200, 404, 404, 404]),
    "import-detail": ({"pk": "import"}, [302, 404, 404, 200, 404, 404, 404]),
    "import-columns": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),  # buttons
    "import-answers": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-mend": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-again": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-same": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-bad": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-confirm": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-drop": ({"pk": "import"}, [302, 404, 404, 405, 404, 404, 404]),
    "import-undo": ({"pk": "import"}, [302, 404, 404, 302, 404, 404, 404]),  # of one that is stored
    "start-go": ({"code": "villages", "number": 0}, [302, 404, 404, 302, 404, 404, 404]),
    "start-step": ({"code": "villages"}, [302, 404, 404, 302, 404, 404, 404]),  # it takes a button
    "healthz": ({}, [200, 200, 200, 200, 200, 200, 200]),
    "sheet": ({}, [200, 200, 200, 200, 200, 200, 200]),  # it holds no data
    "sheet-scripts": ({"part": "first"}, [200, 200, 200, 200, 200, 200, 200]),
    "sheet-worker": ({}, [200, 200, 200, 200, 200, 200, 200]),
    "status": ({}, [302, 404, 404, 404, 404, 404, 200]),
    "help": ({}, [302, 200, 200, 200, 200, 200, 200]),  # it holds no data
    "help-chapter": ({"slug": "status"}, [302, 200, 200, 200, 200, 200, 200]),
    "help-picture": ({"name": "phone-pin"}, [302, 200, 200, 200, 200, 200, 200]),
    "household-list": ({}, [302, 200, 200, 200, 200, 404, 404]),  # leaders see counts
    "household-assign": (
        {"person": "person", "category": "category"}, [302, 404, 404, 200, 404, 404, 404]
    ),
    "household-hand-over": ({"person": "person"}, [302, 404, 404, 200, 404, 404, 404]),
    "household-export": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-term": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-late": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-late-export": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-paper": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-cards": ({}, [302, 404, 404, 404, 404, 404, 404]),  # of whom, says ?person=
    "household-record-book": ({}, [302, 200, 200, 404, 404, 404, 404]),  # likewise; one's own
    "household-entry": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "household-detail": ({"pk": "household"}, [302, 200, 404, 200, 404, 404, 404]),
    "household-visit": ({"pk": "household"}, [302, 200, 404, 200, 404, 404, 404]),
    "visit-change": ({"pk": "visit"}, [302, 200, 404, 404, 404, 404, 404]),  # by who recorded it
    "visit-photo-piece": ({"number": "visit number"}, [302, *[405] * 6]),  # says nothing unasked
    "visit-photo": ({"pk": "visit photo"}, [302, 200, 404, 200, 404, 404, 404]),
    "visit-photo-thumbnail": ({"pk": "visit photo"}, [302, 200, 404, 200, 404, 404, 404]),
    "opinion-told": ({"pk": "opinion"}, [302, 200, 404, 200, 404, 404, 404]),
    "ticket": ({}, [200, 200, 200, 200, 200, 200, 200]),  # says who asks, and nothing else
    "file-page": ({}, [302, 404, 404, 404, 404, 404, 404]),  # of no file
    "file-link": ({"token": "x"}, [410] * 7),
    "meeting-list": ({}, [302, 200, 200, 200, 200, 404, 404]),  # each sees their own
    "meeting-export": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "meeting-detail": ({"pk": "presidium"}, [302, 200, 404, 200, 200, 404, 404]),
    "activity-detail": ({"pk": "activity"}, [302, 200, 404, 200, 200, 404, 404]),
    "deputy-list": ({}, [302, 302, 302, 200, 200, 404, 404]),  # a deputy goes to their own
    "deputy-export": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "deputy-detail": ({"pk": "xu"}, [302, 200, 404, 200, 200, 404, 404]),
    "deputy-word": ({"pk": "xu"}, [302, 200, 404, 200, 200, 404, 404]),
    "deputy-notice": ({}, [302, 302, 302, 200, 200, 404, 404]),  # likewise
    "deputy-notice-table": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "deputy-notice-word": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "activity-photo": ({"pk": "photo"}, [302, 200, 404, 200, 200, 404, 404]),
    "activity-photo-thumbnail": ({"pk": "photo"}, [302, 200, 404, 200, 200, 404, 404]),
    "motion-list": ({}, [302, 200, 200, 200, 200, 404, 404]),  # each sees their own
    "motion-export": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "motion-new": ({}, [302, 200, 200, 302, 404, 404, 404]),
    "motion-detail": ({"pk": "motion"}, [302, 200, 404, 200, 200, 404, 404]),
    "motion-do": (
        {"pk": "motion", "verb": "accept"}, [302, 404, 404, 200, 200, 404, 404]
    ),
    "motion-document": (
        {"pk": "answered", "name": "reply"}, [302, 200, 404, 200, 200, 404, 404]
    ),
    "motion-scan": ({"pk": "scan"}, [302, 200, 404, 200, 200, 404, 404]),
    "hand-over-list": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "hand-over-letter": ({"department": "department"}, [302, 404, 404, 200, 200, 404, 404]),
    "overview": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "report-list": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "report-year": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-span": ({"first": 2021, "last": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-span-export": ({"first": 2021, "last": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-check": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-waive": ({"year": 2022, "code": "roll"}, [302, 404, 404, 405, 405, 404, 404]),
    "report-word": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-pdf": ({"year": 2022}, [302, 404, 404, PDF, PDF, 404, 404]),
    "report-annex": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-handling": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-handling-word": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-plan": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "report-plan-answer": ({"year": 2022, "pk": 1}, [302, 404, 404, 405, 404, 404, 404]),
    "report-begin": ({"year": 2022, "kind": "annual"}, [302, 404, 404, 405, 405, 404, 404]),
    "report-new": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "report-paper": ({"pk": "speech"}, [302, 404, 404, 200, 200, 404, 404]),
    "report-paper-word": ({"pk": "speech"}, [302, 404, 404, 200, 200, 404, 404]),
    "report-edit": ({"pk": "speech"}, [302, 404, 404, 200, 404, 404, 404]),
    "report-section": ({"pk": "speech", "section": "section"}, [302, 404, 404, 200, 404, 404, 404]),
    "report-section-do": (
        {"pk": "speech", "section": "section"}, [302, 404, 404, 405, 404, 404, 404]
    ),
    "report-section-preview": (
        {"pk": "speech", "section": "section"}, [302, 404, 404, 405, 404, 404, 404]
    ),
    # It has no small headings, so nobody writes in one.
    "report-subsection": (
        {"pk": "speech", "section": "section", "number": 1}, [302, 404, 404, 404, 404, 404, 404]
    ),
    "report-subsection-preview": (
        {"pk": "speech", "section": "section", "number": 1}, [302, 404, 404, 405, 404, 404, 404]
    ),
    "report-discard": ({"pk": "speech"}, [302, 404, 404, 404, 404, 404, 404]),  # it is closed
    "report-outline": ({"pk": "speech"}, [302, 404, 404, 404, 404, 404, 404]),  # it is closed
    "report-figures": ({"pk": "speech"}, [302, 404, 404, 200, 404, 404, 404]),
    "report-meanings": ({"pk": "speech"}, [302, 404, 404, 405, 404, 404, 404]),
    "report-close": ({"pk": "speech"}, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition": (EDITION, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-word": (EDITION, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-pdf": (EDITION, [302, 404, 404, PDF, PDF, 404, 404]),
    "report-paper-pdf": ({"pk": "speech"}, [302, 404, 404, PDF, PDF, 404, 404]),
    "report-edition-json": (EDITION, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-sheet": (EDITION, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-drift": (EDITION, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-figure": (EDITION | {"index": 0}, [302, 404, 404, 200, 200, 404, 404]),
    "report-edition-figure-card": (EDITION | {"index": 0}, [302, 404, 404, 200, 200, 404, 404]),
    "report-handling-pdf": ({"year": 2022}, [302, 404, 404, PDF, PDF, 404, 404]),
    "table-list": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "table-new": ({"year": 2022}, [302, 404, 404, 200, 404, 404, 404]),
    "table-pattern": ({"year": 2022}, [302, 404, 404, 200, 404, 404, 404]),
    "table-detail": ({"year": 2022, "pk": "table"}, [302, 404, 404, 200, 200, 404, 404]),
    "table-file": ({"year": 2022, "pk": "table"}, [302, 404, 404, 200, 200, 404, 404]),
    "table-replace": ({"year": 2022, "pk": "table"}, [302, 404, 404, 405, 405, 404, 404]),
    "table-describe": ({"year": 2022, "pk": "table"}, [302, 404, 404, 405, 405, 404, 404]),
    "table-version": (
        {"year": 2022, "pk": "table", "number": 1}, [302, 404, 404, 200, 404, 404, 404]
    ),
    "figure-list-export": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "figure-export": (
        {"year": 2022, "name": "走访户次"}, [302, 404, 404, 200, 404, 404, 404]  # households: the office
    ),
    "figure-list": ({"year": 2022}, [302, 404, 404, 200, 200, 404, 404]),
    "figure-rows": (
        {"year": 2022, "name": "走访户次"}, [302, 404, 404, 200, 200, 404, 404]
    ),
    "opinion-export": ({}, [302, 404, 404, 200, 404, 404, 404]),
    "opinion-months": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "opinion-month-rows": ({}, [302, 404, 404, 200, 200, 404, 404]),
    "figure-card": (
        {"year": 2022, "name": "走访户次"}, [302, 404, 404, 200, 200, 404, 404]
    ),
}  # fmt: skip

# The admin's own pages; those of a model are below. Whoever works there sees the frame.
DESK = [302, 404, 404, 200, 404, 200, 200]
ADMIN_TABLE = {
    "index": ({}, DESK),
    "login": ({}, [302] * 7),  # to the one login page
    "logout": ({}, [302, 404, 404, 302, 404, 302, 302]),  # to the one page for all
    "password_change": ({}, [302, 404, 404, 302, 404, 302, 302]),  # likewise
    "password_change_done": ({}, DESK),
    "autocomplete": ({}, [302, 404, 404, 400, 404, 400, 400]),  # of no field: no box asks so
    "jsi18n": ({}, DESK),
    "view_on_site": (
        {"content_type_id": 0, "object_id": 0}, [302, 404, 404, 404, 404, 404, 404]
    ),
    "auth_user_password_change": ({"id": "user"}, [302, 404, 404, 403, 404, 403, 200]),
    "app_list": ({"app_label": "motions"}, [302, 404, 404, 200, 404, 404, 404]),
}  # fmt: skip

LEDGER = {"township", "representatives", "congress", "motions", "reports"}
LOGS = {
    "ReadRecord",
    "LogEntry",
    "LoginRefusal",
    "Login",
    "LoginLink",
    "Device",
    "WrongTries",
    "Emergency",
}
# Pages that each model has, by the end of their name, and what opens them.
PAGES = {
    "changelist", "add", "change", "history", "delete", "verb", "simple_history", "roster",
    "through", "agenda", "quick", "recompute", "cards", "replies", "export",
    "one_day", "paste", "published", "adopt", "many",
}  # fmt: skip


@staged
def story():
    """许桂兰 keeps the household that is asked about, and moved the motion; 单国富 another."""
    cast.make_frame()
    xu = cast.make_deputy(name="许桂兰", login="xu")
    shan = cast.make_deputy(name="单国富", login="shan")
    own = cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))
    cast.make_assignment(person=shan, household=cast.make_household(head_name="李长根"))
    visit = cast.make_visit(assignment=own)
    cast.make_visit_photo(visit=visit)
    cast.make_opinion(household=own.household, heard_by=xu)
    cast.make_photo(activity=cast.make_activity(people=[xu]))
    cast.make_post(person=xu)  # of the presidium
    cast.make_presidium_meeting()
    cast.make_motion(proposer=xu, status="registered")
    answered = cast.make_motion(proposer=xu, status="replied")
    cast.make_scan(motion=answered)
    cast.make_handling(motion=answered, replied_on=cast.day("2022-04-01"))
    close_a_report(cast.the_clerk())
    county_services.add_table(
        name="统计表", note="", file=workbook.prepare(county_upload()), by=cast.the_clerk()
    )
    desk.read("villages", "村名\n石坝村", cast.the_clerk())
    users = {"anonymous": None, "deputy": xu.user, "other deputy": shan.user}
    return users | {role: cast.make_user(role) for role in ("staff", "leader", "auditor", "admin")}


def close_a_report(clerk):
    """A report of a few days, closed by the office with the signed sheet."""
    text = "情况\n一、情况\n走访{走访户次}。"
    draft = drafting.draft("free", 2022, text=text, signed_on=cast.DAY)
    report = services.begin(draft, by=clerk)
    cast.keep(LedgerStart(family="households", complete_from=cast.SECOND_TERM))
    edition_services.close(
        report, by=clerk, signer="尉迟明", sheet=cast.a_signed_sheet(),
        seen=closing.take(report).mark,
    )  # fmt: skip


@pytest.fixture
def ask(story):
    """What `who` gets at an address; each is logged in once, in a client of their own."""
    clients = {}

    def ask(who, address):
        if who not in clients:
            clients[who] = Client()
            if story[who]:
                clients[who].force_login(story[who])
        response = clients[who].get(address)
        if response.streaming:
            response.getvalue()  # a file is closed once it was read to its end
        return response

    return ask


@staged
def rows(story):
    """One row of each model that staff enter."""
    made = {}
    for model in admin.site._registry:
        if model._meta.app_label not in LEDGER or model._meta.app_label == "reports":
            continue
        made[model] = HISTORIES[model]() if model in HISTORIES else None
    made[Deputy] = Deputy.objects.get(user__username="xu")
    return {model: row for model, row in made.items() if row is not None}


def address(name, arguments, story):
    known = {"household": lambda: Household.objects.get(head_name="王二保").pk}
    known["import"] = lambda: Import.objects.get().pk
    known["person"] = lambda: Deputy.objects.get(user__username="xu").pk
    known["category"] = lambda: Category.objects.first().pk
    known["photo"] = lambda: ActivityPhoto.objects.get().pk
    known["activity"] = lambda: ActivityPhoto.objects.get().activity_id
    known["presidium"] = lambda: Meeting.objects.presidium().get().pk
    known["xu"] = lambda: story["deputy"].person.pk
    known["user"] = lambda: story["deputy"].pk
    known["motion"] = lambda: Motion.objects.get(status="registered").pk
    known["answered"] = lambda: Motion.objects.get(status="replied").pk
    known["scan"] = lambda: MotionScan.objects.get().pk
    known["visit photo"] = lambda: VisitPhoto.objects.get().pk
    known["visit"] = lambda: VisitPhoto.objects.get().visit_id
    known["visit number"] = lambda: VisitPhoto.objects.get().visit.uuid
    known["opinion"] = lambda: Opinion.objects.filter(household__isnull=False).get().pk
    known["speech"] = lambda: Report.objects.get().pk
    known["section"] = lambda: Section.objects.last().pk
    known["table"] = lambda: CountyTable.objects.get().pk
    known["department"] = lambda: Handling.objects.get(motion__status="replied").department_id
    values = {
        key: known.get(value, lambda value=value: value)() for key, value in arguments.items()
    }
    return reverse(name, kwargs=values)


def patterns(nodes):
    for node in nodes:
        if isinstance(node, URLPattern):
            yield node
        else:
            yield from patterns(node.url_patterns)


def names_outside_the_admin():
    nodes = [
        node for node in get_resolver().url_patterns if getattr(node, "namespace", "") != "admin"
    ]
    return {pattern.name for pattern in patterns(nodes)}


def model_name(pattern_name):
    """("congress_session", "roster") of a model's page in the admin, else None."""
    for model in admin.site._registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if (pattern_name or "").startswith(prefix):
            return model, pattern_name.removeprefix(prefix)
    return None


class TestTheTable:
    def test_every_address_has_a_row(self):
        assert names_outside_the_admin() == set(TABLE)

    def test_every_address_of_the_admin_has_a_row(self):
        own, pages = set(), set()
        for pattern in patterns(admin.site.get_urls()):
            found = model_name(pattern.name)
            if found:
                pages.add(found[1])
            elif pattern.name:
                own.add(pattern.name)
        assert own == set(ADMIN_TABLE)
        assert pages == PAGES

    @pytest.mark.parametrize("who", ASKING)
    def test_addresses(self, ask, story, who):
        column = ASKING.index(who)
        wanted = {name: row[1][column] for name, row in TABLE.items()}
        answers = {name: ask(who, address(name, TABLE[name][0], story)) for name in TABLE}
        assert {name: answer.status_code for name, answer in answers.items()} == wanted
        without = files_without_a_way_out(answers)
        assert without <= set(NO_WAY_OUT)
        # The office gets every file that others get, and a few more.
        assert who != "staff" or without == set(NO_WAY_OUT)

    @pytest.mark.parametrize("who", ["deputy", "leader", "auditor", "admin"])
    @pytest.mark.sqlite  # roles are asked, not the database
    def test_who_may_not_see_a_page_of_the_reports_may_not_send_its_form(self, client, story, who):
        """What answers 404, or asks for the form to be sent, is 404 to a form of theirs too."""
        column, got = ASKING.index(who), {}
        client.force_login(story[who])
        names = [n for n in TABLE if n.startswith(("report-", "table-", "figure-", "overview"))]
        for name in names:
            if TABLE[name][1][column] in (404, 405):
                got[name] = client.post(address(name, TABLE[name][0], story)).status_code
        assert len(got) >= 8 and set(got.values()) == {404}, got

    @pytest.mark.parametrize(
        ("who", "role"), [("other deputy", Role.DEPUTY), ("auditor", Role.AUDITOR)]
    )
    @pytest.mark.sqlite  # roles are asked, not the database
    def test_who_held_everything_and_is_given_less_keeps_nothing(
        self, ask, client, story, who, role
    ):
        """Both roles, and the flag of a superuser that an earlier version left: then another role."""
        user, column = story[who], ASKING.index(who)
        held = {"role": Role.ADMIN, "second_role": Role.STAFF, "is_superuser": True}
        User.objects.filter(pk=user.pk).update(**held)
        assert ask(who, "/reports/").status_code == ask(who, "/admin/").status_code == 200
        client.force_login(story["admin"])
        form = AdminForm(client, reverse("admin:accounts_user_change", args=[user.pk]))
        assert form.fill(role=role, second_role="").send().status_code == 302
        assert ask(who, "/reports/").status_code == 302  # the login of before is over
        again = Client()
        again.force_login(User.objects.get(pk=user.pk))
        got, wanted = {}, {}
        for prefix, table in (("", TABLE), ("admin:", ADMIN_TABLE)):
            for name, (arguments, statuses) in table.items():
                response = again.get(address(prefix + name, arguments, story))
                if response.streaming:
                    response.getvalue()  # a file is closed at its end
                got[prefix + name], wanted[prefix + name] = response.status_code, statuses[column]
                if "logout" in name:
                    again.force_login(User.objects.get(pk=user.pk))
        assert got == wanted

    def test_a_number_too_large_to_be_stored_is_not_there(self, ask, story):
        for name, (arguments, row) in TABLE.items():
            keys = {"pk", "number", "index", "section", "household", "motion", "scan"}
            for key in keys & set(arguments) if row[ASKING.index("staff")] == 200 else ():
                path = address(name, arguments | {key: "9" * 30}, story)
                assert ask("staff", path).status_code == 404, path

    @pytest.mark.parametrize("who", ASKING)
    def test_addresses_of_the_admin(self, ask, story, who):
        column = ASKING.index(who)
        wanted = {name: row[1][column] for name, row in ADMIN_TABLE.items()}
        got = {
            name: ask(who, address(f"admin:{name}", row[0], story)).status_code
            for name, row in ADMIN_TABLE.items()
        }
        assert got == wanted

    @pytest.mark.sqlite  # roles are asked, not the database
    def test_anonymous_is_sent_to_log_in_and_comes_back(self, ask, story):
        for name in [name for name, row in TABLE.items() if row[1][0] == 302]:
            sent = ask("anonymous", address(name, TABLE[name][0], story)).headers["Location"]
            assert re.match(r"/login/\?next=/", sent), name


@pytest.mark.sqlite  # roles are asked, not the database
class TestPagesOfModels:
    """Staff work on every record of the ledger; logs are for auditors; accounts for administrators;
    nobody else learns so much as that there is an admin."""

    def url(self, model, page, *args):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        return reverse(name, args=args)

    def pages(self, rows):
        for model in admin.site._registry:
            yield model, "changelist", self.url(model, "changelist")
            yield model, "add", self.url(model, "add")
            if isinstance(admin.site._registry[model], RecordAdmin):
                yield model, "export", self.url(model, "export")
        yield Deputy, "cards", self.url(Deputy, "cards")
        yield Opinion, "quick", self.url(Opinion, "quick")
        yield Handling, "recompute", self.url(Handling, "recompute")
        yield Motion, "through", self.url(Motion, "through")
        yield Holiday, "paste", self.url(Holiday, "paste")
        yield LedgerStart, "one_day", self.url(LedgerStart, "one_day")
        yield Allowance, "many", self.url(Allowance, "many")
        yield SupervisionAct, "agenda", self.url(SupervisionAct, "agenda")
        for model, row in rows.items():
            yield model, "change", self.url(model, "change", row.pk)
            yield model, "history", self.url(model, "history", row.pk)
            line = row.history.first().history_id
            yield model, "simple_history", self.url(model, "simple_history", row.pk, line)
            if hasattr(row, "voided_at"):
                yield model, "verb", self.url(model, "verb", row.pk, "void")
            if model.__name__ in ("Session", "PresidiumMeeting"):
                yield model, "roster", self.url(model, "roster", row.pk)
            if model.__name__ in ("Session", "PresidiumMeeting", "Activity"):
                yield model, "replies", self.url(model, "replies", row.pk)

    def test_every_model_of_the_ledger_has_a_row(self, rows):
        entered = {m for m in admin.site._registry if m._meta.app_label in LEDGER - {"reports"}}
        assert set(rows) == entered

    @pytest.mark.parametrize(
        ("who", "status"), [("anonymous", 302), ("deputy", 404), ("leader", 404)]
    )
    def test_outsiders(self, ask, rows, who, status):
        got = {path: ask(who, path).status_code for _, _, path in self.pages(rows)}
        assert {path for path, code in got.items() if code != status} == set()

    @pytest.mark.parametrize("who", ["auditor", "admin"])
    def test_those_who_keep_watch(self, ask, rows, who):
        opened = set()
        for model, page, path in self.pages(rows):
            code = ask(who, path).status_code
            assert code in (200, 403), path
            if code == 200:
                opened.add(f"{model.__name__} {page}")
        logs = {f"{name} changelist" for name in LOGS}
        accounts = {"User changelist", "User add"}
        assert opened == (logs if who == "auditor" else logs | accounts)

    def test_staff_read_every_record_of_the_ledger(self, ask, rows):
        refused = set()
        for model, page, path in self.pages(rows):
            code = ask("staff", path).status_code
            if model._meta.app_label not in LEDGER:
                assert code == 403, path
            elif page in READ_BY_STAFF:
                sent_on = f"{model.__name__} {page}" in SENT_ON
                assert code == (302 if sent_on else 200), path
            elif code != 200:
                refused.add(f"{model.__name__} {page} {code}")
        assert refused == NOT_FOR_STAFF

    def test_nobody_deletes(self, ask, rows):
        deletable = set()
        for model, row in rows.items():
            code = ask("staff", self.url(model, "delete", row.pk)).status_code
            assert code in (200, 403)
            if code == 200:
                deletable.add(model.__name__)
        assert deletable == DELETABLE


READ_BY_STAFF = PAGES - {"add", "delete", "verb"}
# One town: its list is its form. A meeting is opened at the entry of its kind.
SENT_ON = {"Town changelist", "Meeting change"}
# Written on the page of what they belong to, and only read on their own.
PARTS = {
    "ActivityPhoto", "ActivityPlace", "Attendance", "BodyName", "Candidacy", "CategoryName", "Finding",
    "Handling", "HouseholdCategory", "Meeting", "MotionScan", "Participation", "Rating", "Signature", "Sitting",
}  # fmt: skip
NO_RECORDS = {"ActivityPlace", "BodyName", "CategoryName", "HouseholdCategory"}
NOT_FOR_STAFF = {f"{name} add 403" for name in PARTS | {"Town"}}
NOT_FOR_STAFF |= {f"{name} verb 403" for name in PARTS - NO_RECORDS}
NOT_FOR_STAFF |= {
    "Deputy verb 404"
}  # a mandate hangs on each: the mandate is voided, not the person
NOT_FOR_STAFF |= {"Reply add 403"}  # entered on the page of the meeting or activity
NOT_FOR_STAFF |= {"Report add 403"}  # begun from an outline, on a page of its own
NOT_FOR_STAFF |= {"Tabling add 403"}  # taken onto an agenda by a page of its own
# No figure counts a holiday, and nothing refers to it. Of topics, classes, categories and rules those
# can go that nobody uses: in this story a rule.
DELETABLE = {"Holiday", "DeadlineRule"}


class TestReadRecords:
    """Each page that shows personal data leaves one line, whoever opens it."""

    @pytest.mark.parametrize("name", ["figure-rows", "figure-card"])
    def test_a_number_is_opened(self, ask, story, name):
        path = address(name, TABLE[name][0], story)
        ask("staff", path)
        record = ReadRecord.objects.get()
        assert record.user == story["staff"]
        assert "走访" in record.what

    @pytest.mark.parametrize("name", ["figure-rows", "figure-card"])
    def test_leadership_gets_the_number_and_no_rows_to_read(self, ask, story, name):
        path = address(name, TABLE[name][0], story)
        page = ask("leader", path)
        assert page.context["value"] == ask("staff", path).context["value"]
        assert "王二保" not in page.content.decode()
        assert not ReadRecord.objects.filter(user=story["leader"]).exists()

    def test_a_note_without_a_login_is_not_written(self, rf):
        from django.contrib.auth.models import AnonymousUser

        request = rf.get("/")
        request.user = AnonymousUser()
        reads.note(request, "联系户")
        reads.write(request)
        assert not ReadRecord.objects.exists()


def test_roles_of_this_table_are_all_there_are():
    here = set(ASKING) - {"anonymous", "other deputy"}
    assert here | {Role.LIAISON} == set(
        Role
    )  # of 村联络员 tests/representatives/test_liaisons.py says it all


# What hands out a file and has no way out of WeChat, and why not.
EXPORT = "the file is made of a form with columns: the link opens an address"
FOR_A_DESK = "for the office, which works on a PC"
NO_WAY_OUT = {
    "deputy-export": EXPORT, "figure-export": EXPORT, "figure-list-export": EXPORT,
    "household-export": EXPORT, "motion-export": EXPORT, "opinion-export": EXPORT,
    "household-late-export": EXPORT, "meeting-export": EXPORT, "report-span-export": EXPORT,
    "import-template": FOR_A_DESK, "table-pattern": FOR_A_DESK, "table-version": FOR_A_DESK,
    "hand-over-list": "goes to the departments, from the desk",
    "hand-over-letter": "goes to the departments, from the desk",
}  # fmt: skip


def hands_out_a_file(answer):
    asks_for_columns = any(used.name == "records/export.html" for used in answer.templates)
    return asks_for_columns or "attachment" in answer.get("Content-Disposition", "")


def files_without_a_way_out(answers):
    """The names of those {name: answer} that hand out a file and are not marked `single_file`."""
    views = {pattern.name: pattern.callback for pattern in patterns(get_resolver().url_patterns)}
    return {
        name
        for name, answer in answers.items()
        if hands_out_a_file(answer) and not getattr(views[name], "is_single_file", False)
    }
