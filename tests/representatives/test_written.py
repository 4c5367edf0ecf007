"""People and households as offices write them: kept in one form, and found by each way to say them.

鲍春 and 阚德胜 are registered from a roster whose cells are padded; 王二保 from a card.
"""

from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Role, User
from reports.checking.checks import CHECKS
from representatives.models import Household, Person
from representatives.names import Names
from tests import cast
from tests.cast import day
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def new_person(office, **fields):
    form = AdminForm(office, url(Person, "add"))
    return form.fill(**{"name": "鲍春"} | fields).send()


def found(office, model, typed):
    page = office.get(url(model, "changelist"), {"q": typed})
    assert page.status_code == 200, typed
    return [str(row) for row in page.context["cl"].result_list]


class TestNames:
    @pytest.mark.parametrize("typed", ["鲍\u3000春", "鲍 春", "鲍\u00a0春\u200b"])
    def test_a_padded_name_is_stored_without_its_padding(self, office, typed):
        accepted(new_person(office, name=typed))
        bao = Person.objects.get(name="鲍春")
        assert (bao.spelling, bao.initials) == ("baochun", "bc")
        assert Person.objects.get(name=typed) == bao  # whoever looks for it so finds it

    def test_points_and_private_signs(self, office):
        cast.make_person(name="艾合买提•吐尔逊")
        cast.make_person(name="赵\ue863")
        for typed in ("艾合买提・吐尔逊", "艾合买提.吐尔逊", "艾合买提·吐尔逊"):
            assert found(office, Person, typed) == ["艾合买提·吐尔逊"]
        assert found(office, Person, "赵䶮") == found(office, Person, "赵\ue863") == ["赵䶮"]

    def test_what_is_no_name_is_refused_and_kept_in_its_field(self, office):
        page = new_person(office, name="赵\ue000")
        assert "第2个字是这台电脑自造的" in errors_of(page)
        assert 'value="赵\ue000"' in page.content.decode()
        assert not Person.objects.exists()

    def test_two_who_look_the_same_are_told_of(self, office):
        accepted(new_person(office))
        page = new_person(office, name="鲍\u3000春")
        assert "可能已经登记过：“鲍春”。" in errors_of(page)

    def test_found_by_each_common_reading(self, office):
        cast.make_person(name="阚德胜")
        cast.make_person(name="曾乐")
        for typed in ("kandesheng", "kds", "handesheng", "hds", "kan desheng"):
            assert found(office, Person, typed) == ["阚德胜"], typed
        for typed in ("zengyue", "zengle", "cengle", "cl", "zy"):
            assert found(office, Person, typed) == ["曾乐"], typed
        assert found(office, Person, "ande") == []  # a reading is found by how it begins
        assert list(Person.objects.named("hds").values_list("name", flat=True)) == ["阚德胜"]

    def test_a_clerk_may_type_them_so_in_every_box(self):
        wang = cast.make_household(head_name="王 二保")
        names = Names(Household.objects.select_related("village"), "head_name")
        for typed in ("王二保", "王\u3000二保", "ｗｅｂ", "wang erbao"):
            assert names.find(typed) == [wang], typed


class TestPhones:
    def test_two_in_one_box(self, office):
        accepted(new_person(office, phone="（0553）6320001、138 0563 1235", other_phones="661235"))
        bao = Person.objects.get()
        assert (bao.phone, bao.other_phones) == ("13805631235", "0553-6320001、661235")
        assert bao.phone_digits == "13805631235"

    def test_one_number_of_two_people_is_asked_about(self, office):
        cast.make_person(name="李四", phone="13805631235")
        page = new_person(office, phone="138 0563 1235")
        assert "可能已经登记过：“李四”" in errors_of(page)
        assert Person.objects.count() == 1

    def test_a_household_alike(self, office, frame):
        form = AdminForm(office, url(Household, "add"))
        form.fill(
            head_name="王二保", village=frame.villages[0], group="三组",
            phone="１３８０５６３１２３５／6320001",
        )  # fmt: skip
        accepted(form.send())
        wang = Household.objects.get()
        assert (wang.group, wang.phone, wang.other_phones) == ("3组", "13805631235", "6320001")
        for typed in ("13805631235", "138-0563-1235", "１３８０５６３１２３５"):
            assert found(office, Household, typed) == ["王二保（桥头村3组）"]
        assert found(office, Household, "1380563") == []  # no list of numbers that begin so

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("1380563123", "手机号是11位，“1380563123”有10位。"),
            ("1.38056E+10", "是表格缩写的数"),
        ],
    )
    def test_what_is_no_number_is_refused_and_kept_in_its_field(self, office, typed, sentence):
        page = new_person(office, phone=typed)
        assert sentence in errors_of(page)
        assert f'value="{typed}"' in page.content.decode()
        assert not Person.objects.exists()

    @pytest.mark.parametrize(
        "typed", ["138 0563 1235", "１３８０５６３１２３５", "+86 138-0563-1235", "鲍\u3000春"]
    )
    def test_logging_in_as_it_is_typed(self, typed):
        user = cast.make_user(Role.DEPUTY, username="bao")
        cast.make_person(name="鲍春", phone="13805631235", user=user)
        assert [one.username for one in User.objects.known_as(typed)] == ["bao"]


class TestMonthOfBirth:
    @pytest.mark.parametrize("typed", ["1975.6", "1975年6月", "197506", "１９７５．６"])
    def test_a_month_is_stored_as_a_month(self, office, typed):
        accepted(new_person(office, born_on=typed))
        bao = Person.objects.get()
        assert (str(bao.born_on), bao.is_born_by_month, str(bao.birth)) == (
            "1975-06-01",
            True,
            "1975-06",
        )
        form = AdminForm(office, url(Person, "change", bao.pk))
        assert form.data["born_on"] == ["1975-06"]
        accepted(form.fill(born_on="1975.6.12").send())
        bao.refresh_from_db()
        assert (str(bao.birth), bao.is_born_by_month) == ("1975-06-12", False)

    def test_what_is_none_is_refused_with_an_example(self, office):
        page = new_person(office, born_on="六月")
        assert "“六月”看不出是哪一天" in errors_of(page)
        page = new_person(office, born_on="2999-01")
        assert "出生年月不能在今天之后。" in errors_of(page)

    def test_a_page_saved_as_it_is_changes_nothing(self, office):
        bao = cast.make_person(name="鲍春", born_on=day("1975-06-01"), is_born_by_month=True)
        before = bao.history.count()
        accepted(AdminForm(office, url(Person, "change", bao.pk)).fill(note="无").send())
        bao.refresh_from_db()
        assert str(bao.birth) == "1975-06"
        assert bao.history.count() == before + 1


class TestWhatWasStoredBefore:
    """representatives.0013 brings stored rows into the one form."""

    migration = import_module("representatives.migrations.0013_names_in_one_form")

    def test_rows_are_normal_afterwards_and_likely_twins_are_listed(self, frame):
        village = frame.villages[0]
        bao, twin = (cast.make_person(name=name, village=village) for name in ("鲍春", "鲍夏"))
        home = cast.make_household(head_name="王二保", village=village, group="3组")
        other = cast.make_household(head_name="王三保", village=village)
        # As they were stored before: past the columns, which would bring them into their form.
        raw(Person, twin, name="鲍\u3000春", spelling="bao　chun", phone="138 0563 1235")
        raw(Household, home, group="三组", phone="（0553）6320001")
        raw(Household, other, head_name="王 二保", phone="问他儿子")
        self.migration.write_in_one_form(apps, None)
        for row in (bao, twin, home, other):
            row.refresh_from_db()
        assert (twin.name, twin.spelling, twin.phone) == ("鲍春", "baochun", "13805631235")
        assert (home.group, home.phone) == ("3组", "0553-6320001")
        assert (other.head_name, other.phone) == ("王二保", "问他儿子")  # whoever edits it is told
        assert listed("person-twins") == {bao, twin}
        assert listed("household-twins") == {home, other}

    def test_what_tells_two_apart_keeps_them_off_the_list(self, frame):
        here, there = frame.villages[:2]
        for village, born in ((here, "1975-06-01"), (there, "1980-01-01")):
            cast.make_person(name="鲍春", village=village, born_on=day(born))
        for village, group in ((here, "3组"), (here, "4组"), (there, "3组")):
            cast.make_household(head_name="王二保", village=village, group=group)
        assert listed("person-twins") == listed("household-twins") == set()


def raw(model, row, **columns):
    """Store `columns` of `row` as they are: plain text, whatever form the columns ask for."""
    from django.db import connection

    table, names = model._meta.db_table, ", ".join(f'"{name}" = %s' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {names} WHERE id = %s", [*columns.values(), row.pk])


def listed(code):
    [check] = [one for one in CHECKS if one.code == code]
    return set(check.find(None, cast.DAY))


@pytest.fixture
def frame(db):
    return cast.make_frame()
