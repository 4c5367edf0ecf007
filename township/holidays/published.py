"""The days off that the State Council's office has published, as a kept library knows them.

It offers rows, once; due dates are computed from the town's own table. It is imported where it is
asked, because a start should not wait for two thousand days.
"""

from township.models import Holiday

# As the notices say it, where the library is shorter.
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def published_years():
    """The years that the library knows, the earliest first."""
    days, _, _ = known()
    return sorted({day.year for day in days})


def published_rows(years):
    """The Holidays of `years`, not stored yet, in the order of the days."""
    off, worked, names = known()
    kinds = [(off, Holiday.Kind.OFF), (worked, Holiday.Kind.WORK)]
    rows = [
        Holiday(day=day, kind=kind, name=names[word])
        for days, kind in kinds
        for day, word in days.items()
        if day.year in years
    ]
    return sorted(rows, key=lambda row: row.day)


def known():
    """({day off: its word}, {day worked: its word}, {word: name in Chinese})."""
    from chinese_calendar import constants

    names = {each.value: NAMES.get(each.chinese, each.chinese) for each in constants.Holiday}
    return constants.holidays, constants.workdays, names
