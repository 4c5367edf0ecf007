"""The columns that say why a record counts or does not: when it was due, what was said, who talked.

They say what was known on the day of record, like the number itself.
"""

from dataclasses import replace

from django.db.models import F, Prefetch

from motions.models import Handling, MotionEvent, Rating, Satisfaction
from motions.models.handlings import due_at
from reports.figures import rows
from reports.figures.columns import CountedDays, Text, Told


def handlings_then(day):
    """Prefetches: the lead handlings of each motion's case as they stood on `day`, by round."""
    leads = Handling.objects.lead(day).annotate(due_said=due_at(day))
    leads = leads.select_related("department", "result_class").order_by("round", "pk")
    talks = MotionEvent.objects.filter(verb="consult", happened_on__lte=day)
    leads = leads.prefetch_related(Prefetch("events", talks, "talks_then"))
    return tuple(Prefetch(f"{way}handlings", leads, "leads_then") for way in ("", "merged_into__"))


def replied(handling, day):
    """Whether it was answered by the end of `day`."""
    return handling.replied_on is not None and handling.replied_on <= day


def days_late(handling, day):
    """By how many days it was answered too late, or is overdue on `day`; None of what is not."""
    if handling.due_said is None or handling.is_day_unknown:
        return None
    until = handling.replied_on if replied(handling, day) else day
    return max((until - handling.due_said).days, 0) or None


def about(choose):
    """A maker of columns about the handling that `choose(handlings)` picks of a row's; None of none."""

    def column(tell, kind=Told):
        def value(row):
            leads = row.case.leads_then
            return tell(choose(leads)) if leads else None

        return kind(value)

    return column


def dates(day):
    """交办, 期限, 答复, 天数 of the round that was late; where none was, of the last."""
    column = about(lambda leads: next((h for h in leads if days_late(h, day)), leads[-1]))

    def taken(handling):
        if handling.is_day_unknown or not replied(handling, day):
            return None
        return (handling.replied_on - handling.handed_over_on).days

    return (
        ("交办日期", column(lambda h: h.handover_day or h.handover_words)),
        ("办理期限", column(lambda h: h.due_said)),
        ("答复日期", column(lambda h: (h.reply_day or h.reply_words) if replied(h, day) else None)),
        ("答复天数", column(taken, CountedDays)),
        ("超期天数", column(lambda h: days_late(h, day), CountedDays)),
    )


def closing(day):
    """The dates, and when it was closed."""
    closed = Told(lambda row: row.closed_words if row.closed_on and row.closed_on <= day else "")
    return (*dates(day)[:3], ("办结日期", closed))


def results(day):
    """What was answered last, what it promised, and what became of that."""

    def last(leads):
        return next((h for h in reversed(leads) if replied(h, day)), None)

    def of_last(tell):
        return about(last)(lambda h: tell(h) if h else None)

    def by_then(date):
        return date if date and date <= day else None

    return (
        ("答复日期", of_last(lambda h: h.reply_day or h.reply_words)),
        ("结果类别", of_last(lambda h: str(h.result_class or ""))),
        ("承诺事项", of_last(lambda h: h.promise)),
        ("承诺期限", of_last(lambda h: h.promise_due_on)),
        ("兑现日期", of_last(lambda h: by_then(h.promise_done_on))),
    )


def talked(day):
    """How and when the department talked with the deputy: face to face, if it ever did."""

    def best(row):
        found = []
        for handling in row.case.leads_then:
            found += [(talk.happened_on, talk.note) for talk in handling.talks_then]
            if handling.consulted_on and handling.consulted_on <= day:
                found.append((handling.consulted_on, handling.get_consulted_by_display()))
        met = [talk for talk in found if talk[1] in MET]
        return max(met or found, default=(None, "没有沟通"))

    return (
        ("沟通方式", Told(lambda row: best(row)[1])),
        ("沟通日期", Told(lambda row: best(row)[0])),
    )


MET = [way.label for way in Handling.FACE_TO_FACE]


def verdicts(field, **narrowed):
    """(columns, prefetch), each a function of the day: the last rating about `field`, and its reason."""

    def prefetch(day):
        given = Rating.objects.given(day, field).filter(**narrowed).order_by("round")
        return (Prefetch("ratings", given.annotate(said=F("verdict_then")), "ratings_then"),)

    def last(row):
        return row.ratings_then[-1] if row.ratings_then else None

    def verdict(row):
        rating = last(row)
        return Satisfaction(rating.said if rating else Satisfaction.NONE).label

    def given(row):
        rating = last(row)
        return rating if rating and rating.said != Satisfaction.NONE else None

    label = "对办理工作的评价" if field == "handling" else "对办理结果的评价"
    columns = (
        (label, Told(verdict)),
        ("反馈日期", Told(lambda row: given(row) and (given(row).day or given(row).rated_words))),
        ("意见", Told(lambda row: given(row) and given(row).reason)),
    )
    return lambda day: columns, prefetch


DATES, RESULTS = (dates, handlings_then), (results, handlings_then)
CLOSING, TALKED = (closing, handlings_then), (talked, handlings_then)
VERDICT, WORK, FIRST = verdicts("result"), verdicts("handling"), verdicts("result", round=1)


def decisions(day):
    """Who was to do it until when, and when it was done: at once, or when it came back."""

    def done(row):
        days = (item.decision_done_on for item in (row, *row.followed_by.all()))
        return min((one for one in days if one and one <= day), default=None)

    return (
        ("责任单位", Told(lambda row: str(row.decision_department or ""))),
        ("完成时限", Text("decision_due_on")),
        ("完成日期", Told(done)),
    )


def of_person(label, path):
    """One column of the deputy whose mandate it is."""
    return lambda day: ((label, Text(f"person.{path}")),), lambda day: ()


DECISIONS = decisions, lambda day: ("decision_department", "followed_by")

# Which columns decided, by the name of the figure.
DECIDED = {
    "按期答复率": DATES, "应答复件数": DATES, "按期答复件数": DATES, "超期件数": DATES,
    "超期未答复件数": DATES, "各承办单位超期未答复件数": DATES, "各办理时限件数": DATES,
    "答复率": DATES, "答复件数": DATES, "交办件数": DATES,
    "办结率": CLOSING, "办结件数": CLOSING,
    "解决率": RESULTS, "解决件数": RESULTS, "各类答复件数": RESULTS, "跟踪件数": RESULTS,
    "未兑现承诺件数": RESULTS,
    "面商率": TALKED, "面商件数": TALKED, "电话等沟通件数": TALKED,
    "满意率": VERDICT, "满意和基本满意率": VERDICT, "满意件数": VERDICT, "满意和基本满意件数": VERDICT,
    "已评价件数": VERDICT, "不满意件数": VERDICT, "未反馈件数": VERDICT,
    "初次办理满意率": FIRST, "初次办理满意和基本满意率": FIRST, "初次办理已评价件数": FIRST,
    "初次办理满意件数": FIRST, "初次办理满意和基本满意件数": FIRST,
    "办理工作满意率": WORK, "办理工作满意和基本满意率": WORK, "办理工作已评价件数": WORK,
    "办理工作满意件数": WORK, "办理工作满意和基本满意件数": WORK,
    "会议决定落实率": DECISIONS, "会议决定交办事项数": DECISIONS, "会议决定落实事项数": DECISIONS,
    "妇女代表占比": of_person("性别", "gender"), "党员代表占比": of_person("政治面貌", "party"),
    "基层代表占比": of_person("身份", "occupation"),
}  # fmt: skip
STATE_NOW = "现在的状态"


def shown_for(figure, model, day):
    """How the rows (of `model`) behind `figure` are shown, with what decided on `day` whether they count.

    Returns a Shown.
    """
    how = rows.shown(model)
    if figure.name not in DECIDED:
        return how
    columns, prefetch = DECIDED[figure.name]
    more = columns(day)
    # What it is in now decided nothing, and would be read as if it had.
    kept = tuple(column for column in how.columns if column[0] != STATE_NOW)
    return replace(how, columns=kept + more, decided=more, prefetch=how.prefetch + prefetch(day))
