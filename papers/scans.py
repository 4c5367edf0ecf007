"""Scans of paper: a PDF as the scanner made it, or a picture of the sheet.

A picture is kept as every photo is (papers.photos), its metadata left behind. A PDF is kept
as it came, and only ever handed out as a download: no browser runs what it may hold.
"""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.html import format_html

from papers import photos

MEGABYTES = 20
PDF_BEGINS, PDF_WITHIN = b"%PDF-", 1024  # the mark may follow a few bytes of something else
TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}

MISSING = "请选择扫描件。"
TOO_LARGE = f"扫描件大于{MEGABYTES}MB，请用较低的分辨率重新扫描。"
NO_SCAN = "这个文件不是扫描件：只收PDF文件，或者JPEG、PNG、WebP图片。"


class Scan(ContentFile):
    """A scan as it is kept: its bytes and the ending of its name."""

    def __init__(self, content, suffix):
        super().__init__(content, name=f"scan{suffix}")
        self.suffix = suffix


def prepare(upload):
    """The Scan to keep of the file `upload`; ValidationError if it is no scan."""
    if upload.size > MEGABYTES * 1024 * 1024:
        raise ValidationError(TOO_LARGE)
    upload.seek(0)  # a form that collided with another is checked again
    if PDF_BEGINS in upload.read(PDF_WITHIN):
        upload.seek(0)
        return Scan(upload.read(), ".pdf")
    try:
        photo = photos.prepare(upload)
    except ValidationError as error:
        raise ValidationError(NO_SCAN if photos.NO_PHOTO in error.messages else error) from None
    return Scan(photo.read(), ".jpg")


def random_name(instance, filename):
    key = PurePosixPath(photos.random_name()).stem
    return f"scans/{key}{PurePosixPath(filename).suffix}"


def keep(name, scan):
    """Write `scan` to the storage; an undone transaction removes it."""
    files = photos.Files(name)
    default_storage.save(name, scan)
    transaction.on_commit(files.keep)


class ScanFile(FieldFile):
    """The scan of a row. Its address is its row's, whose view asks who may see it."""

    kept_as, prepare = Scan, staticmethod(prepare)

    @property
    def url(self):
        return self.instance.get_absolute_url()

    def save(self, name, content, save=True):
        scan = content if isinstance(content, self.kept_as) else self.prepare(content)
        self.name = self.field.generate_filename(self.instance, scan.name)
        keep(self.name, scan)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    save.alters_data = True


class ScanField(models.FileField):
    """A scan. The model has get_absolute_url(), of a view using `show`."""

    attr_class = ScanFile

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"upload_to": random_name})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["upload_to"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        own = {"form_class": ScanUpload, "widget": ScanInput, "max_length": None}
        return super().formfield(**kwargs | own)


class ScanInput(photos.PhotoInput):
    """Asks for a file where there is no scan yet; a stored one is a link, and stays."""

    def __init__(self, attrs=None):
        super().__init__({"accept": "application/pdf,image/*"} | (attrs or {}))

    def stored(self, value):
        if isinstance(value, ScanFile) and value:
            return format_html('<a href="{}">打开扫描件</a>', value.url)
        return None


class ScanUpload(photos.PhotoUpload):
    widget = ScanInput
    default_error_messages = {"required": MISSING}
    prepare = staticmethod(prepare)


def show(name, title):
    """The answer to who may see the stored file `name`: a PDF is a download called `title`."""
    suffix = PurePosixPath(name).suffix
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file, as_attachment=suffix == ".pdf", filename=f"{title}{suffix}",
        content_type=TYPES[suffix], headers={"Cache-Control": "private, no-store"},
    )  # fmt: skip
