"""Which stored record a row means: by its name and by what else both say, never by a guess.

`one_of` is for a row that is the record (a deputy of a roster, a household); `the_one` for a cell that
names a record which has to be there (the deputy of a household).
"""

import difflib
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from imports.kinds.base import Doubt

ANOTHER = "new"
NAMED = 6


@dataclass(frozen=True)
class Evidence:
    """What a row and a candidate say of the same thing; what one of them does not say is no evidence."""

    label: str
    given: object
    known: object

    @property
    def speaks(self):
        return self.given not in (None, "", ()) and self.known not in (None, "", ())

    @property
    def agrees(self):
        return self.speaks and self.given == self.known

    @property
    def contradicts(self):
        return self.speaks and self.given != self.known


def one_of(row, column, candidates, evidence, describe, sentence):
    """(the candidate that `row` is, why) or (None, "") where it is none of them.

    `candidates` have its name; `evidence(candidate)` is a list of Evidence, `describe(candidate)` tells
    it from others. One that something speaks for and nothing against is taken, with the reason.
    Otherwise Doubt asks at `column`, with `sentence`, also whether it is another of that name.
    """
    if not candidates:
        return None, ""
    if chosen := row.chosen.get(column):
        return settled(chosen, candidates)
    judged = [(one, evidence(one)) for one in candidates]
    sure = [
        (one, told) for one, told in judged
        if any(each.agrees for each in told) and not any(each.contradicts for each in told)
    ]  # fmt: skip
    if len(sure) == 1:
        one, told = sure[0]
        same = "、".join(each.label for each in told if each.agrees)
        return one, f"已有{describe(one)}，{same}相同"
    choices = [(str(one.pk), f"就是{describe(one)}") for one in candidates[:NAMED]]
    raise Doubt(column, sentence, [*choices, (ANOTHER, "是同名的另一个")])


def settled(chosen, candidates):
    if chosen == ANOTHER:
        return None, ""
    found = next((one for one in candidates if str(one.pk) == chosen), None)
    if found is None:
        raise ValidationError("选定的那一条已经不在，请重新选。")
    return found, "按选定的"


def the_one(row, column, candidates, describe, missing, sentence):
    """The only candidate that the cell `column` can name; Doubt where there are several, and
    ValidationError with the sentence `missing` where there is none."""
    if not candidates:
        raise ValidationError({column: missing})
    if len(candidates) == 1:
        return candidates[0]
    if chosen := row.chosen.get(column):
        found = next((one for one in candidates if str(one.pk) == chosen), None)
        if found:
            return found
    raise Doubt(column, sentence, [(str(one.pk), describe(one)) for one in candidates[:NAMED]])


def by_name(column, text, known, what):
    """The record called `text` among `known` {name: record}: villages, departments, topics.

    A name that is not there is refused with those that are like it: 桥头 where there is 桥头村.
    """
    if text in known:
        return known[text]
    longer = [name for name in known if name.startswith(text) or text.startswith(name)]
    if len(longer) == 1 and is_short_form(text, longer[0]):
        return known[longer[0]]
    like = longer or difflib.get_close_matches(text, list(known), 3, 0.5)
    hint = f"，是不是{'、'.join(like[:3])}" if like else ""
    raise ValidationError({column: f"没有登记叫“{text}”的{what}{hint}；请改这一格，或者先登记。"})


def is_short_form(text, name):
    """桥头 and 桥头村, 梅渚 and 梅渚社区, 桥头村村委会 and 桥头村 are one."""
    short, long = sorted((text, name), key=len)
    return long.removeprefix(short) in {
        "村", "社区", "居委会", "村委会", "村民委员会", "社区居委会", "居民委员会",
    }  # fmt: skip
