"""保存，再新增一条: the next form opens with what a pile has in common, and with nothing of anybody.

许桂兰, 单国富 and 曾玉梅 are deputies of the second term.
"""

from decimal import Decimal

import pytest
from django.contrib import admin

from congress.models import Activity, Allowance, Honour
from records.admin.keeping import Keeping, asking
from representatives.models import Assignment, Deputy, Household, Mandate
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.models import LedgerStart
from township.spans import today

__all__ = ["office"]
pytestmark = pytest.mark.django_db

# What is of one alone; whoever adds a field to one of the lists thinks of this.
OF_ONE = {"name", "head_name", "title", "phone", "note", "certificate", "number", "text", "person"}


@pytest.fixture
def deputies(db):
    cast.make_frame()
    return [cast.make_deputy(name=name) for name in ("许桂兰", "单国富", "曾玉梅")]


def told(form, *names):
    """What the form opens with, days as the database has them."""
    return [form.data.get(name, [""])[0].replace("/", "-") for name in names]


def next_form(office, form):
    """The form after `form` was sent by 保存，再新增一条."""
    address = accepted(form.send("_addanother")).headers["Location"]
    return AdminForm(office, address)


class TestAPile:
    def test_of_allowances(self, office, deputies):
        """The second is a name and Enter."""
        xu, shan, _ = (person.mandates.get() for person in deputies)
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(mandate=xu, kind="lost_work", amount="400", paid_on="2022-03-01", note="三月")
        form = next_form(office, form)
        assert told(form, "kind", "amount", "paid_on") == ["lost_work", "400", "2022-03-01"]
        assert told(form, "mandate", "note") == ["", ""]
        accepted(form.fill(mandate=shan).send())
        row = Allowance.objects.get(mandate=shan)
        assert (row.kind, row.amount, str(row.paid_on)) == ("lost_work", 400, "2022-03-01")

    def test_of_honours(self, office, deputies):
        form = AdminForm(office, url(Honour, "add"))
        form.fill(title="优秀代表", person=deputies[0], awarded_by="县人大", level="county")
        form.fill(awarded_on="2022-03-08")
        form = next_form(office, form)
        kept = told(form, "awarded_by", "level", "awarded_on")
        assert kept == ["县人大", "county", "2022-03-08"]
        assert told(form, "title", "person") == ["", ""]

    def test_of_households_each_with_its_category_and_deputy(self, office, deputies):
        frame = cast.make_frame()
        form = AdminForm(office, url(Household, "add"))
        form.fill(head_name="王二保", phone="0553-6211234", village=frame.villages[1], group="6组")
        form.fill(deputy=deputies[0], since="2022-02-01")
        form.add_row("category_spans", category=frame.categories[0], starts_on="2022-01-01")
        form = next_form(office, form)
        assert told(form, "village", "group", "deputy", "since") == [
            str(frame.villages[1].pk), "6组", str(deputies[0].pk), "2022-02-01",
        ]  # fmt: skip
        # 许桂兰 has the one household of the first category: the next is of the second.
        assert told(form, "category_spans-0-category", "category_spans-0-starts_on") == [
            str(frame.categories[1].pk), "2022-01-01",
        ]  # fmt: skip
        assert told(form, "head_name", "phone", "members") == ["", "", ""]
        accepted(form.fill(head_name="李长根", deputy=deputies[1]).send())
        second = Household.objects.get(head_name="李长根")
        assert second.category_spans.get().category == frame.categories[1]
        assert second.assignments.get().person == deputies[1]

    def test_of_a_deputy_who_has_all_their_households_no_category_is_proposed(
        self, office, deputies
    ):
        frame = cast.make_frame()
        for category in frame.categories[1:]:
            cast.make_assignment(person=deputies[0], category=category)
        form = AdminForm(office, url(Household, "add"))
        form.fill(
            head_name="王二保", village=frame.villages[1], deputy=deputies[0], since="2022-02-01"
        )
        form.add_row("category_spans", category=frame.categories[0], starts_on="2022-01-01")
        address = accepted(form.send("_addanother")).headers["Location"]
        page = office.get(address).content.decode()
        assert "许桂兰各类联系户都已安排齐，没有先填类别" in page
        assert told(AdminForm(office, address), "category_spans-0-category") == [""]

    def test_of_deputies(self, office, deputies):
        frame = cast.make_frame()
        form = AdminForm(office, url(Deputy, "add"))
        form.fill(name="仇万里")
        form.add_row(
            "mandates", term=frame.second, starts_on="2021-12-28", confirmed_on="2021-12-28",
            gained_by="general", certificate="7",
        )  # fmt: skip
        form = next_form(office, form)
        names = ("term", "starts_on", "confirmed_on", "certificate")
        kept = told(form, *(f"mandates-0-{name}" for name in names))
        assert kept == [str(frame.second.pk), "2021-12-28", "2021-12-28", ""]
        accepted(form.fill(name="尉迟明").send())
        assert Mandate.objects.get(person__name="尉迟明").term == frame.second

    def test_it_outlives_a_reload_and_a_refusal_and_not_a_new_beginning(self, office, deputies):
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(mandate=deputies[0].mandates.get(), kind="lost_work", amount="400")
        again = next_form(office, form)
        assert again.url.endswith("?again=1")
        assert told(AdminForm(office, again.url), "kind") == ["lost_work"]
        errors_of(again.fill(amount="").send())
        third = next_form(
            office, AdminForm(office, again.url).fill(mandate=deputies[1].mandates.get())
        )
        assert third.url.count("again") == 1
        Allowance.objects.update(kind="allowance", amount=150)
        assert told(AdminForm(office, url(Allowance, "add")), "kind", "amount") == [
            "allowance", "150.00",
        ]  # fmt: skip

    def test_nothing_is_taken_from_the_address(self, office, deputies):
        """Only what the clerk stored a moment ago is kept, and of this kind of record."""
        form = AdminForm(office, f"{url(Honour, 'add')}?again=1")
        assert told(form, "awarded_by", "level") == ["", "town"]

    def test_it_lies_in_the_session_not_in_the_address(self, office, deputies):
        form = AdminForm(office, url(Allowance, "add"))
        form.fill(mandate=deputies[0].mandates.get(), kind="lost_work", amount="400")
        address = accepted(form.send("_addanother")).headers["Location"]
        assert address == f"{url(Allowance, 'add')}?again=1"
        assert office.session["kept:congress.allowance"]["amount"] == "400"


class TestFirst:
    def test_what_was_paid_last_is_proposed_today(self, office, deputies):
        cast.keep(
            Allowance(mandate=deputies[0].mandates.get(), amount=Decimal("80"), paid_on=cast.DAY)
        )
        form = AdminForm(office, url(Allowance, "add"))
        assert told(form, "amount", "paid_on") == ["80.00", str(today())]

    @pytest.mark.parametrize(
        ("model", "name"),
        [(Activity, "starts_on"), (Honour, "awarded_on"), (Household, "since"), (Assignment, "starts_on")],
    )  # fmt: skip
    def test_a_day_is_today(self, office, deputies, model, name):
        assert told(AdminForm(office, url(model, "add")), name) == [str(today())]

    @pytest.mark.parametrize(
        ("ledger", "proposed", "why"),
        [
            ("2021-01-01", "2021-12-28", "是还没有联系户的代表任职的第一天"),
            ("2021-12-28", "2021-12-28", "是还没有联系户的代表任职的第一天"),
            ("2022-04-01", "2022-04-01", "是联系户的台账起始日"),
        ],
    )
    def test_of_households_that_are_brought_in_it_is_the_first_of_the_mandate_or_ledger(
        self, office, deputies, ledger, proposed, why
    ):
        cast.keep(LedgerStart(family="households", complete_from=cast.day(ledger)))
        form = AdminForm(office, url(Household, "add"))
        assert told(form, "since", "category_spans-0-starts_on") == [proposed, proposed]
        assert f"先填的{proposed}，{why}" in office.get(form.url).content.decode()
        form.fill(head_name="王二保", village=cast.make_frame().villages[0], deputy=deputies[0])
        form.fill(**{"category_spans-0-category": cast.make_frame().categories[0]})
        accepted(form.send())
        assert str(Household.objects.get().assignments.get().starts_on) == proposed

    def test_once_every_deputy_has_had_a_household_it_is_today_again(self, office, deputies):
        """An earlier day would change the years before."""
        cast.keep(LedgerStart(family="households", complete_from=cast.day("2021-01-01")))
        for person in deputies:
            cast.make_assignment(person=person)
        form = AdminForm(office, url(Household, "add"))
        assert told(form, "since", "category_spans-0-starts_on") == [str(today())] * 2
        assert "先填的" not in office.get(form.url).content.decode()

    def test_a_row_that_only_has_its_first_day_is_no_row(self, office, deputies):
        form = AdminForm(office, url(Household, "add"))
        form.fill(head_name="王二保", village=cast.make_frame().villages[0])
        assert told(form, "category_spans-0-starts_on") == [str(today())]
        accepted(form.send())
        assert not Household.objects.get().category_spans.exists()


def test_nothing_of_one_alone_is_kept():
    entries = [entry for entry in admin.site._registry.values() if isinstance(entry, Keeping)]
    kept = {(e.model, name) for e in entries for name in e.keeps}
    kept |= {(i.model, name) for e in entries for i in e.inlines for name in i.keeps}
    assert len(kept) > 20
    # Whoever enters assignments enters those of one deputy, then those of the next.
    assert {one for one in kept if one[1] in OF_ONE} == {(Assignment, "person")}


@pytest.mark.parametrize("address", ["/add/", "/add/?a=b", "/add/?again=1", "/add/?a=b&again=1"])
def test_the_address_asks_once(address):
    assert asking(address, "again=1").count("again=1") == 1
