"""村民组: 3, 三组 and 第3村民组 are one group."""

import re
from functools import lru_cache

from records.written.characters import number_of
from records.written.names import normal

# Two Chinese digits side by side, 一二组, are two groups; 队 and 社 are what they are.
CHINESE = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
NUMBERED = re.compile(rf"第?([0-9]{{1,3}}|{CHINESE})(?:村民小组|村民组|小组|组)?")


def read_group(value):
    """The group that `value` says, as 3组; one that has a name (王庄组) keeps it. "" where it is empty."""
    return group_of(str(value or ""))


# A town has a hundred groups, and a table says one of them in each row.
@lru_cache(1000)
def group_of(text):
    text = re.sub(r"\.0+$", "", normal(text).replace(" ", ""))
    found = NUMBERED.fullmatch(text)
    return f"{number_of(found[1])}组" if found else text
