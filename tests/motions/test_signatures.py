"""联名: more deputies are asked, sign by login or on paper, and are asked anew when words change."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Role
from motions import services
from motions.models import Motion, MotionScan, Signature
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted
from tests.records.test_admin import office, url

__all__ = ["office"]

pytestmark = pytest.mark.django_db
ON = day("2022-03-02")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def people():
    cast.make_frame()
    names = {"许桂兰": "xu", "单国富": "shan", "曾玉梅": "zeng"}
    return {name: cast.make_deputy(name=name, login=login) for name, login in names.items()}


@pytest.fixture
def xu(people):
    return people["许桂兰"]


@pytest.fixture
def shan(people):
    return people["单国富"]


@pytest.fixture
def zeng(people):
    return people["曾玉梅"]


@pytest.fixture
def clerk():
    return cast.the_clerk()


@pytest.fixture
def motion(xu):
    """Handed in by 许桂兰 herself."""
    motion = Motion(
        proposer=xu, title="关于清理水渠的建议", topic=cast.make_frame().topics[0],
        grounds="水渠堵了", proposal="请清淤", submitted_on=cast.DAY,
    )  # fmt: skip
    services.enter(motion, by=xu.user)
    return motion


def a_page(name="签名页.pdf"):
    return SimpleUploadedFile(name, cast.PDF)


def signers(motion):
    return [
        (row.person.name, row.way, row.signed_on) for row in Signature.objects.filter(motion=motion)
    ]


class TestAskingMore:
    def test_by_the_proposer_and_by_the_office(self, motion, xu, shan, zeng, clerk):
        event = services.invite(motion, by=xu.user, on=ON, people=[shan])
        services.invite(motion, by=clerk, on=ON, people=[zeng])
        assert (event.verb, event.note) == ("invite", "单国富")
        assert signers(motion) == [("单国富", "login", None), ("曾玉梅", "login", None)]
        assert motion in Motion.objects.asking(shan.user)

    def test_who_was_asked_already(self, motion, xu, shan):
        services.invite(motion, by=xu.user, on=ON, people=[shan])
        with refused("单国富已在联名名单中，不用再请。"):
            services.invite(motion, by=xu.user, on=ON, people=[shan])

    @pytest.mark.parametrize("status", ["accepted", "referred", "replied", "closed", "returned"])
    def test_not_once_it_was_reviewed(self, xu, shan, status):
        fields = {"closed_on": ON} if status == "closed" else {}
        fields |= {"return_reason": "empty"} if status == "returned" else {}
        motion = cast.make_motion(proposer=xu, status=status, **fields)
        with refused("不能办“请人附议”"):
            services.invite(motion, by=xu.user, on=ON, people=[shan])

    @pytest.mark.parametrize("who", ["单国富", "曾玉梅"])
    def test_only_the_proposer(self, motion, people, who):
        with refused("您不能办“请人附议”，请交人大办公室办理。"):
            services.invite(motion, by=people[who].user, on=ON, people=[people["曾玉梅"]])

    def test_not_oneself_and_not_who_is_no_deputy(self, motion, xu):
        with refused("领衔代表不再列入联名。"):
            services.invite(motion, by=xu.user, on=ON, people=[xu])
        with refused("韩立春在2022-03-01不是镇级代表，不能联名。"):
            services.invite(motion, by=xu.user, on=ON, people=[cast.make_person(name="韩立春")])
        assert signers(motion) == []


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePageOfAsking:
    def send(self, client, motion, names):
        return client.post(
            f"/motions/{motion.pk}/do/invite/", {"on": "2022-03-02", "people": names}, follow=True
        )

    def test_on_the_phone(self, client, motion, xu, shan):
        client.force_login(xu.user)
        page = client.get(motion.get_absolute_url()).content.decode()
        assert f'href="/motions/{motion.pk}/do/invite/"' in page
        page = self.send(client, motion, "单国富、曾玉梅").content.decode()
        assert "单国富（待附议）、曾玉梅（待附议）" in page
        client.force_login(shan.user)
        assert "请您附议" in client.get("/motions/").content.decode()

    @pytest.mark.parametrize(
        ("names", "said"),
        [
            ("单国富、王二麻", "柳塘镇人大现在没有叫王二麻的代表，请核对姓名。"),
            ("许桂兰", "您自己是领衔代表，不用再写进来。"),
            ("", "请填写请谁附议。"),
            ("张国富", "叫张国富的代表不止一位"),
        ],
    )
    def test_a_refusal_keeps_the_names(self, client, motion, xu, names, said):
        cast.make_deputy(name="张国富")
        cast.make_deputy(name="张国富")
        client.force_login(xu.user)
        page = self.send(client, motion, names).content.decode()
        assert said in page
        assert f'value="{names}"' in page or not names
        assert signers(motion) == []

    def test_others_find_no_such_page(self, client, motion, zeng):
        client.force_login(zeng.user)
        assert client.get(f"/motions/{motion.pk}/do/invite/").status_code == 404


class TestOnPaper:
    def test_a_signed_page_counts_as_the_signatures(self, motion, xu, shan, zeng, clerk):
        services.invite(motion, by=xu.user, on=ON, people=[shan])
        event = services.sign_on_paper(motion, by=clerk, on=ON, people=[shan, zeng], file=a_page())
        assert (event.verb, event.note) == ("paper", "单国富、曾玉梅")
        assert signers(motion) == [("单国富", "paper", ON), ("曾玉梅", "paper", ON)]
        scan = MotionScan.objects.get()
        assert scan.kind == "signatures"
        assert {(row.scan, row.confirmed_by) for row in motion.signatures.all()} == {(scan, clerk)}
        assert motion.signatures.given().count() == 2
        assert not Motion.objects.asking(shan.user)

    def test_who_confirmed_by_login_needs_no_paper(self, motion, xu, shan, clerk):
        services.invite(motion, by=xu.user, on=ON, people=[shan])
        services.cosign(motion, by=shan.user, on=ON)
        with refused("单国富已经登录确认，不用再登记。"):
            services.sign_on_paper(motion, by=clerk, on=ON, people=[shan], file=a_page())
        assert not MotionScan.objects.exists()

    def test_only_the_office_looks_at_paper(self, motion, xu, shan):
        with refused("您不能办“登记签名页”，请交人大办公室办理。"):
            services.sign_on_paper(motion, by=xu.user, on=ON, people=[shan], file=a_page())

    def test_it_makes_a_bill_complete(self, xu, clerk):
        bill = Motion(
            proposer=xu, title="关于修水渠的议案", kind="bill", submitted_on=cast.DAY,
            topic=cast.make_frame().topics[0],
        )  # fmt: skip
        services.enter(bill, by=clerk)
        with refused("议案须有代表5人以上联名，现在1人"):
            services.accept(bill, by=clerk, on=ON)
        four = cast.make_deputies(4)
        services.sign_on_paper(bill, by=clerk, on=ON, people=four, file=a_page())
        services.accept(bill, by=clerk, on=ON)
        assert bill.number == 1

    def test_the_button_in_the_ledger(self, office, motion, xu, shan):
        services.invite(motion, by=xu.user, on=ON, people=[shan])
        form = AdminForm(office, url(Motion, "verb", motion.pk, "paper"))
        assert form.data["people"] == ["单国富"]  # those who were asked
        form.fill(on="2022-03-02").data["file"] = [a_page()]
        accepted(form.send())
        assert signers(motion) == [("单国富", "paper", ON)]
        page = office.get(url(Motion, "change", motion.pk)).content.decode()
        assert "核对" in page and MotionScan.objects.get().get_absolute_url() in page

    def test_a_photo_of_the_page_will_do(self, office, motion, shan):
        buffer = io.BytesIO()
        Image.new("RGB", (60, 80), "white").save(buffer, "PNG")
        form = AdminForm(office, url(Motion, "verb", motion.pk, "paper"))
        form.fill(on="2022-03-02", people="单国富")
        form.data["file"] = [SimpleUploadedFile("签名.png", buffer.getvalue())]
        accepted(form.send())
        assert MotionScan.objects.get().file.name.endswith(".jpg")

    @pytest.mark.parametrize(
        ("upload", "said"), [(None, "请选择扫描件。"), (b"no scan", "这个文件不是扫描件")]
    )
    def test_no_page_no_signature(self, office, motion, upload, said):
        form = AdminForm(office, url(Motion, "verb", motion.pk, "paper"))
        form.fill(on="2022-03-02", people="单国富")
        if upload:
            form.data["file"] = [SimpleUploadedFile("签名.pdf", upload)]
        page = form.send().content.decode()
        assert said in page and 'value="单国富"' in page
        assert signers(motion) == []


@pytest.mark.sqlite  # the same words on both
class TestOtherWords:
    """Who signed put their name to these words and no others."""

    @pytest.fixture
    def signed(self, motion, xu, shan, zeng, clerk):
        services.invite(motion, by=xu.user, on=ON, people=[shan])
        services.cosign(motion, by=shan.user, on=ON)
        services.sign_on_paper(motion, by=clerk, on=ON, people=[zeng], file=a_page())
        return motion

    @pytest.mark.parametrize("field", ["title", "grounds", "proposal"])
    def test_all_are_asked_anew(self, signed, xu, field):
        event = services.amend(signed, by=xu.user, on=ON, **{field: "改过的文字"})
        assert "；重新请附议：单国富、曾玉梅" in event.note
        assert signers(signed) == [("单国富", "login", None), ("曾玉梅", "login", None)]
        assert signed.signatures.given().count() == 0
        row = signed.signatures.get(person__name="曾玉梅")
        assert (row.scan, row.confirmed_by) == (None, None)
        assert row.history.first().history_user == xu.user
        assert row.history.earliest("history_id").way == "paper"  # that they had signed is kept

    def test_they_can_sign_the_new_words(self, signed, xu, shan, zeng, clerk):
        services.amend(signed, by=xu.user, on=ON, title="改过的文字")
        services.cosign(signed, by=shan.user, on=ON)
        services.sign_on_paper(signed, by=clerk, on=ON, people=[zeng], file=a_page())
        assert signed.signatures.given().count() == 2

    def test_the_office_copying_from_paper_leaves_the_paper_standing(self, signed, clerk):
        services.amend(signed, by=clerk, on=ON, title="改过的文字")
        assert signers(signed) == [("单国富", "login", None), ("曾玉梅", "paper", ON)]

    @pytest.mark.parametrize("field", ["topic", "is_public"])
    def test_what_is_no_word_of_it_changes_nothing(self, signed, xu, field):
        value = cast.make_frame().topics[1] if field == "topic" else False
        services.amend(signed, by=xu.user, on=ON, **{field: value})
        assert signed.signatures.given().count() == 2

    def test_the_same_words_again_change_nothing(self, signed, xu):
        services.amend(signed, by=xu.user, on=ON, title=signed.title, grounds=signed.grounds)
        assert signed.signatures.given().count() == 2

    def test_the_form_says_so_before(self, client, signed, xu):
        client.force_login(xu.user)
        page = client.get(f"/motions/{signed.pk}/do/amend/").content.decode()
        assert "单国富、曾玉梅已经附议，附议的是现在的文字。" in page
        assert "他们的附议就不再算数" in page

    def test_where_nobody_signed_it_says_nothing(self, client, motion, xu):
        client.force_login(xu.user)
        page = client.get(f"/motions/{motion.pk}/do/amend/").content.decode()
        assert "不再算数" not in page

    def test_in_the_ledger_likewise(self, office, signed):
        for page in ("change", "verb"):
            more = ["amend"] if page == "verb" else []
            shown = office.get(url(Motion, page, signed.pk, *more)).content.decode()
            assert "单国富已经附议，附议的是现在的文字。" in shown
        form = AdminForm(office, url(Motion, "change", signed.pk))
        form["title"] = "关于清理两条水渠的建议"
        accepted(form.send())
        assert signers(signed) == [("单国富", "login", None), ("曾玉梅", "paper", ON)]

    def test_after_the_review_no_word_moves(self, signed, xu, clerk):
        services.accept(signed, by=clerk, on=ON)
        with refused("不能办“修改”"):
            services.amend(signed, by=xu.user, on=ON, title="改过的文字")


class TestRating:
    """Both verdicts, and the reason where one is 不满意."""

    @pytest.fixture
    def answered(self, xu):
        motion = cast.make_motion(proposer=xu, status="replied")
        cast.make_handling(motion=motion, replied_on=day("2022-04-01"))
        return motion

    def rate(self, client, motion, **told):
        told = {"on": "2022-04-10", "handling": "satisfied", "result": "mostly"} | told
        return client.post(f"/motions/{motion.pk}/do/rate/", told, follow=True)

    def test_on_the_phone(self, client, xu, answered):
        client.force_login(xu.user)
        page = client.get(answered.get_absolute_url()).content.decode()
        assert f'href="/motions/{answered.pk}/do/rate/"' in page
        self.rate(client, answered)
        row = answered.ratings.get()
        assert (row.handling, row.result) == ("satisfied", "mostly")

    @pytest.mark.parametrize(
        "told", [{"result": "unsatisfied"}, {"handling": "unsatisfied"}, {"result": ""}]
    )
    def test_refused_and_kept(self, client, xu, answered, told):
        client.force_login(xu.user)
        page = self.rate(client, answered, **told).content.decode()
        assert ("不满意的要写理由。" if "" not in told.values() else "请选择对办理结果。") in page
        assert not answered.ratings.exists()

    def test_neither_a_cosigner_nor_the_word_unsaid(self, client, xu, shan, answered):
        cast.make_signature(motion=answered, person=shan, signed_on=ON)
        client.force_login(shan.user)
        assert client.get(f"/motions/{answered.pk}/do/rate/").status_code == 404
        client.force_login(xu.user)
        assert "未反馈" not in client.get(f"/motions/{answered.pk}/do/rate/").content.decode()


def test_roles_who_never_sign(people, motion):
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMIN):
        with refused("您不能办“请人附议”"):
            services.invite(motion, by=cast.make_user(role), on=ON, people=[people["单国富"]])
