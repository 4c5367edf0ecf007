"""Phone numbers: kept as people write them, compared by their digits."""

import re

COUNTRY = "86"
PUNCTUATION = re.compile(r"[\s+\-]")
TYPED = re.compile(r"[0-9\s+\-]+")
SHORTEST = 5


def digits(text):
    """The digits of a number that was typed, without +86; "" where `text` is no number."""
    if not TYPED.fullmatch(text or ""):
        return ""
    number = PUNCTUATION.sub("", text).removeprefix("00")
    if len(number) == 13 and number.startswith(COUNTRY + "1"):
        number = number.removeprefix(COUNTRY)
    return number if len(number) >= SHORTEST else ""


def spellings(number):
    """What the digits of a stored number can be: some were entered with +86."""
    return [number, COUNTRY + number, f"00{COUNTRY}{number}"]


def last_four(text):
    """The last four digits of a stored number; "" where there are none."""
    return digits(text)[-4:]
