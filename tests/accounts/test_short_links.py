"""A file in the phone's own browser: one file, five minutes, as whoever made the link may see it."""

import re
from urllib.parse import quote

import pytest
from django.core import signing
from django.urls import get_resolver

from accounts import file_links
from accounts.models import Role
from records.models import ReadRecord
from tests import cast
from tests.accounts.test_access import patterns

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says is the same on both

CANARY = "金丝雀不许外人看到"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def xu():
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def shan():
    return cast.make_deputy(name="单国富", login="shan")


@pytest.fixture
def motion(xu):
    motion = cast.make_motion(proposer=xu, status="replied")
    cast.make_handling(motion=motion, replied_on=cast.day("2022-04-01"), reply=CANARY)
    return motion


@pytest.fixture
def files(xu, motion):
    """Each kind of file that a deputy can download."""
    return {
        "record": f"/deputies/{xu.pk}/word/?year=2022",
        "book": f"/households/record-book/?person={xu.pk}&year=2022",
        "reply": f"/motions/{motion.pk}/documents/reply/",
        "survey": f"/motions/{motion.pk}/documents/survey/",
        "scan": cast.make_scan(motion=motion).get_absolute_url(),
    }


KINDS = ["record", "book", "reply", "survey", "scan"]


def page_of(path):
    return f"/files/?file={quote(path, safe='')}"


def make_link(client, user, path):
    """The address that the button makes, without its host."""
    client.force_login(user)
    page = client.post(page_of(path)).content.decode()
    client.logout()
    return re.search(r"http://testserver(/files/[^<]+/)", page)[1]


def opened(client, address):
    answer = client.get(address)
    answer.content_read = answer.getvalue() if answer.streaming else answer.content
    return answer


def refused(answer):
    assert answer.status_code == 410
    assert "这个链接已经失效" in answer.content.decode()
    assert CANARY not in answer.content.decode()
    return True


class TestThePage:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_each_kind(self, client, xu, files, kind):
        client.force_login(xu.user)
        page = client.get(page_of(files[kind])).content.decode()
        assert "在微信里打不开时，复制下面的链接到手机浏览器打开，五分钟内有效。" in page
        assert "生成五分钟链接" in page
        assert "http://testserver/files/" not in page  # a link is made by a button alone

    def test_the_words_are_there_to_read_and_copy(self, client, xu, files):
        client.force_login(xu.user)
        answer = client.get(page_of(files["reply"]))
        assert CANARY in answer.context["text"]
        assert "readonly" in answer.content.decode()
        assert re.fullmatch(r".*建议答复函\.docx", answer.context["name"])

    def test_the_link_is_selectable_without_a_script(self, client, xu, files):
        client.force_login(xu.user)
        page = client.post(page_of(files["record"])).content.decode()
        assert re.search(r'<textarea id="link"[^>]*readonly>http://testserver/files/', page)
        assert re.search(r'<button[^>]*data-copy="link" hidden>', page)

    def test_a_csrf_token_is_wanted(self, xu, files):
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        client.force_login(xu.user)
        assert client.post(page_of(files["record"])).status_code == 403

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_for_others(self, client, shan, files, kind):
        client.force_login(shan.user)
        for send in (client.get, client.post):
            answer = send(page_of(files[kind]))
            assert answer.status_code == 404
            assert CANARY not in answer.content.decode()

    @pytest.mark.parametrize(
        "path",
        [
            "", "/", "/households/", "/motions/", "/nowhere/", "/admin/", "/login/", "/logout/",
            "http://evil.example/x", "//evil.example{reply}", "http://evil.example{reply}",
            "reply", "/files/", "/motions/export/", "javascript:alert(1)",
        ],
    )  # fmt: skip
    def test_no_other_address(self, client, xu, files, path):
        client.force_login(xu.user)
        path = path.format(reply=files["reply"])
        for send in (client.get, client.post):
            assert send(page_of(path)).status_code == 404

    def test_what_is_a_single_file(self):
        marked = {
            pattern.name
            for pattern in patterns(get_resolver().url_patterns)
            if getattr(pattern.callback, "is_single_file", False)
        }
        assert marked == {
            "deputy-notice-table", "deputy-notice-word", "deputy-word", "household-record-book",
            "motion-document", "motion-scan", "report-edition-json", "report-edition-pdf",
            "report-edition-sheet", "report-edition-word", "report-handling-pdf",
            "report-handling-word", "report-paper-pdf", "report-paper-word", "report-pdf",
            "report-word", "table-file",
        }  # fmt: skip

    def test_a_picture_is_shown_and_a_pdf_explained(self, client, xu, motion, files):
        from tests.papers.test_scans import a_picture

        picture = cast.make_scan(motion=motion, upload=a_picture()).get_absolute_url()
        client.force_login(xu.user)
        assert (
            f'<img class="picture" src="{picture}"' in client.get(page_of(picture)).content.decode()
        )
        assert (
            "这是PDF、Excel表格或者数据文件" in client.get(page_of(files["scan"])).content.decode()
        )


class TestTheLink:
    @pytest.mark.parametrize("kind", KINDS)
    def test_opens_without_a_login(self, client, xu, files, kind):
        address = make_link(client, xu.user, files[kind])
        answer = opened(client, address)
        assert answer.status_code == 200
        assert answer.content_read[:2] in (b"PK", b"%P")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies  # it is no login

    def test_it_is_the_very_file(self, client, xu, files):
        from tests.papers.word_file import said

        address = make_link(client, xu.user, files["reply"])
        assert CANARY in str(said(opened(client, address).content_read))

    def test_twice_within_five_minutes(self, client, xu, files):
        """Chat programs fetch a link to preview it, and phones ask twice."""
        address = make_link(client, xu.user, files["record"])
        assert [opened(client, address).status_code for _ in range(2)] == [200, 200]

    def test_not_after_five_minutes(self, client, xu, files, monkeypatch):
        # The clock stands still while the link is made: a slow machine took more than a second.
        now = signing.time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now)
        address = make_link(client, xu.user, files["record"])
        monkeypatch.setattr(signing.time, "time", lambda: now + 299)
        assert opened(client, address).status_code == 200
        monkeypatch.setattr(signing.time, "time", lambda: now + 301)
        assert refused(opened(client, address))

    def test_what_was_not_copied_whole_or_was_changed(self, client, xu, shan, files):
        address = make_link(client, xu.user, files["reply"])
        for other in (
            address[:-2] + "/",
            address[:9] + ("A" if address[9] != "A" else "B") + address[10:],
            f"/files/{signing.dumps([xu.user.pk, files['reply']])}/",
            f"/files/{signing.TimestampSigner(salt='x', sep='.').sign_object([1, '/'])}/",
            "/files/x/",
        ):
            assert refused(client.get(other)), other

    def test_not_once_its_maker_may_see_it_no_more(self, client, xu, motion, files):
        address = make_link(client, xu.user, files["scan"])
        motion.scans.get().void(reason="传错了")
        assert refused(opened(client, address))

    def test_not_once_the_motion_is_another_deputys(self, client, xu, shan, motion, files):
        address = make_link(client, xu.user, files["reply"])
        motion.proposer = shan
        motion.save()
        assert refused(opened(client, address))

    def test_not_once_the_account_is_locked(self, client, xu, files):
        address = make_link(client, xu.user, files["record"])
        xu.user.is_active = False
        xu.user.save()
        assert refused(opened(client, address))

    def test_whoever_is_logged_in_gets_what_its_maker_may_see(self, client, xu, shan, files):
        address = make_link(client, xu.user, files["reply"])
        client.force_login(shan.user)
        assert opened(client, address).status_code == 200
        assert ReadRecord.objects.latest("pk").user == xu.user

    def test_a_signed_page_that_is_no_file_opens_nothing(self, client, xu):
        token = file_links.token_of(xu.user, "/motions/")
        assert refused(client.get(f"/files/{token}/"))

    @pytest.mark.parametrize("send", ["post", "put", "delete"])
    def test_it_is_only_read(self, client, xu, files, send):
        address = make_link(client, xu.user, files["record"])
        assert getattr(client, send)(address).status_code == 405


class TestTheRecord:
    @pytest.mark.parametrize("kind", KINDS)
    def test_each_opening_leaves_one_line_of_its_maker(self, client, xu, files, kind):
        address = make_link(client, xu.user, files[kind])
        before = ReadRecord.objects.count()
        opened(client, address)
        [line] = ReadRecord.objects.order_by("pk")[before:]
        assert line.user == xu.user
        assert line.what.endswith("（五分钟链接）")
        assert line.path == files[kind]  # never the token: whoever reads the log could use it

    def test_a_refusal_leaves_none(self, client, xu, motion, files):
        address = make_link(client, xu.user, files["scan"])
        motion.scans.get().void(reason="传错了")
        before = ReadRecord.objects.count()
        opened(client, address)
        assert ReadRecord.objects.count() == before

    def test_the_page_itself_is_a_read(self, client, xu, files):
        client.force_login(xu.user)
        client.get(page_of(files["reply"]))
        assert ReadRecord.objects.latest("pk").what == "议案建议 答复函"


def test_every_download_of_the_page_of_a_motion_has_its_way_out(client, xu, motion, files):
    client.force_login(xu.user)
    assert "/files/?file=" not in client.get(motion.get_absolute_url()).content.decode()
    wechat = {"user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"}
    page = client.get(motion.get_absolute_url(), headers=wechat).content.decode()
    ways = re.findall(r'href="(/files/\?file=[^"]+)"', page)
    assert len(ways) == 3  # the letter, the survey, the scan
    assert [client.get(way).status_code for way in ways] == [200] * 3


def test_leadership_and_office_use_it_too(client, motion, files):
    for role in (Role.STAFF, Role.LEADER):
        assert opened(client, make_link(client, cast.make_user(role), files["reply"])).status_code


def test_the_record_book_has_its_way_out(client, xu):
    """On the page of one's own: what is read, copied, and opened outside WeChat."""
    home = cast.make_household(head_name="王二保")
    cast.make_visit(assignment=cast.make_assignment(person=xu, household=home), production="收成好")
    client.force_login(xu.user)
    assert f'href="{page_of("/households/record-book/")}"' in client.get("/me/").content.decode()
    page = client.get(page_of("/households/record-book/?year=2022")).content.decode()
    assert "王二保" in page and "收成好" in page
    assert ReadRecord.objects.latest("pk").what == "联系选民记录簿导出"
