"""From words and numbers to the blocks that page, Word and print all loop over."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse

from reports import placeholders
from reports.dimensions import CATEGORIES
from reports.evaluate import Ledger, Value, evaluate
from reports.periods import Periods
from reports.placeholders import Clause, Name, Number
from reports.registry import DAYS, Asked, Shape
from representatives.models import CategoryName
from township.models import Town, chinese_number, town_name
from township.paper import heading_of
from township.spans import Period, day_in_words, today

OUTLINES = Path(__file__).parent / "outlines"
SALUTATION = re.compile(r"^各位[^，。；：]{1,20}：$")
# Before a measure word, two is 两: 两次, 两篇.
COUNTING_TWO = {2: "两"}


@dataclass(frozen=True)
class Run:
    """A stretch of text: plain, a number that opens its records, or a gap."""

    text: str
    kind: str = "text"
    url: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Block:
    """One paragraph of the report."""

    kind: str
    runs: tuple
    anchor: str = ""

    @property
    def text(self):
        return "".join(run.text for run in self.runs)

    @property
    def level(self):
        return 2 if self.kind == "h2" else 1


@dataclass(frozen=True)
class Gap:
    """Something the report cannot say yet, and where to mend it."""

    kind: str
    text: str
    url: str


@dataclass
class Document:
    """The rendered report."""

    blocks: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    numbers_count: int = 0

    @property
    def title(self):
        return self.blocks[0].text if self.blocks else ""

    @property
    def signed_by(self):
        return self.text_of("signature")

    @property
    def dated(self):
        return self.text_of("date")

    def text_of(self, kind):
        return next((block.text for block in self.blocks if block.kind == kind), "")

    @property
    def headings(self):
        return [block for block in self.blocks if block.kind in ("h1", "h2")]


def default_outline(name="annual"):
    """The outline a report starts from, as text: of the year, or of the `handling` of motions."""
    return (OUTLINES / f"{name}.txt").read_text(encoding="utf-8")


def kind_of(line, is_first):
    """What a line of the outline is: title, whom it addresses, or as its numbering says."""
    if is_first:
        return "title"
    return "to" if SALUTATION.match(line) else heading_of(line)


class Renderer:
    """Renders one report. Everything it asks the database, it asks before the first word."""

    def __init__(self, report):
        self.report = report
        self.periods = Periods(report.year, report.own_term)
        self.town = Town.get()
        self.names = town_name(self.periods.own.last_day)
        self.today = today()
        self.is_running = self.today in self.periods.own
        self.ledger = Ledger.load()
        lines = [line.strip() for line in report.outline.splitlines() if line.strip()]
        self.lines = [placeholders.pieces(line) for line in lines]
        self.categories = self.category_names()
        self.members = {}
        self.values = evaluate(self.wanted(), self.ledger)
        self.document = Document()

    def category_names(self):
        last = self.periods.own.last_day
        rows = CategoryName.objects.in_force(last).select_related("category")
        return {row.category.code: row for row in rows.order_by("category__order", "pk")}

    def numbers(self):
        return [piece for line in self.lines for piece in flat(line) if isinstance(piece, Number)]

    def wanted(self):
        """Every Asked that the outline needs, the year before and the members of details included."""
        for number in self.numbers():
            asked = self.asked(number)
            if asked is None:
                continue
            yield asked
            if number.style == placeholders.CHANGE:
                yield self.year_before(asked)
            if number.style == placeholders.DETAIL:
                yield from (
                    asked._replace(member=member) for member in self.members_of(number.figure)
                )

    def members_of(self, figure):
        if figure.dimension is CATEGORIES:
            return list(self.categories)  # a category without a name that year was not in use
        if figure.dimension not in self.members:
            self.members[figure.dimension] = figure.dimension.members()
        return self.members[figure.dimension]

    def asked(self, number):
        """The Asked that `number` means, or None where the report has no such period."""
        try:
            period = self.periods.resolve(number.word)
        except LookupError:
            return None
        return Asked(number.figure, period, number.member)

    @staticmethod
    def year_before(asked):
        start, end = asked.period
        return asked._replace(period=Period(years_before(start), years_before(end)))

    def render(self):
        """The Document."""
        for index, line in enumerate(self.lines):
            runs = tuple(run for piece in line for run in self.runs(piece))
            text = "".join(run.text for run in runs)
            kind = kind_of(text, index == 0)
            anchor = f"s{index}" if kind in ("h1", "h2") else ""
            self.document.blocks.append(Block(kind, runs, anchor))
        self.sign()
        return self.document

    def sign(self):
        self.document.blocks.append(Block("signature", (Run(self.names.signing_body),)))
        if self.report.signed_on:
            day = Run(day_in_words(self.report.signed_on))
        else:
            url = reverse("admin:reports_report_changelist")
            if self.report.pk:
                url = reverse("admin:reports_report_change", args=[self.report.pk])
            day = self.gap("missing", "成文日期", url)
        self.document.blocks.append(Block("date", (day,)))

    def runs(self, piece):
        """The runs of a piece of a line: several of a clause or a detail, none of an empty clause."""
        if isinstance(piece, str):
            return [Run(piece)]
        if isinstance(piece, Name):
            return [self.name(piece)]
        if isinstance(piece, Clause):
            if not any(self.says_something(part) for part in piece.pieces):
                return []
            return [run for part in piece.pieces for run in self.runs(part)]
        return self.number(piece)

    def says_something(self, piece):
        """True of a number that is not nothing; what is older than the ledger is not known to be."""
        asked = self.asked(piece) if isinstance(piece, Number) else None
        if asked is None:
            return False
        value = self.values[asked]
        return bool(value.is_missing or value.number or value.total or value.names)

    def name(self, piece):
        if piece.name == placeholders.CATEGORY_NAME:
            row = self.categories.get(piece.member)
            return Run(row.name) if row else self.gap("missing", f"类别“{piece.member}”的名称", "")
        term = self.report.own_term
        words = {
            "年": str(self.report.year),
            "下年": str(self.report.year + 1),
            "全年": f"截至{self.today.month}月{self.today.day}日" if self.is_running else "全年",
            "年末": "目前" if self.is_running else "年末",
            "届": f"第{chinese_number(term.number)}届" if term else "",
            "镇": self.names.town,
            "上级市": self.names.county,
            "上级简称": self.names.county_party.removesuffix("委"),
            "上级党委": self.names.county_party,
            "设区市": self.names.prefecture,
            "署名": self.names.signing_body,
            "各类联系户": "、".join(
                f"{row.category.per_deputy}户{row.name}" for row in self.categories.values()
            ),
        }
        text = words[piece.name]
        return Run(text) if text else self.gap("missing", piece.name, "")

    def number(self, number):
        """The runs that say `number`: one, but for a detail, whose members each open their own."""
        asked = self.asked(number)
        if asked is None:
            url = reverse("figure-list", args=[self.report.year])
            return [self.gap("missing", number.figure.name, url)]
        url = figure_url(self.report.year, number, self.periods)
        label = asked.name if not number.word else f"{number.word}{asked.name}"
        value = self.values[asked]
        if value.is_missing:
            return [self.gap("backfill", label, url)]
        hint = number.figure.definition
        if value.sources:
            hint += "其中期初数出自" + "、".join(value.sources) + "。"
        if number.style == placeholders.DETAIL:
            runs = self.detail(number, asked, hint)
        else:
            text = self.words(number, asked, value)
            runs = [Run(text, "number", url, hint)] if text else []
        if not runs:
            label = f"上年{label}" if number.style == placeholders.CHANGE else label
            return [self.gap("missing", label, url)]
        self.document.numbers_count += sum(run.kind == "number" for run in runs)
        return runs

    def gap(self, kind, label, url):
        word = "待补" if kind == "backfill" else "待填"
        reason = "早于台账起始日，也没有期初数" if kind == "backfill" else "还没有记录"
        self.document.gaps.append(Gap(kind, f"{label}：{reason}", url))
        return Run(f"【{word}：{label}】", kind, url)

    def words(self, number, asked, value):
        """The value in words, or "" where there is nothing to say."""
        if number.style == placeholders.CHANGE:
            return change_words(value, self.values[self.year_before(asked)], number.figure.unit)
        chinese = self.town.number_style == Town.NumberStyle.CHINESE
        return value_words(asked.figure, value, number.style, chinese=chinese)

    def detail(self, number, asked, hint):
        """农业农村5件、水利设施3件: the members that have any, the largest first.

        Categories of households go by the name they had that year.
        """
        members = self.members_of(asked.figure)
        rows = [(self.values[asked._replace(member=m)].number or 0, m) for m in members]
        rows = sorted(((n, m) for n, m in rows if n), key=lambda row: -row[0])
        names = {code: row.name for code, row in self.categories.items()}
        is_category = asked.figure.dimension is CATEGORIES
        runs = []
        for count, member in rows:
            label = names.get(member, member) if is_category else member
            label = f"{label}{asked.figure.dimension.suffix}"
            url = figure_url(self.report.year, replace(number, member=member), self.periods)
            runs.append(Run(f"、{label}" if runs else label))
            runs.append(Run(f"{count}{asked.figure.unit}", "number", url, hint))
        return runs


def flat(line):
    """The pieces of a line, those inside clauses included."""
    for piece in line:
        yield from piece.pieces if isinstance(piece, Clause) else (piece,)


def years_before(day, years=1):
    """The same day of an earlier year; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def figure_url(year, number, periods):
    """The address of the records behind a placeholder."""
    query = {"period": periods.parameter(number.word), "member": number.member}
    query = urlencode({key: text for key, text in query.items() if text})
    path = reverse("figure-rows", args=[year, number.figure.name])
    return f"{path}?{query}" if query else path


def value_words(figure, value: Value, style="", *, chinese=False):
    """A value as the report writes it, its unit included; "" where there is nothing to say.

    A rate prints n/N and, without an N, 暂无数据: never 100 % of nothing.
    """
    if figure.shape is Shape.NAMES:
        return "、".join(value.names)
    if figure.shape is Shape.RATE:
        return rate_words(value, style, figure.nothing)
    if figure.shape in DAYS and not value.total and not value.sources:
        return figure.nothing
    # A zero from a source is known; any other may be something nobody entered.
    is_known = figure.zero_says_something or value.sources or figure.shape in DAYS
    if not value.number and not is_known:
        return ""
    if style == placeholders.BARE:
        return plain(value.number)
    if figure.shape in DAYS:
        return f"{plain(value.number)}{figure.unit}"
    if style == placeholders.TEN_THOUSAND:
        return f"{plain(round(value.number / 10_000, 2))}万元"
    if style == placeholders.CHINESE or (chinese and 0 < value.number <= 10):
        whole = int(value.number)
        return COUNTING_TWO.get(whole, chinese_number(whole)) + figure.unit
    return f"{plain(value.number)}{figure.unit}"


def rate_words(value, style="", nothing="暂无数据"):
    if not value.total:
        return nothing
    percent = f"{percentage(value.n, value.total)}%"
    return percent if style == placeholders.PERCENT else f"{percent}（{value.n}/{value.total}）"


def percentage(n, total):
    """n of total in per cent with one decimal, half up, without a trailing .0 (a str)."""
    tenths = (Decimal(n) * 1000 / Decimal(total)).quantize(Decimal(1), rounding="ROUND_HALF_UP")
    return plain(tenths / 10)


def plain(number):
    """A number without needless zeros: 63200.00 → 63200, 6.30 → 6.3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def change_words(value, before, unit):
    """增加4件 / 减少2件 / 持平 against the year before; "" where that year is not known."""
    if before.is_missing:
        return ""
    difference = (value.number or 0) - (before.number or 0)
    if not difference:
        return "持平"
    return f"{'增加' if difference > 0 else '减少'}{plain(abs(difference))}{unit}"


def render(report):
    """The Document of `report` (a Report, stored or not)."""
    return Renderer(report).render()
