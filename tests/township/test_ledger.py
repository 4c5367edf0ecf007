"""各类记录都从同一天起: one day for all families of records at once, and each may have its own.

Today is 15 June 2022. The ledger of motions is complete since 2021, of the others nobody has said.
"""

import pytest

from motions.models import ResultClass
from tests import cast
from tests.cast import day, keep
from tests.records.admin_form import AdminForm
from township.models import LedgerStart

pytestmark = pytest.mark.django_db
LIST = "/admin/township/ledgerstart/"
PAGE = f"{LIST}one-day/"
Family = LedgerStart.Family


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


@pytest.fixture
def clerk(client):
    keep(LedgerStart(family=Family.MOTIONS, complete_from=day("2021-01-01")))
    clerk = cast.the_clerk()
    client.force_login(clerk)
    return clerk


def test_the_missing_ones_begin_on_one_day_and_what_there_is_stays(clerk, client):
    assert f'<a href="{PAGE}">各类记录都从同一天起</a>' in client.get(LIST).content.decode()
    form = AdminForm(client, PAGE)
    assert "还没有起始日的9类（会议、选举与职务、代表、" in form.page
    assert "已经有的不动：议案建议：2021-01-01。" in form.page
    form["on"] = "2022-01-01"
    response = client.post(PAGE, form.data, follow=True)
    assert "补助经费、民生工程，都从2022-01-01起登记齐全。" in response.content.decode()
    days = dict(LedgerStart.objects.values_list("family", "complete_from"))
    assert len(days) == len(Family) and days.pop("motions") == day("2021-01-01")
    assert set(days.values()) == {day("2022-01-01")}
    made = LedgerStart.history.filter(family=Family.HONOURS).get()
    assert made.history_user == clerk

    again = client.post(PAGE, form.data, follow=True).content.decode()
    assert "每一类记录都有起始日了，没有要补的。" in again
    assert LedgerStart.history.count() == len(Family)
    assert '<form method="post" class="desk-form"' not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请填写从哪天起登记齐全。"),
        ("2022-02-30", "2022年2月没有30日。"),
        ("2022-06-16", "不能在今天之后："),
    ],
)
def test_a_day_that_is_none_is_refused_at_its_field(clerk, client, typed, told):
    page = client.post(PAGE, {"on": typed}).content.decode()
    assert told in page
    assert not typed or f'value="{typed}"' in page
    assert LedgerStart.objects.count() == 1


class TestWhatCountsAsSolved:
    """Class A typed by hand is solved, without a box that somebody overlooks."""

    @pytest.mark.parametrize(
        ("code", "name", "solved"),
        [
            ("A1", "已经解决或基本解决（或者已通过其他途径解决）", True),
            ("甲", "已解决", True),
            ("A", "办好的", True),
            ("B", "正在解决或列入计划逐步解决", False),
            ("B", "正在办理和列入办理计划", False),
            ("C", "因条件限制或其他原因暂时无法解决，留作参考", False),
            ("A", "未解决", False),
            ("D", "其他", False),
        ],
    )
    def test_its_name_proposes_it(self, code, name, solved):
        assert ResultClass(code=code, name=name).sounds_solved is solved

    def test_the_form_takes_the_proposal_and_is_overruled(self, client):
        client.force_login(cast.the_clerk())
        ResultClass.objects.all().delete()
        add = "/admin/motions/resultclass/add/"
        for code, name, said, wanted in [
            ("A", "已经解决", "", True), ("B", "已经解决一部分", "no", False),
            ("E", "另行处理", "yes", True),
        ]:  # fmt: skip
            form = AdminForm(client, add).fill(code=code, name=name, is_solved=said)
            page = client.post(add, form.data, follow=True).content.decode()
            assert ("按含义认，A类算作解决" in page) is (said == "")
            assert ResultClass.objects.get(code=code).is_solved is wanted
        change = f"/admin/motions/resultclass/{ResultClass.objects.get(code='B').pk}/change/"
        form = AdminForm(client, change)
        assert form.data["is_solved"] == ["no"] and "按含义认</label>" not in form.page
        client.post(change, form.fill(name="已经解决").data)
        assert ResultClass.objects.get(code="B").is_solved is False
