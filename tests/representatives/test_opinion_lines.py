"""快速登记意见建议: ten lines on one page, all stored, or none."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from records.admin.forms import INCOMPLETE
from records.models import OnceKey
from representatives import opinions
from representatives.models import Opinion
from tests import cast
from tests.cast import day
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office
from tests.representatives.test_opinions import frame, said, today, wang, water
from township.models import Department

__all__ = ["frame", "office", "today", "wang", "water"]
pytestmark = pytest.mark.django_db

QUICK = "/admin/representatives/opinion/quick/"


class TestLines:
    """What is wrong is said at its field, and what was typed is kept."""

    @pytest.fixture
    def page(self, office, wang):
        return AdminForm(office, QUICK)

    def line(self, page, number, **fields):
        return page.fill(f"form-{number}", **fields)

    def first(self, page, frame, **fields):
        given = {
            "heard_on": "2022-03-01", "source": "reception", "topic": frame.topics[0],
            "text": "水渠堵了",
        }  # fmt: skip
        return self.line(page, 0, **(given | fields))

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_ten_empty_lines(self, page):
        assert page.data["form-TOTAL_FORMS"] == ["10"]
        assert '<option value="许桂兰">' in page.page
        assert page.page.count('<option value="" selected>请选择</option>') == 20  # 来源, 类别

    def test_each_line_is_an_opinion(self, office, page, frame, wang, water):
        self.first(page, frame, raiser="老周", department=water, handed_over_on="2022-03-02")
        self.line(
            page, 4, heard_on="2022-03-05", source="visit", home="王二保", topic=frame.topics[1],
            text="路不平", disposal="village",
        )  # fmt: skip
        response = accepted(page.send())
        assert response.headers["Location"] == "/admin/representatives/opinion/"
        assert "已登记2条意见建议。" in said(response)
        road, canal = Opinion.objects.all()
        assert (canal.raiser, canal.department, canal.due_on) == ("老周", water, day("2022-03-30"))
        assert (road.household, road.heard_by, road.disposal) == (wang, wang.deputy, "village")
        assert road.history.get().history_user == cast.the_clerk()

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_and_on_with_the_next_page(self, page, frame):
        response = accepted(self.first(page, frame).send("_addanother"))
        assert response.headers["Location"] == QUICK

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_the_same_occasion_is_not_typed_again(self, page, frame, wang):
        self.first(page, frame, hearer="xgl")
        self.line(page, 2, topic=frame.topics[1], text="路不平")
        self.line(page, 3, topic=frame.topics[1], text="灯不亮", hearer="许桂兰")
        accepted(page.send())
        assert {(o.heard_on, o.source, o.heard_by) for o in Opinion.objects.all()} == {
            (cast.DAY, "reception", wang.deputy)
        }

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_another_source_is_another_occasion(self, page, frame, wang):
        self.first(page, frame, hearer="许桂兰")
        self.line(page, 1, source="letter", topic=frame.topics[1], text="路不平")
        assert "请填写听到日期。" in errors_of(page.send())
        self.line(page, 1, heard_on="2022-03-02")
        accepted(page.send())
        assert Opinion.objects.get(source="letter").heard_by is None

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_the_first_line_has_nothing_above_it(self, page, frame):
        self.line(page, 1, topic=frame.topics[0], text="水渠堵了")
        words = errors_of(page.send())
        assert "请填写听到日期。 / 请选择来源。" in words

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_what_is_wrong_above_is_said_there_and_once(self, page, frame):
        self.first(page, frame, heard_on="2022-02-30", hearer="没这人")
        self.line(page, 1, topic=frame.topics[0], text="路不平")
        assert len(errors_of(page.send()).split(" / ")) == 2
        assert not Opinion.objects.exists()

    def test_all_or_none_and_what_was_typed_is_kept(self, page, frame):
        self.first(page, frame, raiser="老周")
        self.line(page, 1, heard_on="2022-06-16", source="letter", topic=frame.topics[0], text="灯")
        response = page.send()
        assert "听到日期不能在今天之后。" in errors_of(response)
        html = response.content.decode()
        assert '<a href="#id_form-1-heard_on">第2行，听到日期不能在今天之后。</a>' in html
        assert "老周" in html and "水渠堵了" in html
        assert not Opinion.objects.exists()
        assert not OnceKey.objects.exists()
        accepted(self.line(page, 1, heard_on="2022-06-15").send())
        assert Opinion.objects.count() == 2

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"hearer": "没这人"}, "没有找到“没这人”，请先在“人员”里登记。"),
            ({"home": "没这户"}, "没有找到“没这户”，不是联系户的填在“提出人”。"),
            ({"topic": None}, "请选择类别。"),
            ({"text": ""}, "请填写内容。"),
            ({"handed_over_on": "2022-03-02"}, "转办要写明承办单位。"),
            ({"handed_over_on": "2022-02-02", "disposal": "above"}, "转办要写明承办单位。"),
        ],
    )
    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_each_error_at_its_field(self, page, frame, fields, sentence):
        assert sentence in errors_of(self.first(page, frame, **fields).send())
        assert not Opinion.objects.exists()

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_a_constraint_is_told_in_words(self, page, frame, water):
        self.first(page, frame, handed_over_on="2022-02-02", department=water)
        assert "转办日期不能早于听到日期。" in errors_of(page.send())

    @pytest.mark.parametrize(
        "typed", ["王二保", "web", "wangerbao", "王 二保", "王二保（桥头村）", "wang"]
    )
    def test_a_household_is_found_as_it_is_typed(self, page, frame, wang, typed):
        accepted(self.first(page, frame, home=typed).send())
        assert Opinion.objects.get().household == wang

    def test_of_two_of_that_name_the_hearers_own(self, page, frame, wang):
        cast.make_household(head_name="王二保", village=frame.villages[1])
        self.first(page, frame, home="web")
        assert "有2个：王二保（桥头村）、王二保（岳山村），请写全。" in errors_of(page.send())
        accepted(self.first(page, frame, home="web", hearer="许桂兰").send())
        assert Opinion.objects.get().household == wang

    def test_two_of_that_name_neither_of_them_the_hearers(self, page, frame, wang):
        cast.make_household(head_name="王二保", village=frame.villages[1])
        cast.make_deputy(name="单国富")
        words = errors_of(self.first(page, frame, home="web", hearer="单国富").send())
        assert "有2个" in words

    def test_who_kept_the_household_on_that_day(self, page, frame, wang):
        """Before 2021-12-28 nobody did."""
        self.first(page, frame, heard_on="2021-12-01", source="visit", home="王二保")
        accepted(page.send())
        assert Opinion.objects.get().heard_by is None

    def test_two_hearers_of_the_same_initials(self, page, frame):
        cast.make_deputy(name="徐国良")
        assert "有2个：许桂兰、徐国良，请写全。" in errors_of(
            self.first(page, frame, hearer="xgl").send()
        )

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_explained_at_once_is_answered(self, page, frame):
        accepted(self.first(page, frame, disposal="explained", home="王二保").send())
        assert Opinion.objects.get().echo == "已有回音"

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_nothing_typed(self, page):
        assert "一行都没有填。" in errors_of(page.send())

    def test_sent_twice_it_is_stored_once(self, page, frame):
        accepted(self.first(page, frame).send())
        assert "没有重复登记" in said(accepted(page.send()))
        assert Opinion.objects.count() == 1

    def test_sent_twice_in_the_same_moment(self, page, frame, monkeypatch):
        """The other sending is stored after this one looked, and before it stores."""
        self.first(page, frame)

        def looked(self, request, object_id, seen=[]):  # noqa: B006  remembers the first call
            if request.method == "POST" and not seen:
                seen.append(OnceKey.objects.create(key=page.data["_once"][0]))
                return False
            return bool(seen)

        monkeypatch.setattr("records.admin.pages.RecordAdmin.was_stored", looked)
        assert "没有重复登记" in said(page.send())
        assert not Opinion.objects.exists()

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_a_page_that_came_without_its_key(self, page, frame):
        self.first(page, frame).data.pop("_once")
        response = page.send()
        assert INCOMPLETE in errors_of(response)
        assert response.content.decode().count(INCOMPLETE) == 1
        assert "水渠堵了" in response.content.decode()

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_what_a_verb_refuses_stands_at_its_line(self, page, frame, monkeypatch):
        def refuse(opinion, by):
            raise ValidationError({"text": "刚刚有人记过这一条。"})

        monkeypatch.setattr(opinions, "enter_opinion", refuse)
        assert "刚刚有人记过这一条。" in errors_of(self.first(page, frame).send())
        assert not OnceKey.objects.exists()

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_not_for_those_who_keep_watch(self, client, frame, role):
        client.force_login(cast.make_user(role))
        assert client.get(QUICK).status_code == 403

    @pytest.mark.sqlite  # what a form refuses is the same on both
    def test_it_costs_the_same_in_a_large_town(self, office, frame):
        def cost():
            with CaptureQueriesContext(connection) as captured:
                office.get(QUICK)
            return len(captured)

        cost()
        few = cost()
        cast.make_deputies(30)
        for number in range(5):
            cast.keep(Department(name=f"办公室{number}"))
        assert cost() == few
