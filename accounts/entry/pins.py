"""Six digits instead of a password: for those who log in on a phone, and only for them.

Whoever works in the admin keeps a long password. What makes six digits enough is written in
docs/decisions.md: few tries, and none of the numbers that people choose.
"""

import functools
import itertools
import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

LENGTH = 6
RULE = (
    "六位数字不用重复、连续、对称的数字，不用日期和年份，也不用手机号和生日里的数字。"
    "别人一看就记得住的，都容易猜到。"
)
TOO_EASY = "这个密码太容易猜：{kind}。请换一个没有规律的。"
DIGITS = "0123456789"
# The ways to count that are no single step: odd and even numbers, and ten at the end.
COUNTS = ("1357902468", "1357924680", "2468013579", "2468135790", "0246813579", "13579246810")
# The lines of the keys of a phone, there and back, and once around.
LINES = ("123", "456", "789", "147", "258", "369", "159", "357")
AROUND = "1236987412369874"
# What is said in digits: 我爱你一生一世, 一路发, 六六大顺.
SAID = ("5201314", "1314520", "1314521", "5211314", "1314525", "7758521", "7758258", "5845201314")
# Chosen by many, and of no shape: words said in digits, two counts by turns, 1 1 2 3 5 8, π.
OFTEN = ("131420", "114514", "102938", "112358", "314159")
WISHES = ("520", "521", "131", "314", "168", "518", "688", "886", "888", "666", "999", "588", "668",
          "998", "898", "678", "789")  # fmt: skip
CENTURIES = ("19", "20")


def called(by_pin):
    """What people read for what they log in with: six digits, or a long password."""
    return "六位数字密码" if by_pin else "密码"


def validate_secret(secret, user):
    """Raise ValidationError where `secret` is neither a good PIN nor a good password of `user`."""
    if user.may_use_pin and re.fullmatch(r"[0-9]+", secret):
        validate_pin(secret, user)
    else:
        validate_password(secret, user)


def validate_pin(pin, user):
    if len(pin) != LENGTH:
        raise ValidationError("数字密码要正好六位；想用长密码的，至少要10个字符，不能只有数字。")
    person = getattr(user, "person", None)
    if person and pin in re.sub(r"\D", "", person.phone):
        raise ValidationError("密码不能是手机号里的数字，请换一个。")
    if person and person.born_on and is_birthday(pin, person.born_on):
        raise ValidationError("密码里不能有您生日的数字（年份、月日），请换一个。")
    if kind := kind_of(pin):
        raise ValidationError(TOO_EASY.format(kind=kind))


def is_birthday(pin, born_on):
    """Born on 1971-08-23: with 0823, 2308 or 1971 anywhere, or its three parts in any order (087123).

    71 at the beginning too: there people begin with the year, and the day may not be known.
    """
    year, month, day = f"{born_on:%y}", f"{born_on:%m}", f"{born_on:%d}"
    orders = map("".join, itertools.permutations((year, month, day)))
    inside = (month + day, day + month, f"{born_on.year:04}", *orders)
    return pin.startswith(year) or any(part in pin for part in inside)


def kind_of(pin):
    """What makes `pin` one that people choose, in words; "" where nothing does."""
    known = (kind for kind, pins in shapes().items() if pin in pins)
    return next(known, "") or ("它像一个日期或者年份" if is_date(pin) else "")


def is_date(pin):
    """751208, 081275, 197512, 121975: any century, and the thirty-first of any month."""
    first, middle, last = pin[:2], pin[2:4], pin[4:]
    if first in CENTURIES or middle in CENTURIES:
        return True
    return "01" <= middle <= "12" and ("01" <= last <= "31" or "01" <= first <= "31")


@functools.cache
def shapes():
    """{kind in words: the PINs of that kind}."""
    return {
        "数字是重复的": frozenset(repeated()),
        "数字是连着数下去的": frozenset(counted()),
        "数字是对称的": frozenset(mirrored()),
        "它在键盘上是一个图形": frozenset(drawn()),
        "它是常用的吉利数字": frozenset(wished()),
        "很多人都用它": frozenset(OFTEN),
    }


def repeated():
    """111112, 123123, 112233, 121213: few digits, or a part that comes again."""
    for one, two in itertools.combinations(DIGITS, 2):
        yield from map("".join, itertools.product((one, two), repeat=LENGTH))
    for a, b, c in itertools.product(DIGITS, repeat=3):
        yield from (a + b + c + a + b + c, a + a + b + b + c + c, a + a + a + b + b + c)
        yield from (a + b + a + b + a + c, a + b + a + b + c + b, a + b + a + c + a + b)
        yield from (a + c + a + b + a + b, a + a + a + b + c + b, a + a + a + a + b + c)
        yield from (a + b + c + c + c + c, a + a + a + b + c + c, a + a + b + b + b + c)


def counted():
    """123456, 135790, 246810, 101112, 123450, 123234: digits, pairs or halves that are counted."""
    for count in (
        *COUNTS,
        *(steps(first, step, 20) for first in range(10) for step in range(1, 10)),
    ):
        yield from windows(count)
        yield from windows(count[::-1])
    for first, step in itertools.product(range(100), range(1, 26)):
        yield "".join(str(first + step * n) for n in range(LENGTH))[:LENGTH]
        pairs = [f"{first + step * n:02}" for n in range(3)]
        if len("".join(pairs)) == LENGTH:
            yield from ("".join(pairs), "".join(reversed(pairs)))
    for half, step in itertools.product(range(1000), (1, 10, 11, 100, 110, 111)):
        if half + step < 1000:
            yield from (f"{half:03}{half + step:03}", f"{half + step:03}{half:03}")
    for first, step, more in itertools.product(range(10), (1, 2, 8, 9), DIGITS):
        five = steps(first, step, LENGTH - 1)
        yield from (five + more, more + five)


def steps(first, step, length):
    return "".join(str((first + step * n) % 10) for n in range(length))


def windows(text):
    return (text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1))


def mirrored():
    """123321, 122112."""
    for a, b, c in itertools.product(DIGITS, repeat=3):
        yield a + b + c + c + b + a


def drawn():
    """147258, 159753, 741852, 142536: two lines of keys, one after the other or by turns."""
    lines = [*LINES, *(line[::-1] for line in LINES)]
    for one, two in itertools.product(lines, repeat=2):
        yield from (one + two, "".join(map("".join, zip(one, two, strict=True))))
    yield from windows(AROUND)
    yield from windows(AROUND[::-1])
    yield from ("258025", "025802", "147896", "789654", "123654", "102030")


def wished():
    """131452, 520131, 168888."""
    for said in SAID:
        yield from windows(said)
    for one, two in itertools.product(WISHES, repeat=2):
        yield one + two
