"""How Chinese is read: what names are found by, and passwords are compared with."""

import os
from functools import cache, lru_cache


@cache
def library():
    """pypinyin, whose readings take 55 MB: loaded by whoever first asks, and read in one copy.

    The server asks before it forks, so that its processes share them.
    """
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    import pypinyin

    return pypinyin


# A name is read for its spelling, its initials, its other readings and its history, one after another.
@lru_cache(4096)
def syllables_of(text):
    return tuple(library().lazy_pinyin(text))


def read(text):
    """The syllables of `text`, without tones; what is no Chinese stays as it is."""
    return list(syllables_of(text))
