"""One small invented cast, in a town that is not ours: whoever writes a test knows these people.

`make_frame()` lays the ground (safe to call again). Every other `make_*` takes keywords only,
fills in what a test does not care about, and saves after full_clean() unless `clean=False`,
which is how a test asks the database alone. All default days lie in the past, in the
second term of 柳塘镇 (open since 2021-12-28), so that no test depends on the day it runs.

    许桂兰 is a deputy who farms in 桥头村; 单国富 (shan guo fu) grows rice in 岳山村;
    曾玉梅 and 仇万里 keep households too; 尉迟明 chairs the presidium; 韩立春 is the mayor.
"""

import datetime
import itertools
import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from PIL import Image

from accounts.models import Role, User
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
from motions import services as motions
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
from papers import photos
from representatives import opinions
from representatives.models import (
    Assignment,
    Category,
    CategoryName,
    Constituency,
    Household,
    HouseholdCategory,
    Mandate,
    Opinion,
    Person,
    Visit,
    VisitPhoto,
)
from township.models import (
    DeadlineRule,
    Department,
    Level,
    Liaison,
    Term,
    Topic,
    Town,
    TownName,
    Village,
)

FIRST_TERM = datetime.date(2016, 12, 20)
SECOND_TERM = datetime.date(2021, 12, 28)
DAY = datetime.date(2022, 3, 1)
"""The default day of what a test does not date."""

DEPUTIES = ["许桂兰", "单国富", "曾玉梅", "仇万里", "尉迟明", "张国富", "解晓燕", "查德胜"]
HEADS = ["王二保", "李长根", "赵春生", "钱有田", "孙桂英", "周水生", "吴大妹", "郑家旺"]


def day(text):
    """A date from "2021-03-02": dates read better as the paper writes them."""
    return datetime.date.fromisoformat(text)


def keep(row, clean=True):
    """Save `row`, checked as a form would check it unless `clean` is False.

    A constraint costs a statement to ask, and the database checks it anyway: they are asked for
    their sentences only where the row is refused.
    """
    if not clean:
        row.save()
        return row
    try:
        with transaction.atomic():
            row.full_clean(validate_constraints=False)
            row.save()
    except (IntegrityError, ValidationError):
        row.full_clean()
        raise
    return row


def many_names():
    """As many different invented names as anybody needs, the known ones first."""
    yield from DEPUTIES
    surnames = "陈方许汪胡程吴周徐朱孙谢马何高"
    given = ["家和", "永年", "秀珍", "立新", "大海", "春花", "志远", "文华", "来喜", "光明"]
    yield from (surname + name for name in given for surname in surnames)
    yield from (f"某{number}" for number in itertools.count(1))


def next_name(names, taken):
    return next(name for name in names if name not in taken)


# The frame: place, terms, law.


class Frame:
    """The ground of every story by name; what nobody asks for is not fetched."""

    @cached_property
    def town(self):
        return Town.get()

    @cached_property
    def first(self):
        return Term.objects.get(level=Level.TOWN, number=1)

    @cached_property
    def second(self):
        return Term.objects.get(level=Level.TOWN, number=2)

    @cached_property
    def county_first(self):
        return Term.objects.get(level=Level.COUNTY, number=16)

    @cached_property
    def county_second(self):
        return Term.objects.get(level=Level.COUNTY, number=17)

    @cached_property
    def villages(self):
        return list(Village.objects.all())

    @cached_property
    def departments(self):
        return list(Department.objects.all())

    @cached_property
    def topics(self):
        return list(Topic.objects.all())

    @cached_property
    def categories(self):
        return list(Category.objects.all())

    @cached_property
    def classes(self):
        return list(ResultClass.objects.all())


FRAME = [
    Town, TownName, Term, Village, Department, Topic, Category, CategoryName, DeadlineRule,
    ResultClass,
]  # fmt: skip
"""The tables that the frame fills, owners first."""


def make_frame():
    """The ground of every story. It stands before the first test; calling it makes nothing twice."""
    if not Town.objects.exists():
        lay_frame()
    return Frame()


def lay_frame():
    keep(Town())
    keep(
        TownName(
            starts_on=day("2010-01-01"), town="柳塘镇", county="东陵县", county_party="县委",
            prefecture="江州市", signing_body="柳塘镇人大主席团",
        )
    )  # fmt: skip
    make_term(number=1, starts_on=FIRST_TERM, ended_on=SECOND_TERM)
    make_term(number=2, starts_on=SECOND_TERM)
    make_term(
        level=Level.COUNTY, number=16, starts_on=day("2017-01-05"), ended_on=day("2022-01-06")
    )
    make_term(level=Level.COUNTY, number=17, starts_on=day("2022-01-06"))
    for order, name in enumerate(["桥头村", "岳山村", "柳塘社区"], 1):
        keep(Village(name=name, order=order))
    for order, name in enumerate(["农业农村办公室", "村镇建设办公室", "水利站"], 1):
        keep(Department(name=name, order=order))
    for order, name in enumerate(["农业农村", "道路交通", "水利设施"], 1):
        keep(Topic(name=name, order=order))
    make_categories()
    make_rules()
    make_classes()


def clear_frame():
    """An empty town, for the stories of how a town begins."""
    for model in reversed(FRAME):
        for table in (model, model.history.model):
            table._base_manager.all()._raw_delete(connection.alias)


def make_term(*, level=Level.TOWN, number, starts_on, ended_on=None, clean=True):
    return keep(Term(level=level, number=number, starts_on=starts_on, ended_on=ended_on), clean)


def make_categories():
    """外出户, 种植户, and the third, whose name the law changed in 2022 and in 2026."""
    for order, code in enumerate(["外出户", "种植户", "帮扶户"], 1):
        category = keep(Category(code=code, order=order))
        if code == "帮扶户":
            dated = [
                ("贫困户", "2016-01-01", "2022-01-01"),
                ("脱贫户", "2022-01-01", "2026-01-01"),
                ("防止返贫致贫对象", "2026-01-01", None),
            ]
        else:
            dated = [(code, "2016-01-01", None)]
        for name, start, end in dated:
            keep(
                CategoryName(
                    category=category, name=name, card_name=code,
                    starts_on=day(start), ended_on=end and day(end),
                )
            )  # fmt: skip


def make_rules():
    """代表法第五十一条: three months, six if complex; the rest as a county may have it."""
    for level, event, amount, more, unit, article in [
        (Level.TOWN, "lead", 3, 6, "month", "代表法第五十一条"),
        (Level.TOWN, "assist", 1, None, "month", "县办理办法第九条"),
        (Level.TOWN, "rehandle", 1, None, "month", "县办理办法第十二条"),
        (Level.TOWN, "opinion", 20, None, "workday", "镇意见建议办理制度"),
        (Level.COUNTY, "lead", 3, 6, "month", "代表法第五十一条"),
    ]:
        keep(
            DeadlineRule(
                level=level, event=event, amount=amount, complex_amount=more, unit=unit,
                article=article, starts_on=day("2010-10-28"),
            )
        )  # fmt: skip


def make_classes():
    for order, (code, name) in enumerate(
        [("A", "已经解决或基本解决"), ("B", "正在解决或列入计划"), ("C", "留作参考")], 1
    ):
        keep(
            ResultClass(
                code=code, name=name, order=order, is_solved=code == "A", needs_promise=code == "B"
            )
        )


# Accounts.


def make_user(role, *, username=None, password=None, **fields):
    """An account of `role` (Role or its value), able to open what its role opens."""
    role = Role(role)
    username = username or f"{role.value}{User.objects.filter(role=role).count() + 1}"
    fields.setdefault("is_staff", role in (Role.STAFF, Role.AUDITOR, Role.ADMIN))
    return User.objects.create_user(username, password=password, role=role, **fields)


def the_clerk():
    """Whoever keeps the ledger in a story that does not say who."""
    return User.objects.filter(role=Role.STAFF).first() or make_user(Role.STAFF)


# People, mandates, households.


def make_person(*, name=None, clean=True, **fields):
    taken = set(Person.objects.values_list("name", flat=True))
    return keep(Person(name=name or next_name(many_names(), taken), **fields), clean)


def make_constituency(*, term=None, number=None, seats=3, clean=True, **fields):
    term = term or make_frame().second
    number = number or term.constituencies.count() + 1
    fields.setdefault("name", f"第{number}选区片")
    return keep(Constituency(term=term, number=number, seats=seats, **fields), clean)


def make_mandate(*, person=None, term=None, starts_on=None, clean=True, **fields):
    """A confirmed mandate from the term's first day to its end; `confirmed_on=None` is pending."""
    term = term or make_frame().second
    fields.setdefault("confirmed_on", starts_on or term.starts_on)
    if "ended_on" not in fields and term.ended_on:
        fields |= {"ended_on": term.ended_on, "ended_for": Mandate.EndedFor.TERM}
    mandate = Mandate(
        person=person or make_person(), term=term, starts_on=starts_on or term.starts_on, **fields
    )
    return keep(mandate, clean)


def make_deputy(*, name=None, term=None, login="", starts_on=None, user=None, **fields):
    """A person with a confirmed mandate; `login` is the name of an account made for them."""
    if login:
        user = make_user(Role.DEPUTY, username=login, display_name=name or "")
    person = make_person(name=name, user=user, **fields)
    make_mandate(person=person, term=term, starts_on=starts_on)
    return person


def make_deputies(count, *, term=None):
    """`count` more deputies, quickly: a whole congress for the counting of heads."""
    term = term or make_frame().second
    taken = set(Person.objects.values_list("name", flat=True))
    names = itertools.islice((name for name in many_names() if name not in taken), count)
    people = Person.objects.bulk_create([Person(name=name) for name in names])
    end = {"ended_on": term.ended_on, "ended_for": "term"} if term.ended_on else {}
    Mandate.objects.bulk_create(
        Mandate(
            person=person, term=term, starts_on=term.starts_on, confirmed_on=term.starts_on, **end
        )
        for person in people
    )
    return people


def make_household(*, head_name=None, village=None, clean=True, **fields):
    taken = set(Household.with_voided.values_list("head_name", flat=True))
    head_name = head_name or next_name(itertools.chain(HEADS, many_names()), taken)
    village = village or make_frame().villages[0]
    return keep(Household(head_name=head_name, village=village, **fields), clean)


def make_household_category(*, household=None, category=None, clean=True, **fields):
    fields.setdefault("starts_on", day("2018-01-01"))
    row = HouseholdCategory(
        household=household or make_household(),
        category=category or make_frame().categories[0],
        **fields,
    )
    return keep(row, clean)


def of_category(household, category=None):
    """`household`, which is of `category` since 2018 unless it was already."""
    category = category or make_frame().categories[0]
    if not household.category_spans.filter(category=category).exists():
        make_household_category(household=household, category=category)
    return household


def make_assignment(*, person=None, household=None, category=None, clean=True, **fields):
    """A deputy keeps in touch with a household, by default from the second term's first day."""
    fields.setdefault("starts_on", SECOND_TERM)
    category = category or make_frame().categories[0]
    row = Assignment(
        person=person or make_deputy(),
        household=of_category(household or make_household(), category),
        category=category,
        **fields,
    )
    return keep(row, clean)


def make_visit(*, assignment=None, visited_on=DAY, by=None, clean=True, **fields):
    """A visit signed by `by`, by default the deputy's own account, else the clerk for them."""
    assignment = assignment or make_assignment()
    visit = Visit(assignment=assignment, visited_on=visited_on, **fields)
    visit.sign(by or assignment.person.user or the_clerk())
    return keep(visit, clean)


def make_visit_photo(*, visit=None, clean=True):
    row = VisitPhoto(visit=visit or make_visit())
    row.image = photos.Photo(Image.new("RGB", (12, 9), "green"))
    return keep(row, clean)


def make_liaison(*, user=None, village=None, clean=True, **fields):
    """村联络员 of `village`, by default 桥头村, from the second term's first day."""
    fields.setdefault("starts_on", SECOND_TERM)
    row = Liaison(
        user=user or make_user(Role.LIAISON), village=village or make_frame().villages[0], **fields
    )
    return keep(row, clean)


def make_opinion(*, clean=True, **fields):
    """Something said; from a household where `household` is given, else in a letter."""
    from_home = fields.get("household") or fields.get("visit")
    fields.setdefault("source", "visit" if from_home else "letter")
    fields.setdefault("heard_on", fields["visit"].visited_on if fields.get("visit") else DAY)
    fields.setdefault("topic", make_frame().topics[0])
    fields.setdefault("text", "门前水渠堵了，一下雨就淹。")
    opinion = Opinion(**fields)
    return keep(opinions.judge(opinion), clean)


# The congress.


def make_body(*, kind=Body.Kind.PRESIDIUM, name=None, clean=True, **fields):
    fields.setdefault("starts_on", SECOND_TERM)
    body = keep(Body(kind=kind, **fields), clean)
    if name:
        keep(BodyName(body=body, name=name, starts_on=body.starts_on))
    return body


def make_post(*, body=None, person=None, clean=True, **fields):
    body = body or Body.objects.filter(kind=Body.Kind.PRESIDIUM).first() or make_body()
    fields.setdefault("starts_on", body.starts_on)
    return keep(Post(body=body, person=person or make_person(), **fields), clean)


def next_number(rows):
    return max(rows.values_list("number", flat=True), default=0) + 1


def make_session(*, starts_on=DAY, term=None, clean=True, **fields):
    term = term or make_frame().second
    fields.setdefault("number", next_number(term.meetings.sessions()))
    return keep(Session(kind="session", term=term, starts_on=starts_on, **fields), clean)


def make_presidium_meeting(*, starts_on=DAY, term=None, session=None, clean=True, **fields):
    """A meeting of the presidium 闭会期间, or during `session` where one is given."""
    term = term or make_frame().second
    fields.setdefault("number", next_number(term.meetings.presidium()))
    fields.setdefault("occasion", "during" if session else "between")
    meeting = PresidiumMeeting(
        kind="presidium", term=term, session=session, starts_on=starts_on, **fields
    )
    return keep(meeting, clean)


def make_sitting(*, meeting=None, clean=True, **fields):
    meeting = meeting or make_session()
    fields.setdefault("held_on", meeting.starts_on)
    return keep(Sitting(meeting=meeting, **fields), clean)


def make_agenda_item(*, meeting=None, clean=True, **fields):
    meeting = meeting or make_presidium_meeting()
    fields.setdefault("order", meeting.agenda_items.count() + 1)
    fields.setdefault("title", "听取水利工程进展")
    return keep(AgendaItem(meeting=meeting, **fields), clean)


def make_resolution(*, meeting=None, clean=True, **fields):
    meeting = meeting or make_session()
    fields.setdefault("title", "关于政府工作报告的决议")
    fields.setdefault("adopted_on", meeting.starts_on)
    return keep(Resolution(meeting=meeting, **fields), clean)


def make_attendance(*, meeting=None, person=None, clean=True, **fields):
    """Of a deputy; at a meeting of the presidium of a deputy who is one of its members."""
    meeting, person = meeting or make_session(), person or make_deputy()
    is_member = fields.get("capacity", "member") == "member"
    if clean and is_member and meeting.kind == "presidium":
        if not meeting.expected_people().filter(pk=person.pk).exists():
            make_post(person=person)
    return keep(Attendance(meeting=meeting, person=person, **fields), clean)


def make_reply(*, meeting=None, activity=None, person=None, answer="leave", clean=True, **fields):
    """Leave asked from a meeting, waiting for the office, unless the keywords say otherwise."""
    if not (meeting or activity) and clean:
        meeting = make_session()
    if answer == "leave":
        fields.setdefault("reason", "住院")
    fields = {"replied_at": timezone.now(), "replied_by": the_clerk()} | fields
    row = Reply(
        meeting=meeting, activity=activity, person=person or make_deputy(), answer=answer, **fields
    )
    return keep(row, clean)


def make_poll(*, constituency=None, held_on=DAY, clean=True, **fields):
    """A by-election that 1,000 of 1,200 voters took part in, with 990 valid ballots."""
    ballots = {
        "electorate": 1200, "voted": 1000, "by_proxy": 60, "ballots_issued": 1000,
        "ballots_returned": 998, "ballots_valid": 990, "ballots_invalid": 8,
    }  # fmt: skip
    row = Poll(
        constituency=constituency or make_constituency(), held_on=held_on, **(ballots | fields)
    )
    return keep(row, clean)


def make_election(*, meeting=None, body=None, role=Post.Role.MAYOR, clean=True, **fields):
    """An election of officers in which every deputy got and returned a valid ballot."""
    meeting = meeting or make_session()
    body = body or make_body(kind=Body.Kind.GOVERNMENT, name="柳塘镇人民政府")
    ballots = fields.pop("ballots", meeting.expected_people().count())
    counted = dict.fromkeys(("ballots_issued", "ballots_returned", "ballots_valid"), ballots)
    return keep(Election(meeting=meeting, body=body, role=role, **(counted | fields)), clean)


def make_candidacy(*, poll=None, election=None, person=None, votes_for=0, clean=True, **fields):
    if not poll and not election and clean:
        poll = make_poll()
    row = Candidacy(
        poll=poll,
        election=election,
        person=person or make_person(),
        votes_for=votes_for,
        **fields,
    )
    return keep(row, clean)


def make_activity(*, places=(), people=(), clean=True, **fields):
    fields.setdefault("title", "视察水利工程")
    fields.setdefault("kind", Activity.Kind.INSPECTION)
    fields.setdefault("starts_on", DAY)
    activity = keep(Activity(**fields), clean)
    for order, name in enumerate(places, 1):
        keep(ActivityPlace(activity=activity, name=name, order=order))
    for person in people:
        make_participation(activity=activity, person=person)
    return activity


def make_participation(*, activity=None, person=None, clean=True, **fields):
    row = Participation(
        activity=activity or make_activity(), person=person or make_deputy(), **fields
    )
    return keep(row, clean)


def make_photo(*, activity=None, image=None, clean=True, **fields):
    """A small green photo of an activity, or one that holds the file `image`."""
    row = ActivityPhoto(activity=activity or make_activity(), **fields)
    row.image = image or photos.Photo(Image.new("RGB", (12, 9), "green"))
    return keep(row, clean)


def make_finding(*, activity=None, clean=True, **fields):
    fields.setdefault("text", "涵闸漏水")
    return keep(Finding(activity=activity or make_activity(), **fields), clean)


def make_research_report(*, clean=True, **fields):
    fields.setdefault("title", "关于农村饮水安全的调研报告")
    fields.setdefault("submitted_on", DAY)
    return keep(ResearchReport(**fields), clean)


def make_campaign(*, name="聚民意惠民生"):
    return keep(Campaign(name=name))


def make_project(*, clean=True, **fields):
    fields.setdefault("name", "桥头村水渠改造")
    fields.setdefault("planned_on", DAY)
    return keep(Project(**fields), clean)


def make_honour(*, clean=True, **fields):
    if not fields.get("person") and not fields.get("body") and clean:
        fields["person"] = make_deputy()
    fields.setdefault("title", "优秀人大代表")
    fields.setdefault("awarded_on", DAY)
    return keep(Honour(**fields), clean)


def make_allowance(*, clean=True, **fields):
    """200 yuan to a deputy, or for an election where `poll` is given."""
    if fields.get("poll"):
        fields.setdefault("kind", Allowance.Kind.ELECTION)
    elif clean:
        fields.setdefault("mandate", None)
        fields["mandate"] = fields["mandate"] or make_mandate()
    fields.setdefault("amount", "200.00")
    fields.setdefault("paid_on", DAY)
    return keep(Allowance(**fields), clean)


# Motions.


def make_motion(*, proposer=None, clean=True, **fields):
    """A suggestion 闭会期间, accepted, as yet without a number."""
    proposer = proposer or make_deputy()
    submitted_on = fields.setdefault("submitted_on", DAY)
    fields.setdefault("year", submitted_on.year)
    fields.setdefault("title", "关于清理桥头村水渠的建议")
    fields.setdefault("topic", make_frame().topics[0])
    fields.setdefault("status", Motion.Status.ACCEPTED)
    if fields.get("session"):
        fields.setdefault("occasion", Motion.Occasion.SESSION)
    return keep(Motion(proposer=proposer, **fields), clean)


def make_signature(*, motion=None, person=None, clean=True, **fields):
    row = Signature(motion=motion or make_motion(), person=person or make_deputy(), **fields)
    return keep(row, clean)


def make_handling(*, motion=None, department=None, clean=True, **fields):
    """Handed over on the day the motion was submitted, judged by the rule of that day."""
    motion = motion or make_motion()
    fields.setdefault("handed_over_on", motion.submitted_on)
    if fields.get("replied_on") and clean:
        fields.setdefault("result_class", make_frame().classes[0])
    row = Handling(
        motion=motion, department=department or make_frame().departments[0], **fields
    )  # fmt: skip
    return keep(motions.judge(row), clean)


def make_rating(*, motion=None, clean=True, **fields):
    motion = motion or make_motion()
    fields = {"handling": "satisfied", "result": "satisfied", "rated_on": DAY} | fields
    return keep(Rating(motion=motion, **fields), clean)


def make_act(*, clean=True, **fields):
    """A reminder about a motion, unless the keywords name another object."""
    if not {"motion", "opinion", "project", "subject"} & set(fields) and clean:
        fields["motion"] = make_motion()
    motion = fields.get("motion")
    fields.setdefault("acted_on", max(DAY, motion.submitted_on) if motion else DAY)
    return keep(SupervisionAct(**fields), clean)


def make_tabling(*, clean=True, **fields):
    """A motion on the agenda of a presidium meeting."""
    if "motion" not in fields:
        fields["motion"] = make_motion()
    fields["agenda_item"] = fields.get("agenda_item") or make_agenda_item()
    return keep(Tabling(**fields), clean)


PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF"


def a_signed_sheet():
    """The first page of a report, signed and scanned."""
    return SimpleUploadedFile("签发单.pdf", PDF)


def make_scan(*, motion=None, upload=None, **fields):
    """The deputy's paper as a PDF, unless `upload` is another file."""
    upload = upload or SimpleUploadedFile("建议.pdf", PDF)
    return keep(MotionScan(motion=motion or make_motion(), file=upload, **fields), clean=False)


# How a test tries to break a rule.


def refused(*sentences):
    """What follows raises a ValidationError that says each of `sentences`."""
    return Refusal(sentences)


class Refusal:
    def __init__(self, sentences):
        self.sentences = sentences

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is ValidationError, f"not refused in words, but {kind}: {error}"
        said = "\n".join(error.messages)
        for sentence in self.sentences:
            assert sentence in said, f"{sentence!r} is not in {said!r}"
        return True


@contextmanager
def stopped_by(constraint):
    """What follows is stopped by the database itself, by the `constraint` of that name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    # SQLite names a unique index by its columns.
    said = str(caught.value)
    assert constraint in said or "UNIQUE constraint failed" in said, said


def constraints_of(*app_labels):
    """{name: constraint} of all models of the apps; that of voiding is tested once for all."""
    models = [m for label in app_labels for m in apps.get_app_config(label).get_models()]
    return {
        constraint.name: constraint
        for model in models
        if not model._meta.proxy
        for constraint in model._meta.constraints
        if not constraint.name.endswith("void_has_reason")
    }


def assert_rule(name, build, app_label):
    """`build(clean=…)` breaks the constraint `name`: refused in words, and by the database."""
    sentence = str(constraints_of(app_label)[name].violation_error_message)
    assert re.search("[一-鿿]", sentence)
    with refused(sentence), transaction.atomic():
        build(clean=True)
    with stopped_by(name):
        build(clean=False)
