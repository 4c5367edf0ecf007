"""联系户一览表 as a spreadsheet: a row a deputy, the columns of each kind side by side."""

from records.exports import ExportColumn, Listing

OF_DEPUTY = [
    ("代表", lambda line: line.person.name),
    ("村（社区）", lambda line: str(line.person.village or "")),
    ("选区", lambda line: str(line.constituency or "")),
]


def joined(value):
    """A function of the homes of a cell: several of one kind share it."""
    return lambda cell: "、".join(filter(None, (value(home) for home in cell.homes)))


def last_met(cell):
    """One household alone has its day as a day."""
    days = [home.assignment.last_met for home in cell.homes]
    return days[0] if len(days) == 1 else "、".join(str(day or "还没有") for day in days)


def visits(cell):
    return sum(home.visits_this_year for home in cell.homes) if cell.homes else None


def state(cell):
    words = [cell.missing_words, cell.extra_words, *(home.late_words for home in cell.homes)]
    return "、".join(filter(None, words))


OF_KIND = [
    ("户主", joined(lambda home: home.household.head_name)),
    ("住址", joined(lambda home: f"{home.household.village}{home.household.group}")),
    ("最近走访", last_met),
    ("今年走访", visits),
    ("情况", state),
]
PHONE = ("电话", joined(lambda home: home.household.phone))


def columns_of(kinds):
    """Those of the deputy, then of each kind; telephone numbers only where they are chosen."""
    columns = [ExportColumn(heading, heading, value) for heading, value in OF_DEPUTY]
    for place, kind in enumerate(kinds):
        columns += [of_kind(place, kind, *pair) for pair in OF_KIND]
        columns.append(of_kind(place, kind, *PHONE, is_personal=True))
    return columns


def of_kind(place, kind, heading, value, is_personal=False):
    return ExportColumn(
        f"{kind.code} {heading}", f"{kind.name_now} {heading}", lambda line: value(line.cells[place]),
        is_usual=not is_personal, is_personal=is_personal,
    )  # fmt: skip


def listing(table, back):
    """`table` (overview.HouseholdTable) as a list to be exported; what is read are its households."""
    homes = sum(len(line.homes) for line in table.lines)
    return Listing(
        "households", "联系户一览表", columns_of(table.kinds), lambda chosen: table.lines,
        len(table.lines), back, "名代表", noted=homes,
    )  # fmt: skip


LATE = [
    ExportColumn("代表", "代表", lambda pair: pair[0].person.name),
    ExportColumn("户主", "户主", lambda pair: pair[1].household.head_name),
    ExportColumn("村（社区）", "村（社区）", lambda pair: str(pair[1].household.village)),
    ExportColumn("村民组", "村民组", lambda pair: pair[1].household.group),
    ExportColumn("最近走访", "最近走访", lambda pair: pair[1].assignment.last_met),
    ExportColumn("今年走访", "今年走访", lambda pair: pair[1].visits_this_year),
    ExportColumn("情况", "情况", lambda pair: pair[1].late_words),
    ExportColumn(
        "电话", "电话", lambda pair: pair[1].household.phone, is_usual=False, is_personal=True,
    ),
]  # fmt: skip


def late_listing(found, back):
    """`found` (reminders.Reminders) as a list to be exported: a row a household."""
    title = "本季度未走访的联系户" if found.by else "超期未走访的联系户"
    pairs = [(owed.line, home) for owed in found.owed for home in owed.homes]
    return Listing("households.late", title, LATE, lambda chosen: pairs, len(pairs), back, "户")
