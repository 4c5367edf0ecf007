"""Search in the handbook: the sections that have all the words somebody typed."""

import re
from dataclasses import dataclass

from hemao.handbook.text import HandbookSection, chapters
from township.words import say

LONGEST = 50
AROUND = 40


@dataclass(frozen=True)
class Hit:
    """A section with all the words; `parts` is an excerpt as [(is a word, text)]."""

    section: HandbookSection
    parts: list


def words_in(asked):
    """The words of what was typed, each once; typographical spaces count too."""
    return list(dict.fromkeys(asked[:LONGEST].lower().split()))


def find(words):
    """The Hits for `words`, those first that have a word in their title; [] of no words."""
    if not words:
        return []
    sections = [section for chapter in chapters().values() for section in chapter.sections]
    found = [section for section in sections if has_all(section, words)]
    found.sort(key=lambda section: not any(word in say(section.title).lower() for word in words))
    return [Hit(section, excerpt(say(section.text), words)) for section in found]


def has_all(section, words):
    text = say(f"{section.title} {section.text}").lower()
    return all(word in text for word in words)


def excerpt(text, words):
    """What stands around the first of `words` in `text`, in parts."""
    pattern = re.compile("|".join(map(re.escape, words)), re.I)
    first = pattern.search(text)
    begin = max(0, first.start() - AROUND) if first else 0
    end = begin + 3 * AROUND
    shown = f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
    cuts = re.split(f"({pattern.pattern})", shown, flags=re.I)
    return [(place % 2 == 1, part) for place, part in enumerate(cuts) if part]
