"""Photos: which are accepted, how they are kept, how they are shown.

What is kept is never the file that was sent. Its pixels are drawn into a new JPEG, so that no
place, camera, name or hidden payload of the original survives; and only a view that has asked
who may see the photo hands it out.
"""

import io
import math
import struct
import threading
import uuid
import weakref
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.utils.html import format_html
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTES = 10
# How many each format may have, so that none takes more than 200 MB of memory while it is made
# small (tests/papers/test_photos.py): a JPEG is decoded as a small one, a WebP several times over.
MEGAPIXELS = {"JPEG": 50, "PNG": 20, "WEBP": 12}
PROGRESSIVE_MEGAPIXELS = 16  # of a JPEG that comes in passes, all of them are held
FORMATS = tuple(MEGAPIXELS)
LONG_SIDE = 2000  # pixels
THUMBNAIL_SIDE = 480  # pixels
REDUCING_GAP = 1.5  # how many times larger than LONG_SIDE a JPEG is decoded at least
# What one picture takes is bounded, so of many that come at once it is the same.
ONE_AT_A_TIME = threading.Lock()

MISSING = "请选择照片。"
TOO_LARGE = f"照片大于{MEGABYTES}MB，请压缩后再上传。"
TOO_MANY_PIXELS = "照片超过{limit}00万像素，请缩小后再上传。"
NO_PHOTO = "这个文件不是照片：只收JPEG、PNG、WebP格式；苹果手机的HEIC照片请先转成JPEG。"
DAMAGED = "照片文件已损坏，请从手机或相机重新导出，或换一张。"

# What Pillow raises on a file that is not as its format wants it.
DAMAGE = (OSError, SyntaxError, ValueError, struct.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# What is accepted, and what is made of it.


class Photo(ContentFile):
    """A photo as it is kept: the bytes of a JPEG, and beside them those of its `thumbnail`."""

    def __init__(self, image):
        super().__init__(jpeg(image, LONG_SIDE), name="photo.jpg")
        self.thumbnail = ContentFile(jpeg(image, THUMBNAIL_SIDE))


def jpeg(image, side):
    """`image` (in RGB) as the bytes of a JPEG that is at most `side` pixels long."""
    small = image.copy()
    small.thumbnail((side, side))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=85, optimize=True, progressive=True)
    return buffer.getvalue()


def prepare(upload):
    """The Photo to keep of the file `upload`.

    Raises ValidationError, in words for whoever sent it, where it is larger than MEGABYTES or
    MEGAPIXELS, damaged, or by its content (whatever its name says) none of FORMATS.
    """
    if upload.size > MEGABYTES * 1024 * 1024:
        raise ValidationError(TOO_LARGE)
    upload.seek(0)  # a form that collided with another is checked again
    try:
        with Image.open(upload, formats=FORMATS) as image:
            check_size(image)
            with ONE_AT_A_TIME:
                return Photo(pixels(image))
    except BOMB:
        raise ValidationError(TOO_MANY_PIXELS.format(limit=MEGAPIXELS["JPEG"])) from None
    except UnidentifiedImageError:
        raise ValidationError(NO_PHOTO) from None
    except DAMAGE:
        raise ValidationError(DAMAGED) from None


def check_size(image):
    """Refuse an `image` of too many pixels, asked of its header before anything is decoded."""
    # Pillow calls some JPEG by another name (MPO: a second picture hangs on to it).
    limit = MEGAPIXELS.get(image.format, MEGAPIXELS["JPEG"])
    if image.info.get("progressive"):
        limit = PROGRESSIVE_MEGAPIXELS
    if image.width * image.height > limit * 1_000_000:
        raise ValidationError(TOO_MANY_PIXELS.format(limit=limit))


def pixels(image):
    """What `image` shows and nothing else: small enough, upright, in RGB, on white."""
    image = smooth(image)
    image.thumbnail(fitting(image.size), reducing_gap=REDUCING_GAP)  # before all that copies it
    image = upright(image)
    # A new image: the comments and profiles that came with the old one stay behind.
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        plain.paste(image, mask=image)
    else:
        plain.paste(image.convert("RGB"))
    return plain


def fitting(size):
    """The `size` in which the longer side is LONG_SIDE.

    With both sides named, Pillow decodes a JPEG as a small one; of a square, only square ones.
    """
    scale = LONG_SIDE / max(size)
    return tuple(math.ceil(side * scale) for side in size)


def upright(image):
    """`image` as the camera was held, where it says so and that can be read."""
    try:
        return ImageOps.exif_transpose(image)
    except DAMAGE:
        return image  # the picture is none the worse for it


def smooth(image):
    """`image` in a mode that can be made smaller: no palette, no more than 8 bits a channel."""
    if image.mode == "I;16":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("1", "P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


# Where it is kept.


def random_name(instance=None, filename=""):
    return name_from(uuid.uuid4())


def name_from(key):
    """The name in the storage of the photo whose random number is the UUID `key`."""
    return f"photos/{key.hex}.jpg"


def thumbnail_of(name):
    path = PurePosixPath(name)
    return str(path.with_stem(f"{path.stem}-small"))


def store(name, photo):
    """Write `photo` and its thumbnail to the storage; an undone transaction removes both."""
    files = Files(thumbnail_of(name), name)
    try:
        # The thumbnail first: where there is a photo, its thumbnail is there too.
        default_storage.save(thumbnail_of(name), photo.thumbnail)
        default_storage.save(name, photo)
    except OSError:
        files.remove()
        raise
    transaction.on_commit(files.keep)


class Files:
    """Files whose rows are not committed yet.

    Django tells nobody of a rollback, but drops what waits for the commit: with the last
    reference to this object its files go, unless `keep` was called.
    """

    def __init__(self, *names):
        self.remove = weakref.finalize(self, remove, names)

    def keep(self):
        self.remove.detach()


def remove(names):
    for name in names:
        default_storage.delete(name)


class PhotoFile(FieldFile):
    """The photo of a row. Its addresses are its row's, whose views ask who may see it."""

    @property
    def url(self):
        return self.instance.get_absolute_url()

    @property
    def thumbnail_url(self):
        return self.instance.get_thumbnail_url()

    def save(self, name, content, save=True):
        photo = content if isinstance(content, Photo) else prepare(content)
        self.name = self.field.generate_filename(self.instance, name)
        store(self.name, photo)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    save.alters_data = True


class PhotoField(models.FileField):
    """A photo. The model has get_absolute_url() and get_thumbnail_url(), of views using `show`."""

    attr_class = PhotoFile

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"upload_to": random_name})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["upload_to"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        # Also in the admin, whose own widget offers to clear and to swap.
        own = {"form_class": PhotoUpload, "widget": PhotoInput, "max_length": None}
        return super().formfield(**kwargs | own)


# How it is entered and shown.


class PhotoInput(forms.FileInput):
    """Asks for a file where there is no photo yet; a stored one is shown, and stays."""

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp"} | (attrs or {}))

    def stored(self, value):
        """What is shown of a stored file; None if `value` is not a stored file."""
        if isinstance(value, PhotoFile) and value:
            return render_to_string("components/photo.html", {"photo": value})
        return None

    def render(self, name, value, attrs=None, renderer=None):
        shown = self.stored(value)
        if shown is not None:
            return shown
        field = super().render(name, value, attrs, renderer)
        if isinstance(value, UploadedFile):
            # A form that was refused comes back without its files, and no browser says so.
            note = '{}<p class="help">文件“{}”没有保存，请再选一次。</p>'
            return format_html(note, field, value.name)
        return field


class PhotoUpload(forms.FileField):
    widget = PhotoInput
    default_error_messages = {"required": MISSING}
    prepare = staticmethod(prepare)

    def to_python(self, data):
        file = super().to_python(data)
        return file and self.prepare(file)

    def clean(self, data, initial=None):
        """A stored photo is never swapped, whatever was sent: it is voided, and another added."""
        return initial or super().clean(data, initial)

    def has_changed(self, initial, data):
        return not initial and super().has_changed(initial, data)

    def bound_data(self, data, initial):
        return initial or data


def show(name):
    """The answer to who may see the stored file `name`; Http404 where it is gone.

    No browser keeps a copy: on a phone that two share, 后退 would show it to the other.
    """
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )
