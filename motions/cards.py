"""Small pieces in which a motion is shown: badges, cards, and its line in the list."""

from dataclasses import dataclass, field
from datetime import date

from motions.lateness import BADGES, Lateness
from motions.models import DUE_UNKNOWN, Motion, Satisfaction
from township.numbers import due_in, late_by

# The badge of each verdict; what was not said has none.
VERDICTS = {
    Satisfaction.SATISFIED: "ok", Satisfaction.MOSTLY: "due", Satisfaction.UNSATISFIED: "late",
}  # fmt: skip


@dataclass
class Badge:
    words: str
    state: str = ""


@dataclass
class CardLine:
    text: str
    badge: Badge | None = None


@dataclass
class MotionCard:
    """One of the three tracks: where it stands, and the lines that say more."""

    title: str
    headline: str
    badge: Badge | None = None
    lines: list = field(default_factory=list)


def late_badge(word, due_on, day):
    """The badge of a Lateness on `day`, with the days; None where nothing is due."""
    if not word:
        return None
    word = Lateness(word)
    state, days = BADGES.get(word, ""), (due_on - day).days
    if word in (Lateness.ANSWERED, Lateness.ANSWERED_LATE):
        return Badge(word.label, state)
    if days < 0:
        return Badge(late_by(-days, word.label), state)
    return Badge(due_in(days), state)


@dataclass
class MotionRow:
    """A line of the list: `motion` comes from Motion.objects.with_lead(day)."""

    motion: Motion
    day: date

    @property
    def late(self):
        return late_badge(self.motion.late_word, self.motion.last_due, self.day)

    @property
    def is_undated(self):
        """True of what was handed over and is due on no day: no rule says when."""
        return bool(self.motion.lead_name) and self.motion.last_due is None

    @property
    def why_undated(self):
        return DUE_UNKNOWN if self.motion.is_last_unknown else "没有规定期限"

    @property
    def joined(self):
        """并入第5号，办理中: where a merged one is handled; "" of any other."""
        case = self.motion.merged_into
        return f"并入第{case.number}号，{case.get_status_display()}" if case else ""

    @property
    def answer(self):
        return f"{self.motion.class_code}类" if self.motion.class_code else ""

    @property
    def verdict(self):
        result = self.motion.last_result
        return Badge(Satisfaction(result).label, VERDICTS.get(result, "")) if result else None
