"""The form of a record as it comes from the server: what it asks, in which words, and what it shows."""

import re

import lxml.html
import pytest
from django import forms
from django.urls import reverse

from accounts.models import Role
from congress.models import Activity, ActivityPlace, Honour, PresidiumMeeting
from motions.models import Motion
from records.admin.form_parts import cells
from records.controls import Control
from records.fields import ButtonRow, DayField, day_field
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.models import Holiday

__all__ = ["office"]


@pytest.fixture
def frame(db):
    return cast.make_frame()


def tree(client, address):
    return lxml.html.fromstring(client.get(address).content.decode())


def found(page, path):
    """The elements at `path`; `.word` stands for a class."""
    has = r"[contains(concat(' ', @class, ' '), ' \1 ')]"
    return page.xpath(re.sub(r"\.([a-z][a-z-]+)", has, path))


def texts(page, path):
    return [" ".join(one.text_content().split()) for one in found(page, path)]


BESIDE = "//*.related-widget-wrapper-link"


class Asked(forms.Form):
    """One field of each kind; not one of them says how it refuses."""

    day = day_field("召开日期")
    place = forms.CharField(label="地点", max_length=100, required=False)
    level = forms.ChoiceField(label="级别", choices=[("town", "镇"), ("county", "县")])
    paper = forms.FileField(label="扫描件")
    agreed = forms.BooleanField(label="我已核对")
    told = forms.CharField(label="事由", error_messages={"required": "要写明事由。"})
    text = forms.CharField(label="内容", widget=forms.Textarea, required=False)


def test_what_is_missing_is_said_with_its_name():
    form = Asked({"day": ""})
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert said == {
        "day": "请填写召开日期。", "level": "请选择级别。", "paper": "请选择扫描件。",
        "agreed": "请勾选我已核对。", "told": "要写明事由。",
    }  # fmt: skip
    assert isinstance(form["day"], Control)
    assert str(form["day"].label_tag()) == '<label for="id_day">召开日期</label>'


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            DayField(),
            "三月十日",
            "“三月十日”没有写年份，请写成2026-03-05、2026.3.5或者2026年3月5日。",
        ),
        (DayField(), "2026-02-30", "2026年2月没有30日。"),
        (DayField(), "2026年13月1日", "没有13月，月份是1到12。"),
        (forms.IntegerField(), "十二", "请填整数，如12。"),
        (forms.DecimalField(decimal_places=2, max_digits=9), "1.234", "小数最多2位。"),
        (forms.DecimalField(), "十", "请填数字，如12.5。"),
        (forms.CharField(max_length=3), "柳塘镇人大", "最多写3个字，现在有5个。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "乙", "没有“乙”这个选项，请从列出的里面选。"),
        (forms.URLField(assume_scheme="https"), "柳塘", "网址请写成https://rd.example.org这样。"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(field, typed, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]


def test_a_cell_is_as_wide_as_what_is_typed_there():
    """A long title alone on its line goes across, as text does; a tick stands where there is room."""
    by_name = {cell.name: cell for cell in cells(Asked())}
    widths = {name: cell.width for name, cell in by_name.items()}
    assert widths == {
        "day": "", "place": "across", "level": "", "paper": "", "agreed": "", "told": "",
        "text": "across",
    }  # fmt: skip
    assert by_name["place"].is_optional
    assert not by_name["day"].is_optional
    assert not by_name["agreed"].is_bare  # beside two fields with their names above

    few = [("a", "满意"), ("b", "基本满意"), ("c", "不满意"), ("d", "未反馈")]
    form = type("Rated", (forms.Form,), {
        "result": forms.ChoiceField(label="对办理结果", choices=few, widget=ButtonRow),
        "agreed": forms.BooleanField(label="同意公开", required=False),
        "public": forms.BooleanField(label="市里交办", required=False),
    })()  # fmt: skip
    result, agreed, public = cells(form)
    assert (result.width, result.tag, result.label_tag) == ("two", "fieldset", "legend")
    assert (agreed.is_bare, public.is_bare) == (False, True)


class TestAdding:
    def test_each_section_has_a_heading_and_a_place_in_the_rail(self, office, frame):
        page = tree(office, url(Activity, "add"))
        headings = texts(page, "//*[@id='content-main']//h2")
        assert headings[0] == "基本情况"
        assert len(headings) > 4
        rail = texts(page, "//*.rail//a")
        assert [words.split()[0] for words in rail] == [words.split()[0] for words in headings]
        anchors = [link.get("href")[1:] for link in found(page, "//*.rail//a")]
        assert all(page.get_element_by_id(anchor) is not None for anchor in anchors)
        buttons = [one.get("value") for one in found(page, "//*.submit-row//input")]
        assert buttons == ["保存", "保存，再新增一条"]

    def test_choices_say_what_nothing_means(self, office, frame):
        page = tree(office, url(PresidiumMeeting, "add"))
        assert texts(page, "//*[@name='term']/option")[0] == "请选择"
        assert texts(page, "//*[@name='agenda_items-0-outcome']/option")[0] == "不填"
        assert "---" not in office.get(url(Activity, "add")).content.decode()
        # Two to four choices are a row of buttons, with one for none where it may be left out.
        row = [one.get("value") for one in found(page, "//*[@name='occasion']")]
        assert row == ["", "between", "during"]
        assert found(page, "//select[@name='resolutions-0-kind']")  # in a table there is no room

    def test_where_something_new_is_added_beside_a_choice(self, office, frame):
        beside = [link.get("id") for link in found(tree(office, url(Motion, "add")), BESIDE)]
        assert beside == ["add_id_proposer"]
        assert not found(tree(office, url(Honour, "add")), BESIDE)
        rows = found(tree(office, url(Activity, "add")), BESIDE)
        assert {link.get("id") for link in rows} == {
            "add_id_findings-0-department", "add_id_findings-__prefix__-department",
        }  # fmt: skip

    def test_each_control_of_a_table_is_called_as_its_column(self, office, frame):
        page = tree(office, url(Activity, "add"))
        controls = found(page, "//*.tabular//td//*[self::select or self::input[@type!='hidden']]")
        assert controls
        assert all(one.get("aria-label") for one in controls)

    def test_what_was_refused_is_listed_with_its_places(self, office, frame):
        form = AdminForm(office, url(PresidiumMeeting, "add")).fill(term=None, number="三")
        answer = form.add_row("agenda_items", decision="汛前完成").send()
        page = lxml.html.fromstring(answer.content.decode())
        listed = {link.text_content(): link.get("href") for link in found(page, "//*.mistakes//a")}
        assert listed["请选择届次。"] == "#id_term"
        assert listed["第几次：请填整数，如12。"] == "#id_number"
        assert listed["议题第1行，请填写议题。"] == "#id_agenda_items-0-title"
        assert texts(page, "//*.rail//a.wrong") == ["基本情况", "议题 1"]

    def test_a_new_row_goes_on_counting(self, office, frame):
        activity = cast.make_activity(places=["桥头", "岳山"])
        ActivityPlace.objects.filter(name="岳山").update(order=7)
        form = AdminForm(office, url(Activity, "change", activity.pk))
        assert form.data["places-2-order"] == ["8"]
        accepted(form.send())  # the number alone is no row
        assert activity.places.count() == 2
        form = AdminForm(office, url(Activity, "change", activity.pk))
        accepted(form.add_row("places", name="柳塘").send())
        assert list(activity.places.values_list("order", "name"))[-1] == (8, "柳塘")


class TestChanging:
    def test_it_is_called_by_its_name(self, office, frame):
        honour = cast.make_honour(title="优秀人大代表")
        page = tree(office, url(Honour, "change", honour.pk))
        assert texts(page, "//h1") == [str(honour)]
        assert texts(page, "//*.breadcrumbs")[0].endswith("修改先进事迹、表彰")
        assert [one.get("value") for one in found(page, "//*.submit-row//input")] == ["保存"]

    def test_the_way_back_keeps_the_filters(self, office, frame):
        honour = cast.make_honour()
        kept = "_changelist_filters=level__exact%3Dtown"
        page = tree(office, url(Honour, "change", honour.pk) + "?" + kept)
        assert found(page, "//*.closelink")[0].get("href") == (
            url(Honour, "changelist") + "?level__exact=town"
        )
        meeting = cast.make_presidium_meeting()  # it has a page of its own
        page = tree(office, url(PresidiumMeeting, "change", meeting.pk))
        assert found(page, "//*.closelink")[0].get("href") == meeting.get_absolute_url()

    def test_what_says_nothing_is_left_out(self, office, frame):
        motion = cast.make_motion(title="关于清理桥头村水渠的建议")
        page = tree(office, url(Motion, "change", motion.pk))
        assert {"-", "—", ""}.isdisjoint(texts(page, "//*.readonly"))
        assert "审查意见" not in texts(page, "//*.cell/*.name")
        # Rows that are only read and that there are none of; their number still goes back.
        assert "代表评价" not in texts(page, "//h2")
        assert found(page, "//*[@name='ratings-TOTAL_FORMS']")

    def test_what_may_be_deleted_is_deleted_above(self, office, frame):
        holiday = cast.keep(Holiday(day=cast.DAY, kind="off", name="植树"))
        page = tree(office, url(Holiday, "change", holiday.pk))
        assert texts(page, "//*.object-tools//*.voidlink") == ["删除"]
        assert "删除" not in texts(page, "//*.submit-row")[0]

    def test_it_still_may_be_saved_to_go_on(self, office, frame):
        """The button is gone; whoever sends it is answered as before."""
        honour = cast.make_honour()
        address = url(Honour, "change", honour.pk)
        answer = AdminForm(office, address).send("_continue")
        assert answer.headers["Location"] == address


def test_a_day_is_typed_in_the_office_and_tapped_on_a_phone(office, client, frame):
    user = cast.make_user(Role.DEPUTY)
    motion = cast.make_motion(proposer=cast.make_deputy(user=user), status="registered")
    [typed] = found(tree(office, url(Motion, "verb", motion.pk, "accept")), "//*[@name='on']")
    assert (typed.get("type"), typed.get("class")) == ("text", "day")
    client.force_login(user)
    page = tree(client, reverse("motion-do", args=[motion.pk, "withdraw"]))
    assert [one.get("type") for one in found(page, "//*[@name='on']")] == ["date"]


def test_a_verb_is_refused_in_the_same_words(office, frame):
    activity = cast.make_activity()
    address = url(Activity, "verb", activity.pk, "void")
    answer = AdminForm(office, address).send()
    assert "作废一条记录要写明原因。" in errors_of(answer)
    page = lxml.html.fromstring(answer.content.decode())
    assert [link.get("href") for link in found(page, "//*.mistakes//a")] == ["#id_reason"]
