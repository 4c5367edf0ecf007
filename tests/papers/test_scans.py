"""Scans of paper: what is kept of a file, what is refused, who may open it, how it is attached."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from accounts.models import Role
from motions.models import MotionScan
from papers import scans
from records.models import ReadRecord
from tests import cast
from tests.cast import refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]

pytestmark = pytest.mark.django_db
PDF = cast.PDF


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """The folder of uploads, empty and the test's own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def files_in(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def a_pdf(name="建议.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def a_picture(name="建议.jpg"):
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue())


def opened(client, scan):
    """The answer to who opens `scan`, read to its end, which closes the file."""
    answer = client.get(scan.get_absolute_url())
    if answer.streaming:
        answer.getvalue()
    return answer


class TestWhatIsKept:
    def test_a_pdf_as_it_came_under_a_name_that_tells_nothing(self, uploads):
        scan = cast.make_scan(upload=a_pdf("许桂兰的建议.pdf"))
        [name] = files_in(uploads)
        assert (len(name), name[-4:]) == (32 + 4, ".pdf")
        with default_storage.open(scan.file.name) as file:
            assert file.read() == PDF

    def test_a_picture_is_drawn_anew(self, uploads):
        scan = cast.make_scan(upload=a_picture())
        assert scan.file.name.endswith(".jpg")
        with default_storage.open(scan.file.name) as file:
            assert Image.open(file).format == "JPEG"

    def test_a_mark_behind_a_few_other_bytes_is_a_pdf_still(self):
        assert scans.prepare(a_pdf(content=b"\xef\xbb\xbf" + PDF)).suffix == ".pdf"

    @pytest.mark.parametrize("name", ["建议.pdf", "建议.jpg", "建议.docx"])
    def test_anything_else_is_refused_whatever_it_is_called(self, name):
        with refused(scans.NO_SCAN):
            scans.prepare(a_pdf(name, b"<script>alert(1)</script>" * 60))

    def test_too_large(self):
        with refused(scans.TOO_LARGE):
            scans.prepare(a_pdf(content=PDF + bytes(20 * 1024 * 1024)))

    def test_an_undone_transaction_leaves_no_file(self, uploads):
        motion = cast.make_motion()
        with pytest.raises(RuntimeError), transaction.atomic():
            cast.make_scan(motion=motion)
            raise RuntimeError
        assert files_in(uploads) == []


class TestWhoMayOpenIt:
    @pytest.fixture
    def scan(self):
        xu = cast.make_deputy(name="许桂兰", login="xu")
        return cast.make_scan(motion=cast.make_motion(proposer=xu))

    def status(self, client, user, scan):
        client.force_login(user)
        return opened(client, scan).status_code

    def test_office_leadership_and_the_proposer(self, client, scan):
        for role in (Role.STAFF, Role.LEADER):
            assert self.status(client, cast.make_user(role), scan) == 200
        assert self.status(client, scan.motion.proposer.user, scan) == 200
        assert ReadRecord.objects.count() == 3

    def test_nobody_else(self, client, scan):
        others = [cast.make_user(role) for role in (Role.AUDITOR, Role.ADMIN)]
        others.append(cast.make_deputy(login="shan").user)
        assert [self.status(client, user, scan) for user in others] == [404] * 3
        client.logout()
        assert client.get(scan.get_absolute_url()).status_code == 302

    def test_not_once_it_was_voided(self, client, scan):
        scan.void(reason="传错了")
        assert self.status(client, cast.make_user(Role.STAFF), scan) == 404

    def test_a_pdf_is_a_download_and_a_picture_is_shown(self, office, scan):
        answer = opened(office, scan)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        picture = cast.make_scan(motion=scan.motion, upload=a_picture())
        answer = opened(office, picture)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"].startswith("inline")

    def test_a_file_that_is_gone_is_not_found(self, office, scan):
        default_storage.delete(scan.file.name)
        assert office.get(scan.get_absolute_url()).status_code == 404


class TestOnThePageOfTheMotion:
    def page(self, office, motion, upload, **fields):
        form = AdminForm(office, url(type(motion), "change", motion.pk))
        form.add_row("scans", kind="original", **fields)
        form.data["scans-0-file"] = [upload]
        return form

    def test_attached_and_shown_as_a_link(self, office):
        motion = cast.make_motion()
        accepted(self.page(office, motion, a_pdf(), note="第一页").send())
        scan = motion.scans.get()
        assert (scan.note, scan.kind) == ("第一页", "original")
        page = office.get(url(type(motion), "change", motion.pk)).content.decode()
        assert scan.get_absolute_url() in page

    def test_after_the_review_too(self, office):
        """Words are frozen then; the paper often comes to the office later."""
        motion = cast.make_motion(status="closed", closed_on=cast.DAY)
        accepted(self.page(office, motion, a_picture()).send())
        assert motion.scans.count() == 1

    def test_a_refused_one_stores_nothing_and_keeps_the_note(self, office, uploads):
        motion = cast.make_motion()
        answer = self.page(office, motion, a_pdf(content=b"no pdf"), note="第一页").send()
        assert scans.NO_SCAN in errors_of(answer)
        assert "第一页" in answer.content.decode()
        assert not MotionScan.objects.exists()
        assert files_in(uploads) == []
