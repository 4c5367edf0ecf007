"""How Chinese is read: what names are found by, and passwords are compared with."""

import os
from functools import cache


@cache
def library():
    """pypinyin, whose readings take 55 MB: loaded by whoever first asks, and read in one copy.

    The server asks before it forks, so that its processes share them.
    """
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    import pypinyin

    return pypinyin


def read(text):
    """The syllables of `text`, without tones; what is no Chinese stays as it is."""
    return library().lazy_pinyin(text)
