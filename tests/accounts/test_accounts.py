"""Who may come in and do what; who saw what; and what is true of every record whatever it is."""

import datetime
import inspect

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts import roles
from accounts import services as accounts_services
from accounts.middleware import REFRESH_SECONDS, ReadRecordMiddleware, SessionRefreshMiddleware
from accounts.models import Role, User
from congress import services as congress_services
from congress.models import (
    Activity,
    ActivityPhoto,
    ActivityPlace,
    AgendaItem,
    Allowance,
    Attendance,
    Body,
    BodyName,
    Campaign,
    Candidacy,
    Election,
    Finding,
    Honour,
    Meeting,
    Participation,
    Poll,
    Post,
    PresidiumMeeting,
    Project,
    Reply,
    ResearchReport,
    Resolution,
    Session,
    Sitting,
)
from motions import services as motions_services
from motions.models import (
    Handling,
    Motion,
    MotionScan,
    Rating,
    ResultClass,
    Signature,
    SupervisionAct,
    Tabling,
)
from records import once, reads
from records.base import Record
from records.models import OnceKey, ReadRecord
from reports.checking import services as checking_services
from reports.deputies import services as deputy_services
from reports.models import PlanItem, PublicNotice, Report, Section, Waiver
from reports.studio import services as reports
from reports.words import drafting
from representatives import services as representatives_services
from representatives.models import (
    Assignment,
    Category,
    CategoryName,
    Constituency,
    Deputy,
    Household,
    HouseholdCategory,
    Mandate,
    Opinion,
    Person,
    Visit,
    VisitPhoto,
)
from tests import cast
from tests.cast import day, refused
from township.models import (
    DeadlineRule,
    Department,
    Holiday,
    LedgerStart,
    Liaison,
    Term,
    Topic,
    Town,
    TownName,
    Village,
)

pytestmark = pytest.mark.django_db

OURS = (
    "records", "accounts", "township", "representatives", "congress", "motions", "reports", "imports",
)  # fmt: skip
PASSWORD = "liu-tang-2022"


# Every record can be voided.


RECORDS = {
    Activity: cast.make_activity,
    ActivityPhoto: cast.make_photo,
    AgendaItem: cast.make_agenda_item,
    Allowance: cast.make_allowance,
    Assignment: cast.make_assignment,
    Attendance: cast.make_attendance,
    Candidacy: cast.make_candidacy,
    Election: cast.make_election,
    Finding: cast.make_finding,
    Handling: cast.make_handling,
    Honour: cast.make_honour,
    Household: cast.make_household,
    Person: cast.make_person,
    Mandate: cast.make_mandate,
    Meeting: cast.make_session,
    Motion: cast.make_motion,
    MotionScan: cast.make_scan,
    Opinion: cast.make_opinion,
    Participation: cast.make_participation,
    Poll: cast.make_poll,
    Post: cast.make_post,
    Project: cast.make_project,
    Rating: cast.make_rating,
    Reply: cast.make_reply,
    ResearchReport: cast.make_research_report,
    Resolution: cast.make_resolution,
    Signature: cast.make_signature,
    Sitting: cast.make_sitting,
    SupervisionAct: cast.make_act,
    Tabling: cast.make_tabling,
    Visit: cast.make_visit,
    VisitPhoto: cast.make_visit_photo,
}


@pytest.fixture
def frame():
    return cast.make_frame()


def named(model):
    return model.__name__


def test_this_file_knows_every_record():
    ours = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    records = {model for model in ours if issubclass(model, Record) and not model._meta.proxy}
    assert set(RECORDS) == records


@pytest.mark.parametrize("model", RECORDS, ids=named)
class TestVoiding:
    def test_it_is_seen_no_more_but_still_there(self, frame, model):
        row = RECORDS[model]()
        before = model.objects.count()
        row.void(reason=" 登记重复。 ")
        assert not model.objects.filter(pk=row.pk).exists()
        assert model.objects.count() == before - 1
        stored = model.with_voided.get(pk=row.pk)
        assert stored.void_reason == "登记重复。"
        assert abs(stored.voided_at - timezone.now()) < datetime.timedelta(minutes=1)
        assert stored.history.first().void_reason == "登记重复。"

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_reason_is_needed(self, frame, model, reason):
        row = RECORDS[model]()
        with refused("作废一条记录要写明原因。"):
            row.void(reason=reason)
        assert model.objects.filter(pk=row.pk).exists()

    def test_once(self, frame, model):
        row = RECORDS[model]()
        row.void(reason="登记重复。")
        with refused("这条记录已经作废。"):
            row.void(reason="再来一次。")
        assert model.with_voided.get(pk=row.pk).void_reason == "登记重复。"

    def test_the_database_wants_a_reason_too(self, frame, model):
        row = RECORDS[model]()
        constraint = f"{model._meta.app_label}_{model._meta.model_name}_void_has_reason"
        with cast.stopped_by(constraint):
            model.with_voided.filter(pk=row.pk).update(voided_at=timezone.now())
        with cast.stopped_by(constraint):
            model.with_voided.filter(pk=row.pk).update(void_reason="登记重复。")

    def test_it_leaves_the_lists_of_those_it_points_at(self, frame, model):
        row = RECORDS[model]()
        for name, related in relations_to(row):
            assert related.filter(pk=row.pk).exists(), name
        row.void(reason="登记重复。")
        for name, related in relations_to(row):
            assert not related.filter(pk=row.pk).exists(), name


def relations_to(row):
    """(name, rows of the other side that this row is among) for each relation that is set."""
    for field in row._meta.concrete_fields:
        other = getattr(row, field.name) if field.many_to_one else None
        if other is not None and not field.remote_field.hidden:
            yield field.name, getattr(other, field.remote_field.related_name)


def roll():
    sitting = cast.make_sitting()
    return sitting, cast.make_attendance(meeting=sitting.meeting, sitting=sitting)


def two(make_parent, make_child, name):
    """A parent and a child that names it."""

    def build():
        parent = make_parent()
        return parent, make_child(**{name: parent})

    return build


def household_visited():
    row = cast.make_assignment()
    return row.household, cast.make_visit(assignment=row)


def session_with_candidate():
    election = cast.make_election()
    return election.meeting, cast.make_candidacy(election=election)


# Void the first, and the second, which stands, is counted no more.
CHILDREN = [
    two(cast.make_household, cast.make_assignment, "household"),
    two(cast.make_assignment, cast.make_visit, "assignment"),
    two(cast.make_visit, cast.make_visit_photo, "visit"),
    household_visited,
    two(cast.make_session, cast.make_sitting, "meeting"),
    two(cast.make_session, cast.make_attendance, "meeting"),
    roll,
    two(cast.make_presidium_meeting, cast.make_agenda_item, "meeting"),
    two(cast.make_session, cast.make_resolution, "meeting"),
    two(cast.make_session, cast.make_election, "meeting"),
    session_with_candidate,
    two(cast.make_election, cast.make_candidacy, "election"),
    two(cast.make_poll, cast.make_candidacy, "poll"),
    two(cast.make_poll, cast.make_allowance, "poll"),
    two(cast.make_mandate, cast.make_allowance, "mandate"),
    two(cast.make_activity, cast.make_participation, "activity"),
    two(cast.make_session, cast.make_reply, "meeting"),
    two(cast.make_activity, cast.make_reply, "activity"),
    two(cast.make_activity, cast.make_finding, "activity"),
    two(cast.make_motion, cast.make_signature, "motion"),
    two(cast.make_motion, cast.make_handling, "motion"),
    two(cast.make_motion, cast.make_rating, "motion"),
    two(cast.make_motion, cast.make_act, "motion"),
    two(cast.make_motion, cast.make_tabling, "motion"),
    two(cast.make_agenda_item, cast.make_tabling, "agenda_item"),
    two(cast.make_opinion, cast.make_act, "opinion"),
    two(cast.make_project, cast.make_act, "project"),
]


@pytest.mark.parametrize("build", CHILDREN)
def test_what_belongs_to_a_voided_record_is_counted_no_more(frame, build):
    parent, child = build()
    model = type(child)
    assert model.objects.filter(pk=child.pk).exists()
    parent.void(reason="登记重复。")
    assert not model.objects.filter(pk=child.pk).exists()
    assert model.with_voided.get(pk=child.pk).voided_at is None


def test_what_only_points_at_nothing_is_not_lost_with_it(frame):
    """A candidate of a poll has no election, and an allowance of a mandate no poll."""
    cast.make_candidacy()
    cast.make_allowance()
    cast.make_act(subject="饮水安全")
    counts = [m.objects.count() for m in (Candidacy, Allowance, SupervisionAct)]
    assert counts == [1, 1, 1]


# Every change leaves a line of history.


def a_report():
    draft = drafting.draft("annual", 2022)
    return reports.begin(draft, by=cast.the_clerk())


def a_plan_item():
    report = a_report()
    reports.plan(report, [PlanItem(text="每季度开一次会")], by=cast.the_clerk())
    return report.plan_items.get()


HISTORIES = RECORDS | {
    ActivityPlace: lambda: cast.make_activity(places=["巢湖"]).places.get(),
    Body: cast.make_body,
    BodyName: lambda: cast.make_body(name="柳塘镇人大主席团").names.get(),
    Campaign: cast.make_campaign,
    Category: lambda: Category.objects.first(),
    CategoryName: lambda: CategoryName.objects.first(),
    Constituency: cast.make_constituency,
    DeadlineRule: lambda: DeadlineRule.objects.first(),
    Department: lambda: Department.objects.first(),
    Deputy: lambda: cast.keep(Deputy(name="许桂兰")),
    Holiday: lambda: cast.keep(Holiday(day=day("2021-10-01"), name="国庆节")),
    HouseholdCategory: cast.make_household_category,
    Liaison: cast.make_liaison,
    LedgerStart: lambda: cast.keep(LedgerStart(family="motions", complete_from=cast.DAY)),
    Person: cast.make_person,
    PresidiumMeeting: cast.make_presidium_meeting,
    PublicNotice: lambda: deputy_services.settle_notice(2022, by=cast.the_clerk()),
    ResultClass: lambda: ResultClass.objects.first(),
    Session: cast.make_session,
    Term: lambda: Term.objects.first(),
    Topic: lambda: Topic.objects.first(),
    Town: lambda: Town.objects.get(),
    TownName: lambda: TownName.objects.first(),
    Village: lambda: Village.objects.first(),
    PlanItem: a_plan_item,
    Report: lambda: a_report(),
    Section: lambda: a_report().sections.first(),
    Waiver: lambda: checking_services.waive("roll", reason="本镇不适用", by=cast.the_clerk()),
}
# Logs themselves, kept by Django, or a counter whose numbers the motions keep.
WITHOUT = {
    "User", "ReadRecord", "LoginRefusal", "Login", "OnceKey", "MotionEvent", "NumberSeries",
    "LoginLink", "Device", "WrongTries", "ColumnChoice", "Emergency", "DemoLoad", "FirstKey",
    "SetAside", "Merge", "Import", "ImportRow", "Trace", "HeadChoice",
}  # fmt: skip


def test_every_model_has_a_history_but_the_logs():
    ours = {
        model
        for label in ("records", "accounts", "township", "representatives", "congress", "motions")
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical") and model.__name__ not in WITHOUT
    }
    assert ours - set(HISTORIES) == set()


@pytest.mark.parametrize("model", HISTORIES, ids=named)
def test_entering_and_changing_leave_a_line_each(frame, model):
    row = HISTORIES[model]()
    clerk = cast.the_clerk()
    row._history_user = clerk
    row.save()
    lines = list(row.history.order_by("history_id"))
    assert [line.history_type for line in lines] == ["+", "~"]
    assert lines[-1].history_user == clerk


@pytest.mark.parametrize(("model", "proxy"), [(Person, Deputy), (Meeting, Session)])
def test_a_proxy_writes_into_the_one_history(frame, model, proxy):
    row = HISTORIES[model]()
    proxy.objects.get(pk=row.pk).save()
    assert model.history.filter(id=row.pk).count() == 2
    assert proxy.objects.get(pk=row.pk).history.count() == 2


def test_many_at_once_leave_a_line_each(frame):
    people = [Person(name="许桂兰"), Person(name="单国富")]
    bulk_create_with_history(people, Person, default_user=cast.the_clerk())
    assert Person.history.filter(history_type="+").count() == 2


@pytest.mark.parametrize(
    ("model", "private"),
    [
        (Person, {"phone", "other_phones", "phone_digits", "stroke_key", "readings"}),
        (Household, {"phone", "other_phones", "group", "away_to", "note", "readings"}),
        (Visit, {"production", "livelihood", "policy", "good_deed"}),
        (Opinion, {"text", "answer", "raiser"}),
    ],
)
def test_history_keeps_no_second_copy_of_what_is_private(model, private):
    own = {field.name for field in model._meta.concrete_fields}
    kept = {field.name for field in model.history.model._meta.concrete_fields}
    assert own - kept == private


def test_no_history_keeps_a_phone():
    histories = [m for m in apps.get_models() if m.__name__.startswith("Historical")]
    assert len(histories) > 40
    assert not [m for m in histories if any("phone" in f.name for f in m._meta.fields)]


def test_a_changed_phone_is_a_line_without_the_number(frame):
    person = cast.make_person(name="许桂兰", phone="13800138000")
    person.phone = "13900139000"
    person.save()
    lines = list(person.history.values())
    assert len(lines) == 2
    assert "13800138000" not in str(lines)
    assert "13900139000" not in str(lines)


# Nothing is lost by accident.


def test_only_parts_that_mean_nothing_alone_go_with_their_owner():
    """on_delete is PROTECT everywhere else."""
    cascading = {
        f"{model.__name__}.{field.name}"
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == {
        "CategoryName.category",
        "ColumnChoice.user",
        "HouseholdCategory.household",
        "BodyName.body",
        "ActivityPlace.activity",
        "Section.report",
        "Rebase.edition",
        "ImportRow.table",
        "Trace.table",
    }


@pytest.mark.parametrize("label", OURS)
def test_every_sentence_of_a_rule_is_chinese(label):
    constraints = cast.constraints_of(label)
    for name, constraint in constraints.items():
        sentence = str(constraint.violation_error_message)
        assert sentence.endswith("。") and not sentence.isascii(), name


@pytest.mark.parametrize("label", OURS)
def test_everything_has_a_chinese_name(label):
    for model in apps.get_app_config(label).get_models():
        if model.__name__.startswith("Historical"):
            continue
        assert not str(model._meta.verbose_name).isascii(), model
        for field in model._meta.fields:
            hidden = field.primary_key or getattr(field, "auto_created", False)
            ours = ("display_name", "role", "second_role", "is_demo")
            inherited = model is User and field.name not in ours
            if not hidden and not inherited:
                assert not str(field.verbose_name).isascii(), f"{model.__name__}.{field.name}"


# Roles.

PERMISSIONS = [
    # permission, who holds it
    ("congress.add_session", "staff"),
    ("congress.change_meeting", "staff"),
    ("motions.view_motion", "staff"),
    ("representatives.change_household", "staff"),
    ("reports.change_report", "staff"),
    ("township.change_term", "staff"),
    ("accounts.view_user", "admin"),
    ("accounts.add_user", "admin"),
    ("accounts.change_user", "admin"),
    ("accounts.delete_user", ""),
    ("records.view_readrecord", "admin auditor"),
    ("records.add_readrecord", ""),
    ("records.change_readrecord", ""),
    ("records.delete_readrecord", ""),
    ("admin.view_logentry", "admin auditor"),
    ("admin.delete_logentry", ""),
    ("accounts.view_loginrefusal", "admin auditor"),
    ("accounts.view_login", "admin auditor"),
    ("accounts.delete_loginrefusal", ""),
    ("accounts.view_loginlink", "admin auditor"),
    ("accounts.change_loginlink", ""),
    ("accounts.view_device", "admin auditor"),
    ("accounts.view_wrongtries", "admin auditor"),
    ("accounts.view_emergency", "admin auditor"),
    ("accounts.add_emergency", ""),
    ("axes.view_accessattempt", ""),
    ("auth.change_group", ""),
    ("sessions.view_session", ""),
    ("nowhere.view_nothing", ""),
]


class TestRoles:
    @pytest.mark.parametrize(("permission", "holders"), PERMISSIONS)
    def test_permission(self, permission, holders):
        held = {role.value for role in Role if roles.may(User(role=role), permission)}
        assert held == set(holders.split())

    @pytest.mark.parametrize("role", Role)
    def test_an_account_is_asked_the_same_way(self, role):
        user = cast.make_user(role)
        assert user.has_perm("motions.view_motion") is (role == Role.STAFF)
        assert user.get_all_permissions() == set()
        user.is_active = False
        assert not user.has_perm("motions.view_motion")
        assert not user.has_module_perms("motions")

    def test_a_permission_on_one_object_is_nobodys(self):
        assert not cast.make_user(Role.STAFF).has_perm("motions.view_motion", obj=object())

    @pytest.mark.parametrize(
        ("app_label", "who"),
        [
            ("motions", {"staff"}), ("accounts", {"admin", "auditor"}),
            ("axes", set()), ("auth", set()),
        ],
    )  # fmt: skip
    def test_apps_in_the_menu(self, app_label, who):
        assert {role.value for role in Role if roles.may_enter(User(role=role), app_label)} == who

    @pytest.mark.parametrize(
        ("role", "office", "reads"),
        [
            (Role.STAFF, True, True), (Role.LEADER, False, True), (Role.DEPUTY, False, False),
            (Role.AUDITOR, False, False), (Role.ADMIN, False, False),
        ],
    )  # fmt: skip
    def test_who_keeps_and_who_reads(self, role, office, reads):
        user = User(role=role)
        assert (user.is_office, user.reads_everything_public) == (office, reads)
        user.is_active = False
        assert (user.is_office, user.reads_everything_public) == (False, False)

    def test_a_new_account_may_the_least(self):
        assert User().role == Role.DEPUTY

    def test_it_is_called_by_the_persons_name(self):
        user = User(username="xu", display_name="许桂兰")
        assert (str(user), user.get_full_name(), user.get_short_name()) == ("许桂兰",) * 3
        assert str(User(username="xu")) == "xu"


# The way in.


def log_in(client, username="xu", password="wrong", address="10.0.0.1"):
    data = {"username": username, "password": password}
    return client.post(reverse("login"), data, REMOTE_ADDR=address)


class TestLockout:
    @pytest.fixture(autouse=True)
    def accounts(self, frame):
        for username in ("xu", "shan"):
            cast.make_user(Role.DEPUTY, username=username, password=PASSWORD)

    @pytest.fixture
    def locked(self, client):
        for _ in range(5):
            response = log_in(client)
        assert response.status_code == 429
        return client

    def test_four_mistakes_are_forgiven(self, client):
        for _ in range(4):
            assert log_in(client).status_code == 200
        assert log_in(client, password=PASSWORD).status_code == 302

    def test_after_five_even_the_right_password_waits(self, locked):
        response = log_in(locked, password=PASSWORD)
        assert response.status_code == 429
        assert "登录暂停15分钟" in response.content.decode()
        assert "_auth_user_id" not in locked.session

    def test_others_in_the_same_office_come_in(self, locked):
        assert log_in(locked, username="shan", password=PASSWORD).status_code == 302

    def test_the_owner_comes_in_from_elsewhere(self, locked):
        assert log_in(locked, password=PASSWORD, address="10.0.0.2").status_code == 302

    def test_a_quarter_of_an_hour_later_they_come_in(self, locked):
        earlier = timezone.now() - datetime.timedelta(minutes=15, seconds=1)
        AccessAttempt.objects.update(attempt_time=earlier)
        assert log_in(locked, password=PASSWORD).status_code == 302

    def test_fourteen_minutes_later_they_do_not(self, locked):
        earlier = timezone.now() - datetime.timedelta(minutes=14)
        AccessAttempt.objects.update(attempt_time=earlier)
        assert log_in(locked, password=PASSWORD).status_code == 429

    def test_coming_in_forgets_the_mistakes(self, client):
        for _ in range(2):
            for _ in range(4):
                log_in(client)
            assert log_in(client, password=PASSWORD).status_code == 302
            client.post(reverse("logout"))

    def test_a_closed_account_does_not_come_in(self, client):
        User.objects.filter(username="xu").update(is_active=False)
        assert log_in(client, password=PASSWORD).status_code == 200
        assert "_auth_user_id" not in client.session


def test_closing_an_account_ends_its_session(client, frame):
    user = cast.make_user(Role.LEADER)
    client.force_login(user)
    assert client.get(reverse("report-list")).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(reverse("report-list")).status_code == 302


class TestSessions:
    def test_written_at_most_every_five_minutes(self, client, frame):
        client.force_login(cast.make_user(Role.LEADER))
        client.get(reverse("home"))
        first = client.session["refreshed"]
        client.get(reverse("home"))
        assert client.session["refreshed"] == first
        session = client.session
        session["refreshed"] = first - REFRESH_SECONDS - 1
        session.save()
        client.get(reverse("home"))
        assert client.session["refreshed"] >= first

    @pytest.mark.parametrize(("age", "stale"), [(299, False), (301, True)])
    def test_stale(self, monkeypatch, age, stale):
        monkeypatch.setattr("accounts.middleware.time.time", lambda: 10_000 + age)
        assert SessionRefreshMiddleware.is_stale({"refreshed": 10_000}) is stale

    def test_it_ends_after_two_hours_and_scripts_cannot_read_it(self):
        assert settings.SESSION_COOKIE_AGE == 7200
        assert settings.SESSION_COOKIE_HTTPONLY


# Who saw what.


class TestReads:
    @pytest.fixture
    def xu(self, frame):
        person = cast.make_deputy(name="许桂兰", login="xu")
        cast.make_assignment(person=person, household=cast.make_household(head_name="王二保"))
        return person

    @pytest.fixture
    def page(self, client, xu):
        client.force_login(xu.user)
        return lambda path: client.get(path, REMOTE_ADDR="10.0.0.7")

    def test_one_line_for_one_page(self, page, xu):
        household = Household.objects.get()
        assert page(household.get_absolute_url()).status_code == 200
        record = ReadRecord.objects.get()
        assert (record.user, record.what, record.object_id) == (
            xu.user,
            "联系户",
            str(household.pk),
        )
        assert (record.rows, record.path) == (1, f"/households/{household.pk}/")
        assert record.address == "10.0.0.7"
        assert str(record) == "许桂兰 联系户"

    def test_a_list_says_how_many(self, page):
        page("/households/")
        record = ReadRecord.objects.get()
        assert (record.what, record.rows, record.object_id) == ("我的联系户（含电话）", 1, "")

    @pytest.mark.parametrize("path", ["/households/999999/", "/reports/"])
    def test_what_was_refused_leaves_none(self, page, path):
        assert page(path).status_code == 404
        assert not ReadRecord.objects.exists()

    def test_a_page_that_sends_elsewhere_leaves_none(self, page):
        assert page("/").status_code == 302
        assert not ReadRecord.objects.exists()

    @pytest.mark.parametrize(("status", "lines"), [(200, 1), (302, 0), (404, 0), (500, 0)])
    def test_only_what_was_shown_is_written(self, rf, xu, status, lines):
        def view(request):
            reads.note(request, "联系户")
            return HttpResponse(status=status)

        request = rf.get("/households/1/")
        request.user = xu.user
        ReadRecordMiddleware(view)(request)
        assert ReadRecord.objects.count() == lines

    def test_anonymous_leaves_none(self, client, xu):
        client.get("/households/")
        assert not ReadRecord.objects.exists()

    def test_a_long_address_is_cut(self, page):
        page("/households/?" + "x" * 500)
        assert len(ReadRecord.objects.get().path) == 300


def test_a_key_of_a_form_is_used_once(frame):
    key = OnceKey.objects.create(key="0b1f7a40-35f7-4f3c-9a3a-6a2f4c1d2e3f")
    assert str(key) == "0b1f7a40-35f7-4f3c-9a3a-6a2f4c1d2e3f"
    with cast.stopped_by("key"):
        OnceKey.objects.create(key=key.key)


def test_the_second_of_two_forms_at_one_moment_is_not_the_first(frame, rf):
    """Both looked before either was stored, so that the key alone parts them."""
    sent, other = (rf.post("/", {"_once": f"0b1f7a40-35f7-4f3c-9a3a-6a2f4c1d2e3{n}"}) for n in "fe")
    assert not once.was_stored(sent)
    assert once.is_first(sent)
    assert once.was_stored(sent)
    assert not once.is_first(sent)
    assert once.is_first(other)


def test_the_glossary_names_every_model_and_every_verb():
    words = (settings.BASE_DIR / "docs" / "glossary.md").read_text()
    ours = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    names = {m.__name__ for m in ours if not m.__name__.startswith("Historical")}
    for services in (
        accounts_services, representatives_services, congress_services, motions_services,
    ):  # fmt: skip
        verbs = inspect.getmembers(services, inspect.isfunction)
        names |= {name for name, verb in verbs if "by" in inspect.signature(verb).parameters}
    helpers = {"stamp", "save_with_history", "update_with_history", "keep_reply", "put_back"}
    helpers |= {"decide", "refuse_stranger"}
    assert {name for name in names - helpers if f"`{name}`" not in words} == set()
