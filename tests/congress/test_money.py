"""Money: what many deputies get is typed once and looked at before it is stored; what an activity cost
needs no deputy.

许桂兰 and 单国富 are in the first group of 柳塘镇, 曾玉梅 is in none; 仇万里 left before today.
"""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from congress.models import Allowance
from tests import cast
from tests.cast import day
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.models import LedgerStart

__all__ = ["office"]
pytestmark = pytest.mark.django_db
PAID = day("2022-06-01")


@pytest.fixture
def people(db):
    cast.make_frame()
    names = ("许桂兰", "单国富", "曾玉梅", "仇万里")
    xu, shan, zeng, qiu = (cast.make_deputy(name=name) for name in names)
    group = cast.make_body(kind="group", name="第一代表小组")
    for one in (xu, shan):
        cast.make_post(person=one, body=group, role="member")
    qiu.mandates.update(ended_on=day("2022-05-01"), ended_for="resigned")
    return xu, shan, zeng, qiu


def page(office, *ticked, **fields):
    form = AdminForm(office, url(Allowance, "many"))
    form.fill(kind="allowance", paid_on=PAID, amount="200", note="第二季度")
    form.fill(**fields)
    return ticking(form, *ticked)


def ticking(form, *people):
    form.data["ticked"] = [str(one.pk) for one in people]
    return form


def looked_at(form):
    """The next page, as a browser holds it."""
    answer = form.send("_look")
    assert answer.status_code == 200
    return AdminForm(SimpleNamespace(get=lambda url: answer, post=form.client.post), form.url)


def stored():
    rows = Allowance.objects.order_by("pk")
    return [(str(row.mandate.person), row.kind, str(row.amount), row.note) for row in rows]


class TestMany:
    def test_ticked_looked_at_and_stored_once(self, office, people):
        xu, shan, zeng, _qiu = people
        form = AdminForm(office, url(Allowance, "many"))
        assert [name in form.page for name in ("第一代表小组", "没有编入小组的", "仇万里")] == [
            True, True, False,
        ]  # fmt: skip
        look = looked_at(page(office, xu, shan, zeng))
        assert "3人，合计600元" in look.page
        assert not Allowance.objects.exists()
        look[f"amount_{zeng.pk}"] = "150.5"
        accepted(look.send())
        assert stored() == [
            ("许桂兰", "allowance", "200.00", "第二季度"),
            ("单国富", "allowance", "200.00", "第二季度"),
            ("曾玉梅", "allowance", "150.50", "第二季度"),
        ]
        assert Allowance.objects.first().history.get().history_user is not None
        again = look.send()
        assert again.status_code == 302  # the same page sent twice
        assert Allowance.objects.count() == 3

    def test_whoever_has_the_same_of_that_day_is_named_before(self, office, people):
        xu, shan, *_ = people
        paid = cast.make_allowance(mandate=xu.mandates.get(), paid_on=PAID)
        cast.make_allowance(mandate=shan.mandates.get(), paid_on=PAID, kind="lost_work")
        unseen = page(office, xu, shan).send()  # 保存 without having looked
        assert "还没有保存：请先核对下面每人的金额和合计。" in errors_of(unseen)
        look = looked_at(page(office, xu, shan))
        assert "1人这一天已经有同一类的" in look.page
        assert f"已有：{paid}" in look.page
        accepted(ticking(look, shan).send())
        assert len(stored()) == 3
        accepted(looked_at(page(office, xu)).send())  # one more for her, knowingly
        assert len(stored()) == 4

    def test_a_new_sum_for_all_leaves_what_was_typed_for_one(self, office, people):
        xu, shan, zeng, _ = people
        look = looked_at(page(office, xu, shan))
        look[f"amount_{shan.pk}"] = "50"
        look["amount"] = "300"
        ticking(look, xu, shan, zeng)  # and one more, under 再加代表
        look = looked_at(look)
        assert "3人，合计650元" in look.page
        accepted(look.send())
        assert [row[2] for row in stored()] == ["300.00", "50.00", "300.00"]

    @pytest.mark.parametrize(("wrong", "sentence"), [
        ({"paid_on": "2999-01-01"}, "发放日期不能在今天之后。"), ({"amount": "0"}, "请填不小于0.01的数"),
        ({"ticked": False}, "请至少勾一名代表。"), ({"kind": None}, "请选择类别。"),
        ({"amount": "二百"}, "请填数字"),
    ])  # fmt: skip
    def test_what_cannot_be_is_said_and_nothing_is_lost(self, office, people, wrong, sentence):
        form = page(office, *people[:2])
        form.fill(**wrong)
        answer = form.send()
        assert sentence in errors_of(answer)
        assert "第二季度" in answer.content.decode()
        assert not Allowance.objects.exists()

    def test_one_wrong_amount_and_one_who_was_no_deputy(self, office, people):
        xu, shan, _, qiu = people
        look = looked_at(page(office, xu, shan))
        look[f"amount_{shan.pk}"] = "一百"
        answer = look.send()
        assert "有的金额不对，见下面。" in errors_of(answer)
        assert 'value="一百"' in answer.content.decode()
        form = page(office, xu, qiu)
        assert "仇万里在2022年6月1日不是代表，不能发给" in errors_of(form.send())
        assert not Allowance.objects.exists()

    def test_statements_do_not_grow_with_the_town(self, office, people, django_assert_num_queries):
        form = page(office, *people[:3])
        with django_assert_num_queries(8):
            office.get(f"{url(Allowance, 'many')}?paid_on=2022-06-01")
        for _ in range(5):
            cast.make_deputy()
        with django_assert_num_queries(8):
            office.get(f"{url(Allowance, 'many')}?paid_on=2022-06-01")
        with django_assert_num_queries(12):
            form.send("_look")


class TestWithoutDeputies:
    def test_money_for_an_activity_or_for_what_the_note_says(self, office, db):
        """The figure sums by kind: what went to nobody counts as what went to a deputy."""
        cast.make_frame()
        LedgerStart.objects.create(family="allowances", complete_from=day("2017-01-01"))
        activity = cast.make_activity(title="视察水厂")
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(kind="activity", amount="380", paid_on=PAID)
        assert "在“说明”里写用在哪里" in errors_of(form.send())
        form["note"] = "打印资料"
        accepted(form.send())
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(kind="activity", amount="120", paid_on=PAID, activity=activity)
        accepted(form.send())
        page = office.get(url(Allowance, "changelist")).content.decode()
        assert [words in page for words in ("打印资料", "视察水厂", "2笔合计500元")] == [True] * 3
        shown = office.get(reverse("figure-rows", args=[2022, "代表活动经费金额"])).content.decode()
        assert [words in shown for words in ("打印资料", "视察水厂", "500")] == [True] * 3
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(kind="allowance", amount="120", paid_on=PAID, activity=activity)
        assert "补助、补贴选代表" in errors_of(form.send())
