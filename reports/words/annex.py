"""附表: the tables behind a report. Motions by department, attendance by person, households by
village. Every number is one of the registry, and opens its records.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from congress.models import Attendance
from reports.asking.placeholders import PERCENT
from reports.asking.registry import REGISTRY, Shape
from reports.counting.evaluate import Ledger, Value, evaluate
from reports.counting.sentences import rate_words
from reports.figures.dimensions import DEPARTMENTS, VILLAGES, names_of_people
from reports.figures.ratings import VERDICTS
from representatives.models import CategoryName, Person
from township.numbers import plain
from township.words import say

NOTHING, UNKNOWN, TOTAL = "—", "待补", "合计"
ROLLS = ("人代会", "主席团会议")
EXPECTED = "应到"
SAID = "代表评价（件）"
STATES = {state.label: state.value for state in Attendance.State}


@dataclass(frozen=True)
class AnnexCell:
    """A text and, of a number, where its records are."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class AnnexColumn:
    """What stands above a column, `width` mm wide, perhaps under a `band` over several."""

    label: str
    width: float
    band: str = ""


@dataclass(frozen=True)
class Head:
    """A cell above the rows: over how many columns, down how many of the two rows."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class AnnexTable:
    """One table: its rows begin with whom they are about, `total` with 合计."""

    title: str
    columns: tuple
    rows: tuple
    total: tuple
    notes: tuple  # each a line of its own, so that it stays shorter than a paragraph

    @property
    def heads(self):
        """The one or two rows above the table, of Heads."""
        if not any(column.band for column in self.columns):
            return [[Head(column.label) for column in self.columns]]
        first, told = [], set()
        for column in self.columns:  # a band stands where the first of its columns does
            if not column.band:
                first.append(Head(column.label, down=2))
            elif column.band not in told:
                told.add(column.band)
                across = sum(other.band == column.band for other in self.columns)
                first.append(Head(column.band, across=across))
        return [first, [Head(column.label) for column in self.columns if column.band]]

    @property
    def lines(self):
        """All rows of Cells, that of the total last; none where there is nothing to add up."""
        return (*self.rows, self.total) if self.rows else ()

    @property
    def nothing(self):
        """What is said in place of a table without rows."""
        is_known = all(cell.text != UNKNOWN for cell in self.total)
        return "还没有记录。" if is_known else "台账还没有登记到这一年，列不出来。"


def tables(periods):
    """The three Tables of a report's `periods` (reports.asking.periods.Periods), also those without rows."""
    ledger = Ledger.load()
    return [make(periods, ledger) for make in (by_department, by_person, by_village)]


def attach(document, report):
    """Put the tables that have rows behind `document` (reports.words.document.Document), the report's words."""
    found = tables(report.periods)
    document.annex = tuple(table for table in found if table.rows)


class AnnexBuilder:
    """Asks for the figures of one table in one go, and says each in a cell."""

    def __init__(self, periods, ledger):
        self.periods, self.ledger = periods, ledger
        self.values = {}

    def ask(self, names, members):
        """Evaluate the figures `names` for each of `members` ("" is the whole)."""
        wanted = [self.asked(name, member) for name in names for member in members]
        self.values |= evaluate(wanted, self.ledger)

    def asked(self, name, member=""):
        return self.periods.asked(REGISTRY[name], member=member)

    def weight(self, name, member=""):
        """How many records are behind a figure, of a rate those it is of; 0 where nothing is known."""
        value = self.values[self.asked(name, member)]
        return value.total or value.number or 0

    def count(self, name, member=""):
        """A cell with the number, of a rate with its n."""
        asked = self.asked(name, member)
        value = self.values[asked]
        if value.is_missing:
            return self.cell(asked, UNKNOWN)
        number = value.n if asked.figure.shape is Shape.RATE else value.number
        # Only the total says that something never happened; below it, what did stands out.
        says_something = number or not (member or value.is_unjudged)
        return self.cell(asked, plain(number) if says_something else NOTHING)

    def rate(self, name, member="", style=""):
        """A cell with a share and what it is of; with the style PERCENT the share alone."""
        asked = self.asked(name, member)
        value = self.values[asked]
        return self.cell(asked, UNKNOWN if value.is_missing else rate_words(value, style, NOTHING))

    def cell(self, asked, text):
        return AnnexCell(text) if text == NOTHING else AnnexCell(text, self.periods.address(asked))


# Motions by department.


def by_department(periods, ledger):
    """Of each department that leads a motion: how many, answered, in time, closed, and what the deputies
    said of it.
    """
    builder = AnnexBuilder(periods, ledger)
    members = DEPARTMENTS.members()
    builder.ask(("各承办单位件数",), ["", *members])
    leading = [member for member in members if builder.weight("各承办单位件数", member)]
    leading.sort(key=lambda member: -builder.weight("各承办单位件数", member))
    builder.ask(("答复率", "按期答复率", "办结率", "满意率"), ["", *leading])
    builder.ask(("各满意度件数",), VERDICTS)
    said = [f"{member}·{word}" for member in leading for word in VERDICTS]
    builder.ask(("各承办单位各满意度件数",), said)

    def line(member=""):
        verdicts = [
            builder.count("各承办单位各满意度件数", f"{member}·{word}")
            if member
            else builder.count("各满意度件数", word)
            for word in VERDICTS
        ]
        return (
            AnnexCell(member or TOTAL),
            builder.count("各承办单位件数", member),
            builder.count("答复率", member),
            builder.rate("按期答复率", member),
            builder.count("办结率", member),
            builder.rate("满意率", member, PERCENT),  # what it is of stands beside it
            *verdicts,
        )

    return AnnexTable(
        title="代表建议办理情况",
        columns=(
            AnnexColumn("承办单位", 31), AnnexColumn("件数", 11), AnnexColumn("已答复", 11),
            AnnexColumn("按期答复率", 32), AnnexColumn("办结", 11), AnnexColumn("满意率", 16),
            *(AnnexColumn(word, 11, SAID) for word in VERDICTS),
        ),
        rows=tuple(map(line, leading)),
        total=line(),
        notes=(
            say("本年提出、已交办的镇级议案建议，按主办单位分。"),
            "重新办理换了单位的，在两个单位各计，合计只计一次。",
            "已答复：主办单位至少答复过一次，正在重新办理的也在内。",
            "按期答复率括号内：每次办理都按期答复的件数，已答复和已到期的件数。",
            "代表评价：对办理结果的最后评价，并案的各件也按各自代表的评价计入。",
            "满意率：满意的件数，占满意、基本满意和不满意三项合计的比重。",
        ),
    )  # fmt: skip


# Attendance by person.


def by_person(periods, ledger):
    """Of everybody who was expected: how often, and how often present, on leave, absent, unknown."""
    builder = AnnexBuilder(periods, ledger)
    words = (EXPECTED, *STATES)
    figures = [f"{roll}{word}人次" for roll in ROLLS for word in words]
    builder.ask(figures, [""])
    names, expected = names_of_people(), set()
    for roll in ROLLS:
        expected |= note_states(builder, roll, names)
    return AnnexTable(
        title="代表出席会议情况",
        columns=(
            AnnexColumn("姓名", 22),
            *(AnnexColumn(word, 15 if word == "未登记" else 13, roll) for roll in ROLLS for word in words),
        ),
        rows=tuple(
            (AnnexCell(names[pk]), *(builder.count(figure, names[pk]) for figure in figures))
            for pk in in_order(expected, periods)
        ),
        total=(AnnexCell(TOTAL), *map(builder.count, figures)),
        notes=(
            "单位：人次。人代会分场登记的，按第一次全体会议计。",
            "主席团会议只计闭会期间的。未登记的不算缺席。",
        ),
    )  # fmt: skip


def note_states(builder, roll, names):
    """Give `builder` the five figures of a roll for each person, and return who was expected.

    `names` is {key of a person: member}. One statement counts for all; asked as figures, each
    person would be a column of its own.
    """
    whole = builder.asked(f"{roll}{EXPECTED}人次")
    # Where the period begins before the ledger, a baseline may know the sum but nobody's share. So
    # any member will do to ask how far the ledger alone reaches; "·" is nobody's name.
    is_known = builder.ledger.reach(whole._replace(member="·"))[0] == whole.seen
    found = defaultdict(Counter)
    if is_known:
        rows = whole.figure.rows(whole.seen).order_by().values_list("person", "state")
        for person, state, count in rows.annotate(count=Count("pk")):
            found[person][state] = count
    for pk, member in names.items():
        numbers = {EXPECTED: found[pk].total()} | {w: found[pk][s] for w, s in STATES.items()}
        for word, number in numbers.items():
            asked = builder.asked(f"{roll}{word}人次", member)
            builder.values[asked] = Value(number=number, is_missing=not is_known)
    return {pk for pk, states in found.items() if states}


def in_order(expected, periods):
    """Keys of the people who were `expected` and of all other deputies, by pinyin; [] if nobody was."""
    if not expected:
        return []
    deputies = Person.objects.deputies_on(periods.own.last_day, known_on=periods.day)
    everybody = Person.objects.filter(Q(pk__in=expected) | Q(pk__in=deputies.values("pk")))
    return everybody.values_list("pk", flat=True)


# Households by village.


def by_village(periods, ledger):
    """Of each village: the households kept in touch with, by category, and how they were visited."""
    builder = AnnexBuilder(periods, ledger)
    villages = VILLAGES.members()
    categories = in_use(periods.own.last_day)
    whole = ("各村联系户数", "走访户次", "走访户数", "走访覆盖率")
    builder.ask(whole, ["", *villages])
    builder.ask(("各村各类联系户数",), [f"{v}·{code}" for v in villages for code in categories])
    builder.ask(("联系户数",), categories)

    def line(village=""):
        of_categories = [
            builder.count("各村各类联系户数", f"{village}·{code}")
            if village
            else builder.count("联系户数", code)
            for code in categories
        ]
        visits = (builder.count("走访户次", village), builder.count("走访户数", village))
        share = builder.rate("走访覆盖率", village)
        total = builder.count("各村联系户数", village)
        return (AnnexCell(village or TOTAL), *of_categories, total, *visits, share)

    shown = [v for v in villages if any(builder.weight(name, v) for name in whole)]
    narrow = 60 / (len(categories) + 1)
    return AnnexTable(
        title="联系户和走访情况",
        columns=(
            AnnexColumn("村（社区）", 24),
            *(AnnexColumn(name, narrow, "期末联系户") for name in categories.values()),
            AnnexColumn("合计", narrow, "期末联系户"),
            AnnexColumn("户次", 16, "走访"), AnnexColumn("户数", 16, "走访"), AnnexColumn("覆盖率", 40, "走访"),
        ),
        rows=tuple(map(line, shown)),
        total=line(),
        notes=(
            "覆盖率：期间内先后有代表联系的户中，至少走访到一次的占比。",
            "括号内：走访到的户数，先后有代表联系的户数。只列户数，不列户。",
        ),
    )  # fmt: skip


def in_use(day):
    """{code: name} of the categories that had a name on `day`, in their order."""
    rows = CategoryName.objects.in_force(day).order_by("category__order", "pk")
    return dict(rows.values_list("category__code", "name"))
