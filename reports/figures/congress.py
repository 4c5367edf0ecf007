"""Figures of sessions, presidium meetings, elections, bodies, honours and allowances.

Who was at the meetings: reports.figures.rolls.
"""

import re

from django.db.models import F

from congress.models import (
    AgendaItem,
    Allowance,
    Body,
    Candidacy,
    Honour,
    Meeting,
    Poll,
    Post,
    Resolution,
)
from reports.asking.registry import Behaviour, Shape, choices_dimension, figures
from representatives.models import Mandate, Person
from township.models import LedgerStart, Level
from township.spans import within

Family = LedgerStart.Family
Kind = AgendaItem.Kind

meeting = figures("会议", Family.MEETINGS)


@meeting("人代会次数", "次", "期间内召开的镇人民代表大会会议。")
def sessions(period):
    return Meeting.objects.sessions().held_in(period)


@meeting("主席团会议次数", "次", "期间内在闭会期间召开的主席团会议。")
def presidium_meetings(period):
    return Meeting.objects.between_sessions().held_in(period)


@meeting(
    "召开主席团会议的季度数",
    "个季度",
    "期间内召开过主席团会议（闭会期间的）的季度；一个季度开几次的只计一个。",
    behaviour=Behaviour.DISTINCT,
)
def quarters_with_presidium(period):
    return Meeting.objects.first_of_quarters(period)


@meeting("大会期间主席团会议次数", "次", "期间内在人代会会期中召开的主席团会议，另行计数。")
def presidium_during(period):
    return Meeting.objects.during_sessions().held_in(period)


@meeting("主席团会议议题数", "项", "期间内闭会期间主席团会议的议题。")
def presidium_items(period):
    return AgendaItem.objects.filter(meeting__in=presidium_meetings(period).values("pk"))


@meeting("传达学习件数", "件", "期间内闭会期间主席团会议传达学习的文件、会议精神。")
def studied(period):
    return presidium_items(period).of_kind(Kind.STUDY)


@meeting(
    "听取专项工作报告数",
    "项",
    "期间内人代会和闭会期间主席团会议听取的专项工作报告；大会期间主席团会议听取的不计。",
    redefined=("在人代会上听取的也计入，不再只计主席团会议听取的。",),
)
def reports_heard(period):
    # During a session the presidium hears what the session hears next.
    rows = AgendaItem.objects.held_in(period).of_kind(Kind.REPORT)
    return rows.exclude(meeting__in=presidium_during(period).values("pk"))


SUBJECTS = {"shape": Shape.NAMES, "behaviour": Behaviour.DISTINCT}


@meeting(
    "传达学习题目", "", "期间内闭会期间主席团会议传达学习的文件、会议的名称，按先后。",
    field="document_title", **SUBJECTS,
)  # fmt: skip
def subjects_studied(period):
    return studied(period).order_by("meeting__starts_on", "order", "pk")


@meeting(
    "专项工作报告题目",
    "",
    "期间内听取的专项工作报告是关于什么的，按先后；题目开头的“听取”和结尾的“专项工作报告”不重复写。",
    field="title",
    shorn=re.compile("^(听取)?(关于)?|(专项)?(工作)?(情况)?的?(报告|汇报)$"),
    **SUBJECTS,
)
def subjects_of_reports_heard(period):
    return reports_heard(period).order_by("meeting__starts_on", "order", "pk")


@meeting("主席团审议议题数", "项", "期间内闭会期间主席团会议审议的议题。")
def items_reviewed(period):
    return presidium_items(period).of_kind(Kind.REVIEW)


@meeting("人代会议题数", "项", "期间内人代会的议题。")
def session_items(period):
    return AgendaItem.objects.of_sessions().held_in(period)


KIND_DIMENSION, KINDS = choices_dimension("议题类型", AgendaItem.Kind)


@meeting("议题数", "项", "期间内各次会议的议题，可按类型分。", dimension=KIND_DIMENSION)
def items(period, member):
    rows = AgendaItem.objects.held_in(period)
    return rows.of_kind(KINDS[member]) if member else rows


RESOLUTION_DIMENSION, RESOLUTIONS = choices_dimension("决议决定类别", Resolution.Kind)


@meeting(
    "决议决定件数", "件", "期间内会议通过的决议、决定、公告、制度和方案，可按类别分。",
    dimension=RESOLUTION_DIMENSION,
)  # fmt: skip
def resolutions(period, member):
    rows = Resolution.objects.adopted_in(period)
    return rows.filter(kind=RESOLUTIONS[member]) if member else rows


def decisions(period):
    return AgendaItem.objects.held_in(period).filter(
        decision_department__isnull=False, decision_due_on__isnull=False, follows=None
    )


@meeting(
    "会议决定交办事项数", "项", "期间内会议作出的、有责任单位和时限的决定；以后会议续议的不再计。"
)
def decisions_made(period):
    return decisions(period)


@meeting(
    "会议决定落实事项数",
    "项",
    "期间内会议决定交办的事项中，到截至日已完成的（含续议时完成的）。",
    by_day=True,
)
def decisions_done(period):
    return decisions(period).done(on=period.day)


@meeting(
    "会议决定落实率",
    "%",
    "期间内会议决定交办的事项中，到截至日已完成（含续议时完成）的占比；时限没有到的也在基数里。",
    shape=Shape.RATE,
    parts=("会议决定落实事项数", "会议决定交办事项数"),
    by_day=True,
)
def decisions_done_share(period):
    return decisions_done(period), decisions(period)


election = figures("选举与职务", Family.ELECTIONS)


def by_elected(period, level):
    """Those for whom a mandate was written down that stands."""
    rows = Candidacy.objects.elected().filter(mandate__in=Mandate.objects.values("pk"))
    polls = Poll.objects.by_elections().held_in(period).at(level)
    return rows.filter(poll__in=polls.values("pk"))


@election(
    "补选县级代表人数",
    "名",
    "期间内在本镇选区补选当选的县（市、区）人大代表，资格还没有确认的也计。",
)
def by_elected_county(period):
    return by_elected(period, Level.COUNTY)


@election(
    "补选镇代表人数",
    "名",
    "期间内补选当选的镇人大代表，资格还没有确认的也计；已确认的见新任代表人数（补选）。",
)
def by_elected_town(period):
    return by_elected(period, Level.TOWN)


@election("代表选举场次", "次", "期间内各选区举行的代表选举，含换届和补选。")
def polls(period):
    return Poll.objects.held_in(period)


def officers(period):
    """Those for whom a post was written down that stands."""
    rows = Candidacy.objects.elected().filter(post__in=Post.objects.values("pk"))
    return rows.filter(within(period, "election__meeting__starts_on"))


ROLE_DIMENSION, ROLES = choices_dimension("职务", Post.Role)


@election(
    "选举职务人数", "人次", "期间内人代会选举产生的各项职务的人次，可按职务分。",
    dimension=ROLE_DIMENSION,
)  # fmt: skip
def officers_elected(period, member):
    rows = officers(period)
    return rows.filter(election__role=ROLES[member]) if member else rows


@election("选举镇长副镇长人次", "人次", "期间内人代会选举产生的镇长、副镇长。")
def mayors_elected(period):
    return officers(period).filter(election__role__in=[Post.Role.MAYOR, Post.Role.VICE_MAYOR])


@election("高票当选镇长副镇长人次", "人次", "期间内当选镇长、副镇长且赞成票达到有效票九成的。")
def mayors_high(period):
    # Multiplied, not divided: SQL divides whole numbers without remainder.
    rows = mayors_elected(period).alias(
        ten_votes=F("votes_for") * 10, nine_ballots=F("election__ballots_valid") * 9
    )
    return rows.filter(ten_votes__gte=F("nine_ballots"))


body = figures("机构与任职", Family.ELECTIONS)
STOCK = Behaviour.STOCK


def bodies(period, *kinds):
    return Body.objects.of_kind(*kinds).in_force(period.last_day)


@body("代表团数", "个", "期末的代表团。", behaviour=STOCK)
def delegations(period):
    return bodies(period, Body.Kind.DELEGATION)


@body("代表小组数", "个", "期末的代表小组、中心组。", behaviour=STOCK)
def groups(period):
    return bodies(period, Body.Kind.GROUP)


@body("联络站数", "个", "期末的代表联络站（含改名后的实践站）。", behaviour=STOCK)
def stations(period):
    return bodies(period, Body.Kind.STATION)


@body("主席团成员人数", "名", "期末的主席团成员，含主席、副主席。", behaviour=STOCK)
def presidium_members(period):
    return Post.objects.presidium_on(period.last_day)


@body("资格审查委员会人数", "名", "期末的代表资格审查委员会成员。", behaviour=STOCK)
def qualification_members(period):
    return Post.objects.sitting_on(period.last_day, Body.Kind.QUALIFICATION)


honour = figures("先进事迹", Family.HONOURS)


@honour("先进事迹数", "项", "期间内代表和集体受到的表彰、记录的先进事迹。")
def honours(period):
    return Honour.objects.awarded_in(period)


@honour("展示先进事迹数", "项", "期间内上墙展示的先进事迹。")
def honours_displayed(period):
    return Honour.objects.displayed_in(period)


@honour(
    "受表彰代表人数",
    "名",
    "期间内受到表彰时是代表（各级）的人，一人多次只计一人。",
    behaviour=Behaviour.DISTINCT,
    by_day=True,
)
def people_honoured(period):
    theirs = honours(period).of_deputies(known_on=period.day)
    return Person.objects.filter(pk__in=theirs.values("person"))


allowance = figures("补助经费", Family.ALLOWANCES)
Paid = Allowance.Kind
SUM = {"shape": Shape.SUM, "field": "amount"}


@allowance("代表补助发放金额", "元", "期间内发放的代表补助和误工补贴。", **SUM)
def allowances(period):
    return Allowance.objects.paid_in(period).of_kind(Paid.ALLOWANCE, Paid.LOST_WORK)


@allowance("补选工作经费金额", "元", "期间内支出的补选工作经费。", **SUM)
def election_costs(period):
    return Allowance.objects.paid_in(period).of_kind(Paid.ELECTION)


@allowance("代表活动经费金额", "元", "期间内支出的代表活动经费。", **SUM)
def activity_costs(period):
    return Allowance.objects.paid_in(period).of_kind(Paid.ACTIVITY)


@allowance(
    "领取补助代表人数", "名", "期间内领到补助或误工补贴的代表。", behaviour=Behaviour.DISTINCT
)
def people_paid(period):
    return Person.objects.filter(pk__in=allowances(period).values("mandate__person"))
