"""The cells of a county's table: which placeholders they hold, and what they say in a year.

Words and numbers are those of the report (reports.words.outline): a table cannot say anything else.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError

from papers.spreadsheet import FORMULA
from papers.workbook import WorkbookCell
from reports.asking import placeholders, units
from reports.asking.placeholders import Number, Unknown
from reports.asking.registry import DAYS, Shape
from reports.counting.sentences import value_words
from reports.words.document import Run
from reports.words.lines import fitting
from reports.words.outline import Renderer, speaking_of
from township.numbers import percentage, share

# More than these are not listed: whoever reads them mends the first and uploads again.
PROBLEMS_AT_MOST = 12
NUMBERS = (Shape.COUNT, Shape.SUM, *DAYS)
NOTHING_TO_FILL = (
    "表格里没有占位符。请在要填数字的单元格里写上，如 {人代会次数}、{满意率}；可用的见“空白样表”。"
)
GAPS = ("missing", "backfill", "unknown")


# What is written in the cells.


def cells_to_fill(book_cells):
    """The cells of `book_cells` that hold placeholders; ValidationError names each wrong one."""
    found, problems = [], []
    for cell in book_cells:
        if cell.is_formula:
            problems += in_formula(cell)
        elif placeholders.STRAY.search(cell.text):
            problems += wrong_with(cell)
            found.append(cell)
    if problems:
        rest = len(problems) - PROBLEMS_AT_MOST
        more = [f"另外还有{rest}处，改好上面的再上传。"] if rest > 0 else []
        raise ValidationError(problems[:PROBLEMS_AT_MOST] + more)
    if not found:
        raise ValidationError(NOTHING_TO_FILL)
    return found


def kept(cells):
    """`cells` as a version of a table keeps them (lists, for JSON)."""
    return [[cell.sheet, cell.ref, cell.text, cell.is_percent] for cell in cells]


def cells_of(version):
    """The Cells that a version of a table kept."""
    return [
        WorkbookCell(sheet, ref, text, is_percent=percent)
        for sheet, ref, text, percent in version.cells
    ]


def in_formula(cell):
    """Braces in a formula are its own ({1,2}) unless they hold a placeholder."""
    names = [match[1] for match in placeholders.PATTERN.finditer(cell.text)]
    if not any(is_known(name) for name in names):
        return []
    said = "公式里的占位符不会填写，请把占位符单独写在一格，公式引用那一格。"
    return [f"{cell.place}：{said}"]


def is_known(name):
    try:
        placeholders.parse(name)
    except Unknown:
        return False
    return True


def wrong_with(cell):
    """What is wrong with the placeholders of `cell`, as sentences that name it."""
    for line in cell.text.splitlines():
        for mistake in placeholders.wrong_in(line, None):
            yield mistake.told(cell.place, is_cell=True)


def remarks_on(book):
    """What of this workbook will not be quite as it was, or not filled, as sentences."""
    said = []
    names = [match[1] for match in placeholders.PATTERN.finditer(book.outside_cells())]
    if any(is_known(name) for name in names):
        said.append("文本框、图表、批注和页眉页脚里的占位符不填，只填单元格里的。")
    if book.has("xl/pivotTables/"):
        said.append("表里有数据透视表：下载以后要在WPS或者Excel里点一下“刷新”。")
    if book.has("xl/externalLinks/"):
        said.append("有公式引用了别的文件：在别的电脑上打开，那几格可能算不出来。")
    if book.has("_xmlsignatures/"):
        said.append("表格带有数字签名：填了数字，签名就失效了。")
    return said


def doubled_in(cells):
    """The units that would stand twice in `cells`, as sentences that name each."""
    return [f"{cell.place}：{said}" for cell in cells for said in units.doubled(cell.text)]


# What they say in a year.


@dataclass(frozen=True)
class Filled:
    """A cell and what stands in it; `value` a number or a text, `runs` the same for the page."""

    cell: WorkbookCell
    runs: tuple
    value: int | Decimal | str

    @property
    def place(self):
        return self.cell.place

    @property
    def gaps(self):
        return [run for run in self.runs if run.kind in GAPS]


class Filler:
    """Fills cells as `report` (that of the year) would say it, all asked for at once."""

    def __init__(self, report, cells):
        self.pieces = {
            cell.text: [fitting(placeholders.pieces(line)) for line in cell.text.split("\n")]
            for cell in cells
        }
        known = [
            ("p", f"{{{source}}}")
            for text in self.pieces
            for source in (match[1] for match in placeholders.PATTERN.finditer(text))
        ]
        self.renderer = Renderer(report, known)

    def fill(self, cell):
        """The Filled of `cell`."""
        with speaking_of(self.renderer.report):
            return self.filled(cell)

    def filled(self, cell):
        lines = self.pieces[cell.text]
        number = self.as_number(cell, lines)
        if number is not None:
            return number
        runs = []
        for index, line in enumerate(lines):
            runs += [Run("\n")] if index else []
            runs += [run for piece in line for run in self.renderer.runs(piece)]
        text = "".join(run.text for run in runs)
        is_value = bool(runs) and not (lines[0] and isinstance(lines[0][0], str))
        if is_value and text.startswith(FORMULA):
            text = f"'{text}"
        return Filled(cell, tuple(runs), text)

    def as_number(self, cell, lines):
        """The Filled of a cell that is one placeholder of a number, so that formulas can add it up."""
        pieces = [piece for line in lines for piece in line if not is_blank(piece)]
        if len(pieces) != 1 or not isinstance(pieces[0], Number):
            return None
        [piece] = pieces
        [*rest, run] = self.renderer.runs(piece)
        asked = self.renderer.asked(piece)
        if rest or asked is None or run.kind != "number":
            return None
        number = number_of(piece, self.renderer.values[asked], cell.is_percent)
        if number is None:
            return None
        shown = share(number, 1) if cell.is_percent else f"{number:f}"
        return Filled(cell, (replace(run, text=shown),), number)


def is_blank(piece):
    return isinstance(piece, str) and not piece.strip()


def number_of(piece, value, is_percent):
    """The number that a cell holds for `piece`; None where the report has words for it."""
    shape, style = piece.figure.shape, piece.style
    if shape is Shape.RATE and is_percent and value.total:
        return Decimal(percentage(value.n, value.total)) / 100
    if shape not in NUMBERS or value.number is None:
        return None
    if style in ("", placeholders.BARE):
        return Decimal(value_words(piece.figure, value, placeholders.BARE))
    if style == placeholders.TEN_THOUSAND:
        return Decimal(value_words(piece.figure, value, style).removesuffix("万元"))
    return None
