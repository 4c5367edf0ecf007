"""Units that are said twice: a placeholder says its own, and people type it behind it once more."""

from reports.asking.placeholders import (
    BARE,
    FORMATS,
    MAIN,
    PATTERN,
    TEN_THOUSAND,
    Number,
    Unknown,
    parse,
)
from reports.asking.registry import Shape

TWICE = "“{written}{unit}”里的单位印两遍，会成为“…{unit}{unit}”：请写成“{right}”。"


def doubled(text):
    """A sentence for each placeholder in `text` that is followed by the unit which it says itself."""
    said = []
    for match in PATTERN.finditer(text):
        number = number_in(match[1])
        unit = unit_of(number) if number else ""
        if unit and text.startswith(unit, match.end()):
            right = " 或者 ".join(ways_out(match[0], number, unit))
            said.append(TWICE.format(written=match[0], unit=unit, right=right))
    return list(dict.fromkeys(said))


def number_in(inside):
    try:
        piece = parse(inside, check_members=False)
    except Unknown:
        return None
    return piece if isinstance(piece, Number) else None


def unit_of(number):
    """What the words of `number` end with: 户次, 万元, %; "" where its style leaves it out."""
    if number.style in (BARE, MAIN) or number.figure.shape is Shape.NAMES:
        return ""
    return "万元" if number.style == TEN_THOUSAND else number.figure.unit


def ways_out(written, number, unit):
    """{走访户次}, {走访户次|数}户次: without the unit behind it, or without that in it."""
    yield written
    if not number.style and BARE in FORMATS[number.figure.shape]:
        yield f"{written[:-1]}|{BARE}{written[-1]}{unit}"
