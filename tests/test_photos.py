"""Photos: what is kept of a file, and what is refused."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import refused
from township import photos

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)
CAMERA, NUMBER, PLACE = "HUAWEI P40", "SN-31415926", (31.0, 15.0, 42.0)


def picture(size=(60, 40), colour=GREEN, mode="RGB"):
    return Image.new(mode, size, colour)


def file_of(image, kind="JPEG", name="IMG_0001.jpg", **options):
    """`image` as a file that a browser sends."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


def a_text(name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, b"<script>alert(1)</script>" * 40)


def kept(upload):
    """What is kept of `upload`, opened again: the picture and its thumbnail."""
    photo = photos.prepare(upload)
    return Image.open(photo.open()), Image.open(photo.thumbnail.open())


def like(colour):
    """Equal to `colour` as far as a JPEG keeps it."""
    return pytest.approx(colour, abs=12)


def traces():
    """What a camera writes into a file: who, what, and where on earth."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, 1
    exif.get_ifd(0x8769)[0xA431] = NUMBER
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (117.0, 52.0, 3.0)})
    return exif


class TestWhatIsKept:
    def test_pixels_and_nothing_else(self):
        upload = file_of(
            picture(), exif=traces(), comment=b"from the phone of Xu Guilan", icc_profile=b"icc" * 99,
            xmp=b"<x:xmpmeta>" + CAMERA.encode() + b"</x:xmpmeta>", dpi=(300, 300),
        )  # fmt: skip
        sent = Image.open(upload)
        assert sent.getexif().get_ifd(0x8825)[2] == PLACE  # so the test is one
        assert sent.info["comment"] and sent.info["icc_profile"] and sent.info["xmp"]
        photo = photos.prepare(upload)
        for content in (photo.read(), photo.thumbnail.read()):
            image = Image.open(io.BytesIO(content))
            assert image.format == "JPEG"
            assert not image.getexif()
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}  # fmt: skip
            for trace in (CAMERA, NUMBER, "GPS", "Xu Guilan", "icc", "Exif"):
                assert trace.encode() not in content

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_traces_in_other_formats(self, kind):
        upload = file_of(picture(), kind, exif=traces())
        assert CAMERA.encode() in upload.read()
        photo = photos.prepare(upload)
        assert CAMERA.encode() not in photo.read() + photo.thumbnail.read()

    @pytest.mark.parametrize(
        ("orientation", "corner", "size"),
        [
            (1, "top left", (60, 40)),
            (2, "top right", (60, 40)),
            (3, "bottom right", (60, 40)),
            (4, "bottom left", (60, 40)),
            (5, "top left", (40, 60)),
            (6, "top right", (40, 60)),
            (7, "bottom right", (40, 60)),
            (8, "bottom left", (40, 60)),
        ],
    )
    def test_upright_whichever_way_the_camera_was_held(self, orientation, corner, size):
        """Where the top left of the stored rows belongs: EXIF 2.32, 4.6.4, tag 274."""
        image = picture(colour=WHITE)
        image.paste(RED, (0, 0, 16, 16))
        exif = Image.Exif()
        exif[0x0112] = orientation
        for shown in kept(file_of(image, exif=exif)):
            assert shown.size == size
            right, bottom = size[0] - 5, size[1] - 5
            corners = {
                "top left": (4, 4), "top right": (right, 4),
                "bottom left": (4, bottom), "bottom right": (right, bottom),
            }  # fmt: skip
            for name, at in corners.items():
                assert shown.getpixel(at) == like(RED if name == corner else WHITE), name

    @pytest.mark.parametrize(
        ("sent", "full", "small"),
        [
            ((4000, 3000), (2000, 1500), (480, 360)),
            ((1500, 3000), (1000, 2000), (240, 480)),
            ((2000, 1000), (2000, 1000), (480, 240)),
            ((300, 200), (300, 200), (300, 200)),
            ((9000, 2), (2000, 1), (480, 1)),
        ],
    )
    def test_sizes(self, sent, full, small):
        assert tuple(image.size for image in kept(file_of(picture(sent)))) == (full, small)

    @pytest.mark.parametrize(
        ("kind", "mode", "colour", "shown"),
        [
            ("JPEG", "L", 128, (128, 128, 128)),
            ("JPEG", "CMYK", (0, 255, 255, 0), (255, 0, 0)),
            ("PNG", "RGBA", (*GREEN, 255), GREEN),
            ("PNG", "RGBA", (*GREEN, 0), WHITE),
            ("PNG", "LA", (0, 0), WHITE),
            ("PNG", "1", 1, WHITE),
            ("PNG", "I;16", 40000, (156, 156, 156)),
            ("WEBP", "RGB", BLUE, BLUE),
            ("WEBP", "RGBA", (*BLUE, 0), WHITE),
        ],
    )
    def test_kinds_of_colours(self, kind, mode, colour, shown):
        for image in kept(file_of(picture((900, 600), colour, mode), kind)):
            assert image.mode == "RGB"
            assert image.getpixel((200, 150)) == like(shown)

    def test_a_palette_with_a_transparent_colour(self):
        image = picture((900, 600), 0, "P")
        image.paste(1, (450, 0, 900, 600))
        image.putpalette([*GREEN, *BLUE])
        full, _ = kept(file_of(image, "PNG", transparency=1))
        assert full.getpixel((100, 100)) == like(GREEN)
        assert full.getpixel((800, 100)) == like(WHITE)

    @pytest.mark.parametrize("kind", photos.FORMATS)
    @pytest.mark.parametrize("name", ["a.jpg", "a.txt", "照片", "长" * 200 + ".jpeg"])
    def test_the_content_counts_and_not_the_name(self, kind, name):
        assert photos.PhotoUpload().clean(file_of(picture(), kind, name)).size

    def test_of_a_file_with_several_pictures_the_first(self):
        """As phones write them, with a second picture for depth."""
        more = {"save_all": True, "append_images": [picture(colour=RED)]}
        for kind in ("MPO", "WEBP"):
            assert kept(file_of(picture(), kind, **more))[0].getpixel((9, 9)) == like(GREEN)

    def test_turned_by_data_that_cannot_be_read_is_not_turned(self):
        upload = file_of(picture(), "WEBP", exif=b"no such data")
        assert kept(upload)[0].size == (60, 40)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def empty_png(width, height, between=b""):
    """A PNG that claims to be so large, and holds nothing."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + between + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


class TestRefusals:
    def test_too_many_bytes(self):
        upload = file_of(picture())
        upload.size = 10 * 1024 * 1024
        photos.prepare(upload)
        upload.size += 1
        with refused("照片大于10MB，请压缩后再上传。"):
            photos.prepare(upload)

    @pytest.mark.parametrize(
        "upload",
        [
            a_text("IMG_0001.jpg"),
            file_of(picture(), "GIF", "IMG_0001.jpg"),
            file_of(picture(), "TIFF", "IMG_0001.jpg"),
            SimpleUploadedFile("IMG_0001.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
            SimpleUploadedFile("IMG_0001.jpg", b"\0\0\0\x18ftypheic" + bytes(200)),
            SimpleUploadedFile("IMG_0001.jpg", b"\xff\xd8\xff" + b"no jpeg" * 20),
        ],
        ids=["text", "GIF", "TIFF", "SVG", "HEIC", "first bytes only"],
    )
    def test_no_photo_whatever_it_is_called(self, upload):
        with refused("这个文件不是照片：只收JPEG、PNG、WebP格式"):
            photos.prepare(upload)

    @pytest.mark.parametrize("kind", photos.FORMATS)
    def test_cut_off(self, kind):
        whole = file_of(Image.radial_gradient("L").convert("RGB"), kind).read()
        with refused("照片文件已损坏"):
            photos.prepare(ContentFile(whole[: len(whole) // 2]))

    @pytest.mark.parametrize(
        "size", [(8001, 5000), (10_000, 9000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
    )
    def test_a_bomb_is_known_by_its_header(self, size):
        """There is nothing in it to decode: it is refused before."""
        with refused("照片超过4000万像素"):
            photos.prepare(ContentFile(empty_png(*size)))

    def test_up_to_the_limit_it_is_decoded(self):
        with refused("照片文件已损坏"):
            photos.prepare(ContentFile(empty_png(8000, 5000)))

    def test_a_text_that_unfolds(self):
        """A comment of 50 kB that becomes 50 MB."""
        text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9))
        with refused("照片文件已损坏"):
            photos.prepare(ContentFile(empty_png(20, 20, between=text)))

    def test_nothing_at_all(self):
        with refused("请选择照片。"):
            photos.PhotoUpload().clean(None)
        with refused("空"):
            photos.PhotoUpload().clean(SimpleUploadedFile("a.jpg", b""))
