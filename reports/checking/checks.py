"""数据核对: what is missing or doubtful before the report is final, and where it is mended."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.urls import reverse

from congress.models import Activity, AgendaItem, Attendance, Finding, Meeting, Participation, Poll
from motions.models import Handling, Motion
from reports.checking import bounds
from reports.checking.asked import CHECKS, CheckLine, Family, Grade, Result, check
from reports.checking.beginnings import FIRST_SESSION, NAME, beginnings
from reports.counting import kept_sql
from reports.counting.evaluate import CountOf
from reports.models import PlanItem
from representatives.models import (
    Assignment,
    Mandate,
    Opinion,
    Person,
    Visit,
    households_wanted,
)
from township.models import LedgerStart
from township.spans import Period

SHOWN = 5
SESSIONS_A_YEAR = 2
"""乡镇人民代表大会会议一般每年举行两次（地方组织法第十四条）。"""


# 会议


@check("roll", Grade.MUST, Family.MEETINGS, "没有登记出席的会议", "出席率算不出来。", "次")
def without_roll(period, day):
    return Meeting.objects.held_in(period).without_attendance(day)


@check("agenda", Grade.MUST, Family.MEETINGS, "没有议程的会议", "报告要说会议审议了什么。", "次")
def without_agenda(period, day):
    known = AgendaItem.objects.values("meeting")
    return Meeting.objects.held_in(period).filter(starts_on__lt=day).exclude(pk__in=known)


@check(
    "outcome", Grade.SHOULD, Family.MEETINGS, "没有登记结果的议题", "开过的会，议题要有结果。", "项"
)
def without_outcome(period, day):
    held = Meeting.objects.held_in(period).filter(starts_on__lt=day)
    return AgendaItem.objects.filter(meeting__in=held.values("pk"), outcome="")


@check(
    "unknown",
    Grade.SHOULD,
    Family.MEETINGS,
    "出席情况未登记的",
    "不知道的不算缺席，也不算出席。",
    "人次",
)
def unknown_attendance(period, day):
    return Attendance.objects.members().held_in(period).that_count().unknown()


# 选举与代表


@check(
    "votes",
    Grade.MUST,
    Family.ELECTIONS,
    "得票合计多于有效票的选举",
    "候选人得票之和不能多于有效票乘以应选名额。",
    "次",
)
def too_many_votes(period, day):
    said = Poll.objects.held_in(period).annotate(
        votes=Sum("candidacies__votes_for", filter=Q(candidacies__voided_at=None))
    )
    return said.filter(votes__gt=F("ballots_valid") * F("seats"))


@check(
    "pending",
    Grade.MUST,
    Family.DEPUTIES,
    "资格还没有确认的当选代表",
    "没有确认的不计入代表。",
    "名",
)
def pending_mandates(period, day):
    return Mandate.objects.pending().filter(starts_on__lte=day)


# 联系户与走访


@check(
    "households",
    Grade.MUST,
    Family.HOUSEHOLDS,
    "联系户没有安排齐的代表",
    "报告说每名代表各联系几户。",
    "名",
)
def short_of_households(period, day):
    return Person.objects.short_of_households(day, households_wanted())


@check(
    "unvisited",
    Grade.SHOULD,
    Family.HOUSEHOLDS,
    "本年没有走访到的联系户",
    "没见到人的不算走访到。",
    "户",
)
def unvisited(period, day):
    visited = Visit.objects.made_in(period).met().values("assignment__household")
    return Assignment.objects.in_force(day).exclude(household__in=visited)


# 意见建议


@check(
    "undated-opinions", Grade.MUST, Family.OPINIONS, "没有办理期限的群众意见",
    "没有规定期限的，超期没超期说不准：先登记办理期限，再重新计算。",
)  # fmt: skip
def undated_opinions(period, day):
    return Opinion.objects.heard_in(period).undated()


@check(
    "opinions", Grade.MUST, Family.OPINIONS, "超期没有答复的群众意见", "转办的意见超过了办理期限。",
    after="undated-opinions",
)  # fmt: skip
def overdue_opinions(period, day):
    return Opinion.objects.heard_in(period).overdue_on(day)


@check(
    "untold",
    Grade.SHOULD,
    Family.OPINIONS,
    "答复了没有回告的群众意见",
    "件件有回音：要告诉提出的那一户。",
)
def untold_opinions(period, day):
    return Opinion.objects.heard_in(period).untold()


# 议案建议


@check(
    "undated", Grade.MUST, Family.MOTIONS, "没有办理期限的承办",
    "没有规定期限的，不在按期答复率里，超期没超期也说不准：先登记办理期限，再重新计算。", "件",
)  # fmt: skip
def undated_handlings(period, day):
    handed_over = Motion.objects.submitted_in(period).handed_over()
    rows = Handling.objects.undated().of_known_days()
    return rows.filter(motion__in=handed_over.values("pk"))


@check(
    "unknown-days", Grade.SHOULD, Family.MOTIONS, "交办、答复日期不详的承办",
    "从旧台账补录的：照台账算已交办、已答复，没有办理期限，不在按期答复率、平均答复天数里，也不算超期。", "件",
)  # fmt: skip
def handlings_of_unknown_days(period, day):
    handed_over = Motion.objects.submitted_in(period).handed_over()
    return Handling.objects.of_unknown_days().filter(motion__in=handed_over.values("pk"))


@check(
    "rough-days", Grade.SHOULD, Family.MOTIONS, "提出日期只知道年份或者月份的议案建议",
    "计入那一年、那一月；半年报告这样不能确定在不在里面的时段，不计入。", "件",
)  # fmt: skip
def motions_of_rough_days(period, day):
    rows = Motion.objects.submitted_in(period).received()
    return rows.filter(submitted_last_on__isnull=False)


@check(
    "overdue",
    Grade.MUST,
    Family.MOTIONS,
    "超期没有答复的议案建议",
    "代表法第五十一条：三个月内答复，复杂的六个月。",
    "件",
    after="undated",
)
def overdue_motions(period, day):
    return Motion.objects.submitted_in(period).overdue_on(day)


@check(
    "rating",
    Grade.MUST,
    Family.MOTIONS,
    "答复了没有评价的议案建议",
    "没有评价的不在满意率里。",
    "件",
)
def unrated_motions(period, day):
    return Motion.objects.submitted_in(period).awaiting_rating()


@check(
    "referral",
    Grade.SHOULD,
    Family.MOTIONS,
    "受理了没有交办的议案建议",
    "交办了才开始计算期限。",
    "件",
)
def unreferred_motions(period, day):
    return Motion.objects.submitted_in(period).filter(status=Motion.Status.ACCEPTED)


@check(
    "promises",
    Grade.SHOULD,
    Family.MOTIONS,
    "到期没有兑现的承诺",
    "答复里说了哪天办成，那天已经过了。",
    "件",
)
def broken_promises(period, day):
    return Handling.objects.promises_open_on(day).filter(promise_due_on__lt=day)


# 活动


@check(
    "people", Grade.SHOULD, Family.ACTIVITIES, "没有登记参加人员的活动", "活动人次算不出来。", "次"
)
def without_people(period, day):
    known = Participation.objects.values("activity")
    held = Activity.objects.held_in(period).filter(
        starts_on__lt=day, other_people=0, unnamed_deputies=0
    )
    return held.exclude(pk__in=known)


@check(
    "findings",
    Grade.SHOULD,
    Family.ACTIVITIES,
    "到期没有整改的问题",
    "整改了的请登记完成日期。",
    "个",
)
def open_findings(period, day):
    found = Finding.objects.filter(activity__in=Activity.objects.held_in(period).values("pk"))
    return found.filter(rectify_by__lt=day, rectified_on=None)


# What is put together of them.

# What no queryset can find, because it is a row that is not there.
QUARTERS, SESSIONS, LEDGER, PLAN = "quarters", "sessions", "ledger", "plan"


def codes():
    """The codes of all that is asked, as a set of str."""
    return {QUARTERS, SESSIONS, LEDGER, PLAN, FIRST_SESSION, NAME, *(c.code for c in CHECKS)}


@dataclass
class Review:
    """The whole of 数据核对 for one year, in the order in which it is read."""

    must: list
    should: list
    waived: list
    passed: list
    not_begun: list

    @property
    def is_clean(self):
        return not (self.must or self.should or self.not_begun)


def review(year, today, waivers, user):
    """The Review of `year` as `user` may see it. `waivers` are those of the town, by code."""
    period = Period.of_year(year)
    day = min(today, period.end)  # what was due on the last day is late on the first after it
    starts = dict(LedgerStart.objects.values_list("family", "complete_from"))
    asked = [c for c in CHECKS if c.family in starts and starts[c.family] < period.end]
    found = [result_of(c, count, period, day, user) for c, count in counted(asked, period, day)]
    found += beginnings(period, today, starts, user)
    found += [*calendar(period, today, starts), *ledger(period, starts), plan(period, today)]
    for result in found:
        result.waiver = waivers.get(result.code)
    failed = [r for r in found if r.count and not r.waiver]
    return Review(
        must=[r for r in failed if r.grade == Grade.MUST],
        should=[r for r in failed if r.grade == Grade.SHOULD],
        waived=[r for r in found if r.waiver],
        passed=[r for r in found if not r.count and not r.waiver and not is_open(r, failed)],
        not_begun=not_begun(period, starts),
    )


def is_open(result, failed):
    """True where nothing was found, and nothing could be: the check before it has `failed`."""
    after = {c.code: c.after for c in CHECKS}.get(result.code)
    return bool(after) and after in {r.code for r in failed}


def counted(asked, period, day):
    """(Check, how many rows fail it) of each of `asked`; one statement for 32 of them."""
    days = kept_sql.Days.of(period, day)
    answers = kept_sql.ask(
        {c: kept_sql.Subject(("check", c.find), days, counting(c)) for c in asked}
    )
    return [(c, answers[c][0] or 0) for c in asked]


def counting(check):
    """What writes the number of rows that fail `check`."""
    return lambda days: [CountOf(check.find(days.period, days.record).order_by())]


def result_of(c, count, period, day, user):
    result = Result(c.code, c.grade, c.title, c.why, count, c.noun)
    if count:
        queryset = c.find(period, day)
        how = bounds.shown(queryset.model)
        seen = how.prepare(how.visible_rows(queryset, user))[:SHOWN]
        words = c.words or words_of
        result.lines = [CheckLine(words(row), bounds.url_of(row, user)) for row in seen]
    return result


def words_of(row):
    """`row` in a line, with what it belongs to where its own name says too little."""
    if isinstance(row, Handling):
        promise = f"承诺{row.promise_due_on}" if row.promise_due_on else ""
        return f"{row.motion}：{row.department}{promise}"
    if isinstance(row, Attendance):
        return f"{row.person}：{row.meeting.short_title}"
    return str(row)


def calendar(period, today, starts):
    """What ought to have been held by `today`: a presidium meeting a quarter, two sessions a year."""
    if starts.get(Family.MEETINGS, period.end) >= period.end:
        return []
    told = Meeting.objects.sessions().held_in(period) | Meeting.objects.first_of_quarters(period)
    held = list(told.values_list("kind", "starts_on"))
    sessions = sum(kind == Meeting.Kind.SESSION for kind, _ in held)
    missing = SESSIONS_A_YEAR - sessions if period.end <= today else 0
    empty = [
        CheckLine(f"第{number}季度（{quarter}）", reverse("admin:congress_presidiummeeting_add"))
        for number, quarter in enumerate(quarters(period), 1)
        if quarter.end <= today and not any(
            kind == Meeting.Kind.PRESIDIUM and day in quarter for kind, day in held
        )
    ]  # fmt: skip
    return [
        Result(
            QUARTERS, Grade.SHOULD, "没有开主席团会议的季度", "开过的请补登记；大会期间的另计。", len(empty), "个", empty
        ),
        Result(
            SESSIONS, Grade.SHOULD, "少开的人代会", "一般每年举行两次（地方组织法第十四条）。",
            max(missing, 0), "次", [CheckLine("登记人代会", reverse("admin:congress_session_add"))] if missing > 0 else [],
        ),
    ]  # fmt: skip


def plan(period, today):
    """What the report of the year before promised for this one and nobody has answered yet."""
    waiting = PlanItem.objects.planned_in(period).unanswered() if period.end <= today else ()
    url = reverse("report-plan", args=[period.start.year])
    lines = [CheckLine(item.text, f"{url}#item-{item.pk}") for item in waiting]
    return Result(
        PLAN, Grade.SHOULD, "没有答复的上年计划", "上年报告里写下的，这一年的报告要有交代。",
        len(lines), "项", lines,
    )  # fmt: skip


def quarters(period):
    edges = [datetime.date(period.start.year, month, 1) for month in (1, 4, 7, 10)]
    return [Period(*pair) for pair in zip(edges, [*edges[1:], period.end], strict=True)]


def ledger(period, starts):
    """The families whose ledger begins inside the year: the rest needs baselines."""
    inside = [
        CheckLine(
            f"{Family(family).label}：从{day}起登记齐全",
            reverse("admin:reports_baseline_changelist"),
        )
        for family, day in starts.items()
        if period.start < day < period.end
    ]
    return [
        Result(
            LEDGER, Grade.MUST, "台账在这一年中间才开始的", "开始以前的数字要用期初数补上，注明出处。",
            len(inside), "类", inside,
        )
    ]  # fmt: skip


def not_begun(period, starts):
    """The families of which nothing is claimed for this year; one line each, and no wall of red."""
    return [
        CheckLine(family.label, reverse("admin:township_ledgerstart_changelist"))
        for family in Family
        if starts.get(family.value, period.end) >= period.end
    ]
