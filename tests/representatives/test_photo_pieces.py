"""The photo of a visit comes after its words, in pieces, over a network that breaks at any of them.

It is 2022-06-15. 许桂兰 has recorded a visit to 王二保's household, and her phone holds a photo of it.
"""

import os
import stat
import time
import uuid
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from papers import arriving
from papers.arriving import Arriving
from representatives.models import VisitPhoto
from tests import cast
from tests.papers.test_photos import file_of, picture
from tests.representatives.test_visiting import JSON, UUID, said

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what comes in pieces is the same on both

NUMBER = uuid.UUID(UUID)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where photos arrive, empty and the test's own."""
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "arriving"


@pytest.fixture
def xu(db):
    cast.make_frame()
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def home(xu):
    return cast.make_assignment(person=xu)


@pytest.fixture
def visit(home):
    return cast.make_visit(assignment=home, uuid=NUMBER)


@pytest.fixture
def phone(client, xu):
    client.force_login(xu.user)
    return client


@pytest.fixture(scope="module")
def photo():
    """The bytes of a small photo."""
    return file_of(picture()).read()


class Sending:
    """A phone that sends `content` for the visit `number`, as far as the network lets it."""

    def __init__(self, client, content, number=UUID, checksum=None):
        self.client, self.content = client, content
        self.path = reverse("visit-photo-piece", args=[number])
        self.checksum = f"{zlib.crc32(content):08x}" if checksum is None else checksum

    def send(self, start, end, /, **other):
        piece = SimpleUploadedFile("piece", self.content[start:end])
        told = {"start": start, "size": len(self.content), "sum": self.checksum, "piece": piece}
        return self.client.post(self.path, told | other, **JSON)

    def have(self, start, end):
        return self.send(start, end).json()["have"]


@pytest.fixture
def sending(phone, visit, photo):
    return Sending(phone, photo)


def named(xu, **told):
    return {"visit": UUID, "user": str(xu.user_id)} | told


class TestComing:
    def test_piece_by_piece_until_it_is_there(self, sending, xu, visit, folder):
        assert sending.send(0, 100).json() == named(xu, have=100)
        assert sending.send(100, 300).json() == named(xu, have=300)
        assert sending.send(300, None).json() == named(xu, photo="stored")
        assert VisitPhoto.objects.get().visit == visit
        assert list(folder.iterdir()) == []

    def test_in_one_piece_where_it_is_small(self, sending, xu):
        assert sending.send(0, None).json() == named(xu, photo="stored")

    def test_it_goes_on_from_what_is_here(self, sending):
        """The answer to a piece was lost, or the phone has forgotten how far it was."""
        assert sending.have(0, 100) == 100
        assert sending.have(0, 100) == 100
        assert sending.have(200, 300) == 100
        assert sending.have(100, 200) == 200
        assert not VisitPhoto.objects.exists()

    def test_a_lost_last_answer_stores_no_second_one(self, sending, xu):
        sending.send(0, 100)
        for _ in range(3):
            assert sending.send(100, None).json() == named(xu, photo="stored")
        assert sending.send(0, 100).json() == named(xu, photo="stored")
        assert VisitPhoto.objects.count() == 1

    def test_what_was_voided_does_not_come_back(self, sending, xu):
        sending.send(0, None)
        VisitPhoto.objects.get().void(reason="拍错了。")
        assert sending.send(0, None).json() == named(xu, photo="stored")
        assert not VisitPhoto.objects.exists()

    def test_one_that_came_with_its_words_is_the_one(self, phone, home, photo):
        """An older script sends both at once; its photo is not sent in pieces once more."""
        path = reverse("household-visit", args=[home.household_id])
        told = said(visited_on=str(cast.DAY), photo=file_of(picture()))
        assert phone.post(path, told, **JSON).status_code == 200
        assert Sending(phone, photo).send(0, 100).json()["photo"] == "stored"
        assert VisitPhoto.objects.count() == 1

    def test_the_folder_is_nobody_elses(self, sending, folder):
        sending.send(0, 100)
        [file] = folder.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


class TestBroken:
    def test_killed_in_the_middle_of_writing(self, sending, folder):
        """Of 200 bytes 150 were written: it goes on from there."""
        sending.send(0, 200)
        [file] = folder.iterdir()
        os.truncate(file, 150)
        assert sending.have(200, 300) == 150
        assert sending.have(150, 300) == 300
        assert sending.send(300, None).json()["photo"] == "stored"

    def test_killed_after_the_last_byte(self, sending, visit, folder, photo):
        """All is here, but nobody has looked at it: the piece that is sent again is enough."""
        one = Arriving(visit.recorded_by_id, NUMBER, len(photo), zlib.crc32(photo))
        one.take(0, photo)
        assert sending.send(len(photo) - 10, None).json()["photo"] == "stored"
        assert VisitPhoto.objects.count() == 1
        assert list(folder.iterdir()) == []

    def test_bytes_that_changed_on_the_way_are_sent_again(self, sending, xu, folder, photo):
        sending.send(0, 100)
        [file] = folder.iterdir()
        file.write_bytes(bytes(100))
        assert sending.send(100, None).json() == named(xu, have=0, again=True)
        assert list(folder.iterdir()) == []
        assert sending.send(0, None).json()["photo"] == "stored"

    def test_another_photo_of_the_same_visit_begins_anew(self, sending, phone, photo):
        """The deputy swapped the picture before the first one was through."""
        sending.send(0, 100)
        other = Sending(phone, file_of(picture((80, 50))).read())
        assert other.have(100, 200) == 0
        assert other.send(0, None).json()["photo"] == "stored"

    def test_at_most_five_of_one_deputy_wait(self, phone, home, photo, folder):
        numbers = [uuid.UUID(int=count) for count in range(7)]
        for age, number in enumerate(numbers):
            cast.make_visit(assignment=home, uuid=number)
            assert Sending(phone, photo, number).have(0, 100) == 100
            [path] = folder.glob(f"*-{number.hex}-*")
            os.utime(path, (time.time() - 100 + age,) * 2)
        left = {path.name.split("-")[1] for path in folder.iterdir()}
        assert left == {number.hex for number in numbers[2:]}
        assert Sending(phone, photo, numbers[0]).have(100, 200) == 0

    def test_nobody_elses_wait_is_shortened(self, folder):
        for user in (1, 11):
            for count in range(arriving.A_USER):
                Arriving(user, uuid.UUID(int=count), 9, 0).take(0, b"x")
        assert len(list(folder.iterdir())) == 2 * arriving.A_USER


class TestRefused:
    def test_what_is_no_photo(self, phone, visit, xu, folder):
        sending = Sending(phone, b"no photo at all")
        answer = sending.send(0, None)
        assert answer.status_code == 422
        [sentence] = answer.json()["errors"]["photo"]
        assert sentence.startswith("这个文件不是照片")
        assert answer.json() == named(xu, errors={"photo": [sentence]})
        assert list(folder.iterdir()) == []
        assert not VisitPhoto.objects.exists()

    def test_one_of_too_many_pixels(self, phone, visit):
        bomb = file_of(picture((5000, 5000), 1, "1"), "PNG").read()
        answer = Sending(phone, bomb).send(0, None)
        assert answer.json()["errors"] == {"photo": ["照片超过2000万像素，请缩小后再上传。"]}

    def test_one_that_is_too_large_before_it_is_sent(self, sending, folder):
        answer = sending.send(0, 100, size=10 * 1024 * 1024 + 1)
        assert answer.status_code == 422
        assert answer.json()["errors"] == {"photo": ["照片大于10MB，请压缩后再上传。"]}
        assert not folder.exists()

    @pytest.mark.parametrize(
        "told",
        [
            {"start": ""}, {"start": "-1"}, {"start": "x"}, {"size": "0"}, {"size": ""},
            {"sum": ""}, {"sum": "12345"}, {"sum": "../../aa"}, {"sum": "12345678\n9"},
            {"piece": ""}, {"piece": SimpleUploadedFile("piece", b"")}, {"size": "5"},
            {"start": "9999999999"},
        ],
    )  # fmt: skip
    def test_what_no_script_of_ours_sends(self, sending, folder, told):
        answer = sending.send(0, 100, **told)
        assert answer.status_code == 422
        assert answer.json()["errors"] == {"photo": ["照片没有传好，请重新选一张。"]}
        assert not folder.exists()

    def test_a_piece_that_is_too_large(self, phone, visit, folder):
        content = bytes(256 * 1024 + 1)
        assert Sending(phone, content).send(0, None).status_code == 422
        assert Sending(phone, content).have(0, 256 * 1024) == 256 * 1024


class TestWhose:
    def test_somebody_elses_visit(self, client, visit, photo, folder):
        shan = cast.make_deputy(name="单国富", login="shan")
        client.force_login(shan.user)
        answer = Sending(client, photo).send(0, None)
        assert answer.status_code == 404
        assert answer.json() == {"visit": UUID, "user": str(shan.user_id), "gone": True}
        assert not (folder.exists() or VisitPhoto.objects.exists())

    def test_what_the_office_entered_for_the_deputy_is_not_the_deputys(self, phone, home, photo):
        cast.make_visit(assignment=home, uuid=NUMBER, by=cast.the_clerk())
        assert Sending(phone, photo).send(0, None).json()["gone"] is True

    def test_of_no_visit_and_of_a_voided_one(self, phone, visit, photo):
        visit.void(reason="记错了户。")
        for number in (UUID, str(uuid.uuid4())):
            answer = Sending(phone, photo, number).send(0, None)
            assert (answer.status_code, answer.json()["visit"]) == (404, number)
            assert answer.json()["gone"] is True

    def test_after_the_household_went_to_somebody_else_it_is_still_taken(self, sending, home):
        """Its words were stored in time."""
        home.ended_on, home.ended_for = cast.day("2022-06-16"), "swap"
        home.save()
        assert sending.send(0, None).json()["photo"] == "stored"

    def test_who_is_logged_out_is_asked_to_come_in(self, sending, folder):
        sending.client.logout()
        answer = sending.send(0, 100)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
        assert not folder.exists()

    def test_a_form_of_somebody_else_is_no_sending(self, xu, visit, photo):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(xu.user)
        assert Sending(strict, photo).send(0, None).status_code == 403

    def test_no_page_sends_pieces(self, phone, visit):
        path = reverse("visit-photo-piece", args=[UUID])
        assert phone.post(path, {"start": 0}).status_code == 404


def test_what_nobody_goes_on_with_is_forgotten_after_a_week(folder):
    one = Arriving(1, NUMBER, 10, 0)
    one.take(0, b"12345")
    assert arriving.forget_stale() == 0
    os.utime(one.path, (time.time() - arriving.KEPT - 9,) * 2)
    assert arriving.forget_stale() == 1
    assert list(folder.iterdir()) == []
