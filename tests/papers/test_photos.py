"""Photos: what is kept of a file, what is refused, who may see it, and how it is entered."""

import io
import re
import stat
import struct
import subprocess
import sys
import zlib
from random import Random

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import Role
from congress.admin.activities import ActivityAdmin
from congress.models import Activity, ActivityPhoto
from hemao.demo import pictures
from papers import photos
from tests import cast
from tests.cast import refused
from tests.hemao.test_setup import ROOT, environment
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.trial import length

__all__ = ["office"]

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)
CAMERA, NUMBER, PLACE = "HUAWEI P40", "SN-31415926", (31.0, 15.0, 42.0)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """The folder of uploads, empty and the test's own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def picture(size=(60, 40), colour=GREEN, mode="RGB"):
    return Image.new(mode, size, colour)


def file_of(image, kind="JPEG", name="IMG_0001.jpg", **options):
    """`image` as a file that a browser sends."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


# The worst first.
LARGEST = [
    ("RGBA", "WEBP", (4000, 3000), {"method": 0}),
    ("RGBA", "PNG", (5000, 4000), {"compress_level": 1}),
    ("P", "PNG", (5000, 4000), {"compress_level": 1}),
    ("RGB", "JPEG", (4600, 3450), {"progressive": True, "subsampling": 0}),
    ("RGB", "JPEG", (10_000, 5000), {}),
]
TAKE = """
import re, sys
from pathlib import Path
import django
django.setup()
from django.core.files.base import ContentFile
from papers import photos
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) // 1024
before = peak()
photos.prepare(ContentFile(Path(sys.argv[1]).read_bytes()))
print(peak() - before)
"""


def memory_for(file):
    """How many megabytes more a process takes at most while it prepares the photo `file`."""
    told = environment(DJANGO_SETTINGS_MODULE="hemao.settings", VAR=file.parent)
    command = [sys.executable, "-c", TAKE, file]
    return int(subprocess.check_output(command, cwd=ROOT, env=told, text=True))


def content_of(row):
    with default_storage.open(row.image.name) as file:
        return file.read()


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
        "size", [(5001, 4000), (9000, 9000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
    )
    def test_a_bomb_is_known_by_its_header(self, size):
        """There is nothing in it to decode: it is refused before."""
        with refused("照片超过"):
            photos.prepare(ContentFile(empty_png(*size)))

    def test_how_many_pixels_is_said_for_each_format(self):
        with refused("照片超过2000万像素，请缩小后再上传。"):
            photos.prepare(ContentFile(empty_png(5001, 4000)))
        with refused("照片超过1200万像素，请缩小后再上传。"):
            photos.prepare(file_of(Image.new("L", (4001, 3000)), "WEBP"))
        with refused("照片超过1600万像素，请缩小后再上传。"):
            photos.prepare(file_of(Image.new("L", (4001, 4000)), "JPEG", progressive=True))
        assert photos.prepare(file_of(Image.new("L", (4001, 4000)), "JPEG")).size

    def test_up_to_the_limit_it_is_decoded(self):
        with refused("照片文件已损坏"):
            photos.prepare(ContentFile(empty_png(5000, 4000)))

    @pytest.mark.trial
    def test_none_takes_more_memory_than_is_said(self, tmp_path, figure):
        """The largest picture of each format, in a process of its own."""
        taken = {}
        for mode, kind, size, options in LARGEST[: length(sample=1, whole=len(LARGEST))]:
            file = tmp_path / "largest"
            Image.linear_gradient("L").convert(mode).resize(size).save(file, kind, **options)
            taken[f"{mode} {kind} {size}"] = memory_for(file)
        figure(f"megabytes of memory that the largest picture takes: {taken}")
        assert max(taken.values()) < 200

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


@pytest.mark.django_db
class TestStorage:
    def test_random_names_that_tell_nothing(self, uploads):
        rows = [cast.make_photo(image=file_of(picture(), name="许桂兰.jpg")) for _ in range(2)]
        assert rows[0].image.name != rows[1].image.name
        for row in rows:
            assert re.fullmatch(r"photos/[0-9a-f]{32}\.jpg", row.image.name)
        assert len(files_in(uploads)) == 4

    def test_for_the_owner_of_the_service_alone(self, uploads):
        cast.make_photo()
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (uploads / "photos").iterdir()}
        assert modes == {0o600}
        for folder in (uploads, uploads / "photos"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_a_model_keeps_no_file_as_it_came(self):
        row = ActivityPhoto(activity=cast.make_activity(), image=file_of(picture(), exif=traces()))
        row.save()
        assert CAMERA.encode() not in content_of(row)
        with refused("不是照片"):
            ActivityPhoto(activity=row.activity, image=a_text()).save()

    def test_a_file_field_may_save_by_itself(self):
        row = cast.make_photo()
        first = row.image.name
        row.image.save("other.png", file_of(picture(), "PNG"))
        assert ActivityPhoto.objects.get().image.name not in ("", first)

    def test_history_names_the_file_and_keeps_no_copy(self, uploads):
        row = cast.make_photo()
        row.caption = "堤上"
        row.save()
        assert [line.image for line in row.history.all()] == [row.image.name] * 2
        assert len(files_in(uploads)) == 2

    def test_voiding_keeps_the_file(self, uploads):
        row = cast.make_photo()
        row.void(reason="传错了活动。")
        assert not ActivityPhoto.objects.exists()
        assert len(files_in(uploads)) == 2

    def test_an_undone_transaction_leaves_no_file(self, uploads):
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.make_photo()
            assert len(files_in(uploads)) == 2
            raise IntegrityError
        assert files_in(uploads) == []

    def test_a_part_undone_leaves_the_files_of_the_rest(self, uploads):
        row = cast.make_photo()
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.make_photo()
            raise IntegrityError
        assert f"photos/{files_in(uploads)[1]}" == row.image.name
        assert len(files_in(uploads)) == 2

    @pytest.mark.django_db(transaction=True)
    def test_a_transaction_that_is_committed_keeps_them(self, uploads):
        with transaction.atomic():
            cast.make_photo()
        cast.make_photo()
        assert len(files_in(uploads)) == 4

    def test_a_full_disk_leaves_no_half(self, uploads, monkeypatch):
        save = FileSystemStorage._save

        def full(storage, name, content):
            if not name.endswith("-small.jpg"):
                raise OSError(28, "No space left on device")
            return save(storage, name, content)

        monkeypatch.setattr(FileSystemStorage, "_save", full)
        row = ActivityPhoto(activity=cast.make_activity(), image=file_of(picture()))
        with pytest.raises(OSError, match="No space"):
            row.save()
        assert files_in(uploads) == []


@pytest.mark.django_db
class TestDemoPictures:
    @pytest.mark.parametrize("scene", pictures.SCENES)
    def test_the_same_whenever_it_is_drawn(self, scene):
        first, second, other = (pictures.draw(Random(seed), scene) for seed in "aab")
        assert first.tobytes() == second.tobytes() != other.tobytes()
        assert first.mode == "RGB"

    def test_an_undone_load_takes_nothing_from_the_one_before(self, uploads):
        pictures.keep("photos/a.jpg", Random("a"), "hills")
        before = (uploads / "photos/a.jpg").read_bytes()
        with pytest.raises(IntegrityError), transaction.atomic():
            pictures.keep("photos/a.jpg", Random("a"), "hills")
            pictures.keep("photos/b.jpg", Random("b"), "hills")
            raise IntegrityError
        assert files_in(uploads) == ["a-small.jpg", "a.jpg"]
        assert (uploads / "photos/a.jpg").read_bytes() == before


@pytest.mark.django_db
class TestAddresses:
    """Who may open them is in the table of test_access.py."""

    @pytest.fixture
    def photo(self):
        return cast.make_photo(image=file_of(picture((900, 600))))

    def test_the_picture_and_its_thumbnail(self, office, photo):
        for address, size in (
            (f"/activities/photos/{photo.pk}/", (900, 600)),
            (f"/activities/photos/{photo.pk}/thumbnail/", (480, 320)),
        ):
            answer = office.get(address)
            assert Image.open(io.BytesIO(answer.getvalue())).size == size
            assert answer.headers["Content-Type"] == "image/jpeg"
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_the_file_knows_its_addresses(self, photo):
        assert photo.image.url == f"/activities/photos/{photo.pk}/"
        assert photo.image.thumbnail_url == f"/activities/photos/{photo.pk}/thumbnail/"
        assert str(photo) == "照片"
        assert str(cast.make_photo(caption="堤上")) == "堤上"

    @pytest.mark.parametrize("page", ["activity-photo", "activity-photo-thumbnail"])
    def test_voided_is_gone_for_everybody(self, client, photo, page):
        addresses = [reverse(page, args=[row.pk]) for row in (photo, cast.make_photo())]
        photo.void(reason="传错了活动。")
        ActivityPhoto.objects.get().activity.void(reason="没有举行。")
        for role in Role:
            client.force_login(cast.make_user(role))
            assert [client.get(address).status_code for address in addresses] == [404, 404]

    @pytest.mark.parametrize("page", ["activity-photo", "activity-photo-thumbnail"])
    def test_a_file_that_is_gone_is_no_crash(self, office, photo, page, uploads):
        for path in (uploads / "photos").iterdir():
            path.unlink()
        assert office.get(reverse(page, args=[photo.pk])).status_code == 404

    def test_no_address_leads_to_the_folder(self, office, photo):
        for folder in ("", "uploads/", "media/", "static/", "var/uploads/"):
            assert office.get(f"/{folder}{photo.image.name}").status_code == 404


@pytest.mark.django_db
@pytest.mark.sqlite  # what a form refuses is the same on both
class TestOnTheActivitysPage:
    @pytest.fixture
    def activity(self):
        return cast.make_activity(places=["杨塘圩"])

    @pytest.fixture
    def open_page(self, office, activity):
        return lambda: AdminForm(office, url(Activity, "change", activity.pk))

    def test_a_photo_is_added_with_its_caption(self, open_page, activity, uploads):
        upload = file_of(picture((900, 600)), exif=traces())
        accepted(open_page().add_row("photos", image=upload, caption="堤上", order=2).send())
        row = activity.photos.get()
        assert (row.caption, row.order) == ("堤上", 2)
        assert row.history.get().history_user == cast.the_clerk()
        assert CAMERA.encode() not in content_of(row)
        assert len(files_in(uploads)) == 2

    def test_several_with_a_new_activity(self, office, uploads):
        form = AdminForm(office, url(Activity, "add"))
        form.fill(title="圩堤巡查", kind="flood", starts_on=cast.DAY)
        for order in (2, 1):
            form.add_row("photos", image=file_of(picture()), order=order, caption=f"第{order}张")
        accepted(form.send())
        assert [row.caption for row in Activity.objects.get().photos.all()] == ["第1张", "第2张"]
        assert len(files_in(uploads)) == 4

    def test_the_page_sends_files(self, open_page):
        page = lxml.html.fromstring(open_page().page)
        (field,) = page.xpath('//input[@name="photos-0-image"]')
        assert field.get("type") == "file"
        assert field.get("accept") == "image/jpeg,image/png,image/webp"
        assert page.xpath('//form[@id="activity_form"]/@enctype') == ["multipart/form-data"]

    @pytest.mark.parametrize(
        ("upload", "sentence"),
        [
            (a_text(), photos.NO_PHOTO),
            (
                ContentFile(empty_png(30_000, 30_000), name="a.png"),
                photos.TOO_MANY_PIXELS.format(limit=50),
            ),
            (ContentFile(bytes(10 * 1024 * 1024 + 1), name="a.jpg"), photos.TOO_LARGE),
            (None, photos.MISSING),
        ],
        ids=["text", "bomb", "too large", "forgotten"],
    )
    def test_refused_beside_the_field_and_nothing_stored(
        self, open_page, uploads, upload, sentence
    ):
        form = open_page().add_row("photos", image=file_of(picture()), caption="堤上")
        answer = form.add_row("photos", image=upload, caption="董圩").send()
        page = lxml.html.fromstring(answer.content.decode())
        (said,) = page.xpath('//tr[@id="photos-1"]/td[contains(@class, "field-image")]//li')
        assert said.text_content() == sentence
        captions = [page.xpath(f'//input[@name="photos-{n}-caption"]/@value')[0] for n in (0, 1)]
        assert captions == ["堤上", "董圩"]
        assert not ActivityPhoto.with_voided.exists()
        assert files_in(uploads) == []

    def test_refused_for_another_reason_it_asks_for_the_file_again(self, open_page, uploads):
        form = open_page().add_row("photos", image=file_of(picture()), caption="堤上")
        answer = form.fill(title="").send()
        assert "文件“IMG_0001.jpg”没有保存，请再选一次。" in answer.content.decode()
        assert files_in(uploads) == []

    def test_the_name_of_a_file_is_only_text(self, open_page):
        upload = file_of(picture(), name="<b>.jpg")
        answer = open_page().add_row("photos", image=upload).fill(title="").send()
        assert "&lt;b&gt;.jpg" in answer.content.decode()

    def test_a_collision_while_storing_leaves_no_file(self, open_page, uploads, monkeypatch):
        save = ActivityAdmin.save_related

        def collide(*args):
            save(*args)
            assert len(files_in(uploads)) == 2
            raise IntegrityError

        form = open_page().add_row("photos", image=file_of(picture()), caption="堤上")
        monkeypatch.setattr(ActivityAdmin, "save_related", collide)
        assert "与刚刚存入的另一条记录冲突" in errors_of(form.send())
        assert files_in(uploads) == []

    def test_a_stored_photo_is_shown_and_not_asked_for(self, open_page, activity):
        row = cast.make_photo(activity=activity, caption="堤上")
        page = lxml.html.fromstring(open_page().page)
        (link,) = page.xpath('//td[contains(@class, "field-image")]/a')
        assert link.get("href") == f"/activities/photos/{row.pk}/"
        assert link[0].get("src") == f"/activities/photos/{row.pk}/thumbnail/"
        assert link[0].get("alt") == "堤上"
        assert not page.xpath('//input[@name="photos-0-image"]')
        assert page.xpath('//input[@name="photos-1-image"]')

    def test_its_caption_may_change_and_its_file_may_not(self, open_page, activity, uploads):
        row = cast.make_photo(activity=activity, caption="堤上")
        before = row.image.name, content_of(row)
        form = open_page().fill("photos-0", caption="杨塘圩堤上")
        form.data["photos-0-image"] = [file_of(picture(colour=RED))]
        accepted(form.send())
        row.refresh_from_db()
        assert row.caption == "杨塘圩堤上"
        assert (row.image.name, content_of(row)) == before
        assert len(files_in(uploads)) == 2

    def test_another_file_alone_changes_nothing(self, open_page, activity):
        row = cast.make_photo(activity=activity)
        form = open_page()
        form.data["photos-0-image"] = [file_of(picture(colour=RED))]
        accepted(form.send())
        assert row.history.count() == 1

    def test_voided_by_a_tick_and_another_added(self, open_page, activity):
        row = cast.make_photo(activity=activity)
        form = open_page().fill("photos-0", DELETE=True)
        accepted(form.add_row("photos", image=file_of(picture())).send())
        row.refresh_from_db()
        assert row.void_reason == "在所属页面上作废"
        assert activity.photos.get() != row

    def test_on_its_own_page_it_is_read(self, office, activity):
        row = cast.make_photo(activity=activity)
        own = url(ActivityPhoto, "change", row.pk)
        assert row.image.thumbnail_url in office.get(own).content.decode()
        row.void(reason="传错了活动。")
        page = office.get(own).content.decode()
        assert "已作废，不再显示。" in page
        assert row.image.thumbnail_url not in page

    def test_many_photos_cost_no_more_statements_than_one(self, office, open_page, activity):
        def statements():
            with CaptureQueriesContext(connection) as queries:
                open_page()
            return len(queries)

        cast.make_photo(activity=activity)
        open_page()  # the first page of a session also stores it
        before = statements()
        for order in range(2, 12):
            cast.make_photo(activity=activity, order=order)
        assert statements() == before
