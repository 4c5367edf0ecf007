"""联系户一览表 as a spreadsheet: a row a deputy, the columns of each kind side by side. No phone."""

from accounts import spreadsheet

OF_DEPUTY = [("代表", 10), ("村（社区）", 14), ("选区", 20)]
OF_KIND = [("户主", 12), ("住址", 16), ("最近走访", 13), ("今年走访", 10), ("情况", 14)]


def write(table):
    """`table` (overview.Table) as the bytes of an xlsx file."""
    columns = [heading for heading, _ in OF_DEPUTY]
    for kind in table.kinds:
        columns += [f"{kind.name_now} {heading}" for heading, _ in OF_KIND]
    rows = (row_of(line) for line in table.lines)
    return spreadsheet.write(spreadsheet.Table("联系户一览表", columns, rows, "B2"))


def row_of(line):
    row = [line.person.name, str(line.person.village or ""), str(line.constituency or "")]
    for cell in line.cells:
        row += columns_of(cell)
    return row


def columns_of(cell):
    """Several households of one kind share its cells; one alone has its day as a day."""
    homes = cell.homes
    days = [home.assignment.last_met for home in homes]
    state = [cell.missing_words, cell.extra_words, *(home.late_words for home in homes)]
    return [
        "、".join(home.household.head_name for home in homes),
        "、".join(f"{home.household.village}{home.household.group}" for home in homes),
        days[0] if len(days) == 1 else "、".join(str(day or "还没有") for day in days),
        sum(home.visits_this_year for home in homes) if homes else None,
        "、".join(filter(None, state)),
    ]
