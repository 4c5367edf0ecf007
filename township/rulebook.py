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
    """What no rule sets a due date for: neither in time nor late. `count` rows have none so far."""

    level: str
    event: str
    count: int = 0

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
    label: str = "登记办理期限"


def lacking(undated, needed, day):
    """The Lacks: of rows without a due date, and of what has to be there on `day` in any case.

    `undated` has (level, event, day of hand-over, how many) of the rows, and `needed` (level, event).
    A row that a rule covers by now lacks none: it is offered to be computed again.
    """
    rules, counts = list(DeadlineRule.objects.all()), {}
    for level, event, on, count in [*undated, *((*pair, day, 0) for pair in needed)]:
        if not any((r.level, r.event) == (level, event) and r.covers(on) for r in rules):
            counts[level, event] = counts.get((level, event), 0) + count
    return [Lack(*pair, count) for pair, count in counts.items()]


def notice(lacks, user):
    """The Notice of `lacks` for `user`; None where nothing lacks."""
    if not lacks:
        return None
    names, first = "、".join(lack.name for lack in lacks), lacks[0]
    query = {"level": first.level, "event": first.event}
    url = reverse("admin:township_deadlinerule_add", query=query)
    may = user.has_perm("township.add_deadlinerule")
    return Notice(f"{names}没有规定办理期限，不算按期，也不算超期。", url if may else "")
