"""What a password may not contain: what anybody would try first who knows the town and the name."""

import functools
import re
import unicodedata
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError

from records.hooks import Hook
from records.written.readings import read

places = Hook("accounts.entry.passwords.places", "Which names of places must no password hold?")

WORDS = Path(__file__).with_name("common_words.txt")
SENTENCE = (
    "密码里的“{part}”容易猜到：地名、角色、姓名、用户名、常见的词和键盘上连着的键都不要用，也不要把一段重复几遍。"
    "请用几个互不相干的词拼成，至少10个字符。"
)
HAN = re.compile(r"[\u3400-\u9fff]+")
# A shorter word stands in too many good passwords by chance.
SHORTEST = 4
# What must be left where such short parts are taken away: 王小明's wxm1990 is nothing but them.
LEFT_OVER = 5
# Nobody repeats more than they can type; a regular expression is not to be fed with pages.
LONGEST_READ = 128
# Neighbours: on the keys, row by row and column by column, and in the alphabet.
RUNS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "0123456789",
)  # fmt: skip
RUN_LENGTH = 4
REPEATED = re.compile(r"(.+)\1+|.*(.)\2{3}.*|.*(.{2,})\3{2}.*")
YEAR = re.compile(r"(?:19|20)\d\d")
# What people write for a letter.
LOOKS_LIKE = str.maketrans("@$!034517", "asioeasit")
SUFFIX = re.compile(r"(?<=..)(?:镇|乡|街道|县|市|区|旗|村|社区)\Z")


class NoGuessableParts:
    """One validator, one sentence: it names the part, and says what would be right."""

    def validate(self, password, user=None):
        if part := guessable_part(password, user):
            raise ValidationError(SENTENCE.format(part=part), code="guessable")

    def get_help_text(self):
        return "不要含有地名、角色、姓名、用户名、常见的词和键盘上连着的键。"


def guessable_part(password, user=None):
    """The part of `password` that is easy to guess, or ""."""
    password = password[:LONGEST_READ]
    flat = flattened(password)
    known = common_words() | names_of(user) | spelled(chain.from_iterable(places.ask()))
    return (
        word_in(password, {word for word in known if is_long(word)})
        or run_in(flat)
        or (password if REPEATED.fullmatch(flat) else "")
        or nothing_but(flat, known)
    )


def flattened(text):
    """`text` as it is compared: small letters and digits, without what parts them."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def word_in(password, words):
    """The longest of `words` that `password` contains, also where letters are written as signs."""
    spoken = unicodedata.normalize("NFKC", password).casefold().translate(LOOKS_LIKE)
    places = flattened(password), flattened(spoken)
    found = (word for word in words if any(word in place for place in places))
    return max(found, key=len, default="")


def is_long(word):
    return len(word) >= (2 if HAN.fullmatch(word) else SHORTEST)


def run_in(flat):
    """The first four neighbouring keys or letters in a row, there or back."""
    pieces = (flat[at : at + RUN_LENGTH] for at in range(len(flat) - RUN_LENGTH + 1))
    return next((p for p in pieces if any(p in run or p[::-1] in run for run in RUNS)), "")


def nothing_but(flat, known):
    """The first short part, where hardly anything is left without the short ones and the years."""
    short = sorted((word for word in known if not is_long(word)), key=len, reverse=True)
    parts = [word for word in short if word in flat] + YEAR.findall(flat)
    left = flat
    for part in parts:
        left = left.replace(part, "")
    return parts[0] if parts and len(left) < LEFT_OVER else ""


@functools.cache
def common_words():
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return spelled(word for line in lines if not line.startswith("#") for word in line.split())


def names_of(user):
    """The login name, and the person's name with its parts, in all spellings."""
    if user is None:
        return frozenset()
    person = getattr(user, "person", None) if user.pk else None
    names = {user.username, user.display_name, person.name if person else ""}
    given = {name[at:] for name in names if HAN.fullmatch(name) for at in (1, 2)}
    return spelled(name for name in names | given if len(name) > 1)


def spelled(words):
    """Each of `words` flattened; a Chinese one in pinyin, by its initials, and without 镇 or 县 too."""
    found = set()
    for word in words:
        for form in {flattened(word), SUFFIX.sub("", word)}:
            found.add(flattened(form))
            if HAN.fullmatch(form):
                syllables = read(form)
                found |= {"".join(syllables), "".join(one[0] for one in syllables)}
    return frozenset(word for word in found if len(word) > 1)
