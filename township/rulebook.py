"""All deadline rules and holidays, read once: for judging many rows without asking for each."""

from township.models import DeadlineRule, Holiday


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
