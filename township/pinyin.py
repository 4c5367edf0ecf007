"""Names by pinyin: stored keys, so that lists sort and search without a Chinese collation."""

from django.db import models
from pypinyin import Style, lazy_pinyin

# Surnames that read otherwise than the character alone; two-character ones first.
SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "单": ("shan",),
    "仇": ("qiu",),
    "区": ("ou",),
    "解": ("xie",),
    "曾": ("zeng",),
    "查": ("zha",),
    "朴": ("piao",),
    "盖": ("ge",),
    "缪": ("miao",),
    "翟": ("zhai",),
    "覃": ("qin",),
    "乐": ("yue",),
    "员": ("yun",),
    "种": ("chong",),
    "召": ("shao",),
    "洗": ("xian",),
    "繁": ("po",),
    "隗": ("wei",),
    "宿": ("su",),
    "折": ("she",),
    "黑": ("he",),
    "秘": ("bi",),
    "冼": ("xian",),
    "重": ("chong",),
    "都": ("du",),
    "曲": ("qu",),
    "能": ("nai",),
    "祭": ("zhai",),
    "葛": ("ge",),
    "牟": ("mu",),
    "华": ("hua",),
    "燕": ("yan",),
    "晟": ("cheng",),
    "郇": ("xun",),
}


def syllables(name, is_person=True):
    """The syllables of `name`; a person's begins with a surname, read as one (单 shan, 解 xie)."""
    for length in (2, 1) if is_person else ():
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return [*reading, *lazy_pinyin(name[length:], style=Style.NORMAL)]
    return lazy_pinyin(name, style=Style.NORMAL)


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
