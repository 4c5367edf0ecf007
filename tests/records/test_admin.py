"""The admin opens: every page, for whom it is meant, in Chinese, at a price that does not grow."""

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from congress import services as congress
from congress.models import Meeting
from records.models import ReadRecord
from reports.models import Baseline
from reports.words import drafting
from representatives.models import Person
from tests import cast
from tests.stage import staged
from tests.test_pages import assert_one_chinese_heading
from township.models import Holiday, LedgerStart, Town

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LEDGER = [
    m for m in MODELS if m._meta.app_label not in {"records", "accounts", "admin", "axes", "auth"}
]
APPS = ["township", "representatives", "congress", "motions", "reports"]
LOGS = [m for m in MODELS if m not in LEDGER]


def models_of(label):
    return [model for model in LEDGER if model._meta.app_label == label]


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make_some(number=1):
    """`number` of every kind of record, each complete enough to show every column."""
    frame = cast.make_frame()
    presidium = cast.Body.objects.filter(kind="presidium").first()
    presidium = presidium or cast.make_body(name="柳塘镇人大主席团")
    for _ in range(number):
        person = cast.make_deputy(phone="13812345678", village=frame.villages[0])
        cast.make_post(body=presidium, person=person)
        make_household_story(person, frame)
        make_meetings(person)
        make_elections()
        make_work(person)
        make_motion_story(person, frame)
        make_frame_rows()
    return frame


@staged
def some():
    """One of every kind of record, made once for the tests of a module."""
    return make_some()


def make_household_story(person, frame):
    household = cast.make_household(phone="13912345678")
    cast.make_household_category(household=household)
    assignment = cast.make_assignment(person=person, household=household)
    visit = cast.make_visit(assignment=assignment, good_deed="修水管")
    cast.make_liaison(user=cast.make_user("liaison", display_name="方联络"))
    cast.make_opinion(
        visit=visit, household=household, heard_by=person, source="visit",
        department=frame.departments[0], handed_over_on=cast.DAY,
    )  # fmt: skip


def make_meetings(person):
    session = cast.make_session()
    cast.make_reply(meeting=session, person=person)
    sitting = cast.make_sitting(meeting=session)
    cast.make_attendance(meeting=session, sitting=sitting, person=person, state="absent")
    meeting = cast.make_presidium_meeting()
    cast.make_attendance(meeting=meeting, person=person, state="present")
    item = cast.make_agenda_item(
        meeting=meeting,
        decision_department=cast.make_frame().departments[0],
        decision_due_on=cast.DAY,
    )
    cast.make_resolution(meeting=meeting, agenda_item=item)


def make_elections():
    poll = cast.make_poll(constituency=cast.make_constituency())
    cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
    congress.declare_elected(poll, on=cast.day("2022-03-05"), by=cast.the_clerk())
    election = cast.make_election()
    cast.make_candidacy(election=election, votes_for=1, is_elected=True)
    cast.make_allowance(poll=poll)


def make_work(person):
    campaign = cast.keep(cast.Campaign(name=f"专项行动{cast.Campaign.objects.count()}"))
    activity = cast.make_activity(campaign=campaign, places=["杨塘圩"], people=[person])
    cast.make_photo(activity=activity)
    cast.make_finding(activity=activity, department=cast.make_frame().departments[0])
    cast.make_project(department=cast.make_frame().departments[0])
    cast.make_research_report()
    cast.make_honour(person=person)
    cast.make_honour(body=cast.make_body(kind="group", name="第一代表小组"))
    cast.make_allowance(mandate=person.mandates.first())


def make_motion_story(person, frame):
    motion = cast.make_motion(proposer=person)
    cast.make_signature(motion=motion)
    cast.make_handling(motion=motion)
    cast.make_rating(motion=motion)
    cast.make_act(motion=motion)
    cast.make_scan(motion=motion)
    cast.make_tabling(motion=motion)


def make_frame_rows():
    number = Holiday.objects.count()
    cast.keep(
        Holiday(
            day=cast.day(f"2022-05-{number % 28 + 1:02}").replace(year=2022 + number // 28),
            name="假日",
        )
    )
    cast.keep(
        Baseline(
            figure=f"数字{number}",
            starts_on=cast.DAY,
            ended_on=cast.SECOND_TERM.replace(year=2023),
            value=1,
            source="档案",
        )
    )
    if number < len(LedgerStart.Family.values):
        cast.keep(LedgerStart(family=LedgerStart.Family.values[number], complete_from=cast.DAY))
    drafting.draft("annual", 1990 + number, term=cast.make_frame().second).save()


@pytest.fixture
def office(client, db):
    """A client in which the clerk is logged in."""
    client.force_login(cast.the_clerk())
    return client


def pages_of(model, request):
    """The pages of `model`'s entry: its list, one row's form and history, and the empty form."""
    row = model._default_manager.first()
    assert row is not None, f"make_some() makes no {model._meta.label}"
    yield url(model, "changelist")
    yield url(model, "change", row.pk)
    yield url(model, "history", row.pk)
    if admin.site.get_model_admin(model).has_add_permission(request):
        yield url(model, "add")


class TestEveryPageOpens:
    @pytest.fixture
    def office(self, office, some):
        return office

    @pytest.mark.parametrize("label", APPS)
    def test_for_staff(self, office, label):
        request = self.request(office)
        for model in models_of(label):
            for page in pages_of(model, request):
                answer = office.get(page, follow=True)
                assert answer.status_code == 200, page
                assert_one_chinese_heading(answer.content.decode())

    def request(self, client):
        request = client.get("/admin/").wsgi_request
        request.user = cast.the_clerk()
        return request

    @pytest.mark.parametrize("label", APPS)
    def test_a_line_of_history_opens(self, office, label):
        for model in models_of(label):
            self.open_line(office, model)

    def open_line(self, office, model):
        row = model._default_manager.first()
        history = getattr(model, model._meta.simple_history_manager_attribute, None)
        line = history.filter(**{model._meta.pk.attname: row.pk}).first()
        if line is None:  # made in bulk, or under another entry of the same rows
            row.save()
            line = history.filter(**{model._meta.pk.attname: row.pk}).first()
        page = url(model, "simple_history", row.pk, line.pk)
        answer = office.get(page)
        assert answer.status_code == 200
        assert_one_chinese_heading(answer.content.decode())
        assert office.post(page, {}).status_code == 403

    @pytest.mark.parametrize(
        "label", ["township", "representatives", "congress", "motions", "reports"]
    )
    def test_the_menu_of_an_app(self, office, label):
        page = office.get(reverse("admin:app_list", args=[label])).content.decode()
        assert_one_chinese_heading(page)

    def test_the_menu_names_no_page_that_only_parts_have(self, office):
        answer = office.get("/admin/")
        page = answer.content.decode()
        menu = page[page.index("shelf-title") :]  # the worklist above it may lead anywhere
        assert url(Person, "changelist") in menu
        assert url(Meeting, "changelist") not in menu
        assert "/admin/motions/handling/" not in menu

    def test_the_meeting_of_a_search_is_opened_in_its_own_entry(self, office):
        meeting = Meeting.objects.presidium().first()
        answer = office.get(url(Meeting, "change", meeting.pk))
        assert (
            answer.headers["Location"] == f"/admin/congress/presidiummeeting/{meeting.pk}/change/"
        )

    def test_the_town_is_one_form(self, office):
        assert office.get("/admin/township/town/").headers["Location"].endswith("/town/1/change/")
        Town.objects.all().delete()
        assert office.get("/admin/township/town/").headers["Location"].endswith("/town/add/")

    def test_every_setting_of_the_town_is_on_its_form(self, office):
        form = office.get("/admin/township/town/1/change/").context["adminform"].form
        settings = {field.name for field in Town._meta.fields if field.editable}
        assert settings <= {*form.fields, "id"}

    def test_a_page_for_a_meeting_has_a_roll(self, office):
        for kind in ("session", "presidiummeeting"):
            meeting = Meeting.objects.filter(kind=kind[:9]).first()
            page = office.get(f"/admin/congress/{kind}/{meeting.pk}/roster/")
            assert_one_chinese_heading(page.content.decode())


@pytest.mark.sqlite  # roles are asked, not the database
class TestWhoSeesWhat:
    @pytest.mark.parametrize("model", LEDGER, ids=lambda m: m._meta.label)
    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
    def test_the_ledger_is_the_offices(self, client, db, model, role):
        client.force_login(cast.make_user(role))
        for page in ("changelist", "add"):
            assert client.get(url(model, page)).status_code == 403

    @pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY])
    def test_others_find_nothing(self, client, db, role):
        client.force_login(cast.make_user(role))
        for model in MODELS:
            assert client.get(url(model, "changelist")).status_code == 404

    @pytest.mark.parametrize("model", LOGS, ids=lambda m: m._meta.label)
    def test_logs_are_not_for_staff(self, office, model):
        assert office.get(url(model, "changelist")).status_code == 403

    def test_the_auditor_reads_logs_only(self, client, db):
        client.force_login(cast.make_user(Role.AUDITOR))
        open_to_all = [m for m in LOGS if m._meta.label != "accounts.User"]
        for model in open_to_all:
            answer = client.get(url(model, "changelist"))
            assert answer.status_code == 200, model
            assert_one_chinese_heading(answer.content.decode())
            assert client.get(url(model, "add")).status_code == 403
        assert client.get("/admin/accounts/user/").status_code == 403

    def test_a_log_cannot_be_changed(self, client, db):
        auditor = cast.make_user(Role.AUDITOR)
        client.force_login(auditor)
        read = ReadRecord.objects.create(user=auditor, what="联系户", path="/x/")
        page = url(ReadRecord, "change", read.pk)
        assert client.get(page).status_code == 200
        assert client.post(page, {"what": "别的"}).status_code == 403
        assert client.post(url(ReadRecord, "delete", read.pk), {"post": "yes"}).status_code == 403

    def test_the_log_of_changes_opens(self, office, client):
        town = cast.make_frame().town
        LogEntry.objects.log_actions(cast.the_clerk().pk, [town], 2, "改了")
        client.force_login(cast.make_user(Role.AUDITOR))
        entry = LogEntry.objects.get()
        assert_one_chinese_heading(client.get(url(LogEntry, "change", entry.pk)).content.decode())


# What a town has a handful of: make_some() makes no more of these.
FEW = {
    "category", "categoryname", "deadlinerule", "department", "resultclass", "term", "topic", "town",
    "townname", "village",
}  # fmt: skip


@pytest.mark.sqlite  # Django asks as often on both
def test_lists_cost_the_same_at_ten_times_the_rows(office):
    """As many statements for ten rows as for one."""
    lists = [model for model in LEDGER if model._meta.model_name != "town"]
    make_some(1)
    few = {model: statements(office, model) for model in lists}
    make_some(9)
    many = {model: statements(office, model) for model in lists}
    assert [m for m in lists if many[m][0] != few[m][0]] == []
    assert {m._meta.model_name for m in lists if many[m][1] <= few[m][1]} <= FEW


def statements(client, model):
    """How many statements the list of `model` takes, and how many rows it shows."""
    page = url(model, "changelist")
    client.get(page)  # content types and the like are asked for once
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page)
    asked = [query for query in captured if "accounts_readrecord" not in query["sql"]]
    return len(asked), len(response.context_data["cl"].result_list)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_row_of_every_record_can_be_locked():
    """PostgreSQL refuses the statement whether there is such a row or not."""
    with transaction.atomic():
        for model in LEDGER:
            admin.site.get_model_admin(model).lock(1)


@pytest.mark.sqlite  # the same form on both
def test_nothing_that_can_grow_is_a_drop_down(office):
    make_some(1)
    people = cast.make_deputies(200)
    village = cast.make_frame().villages[0]
    cast.Household.objects.bulk_create(
        cast.Household(head_name=person.name, village=village) for person in people
    )
    request = office.get("/admin/").wsgi_request
    for page in [page for model in LEDGER for page in pages_of(model, request)]:
        html = lxml.html.fromstring(office.get(page, follow=True).content.decode())
        for select in html.xpath("//select"):
            assert len(select.xpath(".//option")) <= 60, (page, select.get("name"))


class TestSearch:
    @pytest.fixture
    def people(self, office):
        cast.make_frame()
        for name in ("张国富", "单国富", "许桂兰"):
            cast.make_deputy(name=name)
        return office

    @pytest.mark.parametrize(
        "words",
        [
            "zgf",
            "ZGF",
            "zhangguofu",
            "zhang guo fu",
            "Zhang Guofu",
            "张国富",
            "张 国富",
            "z g f",
            "张",
        ],
    )
    @pytest.mark.parametrize("entry", ["deputy", "person"])
    def test_a_person_is_found(self, people, entry, words):
        page = people.get(f"/admin/representatives/{entry}/", {"q": words})
        assert [p.name for p in page.context_data["cl"].result_list] == ["张国富"]

    def test_part_of_a_name_finds_all_who_have_it(self, people):
        page = people.get("/admin/representatives/person/", {"q": "国富"})
        assert len(page.context_data["cl"].result_list) == 2

    def test_a_household_is_found_by_deputy_and_head(self, people):
        cast.make_assignment(
            person=Person.objects.get(name="张国富"),
            household=cast.make_household(head_name="王二保"),
        )
        for words in ("zgf web", "张国富 王二保", "wangerbao"):
            page = people.get("/admin/representatives/assignment/", {"q": words})
            assert len(page.context_data["cl"].result_list) == 1, words

    def test_autocomplete_by_initials(self, people):
        asked = {
            "app_label": "motions",
            "model_name": "motion",
            "field_name": "proposer",
            "term": "zgf",
        }
        answer = people.get("/admin/autocomplete/", asked).json()
        assert [row["text"] for row in answer["results"]] == ["张国富"]

    def test_autocomplete_offers_nothing_voided(self, people):
        cast.make_household(head_name="王二保").void(reason="重复登记")
        asked = {
            "app_label": "representatives",
            "model_name": "assignment",
            "field_name": "household",
            "term": "web",
        }
        assert people.get("/admin/autocomplete/", asked).json()["results"] == []

    @pytest.mark.parametrize("words", ["2022-03", "2"])
    def test_a_meeting_is_found_by_day_or_number(self, office, words):
        cast.make_frame()
        cast.make_session(number=1, starts_on=cast.day("2022-01-10"))
        cast.make_session(number=2, starts_on=cast.day("2022-03-10"))
        page = office.get("/admin/congress/session/", {"q": words})
        assert len(page.context_data["cl"].result_list) == 1


class TestReads:
    def test_pages_with_personal_data_leave_a_line(self, office):
        cast.make_frame()
        household = cast.make_household()
        office.get("/admin/representatives/household/")
        office.get(f"/admin/representatives/household/{household.pk}/change/")
        office.get(f"/admin/representatives/household/{household.pk}/history/")
        lines = ReadRecord.objects.order_by("pk").values_list("what", "object_id", "rows")
        number = str(household.pk)
        assert list(lines) == [
            ("联系户列表", "", 1), ("联系户", number, 1), ("联系户变更记录", number, 1),
        ]  # fmt: skip

    def test_others_leave_none(self, office):
        cast.make_frame()
        office.get("/admin/township/village/")
        assert not ReadRecord.objects.exists()
