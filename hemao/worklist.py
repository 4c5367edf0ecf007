"""What waits for the office: the first thing staff see. One function a group, each a few queries."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.db.models import Exists
from django.urls import reverse

from accounts.models import User
from congress import absences
from congress.models import Meeting, Reply
from hemao.status import checks
from motions import deadlines, supervision
from motions.lateness import BADGES, Lateness, lateness_of
from motions.models import Handling, Motion
from motions.sums import Sum
from representatives import cards
from representatives import deadlines as opinion_deadlines
from representatives.models import Assignment, Mandate, Opinion, Person, households_wanted
from representatives.models.households import rhythm
from township import rulebook
from township.models import Town
from township.numbers import due_in, late_by

SHOWN = 6
LATE = (Lateness.LATE, Lateness.VERY_LATE)


@dataclass
class WorkItem:
    """One thing to be done: a badge says how it stands, `who` beside it whom it waits for."""

    text: str
    url: str
    badge: str = ""
    state: str = ""
    who: str = ""


@dataclass
class WorkGroup:
    title: str
    hint: str
    # Said where there is nothing of its kind yet: then that nothing waits is no praise.
    nothing_yet: str = ""
    url: str = ""
    count: int = 0
    items: list = field(default_factory=list)
    action_url: str = ""
    action: str = ""
    # What no rule sets a due date for, and which holidays are missing (township.rulebook.Notice).
    notice: object = None
    # True of what may be late: these stand first, beside each other.
    is_pressing: bool = False
    # What it is called in the line of those for which nothing waits, where the title says otherwise.
    name: str = ""
    # What there has to be before anything of it can wait: a key of NOTHING_YET.
    needs: str = "motions"

    @property
    def is_cut(self):
        """True where `url` opens more than is shown here."""
        return self.count > SHOWN

    @property
    def is_card(self):
        """True where there is something to read; the others are one line together."""
        return bool(self.items or self.notice)


@dataclass
class Desk:
    """The groups of a worklist in the places of the page."""

    pressing: list
    others: list
    # Nothing waits: of these everything is done; of the others there is nothing yet, in sentences.
    done: list
    not_begun: list


def laid_out(found):
    """The Desk of the groups `found`."""
    cards = [group for group in found if group.is_card]
    said = {group.nothing_yet for group in cards} | {""}
    bare = [group for group in found if not group.is_card]
    return Desk(
        [group for group in cards if group.is_pressing],
        [group for group in cards if not group.is_pressing],
        [group for group in bare if not group.nothing_yet],
        # Several groups may wait for the same.
        list(dict.fromkeys(group.nothing_yet for group in bare if group.nothing_yet not in said)),
    )


def groups(user, today):
    """The worklist of `user` on the date `today`: a list of WorkGroup, the most urgent first."""
    return [*wrong_with_the_site(user), *(work(user, today) if user.is_office else [])]


def wrong_with_the_site(user):
    """What is red on the status page, for those who mend it and those who have to have it mended."""
    may_look = user.has_perm("hemao.view_status")
    red = checks.red_lines() if may_look or user.is_office else []
    if not red:
        return []
    return [
        WorkGroup(
            "系统运行", "有要马上处理的。" if may_look else "请马上告诉系统管理员。", "", "", len(red),
            [WorkItem(f"{line.title}：{line.words}", "", "要处理", "late") for line in red],
            reverse("status") if may_look else "", "看怎么办", is_pressing=True,
        )
    ]  # fmt: skip


def work(user, today):
    """What waits for the office: first what has a day, then what somebody waits for, then the rest."""
    town, there = Town.get(), what_there_is(user)
    found = [
        handlings(town, today, deadlines.notice(user)),
        opinions(town, today, opinion_deadlines.notice(user)),
        promises(today),
        meetings(today),
        leave(),
        next_steps(user),
        waiting_households(town, today),
        decisions(),
        missing_households(today),
        missed_sessions(today),
        pending_mandates(),
        *next_years_holidays(today),
    ]
    for group in found:
        if not (group.count or group.items or group.nothing_yet or getattr(there, group.needs)):
            group.nothing_yet = NOTHING_YET[group.needs]
    return found


# Of what a group tells: without any, that nothing waits is no praise.
NOTHING_YET = {
    "motions": "还没有登记议案建议。",
    "promises": "答复里还没有写明期限的承诺。",
    "opinions": "还没有登记群众意见。",
    "meetings": "还没有登记会议。",
    "deputies": "还没有登记代表。",
    "assignments": "还没有安排联系户。",
}


def what_there_is(user):
    """Of which of NOTHING_YET there is any at all: one statement, hung on the row of `user`."""
    rows = {
        "motions": Motion.objects, "promises": Handling.objects.exclude(promise_due_on=None),
        "opinions": Opinion.objects, "meetings": Meeting.objects, "deputies": Mandate.objects,
        "assignments": Assignment.objects,
    }  # fmt: skip
    asked = {f"has_{name}": Exists(some.order_by()) for name, some in rows.items()}
    row = User.objects.filter(pk=user.pk).order_by().values(**asked).get()
    return SimpleNamespace(**{name: row[f"has_{name}"] for name in rows})


def handlings(town, today, notice):
    """Motions whose lead department owes a reply, the latest first."""
    rows = Handling.objects.owed_by(town.soon_after(today))
    soon = list(rows.select_related("motion", "department").order_by("due_on", "pk"))
    late = sum(row.due_on < today for row in soon)
    counts = {"超期": late, "即将到期": len(soon) - late}
    # With rows that are due on no day a nought is not known.
    is_known = not is_undated(notice)
    said = [f"{word}{count}件" for word, count in counts.items() if count or is_known]
    return WorkGroup(
        "议案建议到期", f"{'，'.join(said)}。" if said else "", "", motions_url(Sum.PRESSING), len(soon),
        [
            WorkItem(
                str(row.motion), motion_url(row.motion_id), due_in((row.due_on - today).days),
                "late" if row.due_on < today else "due", str(row.department),
            )
            for row in soon[:SHOWN]
        ],
        reverse("admin:motions_supervisionact_agenda"), "列入主席团议程", notice, is_pressing=True,
    )  # fmt: skip


def is_undated(notice):
    """True where rows are due on no day: then a nought is not known."""
    return bool(notice and notice.is_undated)


def listed(entry, **query):
    """The list of just those records that a number of the worklist counts."""
    return reverse(f"admin:{entry}_changelist", query=query)


def motions_url(sum_):
    """The list of just those motions that a number of the worklist counts."""
    return reverse("motion-list", query={"sum": sum_})


def motion_url(pk):
    return reverse("admin:motions_motion_change", args=[pk])


def next_steps(user):
    """Motions that wait for the office itself, or for the deputy's word, the longest first."""
    status = Motion.Status
    rows = Motion.objects.visible_to(user).waiting()
    unrated = set()
    for pk, case in Motion.objects.awaiting_rating().values_list("pk", "merged_into"):
        unrated |= {pk, case}  # a case waits for the deputies of what was merged into it too
    words = {status.REGISTERED: "待审查", status.ACCEPTED: "待交办", status.REPLIED: "待办结"}
    waiting = list(rows.order_by("submitted_on", "pk"))
    return WorkGroup(
        "议案建议下一步", "等审查、交办、评价、办结的。", "",
        motions_url(Sum.WAITING), len(waiting),
        [
            WorkItem(
                str(row), motion_url(row.pk),
                "待评价" if row.pk in unrated else words.get(row.status, "主办单位申请调整"), "due",
            )
            for row in waiting[:SHOWN]
        ],
    )  # fmt: skip


def promises(today):
    """What departments promised in their answers, the first due first."""
    rows = Handling.objects.promises_open().select_related("motion", "department")
    waiting = list(rows.order_by("promise_due_on", "pk"))
    broken = sum(row.promise_due_on < today for row in waiting)
    return WorkGroup(
        "没有兑现的承诺", f"其中{broken}件已过承诺的日期。",
        "",
        motions_url(Sum.PROMISED), len(waiting),
        [
            WorkItem(
                str(row.motion), motion_url(row.motion_id), due_in((row.promise_due_on - today).days),
                "late" if row.promise_due_on < today else "due",
                f"{row.department} 承诺{row.promise_due_on}",
            )
            for row in waiting[:SHOWN]
        ],
        is_pressing=True, name="承诺兑现", needs="promises",
    )  # fmt: skip


def decisions():
    """What the presidium decided about a motion or an opinion, and nobody carried back yet."""
    waiting = list(supervision.decided())
    return WorkGroup(
        "主席团的决定待记为督办", "会议有了决定，要写回这一件。", "",
        listed("motions_tabling", decided="waiting"), len(waiting),
        [
            WorkItem(
                str(row.motion or row.opinion),
                reverse("admin:motions_tabling_verb", args=[row.pk, "carry"]),
                "待记", "due", str(row.agenda_item.meeting.starts_on),
            )
            for row in waiting[:SHOWN]
        ],
        name="主席团的决定", needs="meetings",
    )  # fmt: skip


def meeting_url(meeting):
    name = "session" if meeting.is_session else "presidiummeeting"
    return reverse(f"admin:congress_{name}_change", args=[meeting.pk])


def meetings(today):
    """The next meeting, and the past ones whose attendance was never registered."""
    coming = list(Meeting.objects.upcoming(today).select_related("term")[:2])
    missing = list(Meeting.objects.without_attendance(today).select_related("term"))
    items = [WorkItem(m.short_title, meeting_url(m), who=f"{m.starts_on} 召开") for m in coming]
    items += [
        WorkItem(m.short_title, meeting_url(m), "出席未登记", "due", str(m.starts_on))
        for m in missing[:SHOWN]
    ]
    return WorkGroup(
        "会议", "还没有登记出席的会议，和下次会议。", "",
        listed("congress_meeting", roll="none"), len(missing), items, needs="meetings",
    )  # fmt: skip


def leave():
    """Leave that deputies asked for and nobody decided, the next day first."""
    rows = Reply.objects.undecided().select_related("person", "meeting__term", "activity")
    waiting = sorted(rows, key=lambda row: (row.event.starts_on, row.pk))
    return WorkGroup(
        "请假待批", "代表请了假，等着批。", "",
        listed("congress_reply", state="waiting"), len(waiting),
        [
            WorkItem(
                f"{row.person} 请假：{row.event}",
                reverse("admin:congress_reply_change", args=[row.pk]),
                "待批", "due", str(row.event.starts_on),
            )
            for row in waiting[:SHOWN]
        ],
        needs="meetings",
    )  # fmt: skip


def missed_sessions(today):
    """Deputies who missed sessions without leave; whose mandate the law ends stand first."""
    found = absences.absentees(today)
    return WorkGroup(
        "未经批准缺席人代会", f"{absences.ARTICLE}：两次的，代表资格终止。", "",
        listed("representatives_deputy", absences="any"), len(found),
        [
            WorkItem(
                one.person.name,
                reverse("admin:representatives_deputy_change", args=[one.person.pk]),
                f"缺席{len(one.sessions)}次", "late" if one.is_to_end else "due", one.which,
            )
            for one in found[:SHOWN]
        ],
        needs="meetings",
    )  # fmt: skip


def missing_households(today):
    """Deputies without the full set of households."""
    wanted = households_wanted()
    rows = Person.objects.short_of_households(today, wanted)
    people = list(rows.order_by("spelling", "pk"))
    hint, nothing_yet = f"每名代表应联系{wanted}户。", ""
    if not wanted:  # nobody is short of nothing
        hint, nothing_yet = "", "还没有登记联系户类别，没有规定每名代表联系几户。"
    return WorkGroup(
        "联系户没有安排齐的代表", hint, nothing_yet,
        listed("representatives_deputy", households="short"), len(people),
        [
            WorkItem(
                person.name, reverse("admin:representatives_deputy_change", args=[person.pk]),
                f"缺{wanted - person.held}户", "due", f"已有{person.held}户",
            )
            for person in people[:SHOWN]
        ],
        reverse("household-list", query={"show": "gap"}), "在一览表里安排", name="联系户安排",
        needs="deputies",
    )  # fmt: skip


def waiting_households(town, today):
    """Households not visited for longer than the town's rhythm allows."""
    may_wait = rhythm(town.visits_a_year)
    rows = Assignment.objects.waiting_for_visit(today, town.visits_a_year)
    rows = rows.select_related("person", "household__village")
    waiting = list(rows.order_by("waits_since", "pk"))
    return WorkGroup(
        "该走访的联系户", f"超过{may_wait.days}天没有走访。",
        "",
        listed("representatives_assignment", state="due"), len(waiting),
        [
            WorkItem(
                str(row.household),
                reverse("admin:representatives_household_change", args=[row.household_id]),
                late_by((today - row.waits_since - may_wait).days), "late",
                f"{row.person}，" + (f"上次{row.last_met}" if row.last_met else "还没有走访"),
            )
            for row in waiting[:SHOWN]
        ],
        reverse("household-late"), "按代表列出，提醒走访", needs="assignments",
    )  # fmt: skip


def opinions(town, today, notice):
    """What was heard from people and is not yet answered or told back: what is late first."""
    rows = Opinion.objects.open().select_related("department")
    pairs = [(lateness_of(row.due_on, row.answered_on, today, town), row) for row in rows]
    waiting = sorted(pairs, key=lambda pair: pressing(*pair))
    late = sum(word in LATE for word, _ in waiting)
    words = f"超期未答复{late}条；其他的等转办、答复，或者等回告。"
    if is_undated(notice) and not late:
        words = "等转办、答复，或者等回告。"
    return WorkGroup(
        "群众意见待回音", words, "",
        listed("representatives_opinion", echo="open"), len(waiting),
        [
            WorkItem(
                str(row), reverse("admin:representatives_opinion_change", args=[row.pk]),
                due_in((row.due_on - today).days) if word and not row.answered_on else row.echo,
                opinion_state(row, word, today), opinion_who(row, word),
            )
            for word, row in waiting[:SHOWN]
        ],
        notice=notice, is_pressing=True, needs="opinions",
    )  # fmt: skip


def pressing(word, row):
    """Sorts the late ones first, then what is unanswered, then what is to be told back."""
    return (word not in LATE, bool(row.answered_on), row.answered_on or row.due_on or row.heard_on)


def opinion_state(row, word, today):
    """As a badge; who was not told of the answer in time waits as long as who has none."""
    if row.answered_on or not word:
        return "late" if cards.is_late(row, today) else "due"
    return BADGES.get(word, "")


def opinion_who(row, word):
    if row.answered_on:
        return f"{row.answered_on} 答复"
    return str(row.department) if word else f"{row.heard_on} 听取"


def pending_mandates():
    rows = list(Mandate.objects.pending().select_related("person", "term"))
    return WorkGroup(
        "待确认的代表资格", "已当选，资格还没有确认，不计入代表。", "",
        listed("representatives_mandate", state="pending"), len(rows),
        [
            WorkItem(
                str(row), reverse("admin:representatives_mandate_change", args=[row.pk]),
                "待确认", "due",
            )
            for row in rows[:SHOWN]
        ],
        name="代表资格确认", needs="deputies",
    )  # fmt: skip


def next_years_holidays(today):
    """From November on: the State Council's office announces then which days of the next year are off."""
    year = rulebook.year_to_enter(today)
    if year is None:
        return []
    url = reverse("admin:township_holiday_paste", query={"year": year})
    item = WorkItem(f"{year}年的放假安排还没有录入", url, "待录入", "due")
    return [
        WorkGroup(
            "放假安排", f"{year}年1月以后按工作日计算的期限，录入以后才准。", "", "", 1, [item],
            url, "粘贴放假通知",
        )
    ]  # fmt: skip
