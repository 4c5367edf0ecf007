"""A workbook that somebody else laid out: which are accepted, what stands in its cells, and the
same workbook with other contents in some of them.

Only the contents of those cells are written anew, in the file's own XML. Everything else is
copied as it came (pictures, charts, drop-down lists, print settings), which no library does that
reads a workbook and writes another.
"""

import hashlib
import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from lxml import etree
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from papers import photos, scans

MEGABYTES = 10
# What a file of that size may unpack to: a sheet read as XML takes ten times its length in memory.
UNPACKED_MEGABYTES = 60
SHEET_MEGABYTES = 12
PARTS_AT_MOST = 1000
CELLS_AT_MOST = 50_000
LONGEST_TEXT = 32_767  # signs in a cell

MISSING = "请选择Excel表格。"
TOO_LARGE = f"表格大于{MEGABYTES}MB，请删掉里面的大图片，或者拆成几个文件再上传。"
TOO_MUCH = (
    "表格太大，没有打开：请删掉用不着的工作表，选中表格下面和右边的空白行、空白列，整行整列删除，"
    "另存以后再上传。"
)
NO_BOOK = (
    "这个文件不是Excel表格（xlsx）。请用WPS或者Excel打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
)
OLD_BOOK = (
    "这是旧格式的表格（xls或者et），里面的格式没法原样保留。请用WPS或者Excel打开，"
    "另存为“Excel 工作簿（*.xlsx）”再上传。"
)
LOCKED = (
    "这个表格加了打开密码。请用WPS或者Excel打开，在“文件加密”（“用密码进行加密”）里清空密码，"
    "保存以后再上传。"
)
MACROS = (
    "表格里有宏（xlsm），为了安全不收。请用WPS或者Excel打开，另存为“Excel 工作簿（*.xlsx）”"
    "再上传，宏会去掉。"
)
EMBEDDED = "表格里嵌了别的文件或者控件，为了安全不收。请在表格里删掉它们，保存以后再上传。"
OTHER_KIND = "这是模板或者二进制的表格。请另存为“Excel 工作簿（*.xlsx）”再上传。"
DAMAGED = "表格文件已损坏，打不开。请用WPS或者Excel打开，另存一份再上传。"

OLD_BEGINS = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what .xls, .et and every encrypted file begin with
)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCUMENT, WORKSHEET, STRINGS, STYLES = (
    "/officeDocument", "/worksheet", "/sharedStrings", "/styles",
)  # fmt: skip
# The parts of a workbook that come before its settings of calculation.
BEFORE_CALCULATION = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
}  # fmt: skip
PERCENT_FORMATS = {"9", "10"}  # the built-in ones
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


# What zipfile, zlib and lxml raise on a file that is not as its format wants it.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, LookupError, ValueError, EOFError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


@contextmanager
def said_in_words():
    try:
        yield
    except DAMAGE as error:
        raise ValidationError(DAMAGED) from error


# Reading.


@dataclass(frozen=True)
class WorkbookCell:
    """A cell that holds words, or a formula (then `text` is the formula)."""

    sheet: str
    ref: str
    text: str
    is_formula: bool = False
    is_percent: bool = False

    @property
    def place(self):
        return f"工作表“{self.sheet}”的{self.ref}"


class Book:
    """An xlsx file. Raises ValidationError if the bytes are no such file, or too large."""

    def __init__(self, content):
        with said_in_words():
            self.zip = zipfile.ZipFile(io.BytesIO(content))
            self.refuse()
            self.sheets = self.sheet_parts()

    def refuse(self):
        """Nothing is unpacked before its size is known; the directory's word is kept to by zipfile."""
        parts = self.zip.infolist()
        names = {part.filename for part in parts}
        size = sum(part.file_size for part in parts)
        if len(parts) > PARTS_AT_MOST or size > UNPACKED_MEGABYTES * 1024 * 1024:
            raise ValidationError(TOO_MUCH)
        if "[Content_Types].xml" not in names:
            raise ValidationError(NO_BOOK)
        types = self.read("[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
            raise ValidationError(MACROS)
        if any("/embeddings/" in name or "/activeX/" in name for name in names):
            raise ValidationError(EMBEDDED)
        if "spreadsheetml" not in types and "ms-excel" not in types:
            raise ValidationError(NO_BOOK)
        if MAIN not in types:
            raise ValidationError(OTHER_KIND)

    def read(self, name):
        return self.zip.read(name)

    def tree(self, name):
        """The root of the part `name`, without whatever it may want to fetch or repeat."""
        if self.zip.getinfo(name).file_size > SHEET_MEGABYTES * 1024 * 1024:
            raise ValidationError(TOO_MUCH)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(self.read(name), parser)
        if root.getroottree().docinfo.doctype:
            raise ValidationError(DAMAGED)  # no workbook has one, only attempts to do harm
        return root

    def related(self, name):
        """[(id, kind, part)] of what the part `name` refers to; "" is the file itself."""
        path = PurePosixPath(name)
        relations = str(path.parent / "_rels" / f"{path.name}.rels") if name else "_rels/.rels"
        if relations not in self.zip.namelist():
            return []
        return [
            (row.get("Id"), row.get("Type", ""), absolute(path.parent, row.get("Target", "")))
            for row in self.tree(relations)
            if row.get("TargetMode") != "External"
        ]

    @cached_property
    def workbook(self):
        found = [part for _, kind, part in self.related("") if kind.endswith(DOCUMENT)]
        if not found:
            raise KeyError(DOCUMENT)
        return found[0]

    def sheet_parts(self):
        """{name of a sheet of cells: its part}, in order; sheets that are one chart have none."""
        parts = {
            key: part for key, kind, part in self.related(self.workbook) if kind.endswith(WORKSHEET)
        }
        rows = self.tree(self.workbook).iterfind("{*}sheets/{*}sheet")
        pairs = [(row.get("name"), relation_of(row)) for row in rows]
        return {name: parts[key] for name, key in pairs if key in parts}

    def of_kind(self, kind):
        found = [part for _, k, part in self.related(self.workbook) if k.endswith(kind)]
        return found[0] if found and found[0] in self.zip.namelist() else None

    @cached_property
    def strings(self):
        part = self.of_kind(STRINGS)
        return list(self.tree(part).iterfind("{*}si")) if part else []

    @cached_property
    def percents(self):
        """The numbers of the styles that show shares: 0.5 as 50%."""
        part = self.of_kind(STYLES)
        if part is None:
            return set()
        root = self.tree(part)
        own = {
            row.get("numFmtId")
            for row in root.iterfind("{*}numFmts/{*}numFmt")
            if "%" in row.get("formatCode", "")
        }
        styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
        return {str(n) for n, row in styles if row.get("numFmtId") in PERCENT_FORMATS | own}

    def cells(self):
        """The Cells of all sheets, in the order of reading."""
        with said_in_words():
            return self.read_cells()

    def read_cells(self):
        found, count = [], 0
        for sheet, part in self.sheets.items():
            for ref, cell in placed(self.tree(part)):
                count += 1
                if count > CELLS_AT_MOST:
                    raise ValidationError(TOO_MUCH)
                formula = cell.find("{*}f")
                text = (formula.text or "") if formula is not None else self.words(cell)
                if text:
                    is_percent = cell.get("s", "0") in self.percents
                    found.append(WorkbookCell(sheet, ref, text, formula is not None, is_percent))
        return found

    def words(self, cell):
        return "".join(node.text or "" for node in self.words_in(cell))

    def words_in(self, cell):
        """The elements that hold the words of `cell`; none of a number."""
        kind = cell.get("t")
        if kind == "s":
            number = cell.findtext("{*}v")
            return texts_of(self.strings[int(number)]) if number else []
        return texts_of(cell.find("{*}is")) if kind == "inlineStr" else []

    def outside_cells(self):
        """What is written in text boxes, charts, notes, and above and below the printed page."""
        inside = ("drawings/drawing", "charts/chart", "comments", "threadedComments/")
        parts = [
            info.filename for info in self.zip.infolist()
            if info.filename.endswith(".xml") and any(f"xl/{name}" in info.filename for name in inside)
        ]  # fmt: skip
        with said_in_words():
            said = ["".join(self.tree(part).itertext()) for part in parts]
        for part in self.sheets.values():
            said += ["".join(row.itertext()) for row in self.tree(part).iterfind("{*}headerFooter")]
        return "\n".join(said)

    def has(self, folder):
        return any(name.startswith(folder) for name in self.zip.namelist())

    # Writing.

    def filled(self, answers):
        """The bytes of this workbook with `answers` ({(sheet, ref): number or text}) in its cells.

        What formulas came to the last time is left out, so that nobody reads an old sum: the
        program that opens the file computes them anew.
        """
        written = {self.workbook: recalculating(self.tree(self.workbook))}
        for sheet, part in self.sheets.items():
            root = self.tree(part)
            for ref, cell in placed(root):
                if (sheet, ref) in answers:
                    self.put(cell, answers[sheet, ref])
                elif cell.find("{*}f") is not None:
                    forget(cell)
            written[part] = root
        return self.packed({part: as_bytes(root) for part, root in written.items()})

    def put(self, cell, answer):
        if isinstance(answer, (int, Decimal)):
            clear(cell)
            etree.SubElement(cell, like(cell, "v")).text = f"{answer:f}" if answer else "0"
        else:
            self.put_words(cell, clean(answer))

    def put_words(self, cell, text):
        """Always as words, whatever they begin with: as an inline string nothing is a formula."""
        nodes = self.words_in(cell)
        font = nodes[0].getparent().find("{*}rPr") if nodes else None
        clear(cell)
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, like(cell, "is"))
        if font is not None:
            holder = etree.SubElement(holder, like(cell, "r"))
            holder.append(etree.fromstring(etree.tostring(font)))
        node = etree.SubElement(holder, like(cell, "t"))
        node.text = text
        node.set(SPACE, "preserve")

    def packed(self, written):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for part in self.zip.infolist():
                content = written.get(part.filename)
                content = self.read(part.filename) if content is None else content
                file.writestr(copy(part), content)
        return buffer.getvalue()


def absolute(folder, target):
    """The part that `target` means, seen from `folder`."""
    path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else folder / target
    parts = []
    for piece in path.parts:
        if piece == "..":
            parts = parts[:-1]
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)


def relation_of(element):
    """The r:id of `element`, in whichever namespace its program writes."""
    return next((v for k, v in element.attrib.items() if k.endswith("}id")), None)


def placed(root):
    """(reference, element) of each cell of a sheet; programs may leave references out."""
    for row_number, row in enumerate(root.iterfind("{*}sheetData/{*}row"), 1):
        number = row.get("r") or str(row_number)
        for place, cell in enumerate(row.iterfind("{*}c"), 1):
            yield cell.get("r") or f"{letters(place)}{number}", cell


def letters(number):
    """1 is A, 27 is AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def texts_of(string):
    """The elements with the words of a string, less the readings of its characters."""
    if string is None:
        return []
    return [t for t in string.iter("{*}t") if not t.getparent().tag.endswith("}rPh")]


def like(element, name):
    """`name` in the namespace of `element`."""
    return f"{{{etree.QName(element).namespace}}}{name}"


def clear(cell):
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def forget(cell):
    """Take away what the formula of `cell` came to."""
    for child in cell.findall("{*}v"):
        cell.remove(child)
    cell.attrib.pop("t", None)


def clean(text):
    """`text` as a cell may hold it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "", text)[:LONGEST_TEXT]


def recalculating(root):
    """The settings of a workbook, so that all its formulas are computed when it is opened."""
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(like(root, "calcPr"))
        before = [child for child in root if etree.QName(child).localname in BEFORE_CALCULATION]
        before[-1].addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    return root


def as_bytes(root):
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# Keeping: as the scans of paper are kept (papers.scans).


class Workbook(ContentFile):
    """A workbook as it is kept: its bytes as they came, and the Book in them."""

    def __init__(self, content, given_name=""):
        super().__init__(content, name="table.xlsx")
        self.book = Book(content)
        self.cells = self.book.cells()
        self.given_name = given_name
        self.digest = hashlib.sha256(content).hexdigest()


def prepare(upload):
    """The Workbook to keep of the file `upload`; ValidationError if it is no workbook."""
    if upload.size > MEGABYTES * 1024 * 1024:
        raise ValidationError(TOO_LARGE)
    upload.seek(0)  # a form that collided with another is checked again
    content = upload.read()
    if content.startswith(OLD_BEGINS):
        raise ValidationError(LOCKED if ENCRYPTED in content else OLD_BOOK)
    if not content.startswith(b"PK"):
        raise ValidationError(NO_BOOK)
    return Workbook(content, PurePosixPath(upload.name or "").name)


class WorkbookFile(scans.ScanFile):
    kept_as, prepare = Workbook, staticmethod(prepare)


class WorkbookField(scans.ScanField):
    """A workbook that was uploaded; views hand it out after asking who may see it."""

    attr_class = WorkbookFile


class WorkbookInput(photos.PhotoInput):
    def __init__(self, attrs=None):
        accepted = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        super().__init__({"accept": accepted} | (attrs or {}))


class WorkbookUpload(photos.PhotoUpload):
    widget = WorkbookInput
    default_error_messages = {"required": MISSING, "empty": DAMAGED}
    prepare = staticmethod(prepare)
