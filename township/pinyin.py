"""Names by pinyin: stored keys, so that lists sort and search without a Chinese collation."""

from functools import cache
from pathlib import Path

from django.db import models

from records.readings import read

TABLE = Path(__file__).with_name("surnames.txt")


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
