"""Names by pinyin: stored keys, so that lists sort and search without a Chinese collation."""

import itertools
from functools import cache
from pathlib import Path

from django.db import models
from django.db.models.lookups import Contains

from records.written.readings import read

TABLE = Path(__file__).with_name("surnames.txt")
HETERONYMS = Path(__file__).with_name("heteronyms.txt")
# A name of several characters that read in several ways has many readings; so many are kept.
KEPT_READINGS = 6


@cache
def surnames():
    """{surname: its syllables} of those that the library reads otherwise."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {surname: tuple(said.split()) for surname, said in rows}


def syllables(name, is_person=True):
    """The syllables of `name`; a person's begins with a surname, read as one (单 shan, 解 xie)."""
    for length in (2, 1) if is_person else ():
        reading = surnames().get(name[:length])
        if reading and len(name) > length:
            return [*reading, *read(name[length:])]
    return read(name)


def spelling(name, is_person=True):
    """`name` in pinyin without tones or spaces: 张国富 → zhangguofu."""
    return "".join(syllables(name, is_person)).lower()


def initials(name, is_person=True):
    """The first letters of `name`: 张国富 → zgf."""
    return "".join(syllable[0] for syllable in syllables(name, is_person) if syllable).lower()


@cache
def heteronyms():
    """{character: its syllables} of those that read in several ways in names."""
    lines = HETERONYMS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {character: tuple(said.split()) for character, said in rows}


def other_readings(name, is_person=True):
    """The other ways in which `name` is commonly read, as lists of syllables: 曾乐 → ceng le, zeng le …

    Whoever never met the person reads a name by its characters; both have to lead to the person.
    """
    first = syllables(name, is_person)
    by_characters = read(name)
    if len(first) != len(name) or len(by_characters) != len(name):
        return []  # letters among the characters: nothing can be told apart
    ways = [
        dict.fromkeys([said, alone, *heteronyms().get(character, ())])
        for character, said, alone in zip(name, first, by_characters, strict=True)
    ]
    # So many are looked at, that a long name does not take long.
    found = itertools.islice(itertools.product(*ways), 1, 1 + KEPT_READINGS)
    return [list(reading) for reading in found]


class KeyField(models.CharField):
    """A column computed from another one whenever the row is written, also in bulk.

    `is_person=False` is for places and offices, which have no surname (解放村).
    """

    is_derived = True  # records.rewrites: spelled otherwise, the row still says what it said

    def __init__(self, *args, source="name", is_person=True, **kwargs):
        self.source = source
        self.is_person = is_person
        kwargs.update(max_length=120, editable=False, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        if not self.is_person:
            kwargs["is_person"] = False
        for implied in ("max_length", "editable", "blank"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs

    def compute(self, text):
        raise NotImplementedError

    def pre_save(self, model_instance, add):
        value = self.compute(getattr(model_instance, self.source) or "")[:120]
        setattr(model_instance, self.attname, value)
        return value


class SpellingField(KeyField):
    def compute(self, text):
        return spelling(text, self.is_person)


class InitialsField(KeyField):
    def compute(self, text):
        return initials(text, self.is_person)


class ReadingsField(KeyField):
    """The other readings of a name, each as spelling and as initials, a space before each word."""

    def compute(self, text):
        words = []
        for reading in other_readings(text, self.is_person):
            words += ["".join(reading).lower(), "".join(said[0] for said in reading).lower()]
        known = {spelling(text, self.is_person), initials(text, self.is_person)}
        return "".join(f" {word}" for word in dict.fromkeys(words) if word not in known)


class WordStartsWith(Contains):
    """True where one of the words of the column begins with the value."""

    def get_prep_lookup(self):
        return f" {super().get_prep_lookup()}"


ReadingsField.register_lookup(WordStartsWith, "word_startswith")
