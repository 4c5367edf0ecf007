"""All deadline rules and holidays, read once: for judging many rows, and for what no rule covers."""

from dataclasses import dataclass

from django.urls import reverse

from township.models import DeadlineRule, Holiday, Level

Event = DeadlineRule.Event


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
    """One sentence of what is lacking, and where this reader may mend it ("" where they may not)."""

    sentence: str
    url: str
    label: str


def lacking(undated, needed, day):
    """The Lacks: of rows without a due date, and of what has to be there on `day` in any case.

    `undated` has (level, event, day of hand-over, how many) of the rows, and `needed` (level, event).
    """
    rules, counts = list(DeadlineRule.objects.all()), {}
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
