"""How the records behind a number are shown: the columns of each model, and who sees which rows.

On personal data the list shows each role only what that role may see; the number
is the same for all.
"""

from django.urls import reverse

from congress.models import (
    Activity,
    ActivityPlace,
    AgendaItem,
    Allowance,
    Attendance,
    Body,
    Candidacy,
    Finding,
    Honour,
    Meeting,
    Participation,
    Poll,
    Post,
    Project,
    ResearchReport,
    Resolution,
)
from motions.models import Handling, Motion, Signature, SupervisionAct
from reports.figures.columns import Amount, CountedDays, KnownDay, Shown, Text
from reports.figures.dimensions import name_of_session
from representatives.models import Assignment, Household, Mandate, Opinion, Person, Visit
from township.models import Department

CELLS_IN_A_LINE = 3
# Beside a report there is room for so much.
ROWS_ON_A_CARD, CELLS_ON_A_CARD = 8, 3


def institutional(rows, user):
    """Plain records of the institution without a visibility of their own."""
    return rows if user.reads_everything_public else rows.none()


def votes(row):
    return f"{row.votes_for}／{row.votes_against}／{row.abstained}"


def contest(row):
    return str(row.poll or row.election)


def handled_by(row):
    lead = [h for h in row.case.handlings.all() if h.role == Handling.Role.LEAD]
    return lead[-1].department.name if lead else ""


def motion_number(row):
    return f"第{row.number}号" if row.number else ""


def session_of(row):
    """The session at which it was handed in; numbers begin anew at each."""
    return name_of_session(row.session) if row.session else row.get_occasion_display()


def in_full(motion):
    """二届八次建议第4号 关于……; its number alone stands three times."""
    return f"{session_of(motion)}{motion.get_kind_display()}{motion}"


def wait(row):
    """The days from hand-over to answer; None where one of them is not known."""
    if not row.replied_on or row.is_day_unknown:
        return None
    return (row.replied_on - row.handed_over_on).days


PERSON = (
    ("姓名", Text("name")),
    ("性别", Text("gender")),
    ("身份", Text("occupation")),
    ("单位及职务", Text("employer")),
)

SHOWN = {
    Meeting: Shown(
        (("日期", Text("starts_on")), ("会议", Text("short_title")), ("地点", Text("place"))),
        related=("term",),
    ),
    AgendaItem: Shown(
        (
            ("会议", lambda row: f"{row.meeting.starts_on} {row.meeting.short_title}"),
            ("类型", Text("kind")),
            ("议题", Text("title")),
            ("结果", Text("outcome")),
        ),
        related=("meeting__term",),
    ),
    Resolution: Shown(
        (
            ("日期", Text("adopted_on")),
            ("类别", Text("kind")),
            ("名称", Text("title")),
            ("文号", Text("number")),
        )
    ),
    Attendance: Shown(
        (
            ("会议", lambda row: f"{row.meeting.starts_on} {row.meeting.short_title}"),
            ("场次", lambda row: str(row.sitting or "")),
            ("姓名", lambda row: row.person.name),
            ("身份", Text("capacity")),
            ("出席情况", Text("state")),
        ),
        related=("meeting__term", "sitting", "person"),
    ),
    Poll: Shown(
        (
            ("选举日", Text("held_on")),
            ("选区", lambda row: str(row.constituency)),
            ("类别", Text("kind")),
            ("参加投票", lambda row: f"{row.voted}／{row.electorate}"),
        ),
        related=("constituency",),
    ),
    Candidacy: Shown(
        (
            ("姓名", lambda row: row.person.name),
            ("选举", contest),
            ("赞成／反对／弃权", votes),
            ("提名方式", Text("nominated_by")),
        ),
        related=(
            "person",
            "poll__constituency",
            "election__meeting__term",
            "election__body",
        ),
        prefetch=("election__body__names",),
    ),
    Body: Shown(
        (
            ("名称", str),
            ("类别", Text("kind")),
            ("成立日期", Text("starts_on")),
            ("地点", Text("place")),
        ),
        prefetch=("names",),
    ),
    Post: Shown(
        (
            ("姓名", lambda row: row.person.name),
            ("机构", lambda row: str(row.body)),
            ("职务", Text("role")),
            ("任职日期", Text("starts_on")),
        ),
        related=("person", "body"),
        prefetch=("body__names",),
    ),
    Honour: Shown(
        (
            ("日期", Text("awarded_on")),
            ("荣誉、事迹", Text("title")),
            ("个人或集体", lambda row: str(row.person or row.body)),
            ("上墙展示", Text("displayed_on")),
        ),
        related=("person", "body"),
        prefetch=("body__names",),
    ),
    Allowance: Shown(
        (
            ("日期", Text("paid_on")),
            ("类别", Text("kind")),
            ("对象", lambda row: str(row.mandate.person if row.mandate_id else row.whom)),
            ("金额（元）", Amount("amount")),
        ),
        related=("mandate__person", "poll__constituency", "activity"),
    ),
    Mandate: Shown(
        (
            ("姓名", lambda row: row.person.name),
            ("届次", lambda row: str(row.term)),
            ("选区", lambda row: str(row.constituency or "")),
            ("产生方式", Text("gained_by")),
            ("起止", lambda row: f"{row.starts_on}至{row.ended_on or '今'}"),
            ("终止原因", Text("ended_for")),
        ),
        related=("person", "term", "constituency"),
    ),
    Person: Shown(PERSON),
    Assignment: Shown(
        (
            ("代表", lambda row: row.person.name),
            ("联系户", lambda row: str(row.household)),
            ("类别", lambda row: row.category.code),
            ("起", Text("starts_on")),
        ),
        related=("person", "household__village", "category"),
        is_personal=True,
    ),
    Household: Shown(
        (
            ("户主", Text("head_name")),
            ("村（社区）", lambda row: f"{row.village}{row.group}"),
            ("主要产业", Text("industry")),
        ),
        related=("village",),
        is_personal=True,
    ),
    Visit: Shown(
        (
            ("日期", Text("visited_on")),
            ("代表", lambda row: row.assignment.person.name),
            ("联系户", lambda row: str(row.assignment.household)),
            ("方式", Text("method")),
            ("办实事", Text("good_deed")),
        ),
        related=("assignment__person", "assignment__household__village"),
        is_personal=True,
    ),
    Opinion: Shown(
        (
            ("日期", Text("heard_on")),
            ("来源", Text("source")),
            ("内容", Text("text")),
            ("处理方式", Text("disposal")),
            ("结果", Text("outcome")),
            ("回告", Text("told_back_on")),
        ),
        is_personal=True,
    ),
    Activity: Shown(
        (
            ("日期", Text("starts_on")),
            ("名称", Text("title")),
            ("类别", Text("kind")),
            ("组织", Text("organiser")),
        )
    ),
    ActivityPlace: Shown(
        (
            ("地点", Text("name")),
            ("活动", lambda row: row.activity.title),
            ("日期", Text("activity.starts_on")),
        ),
        related=("activity",),
        visible=institutional,
        owner="activity",
    ),
    Finding: Shown(
        (
            ("活动", lambda row: f"{row.activity.starts_on} {row.activity.title}"),
            ("发现的问题", Text("text")),
            ("整改期限", Text("rectify_by")),
            ("整改完成", Text("rectified_on")),
        ),
        related=("activity",),
        owner="activity",
    ),
    Participation: Shown(
        (
            ("日期", Text("activity.starts_on")),
            ("活动", lambda row: row.activity.title),
            ("姓名", lambda row: row.person.name),
        ),
        related=("activity", "person"),
        owner="activity",
    ),
    ResearchReport: Shown(
        (
            ("报送日期", Text("submitted_on")),
            ("题目", Text("title")),
            ("交办单位", Text("entrusted_by")),
        )
    ),
    Project: Shown(
        (
            ("项目", Text("name")),
            ("类别", Text("kind")),
            ("阶段", Text("stage")),
            ("谋划", Text("planned_on")),
            ("开工", Text("started_on")),
            ("完工", Text("finished_on")),
            ("总投资（元）", Amount("investment")),
        )
    ),
    Motion: Shown(
        (
            ("编号", motion_number),
            ("提出日期", KnownDay("submitted_on", "submitted_last_on", "submitted_words")),
            ("案由", Text("title")),
            ("会次", session_of),
            ("文种", Text("kind")),
            ("领衔代表", lambda row: row.proposer.name),
            ("主办单位", handled_by),
            ("现在的状态", Text("status")),
        ),
        related=("proposer", "merged_into", "session__term"),
        prefetch=("handlings__department", "merged_into__handlings__department"),
    ),
    Signature: Shown(
        (
            ("姓名", lambda row: row.person.name),
            ("议案建议", lambda row: in_full(row.motion)),
            ("方式", Text("way")),
        ),
        related=("person", "motion__session__term"),
        visible=institutional,
        owner="motion",
    ),
    SupervisionAct: Shown(
        (
            ("日期", Text("acted_on")),
            ("方式", Text("rung")),
            ("对象", lambda row: str(row.motion or row.project or row.subject or "群众意见建议")),
            ("单位", lambda row: str(row.department or "")),
            ("回复日期", Text("answered_on")),
        ),
        related=("motion", "project", "department"),
    ),
    Handling: Shown(
        (
            ("议案建议", lambda row: in_full(row.motion)),
            ("承办单位", lambda row: str(row.department)),
            ("交办日期", KnownDay("handed_over_on", "is_handover_day_unknown", "handover_words")),
            ("办理期限", Text("due_on")),
            ("答复日期", KnownDay("replied_on", "is_reply_day_unknown", "reply_words")),
            ("答复天数", CountedDays(wait)),
            ("结果类别", Text("result_class")),
            ("承诺事项", Text("promise")),
            ("承诺期限", Text("promise_due_on")),
            ("承诺兑现", Text("promise_done_on")),
        ),
        related=("motion__session__term", "department", "result_class"),
        owner="motion",
    ),
    Department: Shown((("名称", Text("name")), ("类别", Text("kind"))), visible=institutional),
}

LABELS = {model._meta.label: model for model in SHOWN}
GONE = "系统升级时取消的一类记录"


def shown(model):
    """How rows of `model` are shown (a Shown)."""
    return SHOWN[model]


def owner_of(row):
    """The record on whose page `row` is entered: itself, or what it belongs to."""
    if isinstance(row, Attendance):
        return row.meeting
    if isinstance(row, Candidacy):
        return row.poll or row.election
    name = SHOWN[type(row)].owner
    return getattr(row, name) if name else row


def url_of(row, user):
    """Where `row` is mended by the office, or read by others; "" where it has no page for them."""
    owner = owner_of(row)
    if not user.is_office:
        return owner.get_absolute_url() if isinstance(owner, Motion) else ""
    model = owner._meta.model_name
    if isinstance(owner, Meeting):
        model = "session" if owner.is_session else "presidiummeeting"
    if isinstance(owner, Person):
        model = "deputy"
    return reverse(f"admin:{owner._meta.app_label}_{model}_change", args=[owner.pk])


def shown_by_label(label):
    """(model, Shown) of a model's label, congress.Meeting."""
    model = LABELS[label]
    return model, SHOWN[model]


def names_of(labels):
    """What the models `labels` are called; an edition may name one that a later version lacks."""
    return [LABELS[label]._meta.verbose_name if label in LABELS else GONE for label in labels]


def stored(model, **keys):
    """The rows of `model` where `keys`, the voided among them."""
    return getattr(model, "with_voided", model._default_manager).filter(**keys)


def by_key(wanted, user):
    """{(label, pk): (words, address)} of the rows `wanted` ({label: set of pk}) that `user` may see.

    A row that is stored no more says so.
    """
    found = {}
    for label, keys in wanted.items():
        if label not in LABELS:
            found |= {(label, pk): (GONE, "") for pk in keys}
            continue
        model, how = shown_by_label(label)
        near = stored(model, pk__gte=min(keys), pk__lte=max(keys))
        present = set(near.values_list("pk", flat=True)) & keys
        for row in how.prepare(how.visible_rows(near, user)):
            if row.pk in keys:
                found[label, row.pk] = in_words(how, row, user)
        name = model._meta.verbose_name
        found |= {(label, pk): (f"{name}（已删除）", "") for pk in keys - present}
    return found


def in_words(how, row, user):
    """(words, address) of a row: its first columns, and that it is voided where it is."""
    cells = [column(row) for _, column in how.columns[:CELLS_IN_A_LINE]]
    words = "　".join(filter(None, cells))
    if getattr(row, "voided_at", None):
        words += f"（已作废：{row.void_reason}）"
    return words, url_of(row, user)


WITHHELD = "涉及联系户等个人信息，只有经办人员可以查看。"


def is_withheld(model, user):
    """True where the rows are about households: the office sees them, leadership the number."""
    return shown(model).is_personal and not user.is_office
