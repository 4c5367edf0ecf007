"""Phone numbers as what people log in by: compared by their digits."""

import re

from django.core.exceptions import ValidationError

from records.written import read_phones

COUNTRY = "86"
NO_DIGIT = re.compile(r"\D")


def digits(text):
    """The digits of the one number that was typed, without +86; "" where `text` is none, or several."""
    try:
        numbers = read_phones(text)
    except ValidationError:
        return ""
    return NO_DIGIT.sub("", numbers[0]) if len(numbers) == 1 else ""


def spellings(number):
    """What the digits of a stored number can be: some were entered with +86."""
    return [number, COUNTRY + number, f"00{COUNTRY}{number}"]


def last_four(text):
    """The last four digits of a stored number; "" where there are none."""
    return digits(text)[-4:]
