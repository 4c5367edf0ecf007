"""Who has not visited, and what the office writes about it into a chat group: no household, no phone."""

from dataclasses import dataclass
from datetime import date

from representatives.office.overview import DeputyLine, HouseholdTable


@dataclass
class Owed:
    """What one deputy still has to visit."""

    line: DeputyLine
    homes: list
    text: str

    @property
    def words(self):
        return f"{len(self.homes)}户"


@dataclass
class Reminders:
    by: str  # quarter, or nothing for what is late
    owed: list
    text: str

    @property
    def count(self):
        return sum(len(owed.homes) for owed in self.owed)


def of(table: HouseholdTable, by=""):
    """The Reminders of `table`: of late households, or with by="quarter" of those not yet visited in it."""
    by = by if by == "quarter" else ""
    begun = quarter_of(table.day)
    owed = []
    for line in table.lines:
        homes = [h for h in line.homes if (unvisited(h, begun) if by else h.is_late)]
        if homes:
            owed.append(Owed(line, homes, to_one(line.person, len(homes), why(table, by))))
    owed.sort(key=lambda row: (-len(row.homes), row.line.person.spelling))
    return Reminders(by, owed, to_all(table, owed, by))


def quarter_of(day):
    """The first day of the quarter of `day`."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def unvisited(home, begun):
    return home.assignment.last_met is None or home.assignment.last_met < begun


def why(table, by):
    return "本季度还没有走访" if by else f"超过{table.may_wait}天没有走访"


def to_all(table, owed, by):
    until = f"各位代表：截至{table.day.month}月{table.day.day}日，"
    if not owed:
        done = "本季度联系户都已走访" if by else "联系户都已按期走访"
        return f"{until}{done}，谢谢大家。"
    names = "、".join(f"{row.line.person}（{len(row.homes)}户）" for row in owed)
    what = "本季度还有" if by else "还有"
    whose = "未走访联系户" if by else f"的联系户超过{table.may_wait}天没有走访"
    return (
        f"{until}{what}{len(owed)}位代表{whose}：{names}。"
        "请抽时间走访，走访后及时登记；填纸质登记卡的，交人大办公室录入。"
    )


def to_one(person, count, reason):
    return (
        f"{person}代表：您的联系户中有{count}户{reason}，请抽时间走访并登记。"
        "是哪几户，登录后在“我的联系户”里看；填纸质登记卡的，交人大办公室录入。"
    )
