"""All deadline rules and holidays, read once: for judging many rows, and for what is missing of them."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from township.models import DeadlineRule, Holiday, LedgerStart, Level, add_workdays
from township.spans import today

Event, Unit = DeadlineRule.Event, DeadlineRule.Unit
# In this month the State Council's office says which days of the next year are off.
ANNOUNCED = 11
# Whose records are due by the rules for which events.
FAMILIES = {
    LedgerStart.Family.MOTIONS: (Event.LEAD, Event.ASSIST, Event.REHANDLE),
    LedgerStart.Family.OPINIONS: (Event.OPINION,),
}


class Rulebook:
    """Answers `applying` like DeadlineRule.objects, from memory; two statements in all."""

    def __init__(self):
        self.rules = list(DeadlineRule.objects.all())
        holidays = dict(Holiday.objects.values_list("day", "kind"))
        for rule in self.rules:
            rule.holidays = holidays

    def applying(self, *, level, event, on):
        """The rule for `event` at `level` in force on `on`, or None."""
        mine = (rule for rule in self.rules if (rule.level, rule.event) == (level, event))
        return next((rule for rule in mine if rule.covers(on)), None)


@dataclass(frozen=True)
class Lack:
    """What no rule sets a due date for: neither in time nor late. `count` rows have none so far.

    Of those that `has_rule` the rule came later: their due dates wait to be computed.
    """

    level: str
    event: str
    count: int = 0
    has_rule: bool = False

    @property
    def name(self):
        unit = "条" if self.event == Event.OPINION else "件"
        many = f"（{self.count}{unit}）" if self.count else ""
        return f"{Level(self.level).label}“{Event(self.event).label}”{many}"


@dataclass(frozen=True)
class Notice:
    """One sentence of what is lacking, and where this reader may mend it ("" where they may not).

    With `is_undated` some rows are due on no day, so that a nought is not known. `more` is another one.
    """

    sentence: str
    url: str
    label: str
    is_undated: bool = True
    more: "Notice | None" = None


def told(undated, families, needed, user, day):
    """What `user` is told where due dates of the `families` are shown; None where nothing lacks.

    `undated` and `needed` are those of `lacking`.
    """
    rules = list(DeadlineRule.objects.all())
    years = years_without_holidays([rule for rule in rules if counts_days(rule, families)], day)
    return joined(notice(lacking(undated, needed, day, rules), user), notice_of_days(years, user))


def joined(first, second):
    return replace(first, more=second) if first and second else first or second


# What no rule covers.


def lacking(undated, needed, day, rules=None):
    """The Lacks: of rows without a due date, and of what has to be there on `day` in any case.

    `undated` has (level, event, day of hand-over, how many) of the rows, and `needed` (level, event).
    """
    rules, counts = list(DeadlineRule.objects.all()) if rules is None else rules, {}
    for level, event, on, count in [*undated, *((*pair, day, 0) for pair in needed)]:
        has_rule = any((r.level, r.event) == (level, event) and r.covers(on) for r in rules)
        counts[level, event, has_rule] = counts.get((level, event, has_rule), 0) + count
    found = [
        Lack(level, event, count, has_rule) for (level, event, has_rule), count in counts.items()
    ]
    return [lack for lack in found if lack.count or not lack.has_rule]


def notice(lacks, user):
    """The Notice of `lacks` for `user`; None where nothing lacks."""
    if not lacks:
        return None
    without = [lack for lack in lacks if not lack.has_rule]
    waiting = [lack for lack in lacks if lack.has_rule]
    parts = [f"{names(without)}没有规定办理期限"] if without else []
    parts += [f"{names(waiting)}的办理期限是后来规定的，还没有计算"] if waiting else []
    url, label = mending(without)
    may = user.has_perm("township.add_deadlinerule")
    return Notice(f"{'；'.join(parts)}，不算按期，也不算超期。", url if may else "", label)


def names(lacks):
    return "、".join(lack.name for lack in lacks)


def mending(without):
    """(address, words) of the page that mends it: first come the rules, then the computing."""
    if not without:
        return reverse("admin:motions_handling_recompute"), "重新计算期限"
    query = {"level": without[0].level, "event": without[0].event}
    return reverse("admin:township_deadlinerule_add", query=query), "登记办理期限"


# Which years count working days by weekends alone.


def counts_days(rule, families):
    return rule.unit == Unit.WORKDAY and any(rule.event in FAMILIES[each] for each in families)


def years_without_holidays(rules, day):
    """The years in which `rules` count working days and no holiday is entered; two statements.

    From where the ledger begins, to the year in which what begins on `day` is due.
    """
    if not rules:
        return []
    starts = dict(LedgerStart.objects.values_list("family", "complete_from"))
    wanted = {year for rule in rules for year in years_of(rule, starts, day)}
    return sorted(wanted - years_with_holidays())


def years_of(rule, starts, day):
    [family] = [each for each, events in FAMILIES.items() if rule.event in events]
    first = max(rule.starts_on, starts.get(family, day))
    longest = rule.amount_for(is_complex=True)
    last = rule.ended_on or add_workdays(day, longest, holidays={})
    return range(first.year, last.year + 1)


def years_counted_wrong(rows, known=None):
    """The years without holidays over which `rows` (Handlings or Opinions) count working days.

    `known` are `years_with_holidays`, for whoever has asked already.
    """
    counted = [row for row in rows if counts_workdays(row)]
    if not counted:
        return []
    wanted = {
        year for row in counted for year in range(row.handed_over_on.year, row.due_on.year + 1)
    }
    return sorted(wanted - (years_with_holidays() if known is None else known))


def counts_workdays(row):
    return bool(row.due_on) and Unit.WORKDAY.label in row.due_because


class DueRemarks:
    """What stands beside each due date of a page that is not sure; the table is asked once, if at all."""

    @cached_property
    def known(self):
        return years_with_holidays()

    def of(self, row):
        """ "" where the due date of `row` (a Handling or Opinion) counts on known holidays only."""
        if not counts_workdays(row):
            return ""
        years = years_counted_wrong([row], self.known)
        return f"{in_words(years)}的放假安排还没有录入，这个日期可能会变。" if years else ""


def year_to_enter(day):
    """The year after that of `day` where it is announced by then and no day of it is entered; else None."""
    coming = day.year + 1
    if day.month < ANNOUNCED or Holiday.objects.filter(day__year=coming).exists():
        return None
    return coming


def years_with_holidays():
    return {each.year for each in Holiday.objects.dates("day", "year")}


def notice_of_days(years, user):
    """The Notice that no holidays of `years` are entered; None where there is no such year."""
    past, coming = parted(years)
    may = user.has_perm("township.add_holiday")
    page = reverse("admin:township_holiday_changelist") if may else ""
    first = past and Notice(sentence_of_days(past), page, "登记节假日", is_undated=False)
    if may and coming:
        page = reverse("admin:township_holiday_paste", query={"year": coming[0]})
    then = coming and Notice(sentence_of_days(coming), page, "录入放假安排", is_undated=False)
    return joined(first or None, then or None)


def parted(years):
    """`years` up to this one, and those to come."""
    now = today().year
    return [year for year in years if year <= now], [year for year in years if year > now]


def sentence_of_days(years):
    past, coming = parted(years)
    said = ""
    if past:
        said = (
            f"{in_words(past)}的节假日还没有登记：按工作日计算的期限只扣除了星期六、星期日，"
            "登记放假和调休的日子以后才准。"
        )
    if coming:
        said += f"{in_words(coming)}的放假安排还没有录入，{coming[0]}年1月以后按工作日计算的期限可能会变。"
    return said


def in_words(years):
    """2021年到2024年, where these follow each other; 2021年、2023年."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}年到{years[-1]}年"
    return "、".join(f"{year}年" for year in years)
