"""Which kind of file the bytes are, whatever they are called, and who reads it."""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

from imports.reading.books import parts_of, read_book
from imports.reading.identity import strip_identity
from imports.reading.limits import SHEETS, TOO_MANY_SHEETS
from imports.reading.markup import is_markup, read_markup
from imports.reading.pictures import strip_pictures
from imports.reading.texts import read_csv, sheet_of_pasted
from papers.workbook import ENCRYPTED, LOCKED, MEGABYTES, OLD_BEGINS, TOO_LARGE

SAVE_AS = "请用WPS或者Excel打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
COPY_TABLE = "请把里面的表格复制到WPS或者Excel里，存为xlsx再上传；也可以直接复制、粘贴。"
NOTHING = "文件是空的，没有内容。"
NO_CELLS = "表格里没有内容。"
DOCUMENT = f"这是文字文档（doc、docx、wps），不是表格。{COPY_TABLE}"
PDF = f"这是PDF，里面的表格读不出来。请找原来的表格文件；没有的话，{COPY_TABLE[1:]}"
PICTURE = "这是图片，里面的表格读不出来。请找原来的表格文件，或者照着图片录入。"
ARCHIVE = "这是压缩包。请先解压，再上传里面的表格文件。"
SLIDES = f"这是演示文稿，不是表格。{COPY_TABLE}"
NO_TABLE_FILE = f"这个文件不是表格。能读的有xlsx、xls、et、ods、csv。{SAVE_AS}"
OLD_UNKNOWN = f"这个文件的格式认不出来。{SAVE_AS}"

PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
RICH_TEXT = b"{\\rtf"
WORKBOOK_STREAMS = ("Workbook", "Book")
DOCUMENT_STREAMS = {"WordDocument": DOCUMENT, "PowerPoint Document": SLIDES}
PASTED_AT_MOST = MEGABYTES * 1024 * 1024


def read_file(name, data):
    """The Sheets with something in them of the file `name` with the bytes `data`.

    Recognised by what is in it, not by its name. Identity numbers are taken out. Raises ValidationError
    with one sentence that says what to do.
    """
    if len(data) > MEGABYTES * 1024 * 1024:
        raise ValidationError(TOO_LARGE)
    if not data.strip(b"\0 \t\r\n"):
        raise ValidationError(NOTHING)
    return finished(sheets_of(PurePosixPath(name or "").stem[:50] or "表格", data))


def read_pasted(text):
    """The one Sheet of cells pasted from WPS or Excel, in a list; as of `read_file`."""
    if len(text) > PASTED_AT_MOST:
        raise ValidationError("粘贴的内容太多，请分几次粘贴，或者上传文件。")
    if not text.strip():
        raise ValidationError("没有粘贴内容。")
    return finished([sheet_of_pasted(text)])


def finished(sheets):
    filled = []
    for sheet in sheets:
        strip_identity(sheet)
        strip_pictures(sheet)
        if not sheet.is_empty() or sheet.left_out:
            filled.append(sheet)
    if not filled:
        raise ValidationError(NO_CELLS)
    if len(filled) > SHEETS:
        raise ValidationError(TOO_MANY_SHEETS)
    return filled


def sheets_of(name, data):
    if data.startswith(OLD_BEGINS):
        return read_old(data)
    if data.startswith(b"PK"):
        return read_zip(data)
    refuse_others(data)
    if is_markup(data):
        return read_markup(name, data)
    return [read_csv(name, data)]


def read_old(data):
    """xls, et; all of them are small file systems with named streams."""
    if ENCRYPTED in data:
        raise ValidationError(LOCKED)
    for stream, sentence in DOCUMENT_STREAMS.items():
        if in_directory(stream) in data:
            raise ValidationError(sentence)
    if not any(in_directory(stream) in data for stream in WORKBOOK_STREAMS):
        raise ValidationError(OLD_UNKNOWN)
    return read_book(data)


def in_directory(stream):
    return stream.encode("utf-16-le") + b"\0\0"


def read_zip(data):
    """xlsx, xlsm (its macros are never run), xlsb, ods; other zip files are refused by what they are."""
    parts = parts_of(data)
    if any(part.startswith("xl/") for part in parts) or "content.xml" in parts:
        refuse_other_documents(data)
        return read_book(data)
    if any(part.startswith("word/") for part in parts):
        raise ValidationError(DOCUMENT)
    if any(part.startswith("ppt/") for part in parts):
        raise ValidationError(SLIDES)
    raise ValidationError(ARCHIVE)


def refuse_other_documents(data):
    if b"opendocument.text" in data[:200]:
        raise ValidationError(DOCUMENT)
    if b"opendocument.presentation" in data[:200]:
        raise ValidationError(SLIDES)


def refuse_others(data):
    if b"%PDF-" in data[:1024]:
        raise ValidationError(PDF)
    if data.startswith(PICTURES) or data[4:12] in (b"ftypheic", b"ftypmif1") or is_bitmap(data):
        raise ValidationError(PICTURE)
    if data.startswith(ARCHIVES):
        raise ValidationError(ARCHIVE)
    if data.startswith(RICH_TEXT):
        raise ValidationError(DOCUMENT)
    if data[:12].upper() == b"MIME-VERSION":
        raise ValidationError(NO_TABLE_FILE)


def is_bitmap(data):
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_webp or (data.startswith(b"BM") and data[6:10] == bytes(4))
