"""Which motions are likely one: of one proposer and term, called nearly the same, or with the same words."""

import re
from difflib import SequenceMatcher

from motions.models import Motion
from township.models import Term

NEARLY = 0.85
# What each of them is called with, and what is written one way or the other.
ALWAYS = re.compile(r"^关于|的(?:建议|议案|意见|批评)$|[^\w]|_")


def core(text):
    """What a title or a text says, without what each title has, marks and spaces."""
    return ALWAYS.sub("", ALWAYS.sub("", text.strip()))


def is_near(one, other):
    """True of two texts that are the same but for a few characters."""
    one, other = core(one), core(other)
    return bool(one and other) and SequenceMatcher(None, one, other).ratio() >= NEARLY


def likely_twins(motion):
    """The proposer's other motions of the term that are likely the same as `motion`, the latest first."""
    day = motion.submitted_on
    rows = Motion.objects.filter(proposer=motion.proposer_id).exclude(pk=motion.pk)
    if day:
        term = Term.objects.in_force(day).filter(level=motion.level).first()
        rows = rows.filter(submitted_on__gte=term.starts_on) if term else rows
    return [row for row in rows.order_by("-submitted_on", "-pk") if looks_like(row, motion)]


def looks_like(row, motion):
    said = (row.grounds, row.proposal)
    mine = (motion.grounds, motion.proposal)
    same_words = any(core(a) == core(b) != "" for a, b in zip(said, mine, strict=True))
    return same_words or is_near(row.title, motion.title)
