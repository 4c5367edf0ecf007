"""Six digits instead of a password: for those who log in on a phone, and only for them.

Whoever works in the admin keeps a long password. What makes six digits enough is written in
docs/decisions.md: few tries, and none of the numbers that everybody thinks of first.
"""

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

LENGTH = 6
RULE = "PIN是6位数字，不用重复或者连续的数字，也不用手机号和生日里的数字。"
RUNS = ("01234567890", "09876543210")
# Along the keys of a phone, and numbers that sound like a wish.
FAVOURITES = {
    "147258", "258369", "369258", "159357", "147852", "789456", "456789", "102030", "520131",
    "521314", "131420", "518518", "168888", "886688",
}  # fmt: skip


def validate_secret(secret, user):
    """Raise ValidationError where `secret` is neither a good PIN nor a good password of `user`."""
    if user.may_use_pin and re.fullmatch(r"[0-9]+", secret):
        validate_pin(secret, user)
    else:
        validate_password(secret, user)


def validate_pin(pin, user):
    if len(pin) != LENGTH:
        raise ValidationError("PIN要正好6位数字；想用密码的，至少要10个字符，不能只有数字。")
    if is_pattern(pin):
        raise ValidationError("这个PIN太容易猜，不要用重复或者连续的数字，请换一个。")
    person = getattr(user, "person", None)
    if person and pin in re.sub(r"\D", "", person.phone):
        raise ValidationError("PIN不能是手机号里的数字，请换一个。")
    if person and person.born_on and is_birthday(pin, person.born_on):
        raise ValidationError("PIN不能是生日，请换一个。")


def is_pattern(pin):
    """111111, 123456, 654321, 112233, 121212, 123123, 111222, 147258."""
    if len(set(pin)) <= 2 or pin in FAVOURITES or any(pin in run for run in RUNS):
        return True
    halves, pairs = {pin[:3], pin[3:]}, {pin[i : i + 2] for i in (0, 2, 4)}
    return len(halves) == 1 or all(a == b for a, b in pairs)


def is_birthday(pin, born_on):
    """751208, 197512; the day may not be known, so that every one of the month is refused."""
    return pin.startswith(f"{born_on:%y%m}") or pin == f"{born_on:%Y%m}"
