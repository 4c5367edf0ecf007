"""Figures of motions and suggestions: how many, how handled, how satisfied."""

from django.db.models import Exists, OuterRef, Q

from motions.lateness import Lateness
from motions.models import Handling, Motion, Satisfaction, Signature, SupervisionAct
from reports.asking.registry import Behaviour, Dimension, Shape, choices_dimension, figures
from reports.figures.dimensions import CLASSES, DEPARTMENTS, DEPARTMENTS_AND_TOPICS, TOPICS
from representatives.models import Person
from township.models import Department, LedgerStart, Level
from township.spans import today

DISTINCT = Behaviour.DISTINCT
motion = figures("议案建议", LedgerStart.Family.MOTIONS)
KIND_DIMENSION, KINDS = choices_dimension("文种", Motion.Kind)
RUNG_DIMENSION, RUNGS = choices_dimension("督办方式", SupervisionAct.Rung)
GOOD = (Satisfaction.SATISFIED, Satisfaction.MOSTLY)
VERDICT_DIMENSION, VERDICTS = choices_dimension("满意度", Satisfaction)
STATES = {status.label: status for status in Motion.HANDLED}
NOTHING_DUE = "没有期限"
LATENESS = {word.label: word for word in Lateness} | {NOTHING_DUE: None}


def town(period):
    """The town's own motions of the period that were accepted: the ground of every rate."""
    return Motion.objects.at(Level.TOWN).submitted_in(period).accepted()


def county(period):
    """What our deputies submitted to the city congress; not what it hands down."""
    return Motion.objects.at(Level.COUNTY).own().submitted_in(period).accepted()


def handed_down(period):
    return Motion.objects.at(Level.COUNTY).handed_down().submitted_in(period).accepted()


def led_by(member):
    """The condition that the department called `member` leads it."""
    return Exists(Handling.objects.lead().filter(motion=OuterRef("pk"), department__name=member))


def narrowed(rows, member):
    """Of `rows` (motions) those of the department or topic called `member`; all without one."""
    return rows.filter(Q(topic__name=member) | led_by(member)) if member else rows


def undated(period, member=""):
    """Those of the period that were not judged, or not in every round: no rule set a due date."""
    return narrowed(town(period).undated(), member)


BY = {"dimension": DEPARTMENTS_AND_TOPICS}


@motion(
    "镇议案建议件数",
    "件",
    "期间内代表向镇人大提出并受理的议案、建议、批评和意见，可按内容类别分。",
    dimension=TOPICS,
)
def town_motions(period, member):
    return town(period).filter(topic__name=member) if member else town(period)


@motion(
    "县级议案建议件数",
    "件",
    "期间内本镇的县（市、区）人大代表向县（市、区）人大提出并受理的议案建议，可按内容类别分。",
    dimension=TOPICS,
)
def county_motions(period, member):
    return county(period).filter(topic__name=member) if member else county(period)


@motion("各文种件数", "件", "期间内提出的镇级议案建议，按文种分。", dimension=KIND_DIMENSION)
def by_kind(period, member):
    return town(period).of_kind(KINDS[member]) if member else town(period)


@motion("镇议案件数", "件", "期间内代表向镇人大提出并受理的议案。", zero_says_something=True)
def bills(period):
    return town(period).of_kind(Motion.Kind.BILL)


@motion("镇建议件数", "件", "期间内代表向镇人大提出并受理的建议、批评和意见。")
def suggestions(period):
    return town(period).of_kind(*Motion.SUGGESTIONS)


@motion("大会期间件数", "件", "期间内提出的镇级议案建议中，在大会期间提出的。")
def in_session(period):
    return town(period).filter(occasion=Motion.Occasion.SESSION)


@motion("闭会期间件数", "件", "期间内提出的镇级议案建议中，在闭会期间提出的。")
def between_sessions(period):
    return town(period).filter(occasion=Motion.Occasion.BETWEEN)


@motion("交办件数", "件", "期间内提出的镇级议案建议中，已交办的。")
def handed_over(period):
    return town(period).handed_over()


@motion(
    "各承办单位件数",
    "件",
    "期间内提出、已交办的镇级议案建议，按主办单位分；重新办理换了单位的各计。",
    dimension=DEPARTMENTS,
)
def by_department(period, member):
    rows = handed_over(period)
    return rows.filter(led_by(member)) if member else rows


def owed(member="", **due):
    """The condition that the lead department (called `member`) still owes an answer."""
    rows = Handling.objects.lead().unanswered().filter(motion=OuterRef("pk"), **due)
    return Exists(rows.filter(department__name=member) if member else rows)


@motion(
    "各承办单位答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，至今不欠答复的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def answered_by_department(period, member):
    return by_department(period, member).exclude(owed(member))


@motion(
    "各承办单位在办件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，主办单位还没有答复、也没有超过期限的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def in_hand_by_department(period, member):
    rows = by_department(period, member).filter(owed(member))
    return rows.exclude(owed(member, due_on__lt=today()))


def undated_by_department(period, member):
    return by_department(period, member).filter(owed(member, due_on=None))


@motion(
    "各承办单位超期未答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，已过期限而主办单位还没有答复的，按主办单位分。",
    dimension=DEPARTMENTS,
    zero_says_something=True,
    undated=undated_by_department,
)
def late_by_department(period, member):
    return by_department(period, member).filter(owed(member, due_on__lt=today()))


@motion("承办单位数", "个", "期间内提出的镇级议案建议的主办单位，不重复计。", behaviour=DISTINCT)
def departments(period):
    lead = Handling.objects.lead().filter(motion__in=town(period).values("pk"))
    return Department.objects.filter(pk__in=lead.values("department"))


@motion(
    "各办理状态件数",
    "件",
    "期间内提出的镇级议案建议，按目前办到哪一步分。",
    dimension=Dimension("办理状态", lambda: list(STATES)),
)
def by_state(period, member):
    return town(period).filter(status=STATES[member]) if member else town(period)


@motion(
    "各办理时限件数",
    "件",
    "期间内提出的镇级议案建议，按最近一次办理的时限情况分；还没有交办的、没有规定期限的没有期限。",
    dimension=Dimension("时限情况", lambda: list(LATENESS)),
    zero_says_something=True,
)
def by_lateness(period, member):
    return town(period).that_are(LATENESS[member], today()) if member else town(period)


@motion("答复件数", "件", "期间内提出的镇级议案建议中，至今主办单位已答复的。")
def answered(period):
    return town(period).answered()


@motion("办结件数", "件", "期间内提出的镇级议案建议中，至今已办结的；答复不等于办结。")
def closed(period):
    return town(period).closed()


@motion(
    "解决件数", "件",
    "期间内提出的镇级议案建议中，最后一次答复属于已解决一类、或者承诺已经兑现的。",
)  # fmt: skip
def solved(period):
    return town(period).solved()


@motion(
    "各类答复件数",
    "件",
    "期间内提出的镇级议案建议，按最后一次答复的结果类别分。",
    dimension=CLASSES,
)
def by_class(period, member):
    return town(period).in_class(member) if member else answered(period)


@motion(
    "答复率", "%", "期间内提出、已交办的镇级议案建议中，至今已答复的占比。", shape=Shape.RATE, **BY
)
def answered_share(period, member):
    return narrowed(answered(period), member), narrowed(handed_over(period), member)


@motion(
    "按期答复率",
    "%",
    "期间内提出、有办理期限的镇级议案建议，已经答复或者已过期限的里面，每次办理都在期限内答复的占比；没有规定期限的不计入。",
    shape=Shape.RATE,
    undated=undated,
    redefined=("没有规定办理期限的议案建议不再算作按期答复。",),
    **BY,
)
def in_time_share(period, member):
    rows = narrowed(town(period).judgeable_on(today()), member)
    late_ones = town(period).late_on(today())
    return rows.exclude(pk__in=late_ones.values("pk")), rows


@motion(
    "办结率", "%", "期间内提出、已交办的镇级议案建议中，至今已办结的占比。", shape=Shape.RATE, **BY
)
def closed_share(period, member):
    rows = narrowed(handed_over(period), member)
    return rows.closed(), rows


@motion(
    "解决率", "%",
    "期间内提出、已答复的镇级议案建议中，属于已解决一类、或者承诺已经兑现的占比。",
    shape=Shape.RATE, **BY,
)  # fmt: skip
def solved_share(period, member):
    return narrowed(solved(period), member), narrowed(answered(period), member)


@motion(
    "面商率",
    "%",
    "期间内提出、已交办的镇级议案建议中，主办单位与代表见面沟通的占比。",
    shape=Shape.RATE,
    **BY,
)
def consulted_share(period, member):
    return narrowed(town(period).consulted(), member), narrowed(handed_over(period), member)


@motion("面商件数", "件", "期间内提出的镇级议案建议中，主办单位与代表见面沟通的。")
def consulted(period):
    return town(period).consulted()


@motion(
    "满意率",
    "%",
    "期间内提出、代表已评价办理结果的镇级议案建议中，最后评价为满意的占比；最后未反馈的不计入。",
    shape=Shape.RATE,
    nothing="暂无反馈",
    **BY,
)
def satisfied_share(period, member):
    rows = narrowed(town(period), member)
    return rows.rated(Satisfaction.SATISFIED), rows.rated()


@motion(
    "满意和基本满意率",
    "%",
    "期间内提出、代表已评价办理结果的镇级议案建议中，最后评价为满意或基本满意的占比；最后未反馈的不计入。",
    shape=Shape.RATE,
    nothing="暂无反馈",
    **BY,
)
def content_share(period, member):
    rows = narrowed(town(period), member)
    return rows.rated(*GOOD), rows.rated()


@motion(
    "未反馈件数", "件", "期间内提出、已答复的镇级议案建议中，代表对办理结果还没有评价的。",
    zero_says_something=True,
)  # fmt: skip
def silent(period):
    return answered(period).exclude(pk__in=town(period).rated().values("pk"))


def first_answers(period, member):
    """The lead's answers of the first round: how long a deputy waited for the first word."""
    rows = Handling.objects.lead().filter(
        round=1, replied_on__isnull=False, motion__in=town(period).values("pk")
    )
    theirs = Q(motion__topic__name=member) | Q(department__name=member)
    return rows.filter(theirs) if member else rows


WAIT = {"field": "handed_over_on/replied_on", **BY}


@motion(
    "平均答复天数", "天",
    "期间内提出的镇级议案建议，从交办（调整主办的从调整）到主办单位首次答复平均用了几天；按单位分的，算该单位作的首次答复。",
    shape=Shape.MEAN, **WAIT,
)  # fmt: skip
def mean_wait(period, member):
    return first_answers(period, member)


@motion(
    "答复天数中位数", "天",
    "期间内提出的镇级议案建议，从交办（调整主办的从调整）到主办单位首次答复，一半不超过几天；按单位分的，算该单位作的首次答复。",
    shape=Shape.MEDIAN, **WAIT,
)  # fmt: skip
def median_wait(period, member):
    return first_answers(period, member)


@motion(
    "已评价件数", "件", "期间内提出的镇级议案建议中，代表对办理结果作了评价的；最后未反馈的不计。"
)
def rated(period):
    return town(period).rated()


@motion(
    "不满意件数",
    "件",
    "期间内提出的镇级议案建议中，代表对办理结果最后评价为不满意的。",
    zero_says_something=True,
)
def unsatisfied(period):
    return town(period).rated(Satisfaction.UNSATISFIED)


@motion(
    "各满意度件数",
    "件",
    "期间内提出的镇级议案建议，按代表对办理结果的最后评价分。",
    dimension=VERDICT_DIMENSION,
)
def by_verdict(period, member):
    return town(period).rated(*([VERDICTS[member]] if member else Satisfaction))


@motion(
    "重新办理件数",
    "件",
    "期间内提出的镇级议案建议中，不满意后重新办理的。",
    zero_says_something=True,
)
def rehandled(period):
    second = Handling.objects.filter(motion=OuterRef("pk"), round__gt=1)
    return town(period).filter(Exists(second))


@motion(
    "超期件数",
    "件",
    "期间内提出的镇级议案建议中，有一次办理超过期限才答复或至今未答复的；没有规定期限的不计入。",
    zero_says_something=True,
    undated=undated,
)
def late(period):
    return town(period).late_on(today())


@motion(
    "超期未答复件数",
    "件",
    "期末（本期没有过完的，到今天）已过期限而主办单位还没有答复的镇级议案建议，不论何时提出；没有规定期限的不计入。",
    behaviour=Behaviour.STOCK,
    zero_says_something=True,
    undated=lambda period: Motion.objects.at(Level.TOWN).undated_on(min(period.last_day, today())),
)
def overdue(period):
    return Motion.objects.at(Level.TOWN).overdue_on(min(period.last_day, today()))


@motion(
    "退回件数", "件", "期间内向镇人大提出、经审查不作为建议而退回的。", zero_says_something=True
)
def returned(period):
    return Motion.objects.at(Level.TOWN).submitted_in(period).returned()


@motion("重点督办件数", "件", "期间内提出的镇级议案建议中，列为重点督办的。")
def key(period):
    return town(period).key()


@motion(
    "督办件数",
    "件",
    "期间内督办过的议案建议（各级，不论何时提出），一件多次只计一件。",
    behaviour=DISTINCT,
)
def supervised(period):
    return Motion.objects.supervised_in(period)


@motion(
    "督办次数",
    "次",
    "期间内对议案建议、群众意见、项目和专题的督办，可按方式分。",
    dimension=RUNG_DIMENSION,
)
def acts(period, member):
    rows = SupervisionAct.objects.acted_in(period)
    return rows.filter(rung=RUNGS[member]) if member else rows


@motion("领衔代表人数", "名", "期间内领衔提出镇级议案建议的代表。", behaviour=DISTINCT)
def proposers(period):
    return Person.objects.filter(pk__in=town(period).values("proposer"))


@motion(
    "联名代表人次",
    "人次",
    "期间内提出的镇级议案建议的联名（附议）代表人次；请其联名而还没有确认的不计。",
)
def signatures(period):
    return Signature.objects.given().filter(motion__in=town(period).values("pk"))
