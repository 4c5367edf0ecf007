"""What comes with the program goes into the tables of a new town, and into no table of an old one.

柳塘乡 begins on 30 November 2026, and its records are complete from 1 January.
"""

import pytest
from django.db import IntegrityError

from hemao.law.filling import REASON, TABLES, fill_empty_tables
from motions.models import ResultClass
from representatives.models import Category, CategoryName, Household, HouseholdCategory
from tests import cast
from tests.cast import day
from township.models import DeadlineRule, Holiday, LedgerStart, Level, Topic, Village

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_town")]
Event = DeadlineRule.Event
FIRST = day("2026-01-01")
FILLED = (DeadlineRule, Topic, ResultClass, Category, Holiday, LedgerStart)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2026-11-30"))


def counts():
    return [model.objects.count() for model in (*FILLED, CategoryName)]


def rule(event, on, level=Level.TOWN):
    return DeadlineRule.objects.applying(level=level, event=event, on=day(on))


class TestANewTown:
    def test_it_gets_rules_lists_holidays_and_one_day_for_all_its_ledgers(self):
        done = fill_empty_tables(ledger_from=FIRST)
        assert tuple(done.filled) == FILLED and not done.left
        assert str(done).startswith(
            "办理期限9条、内容类别14条、办理结果类别3条、联系户类别3条、节假日"
        )

        now = rule(Event.LEAD, "2025-03-11")
        assert (now.length(), now.length(is_complex=True)) == ("3个月", "6个月")
        assert now.article == "代表法第五十一条"
        assert (
            rule(Event.LEAD, "2025-03-10", Level.COUNTY).article == "代表法（2015年修正）第四十二条"
        )
        for event in (Event.ASSIST, Event.REHANDLE, Event.OPINION):
            assert rule(event, "2026-01-01").length() == "1个月"
            assert rule(event, "2026-01-01").article == "本级人大自定"
            assert rule(event, "2025-12-31") is None

        solved = {row.code: row.is_solved for row in ResultClass.objects.all()}
        assert solved == {"A": True, "B": False, "C": False}
        names = {row.name_on(FIRST): row.per_deputy for row in Category.objects.all()}
        assert names == {"外出务工户": 1, "种养户": 1, "帮扶户": 1}
        assert set(LedgerStart.objects.values_list("family", flat=True)) == set(
            LedgerStart.Family.values
        )
        assert set(LedgerStart.objects.values_list("complete_from", flat=True)) == {FIRST}

    def test_the_holidays_are_those_that_the_state_council_published(self):
        fill_empty_tables(ledger_from=FIRST)
        assert Holiday.objects.dates("day", "year").count() == 1
        assert str(Holiday.objects.get(day=day("2026-02-14"))) == "2026-02-14 调休上班（春节）"
        assert str(Holiday.objects.get(day=day("2026-04-06"))) == "2026-04-06 放假（清明节）"
        assert Holiday.objects.filter(kind="off").count() == 33

    def test_each_row_is_as_its_form_would_take_it_and_says_where_it_comes_from(self):
        fill_empty_tables(ledger_from=FIRST)
        for model in (*FILLED, CategoryName):
            for row in model.objects.all():
                row.full_clean()
            reasons = model.history.values_list("history_change_reason", flat=True)
            assert set(reasons) == {REASON}
            assert len(reasons) == model.objects.count()

    def test_a_second_time_nothing_is_stored(self):
        fill_empty_tables(ledger_from=FIRST)
        before = counts()
        done = fill_empty_tables(ledger_from=FIRST)
        assert not done.filled and tuple(done.left) == FILLED
        assert counts() == before

    def test_without_a_day_the_ledger_starts_are_left_to_the_town(self):
        done = fill_empty_tables()
        assert done.left == [LedgerStart]
        assert not LedgerStart.objects.exists()
        assert rule(Event.ASSIST, "2026-01-01") and not rule(Event.ASSIST, "2025-12-31")


class TestATownAtWork:
    def test_a_table_with_one_row_is_left_alone_and_the_others_are_filled(self):
        Topic.objects.create(name="水利")
        LedgerStart.objects.create(
            family=LedgerStart.Family.MOTIONS, complete_from=day("2021-01-01")
        )
        done = fill_empty_tables(ledger_from=FIRST)
        assert done.left == [Topic, LedgerStart]
        assert Topic.objects.count() == LedgerStart.objects.count() == 1
        assert ResultClass.objects.count() == 3

    def test_what_a_town_deleted_does_not_come_back(self):
        fill_empty_tables()
        for row in Holiday.objects.all():
            row.delete()
        assert Holiday in fill_empty_tables().left

    def test_it_is_filled_whole_or_not_at_all(self, monkeypatch):
        twice = [LedgerStart(family="motions", complete_from=FIRST) for _ in range(2)]
        monkeypatch.setitem(TABLES, LedgerStart, lambda ledger_from: twice)
        with pytest.raises(IntegrityError):
            fill_empty_tables(ledger_from=FIRST)
        assert not Topic.objects.exists()


class TestWhatATownDoesNotWant:
    """What came with the program and nobody has used can be deleted; what was used stays."""

    def test_unused_rows_go_and_do_not_come_back(self, client):
        fill_empty_tables(ledger_from=FIRST)
        client.force_login(cast.the_clerk())
        topic, rule = (
            Topic.objects.get(name="其他"),
            DeadlineRule.objects.filter(event="assist").first(),
        )
        category, result = Category.objects.get(code="种养"), ResultClass.objects.get(code="C")
        cast.keep(Household(head_name="王二保", village=cast.keep(Village(name="桥头村"))))
        used = Category.objects.get(code="外出")
        cast.keep(
            HouseholdCategory(household=Household.objects.get(), category=used, starts_on=FIRST)
        )
        for row in (topic, rule, category, result, used):
            page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"
            assert (f'href="{page}delete/"' in client.get(f"{page}change/").content.decode()) is (
                row is not used
            )
            answer = client.post(f"{page}delete/", {"post": "yes"})
            assert answer.status_code == (403 if row is used else 302)
        assert Category.objects.count() == 2 and not CategoryName.objects.filter(name="种养户")
        assert Category.history.filter(code="种养", history_type="-").exists()
        assert not fill_empty_tables(ledger_from=FIRST).filled
