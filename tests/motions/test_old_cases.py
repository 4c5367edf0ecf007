"""Cases of a ledger on paper that says the year and the result, but not on which days.

许桂兰 is a deputy since 2021-12-28. The ledger of 2022 says that her suggestion 第5号 was handled by the
first department and solved; nothing stands there of days. What is kept in the columns of days only
keeps the order: no page, list, paper or spreadsheet says it.
"""

import re
from types import SimpleNamespace

import pytest

from motions import deadlines, services
from motions.documents import documents_for
from motions.models import Handling, Motion, Rating
from records.written import Stretch, read_roughly
from reports.asking.registry import REGISTRY, Asked
from reports.checking import checks
from reports.counting.evaluate import Ledger, value
from reports.reading import figure_views, report_views
from tests import cast
from tests.cast import day, refused
from tests.papers.word_file import said
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.exporting import export, sheet_of
from tests.records.test_admin import office, url
from township.models import LedgerStart
from township.spans import Period

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what is said is the same on both
THROUGH = "/admin/motions/motion/through/"
UNKNOWN = ("acceptance", "handover", "reply", "rating", "close")
ACCEPTED = {"is_acceptance_unknown": "on"}
TODAY = day("2023-06-15")
YEAR, HALF = Period.of_year(2022), Period(day("2022-01-01"), day("2022-07-01"))
# No day that anybody made up: the first of the year or of March, as pages and papers write it.
MADE_UP = re.compile(r"2022-0[13]-\d\d|2022年[13]月\d+日")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame(db):
    cast.keep(LedgerStart(family="motions", complete_from=day("2021-01-01")))
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰")


def page(office, frame, xu, **fields):
    form = AdminForm(office, THROUGH)
    form.data["proposer"] = [str(xu.pk)]
    form.fill(title="关于清理水渠的建议", topic=frame.topics[0], submitted_on="2022年")
    for name, told in fields.items():
        form.data[name] = told if isinstance(told, list) else [str(getattr(told, "pk", told))]
    return form


def of_the_ledger(office, frame, xu, **fields):
    """Entered with what the ledger says; returns the Motion."""
    told = {f"is_{stage}_unknown": "on" for stage in UNKNOWN} | {
        "number": "5", "lead": frame.departments[0], "result_class": frame.classes[0],
        "reply_lost": "on", "rated_work": "satisfied", "rated_result": "satisfied",
    }  # fmt: skip
    accepted(page(office, frame, xu, **told | fields).send())
    return Motion.objects.latest("pk")


def known(name, period=YEAR):
    return value(REGISTRY[name], period, "", Ledger.load(), TODAY)


class TestEntered:
    def test_what_is_known_and_nothing_else(self, office, frame, xu):
        motion = of_the_ledger(office, frame, xu)
        assert (motion.status, motion.number, motion.year) == ("closed", 5, 2022)
        assert (motion.submitted_words, motion.closed_words) == ("2022年（日期不详）", "日期不详")
        row = motion.handlings.get()
        assert (row.handover_words, row.reply_words, row.due_words) == (
            "日期不详", "日期不详", "日期不详，不算期限",
        )  # fmt: skip
        assert (row.handover_day, row.reply_day, row.due_on, row.rule) == (None,) * 4
        assert motion.ratings.get().rated_words == "日期不详"
        assert {event.when for event in motion.events.all()} == {"日期不详"}
        notes = " ".join(motion.events.values_list("note", flat=True))
        assert not MADE_UP.search(notes) and "日期不详，不算期限" in notes

    def test_some_days_are_known(self, office, frame, xu):
        """Handed over on a day that is known: due then, until nobody knows when it was answered."""
        told = {"submitted_on": "2022.3", "handed_over_on": "2022-03-20", "is_handover_unknown": ""}
        motion = of_the_ledger(office, frame, xu, **told)
        assert motion.submitted_words == "2022年3月（日期不详）"
        row = motion.handlings.get()
        assert (row.handover_words, row.reply_words, row.due_on) == ("2022-03-20", "日期不详", None)

    def test_silence_of_a_day_nobody_knows_and_who_signed(self, office, frame, xu):
        shan = cast.make_deputy(name="单国富")
        told = {"rated_work": "none", "rated_result": "none", "signers": [str(shan.pk)]}
        motion = of_the_ledger(office, frame, xu, **told)
        assert motion.signatures.get().signed_on is None
        rating = motion.ratings.get()
        assert (rating.rated_on, rating.silent_on, rating.rated_words) == (None, None, "")

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({}, "只知道年份或者月份的，用在以前已经受理的；还没有受理的，写明哪一天。"),
            ({"submitted_on": "2022年13月"}, "没有13月，月份是1到12。"),
            ({"submitted_on": "三月"}, "只知道月份的写2021.3，只知道年份的写2021年"),
            ({"submitted_on": "2024年", **ACCEPTED}, "提出日期不能在今天之后。"),
            ({"submitted_on": "2020年", **ACCEPTED}, "许桂兰在2020年（日期不详）不是镇级代表。"),
            ({"accepted_on": "2021-12-31"}, "日期不能早于上一步：2022年（日期不详） 提出。"),
        ],
    )
    def test_what_is_refused(self, office, frame, xu, told, sentence):
        form = page(office, frame, xu, **told)
        answer = form.send()
        assert sentence in errors_of(answer)
        assert not Motion.objects.exists()
        typed = told.get("submitted_on", "2022年")
        assert f'value="{typed}"' in answer.content.decode()  # nothing typed is lost

    def test_who_is_not_satisfied_is_handled_again_from_a_day(self, office, frame, xu):
        told = {f"is_{stage}_unknown": "on" for stage in UNKNOWN[:4]} | {
            "lead": frame.departments[0], "result_class": frame.classes[0], "reply_lost": "on",
            "rated_work": "satisfied", "rated_result": "unsatisfied", "reason": "没有修",
        }  # fmt: skip
        said_ = errors_of(page(office, frame, xu, **told).send())
        assert "对结果不满意的，从评价那天起重新办理，请填评价日期。" in said_

    def test_a_deputy_of_part_of_the_year_moved_it_then(self, office, frame):
        """Elected in August: of the whole year that can have been, of March it cannot."""
        late = cast.make_person(name="解晓燕")
        cast.make_mandate(person=late, starts_on=day("2022-08-01"), gained_by="by_election")
        form = page(office, frame, late, submitted_on="2022.3", is_acceptance_unknown="on")
        assert "解晓燕在2022年3月（日期不详）不是镇级代表。" in errors_of(form.send())
        accepted(form.fill(submitted_on="2022年").send())


class TestNowhereSaid:
    @pytest.fixture
    def motion(self, office, frame, xu):
        return of_the_ledger(office, frame, xu, signers=[str(cast.make_deputy().pk)])

    def test_on_no_page(self, office, motion):
        row = motion.handlings.get()
        pages = [
            motion.get_absolute_url(), "/motions/", url(Motion, "changelist"),
            url(Motion, "change", motion.pk), url(Handling, "changelist"),
            url(Handling, "change", row.pk), url(Handling, "history", row.pk),
            url(Motion, "history", motion.pk), url(Rating, "changelist"),
            url(Rating, "change", motion.ratings.get().pk), "/reports/2022/figures/镇议案建议件数/",
            "/reports/2022/check/", f"/deputies/{motion.proposer_id}/",
        ]  # fmt: skip
        for address in pages:
            answer = office.get(address)
            assert answer.status_code == 200, address
            html = answer.content.decode()
            text = re.sub(
                r"<(script|select).*?</\1>|\?[^\"]*|2022-01-01至", "", html, flags=re.DOTALL
            )
            assert not MADE_UP.search(text), (address, MADE_UP.search(text))
        assert "2022年（日期不详） 提出" in office.get(pages[0]).content.decode()

    def test_in_no_spreadsheet(self, office, motion):
        heads, row = sheet_of(export(office, "/motions/export/")).iter_rows(values_only=True)
        told = dict(zip(heads, row, strict=True))
        assert [told[h] for h in ("提出日期", "交办日期", "答复日期", "办结日期", "时限")] == [
            "2022年（日期不详）", "日期不详", "日期不详", "日期不详", "日期不详，不算期限",
        ]  # fmt: skip

    def test_on_no_paper_where_a_line_is_left_to_fill_in(self, office, motion):
        papers = {one.name: one.content() for one in documents_for(motion, cast.the_clerk())}
        assert len(papers) >= 4
        for name, content in papers.items():
            text = "\n".join(said(content))
            assert not MADE_UP.search(text), (name, MADE_UP.search(text))


class TestCounted:
    @pytest.fixture
    def motion(self, office, frame, xu):
        return of_the_ledger(office, frame, xu)

    def test_in_its_year_and_in_no_half_of_it(self, motion):
        assert (known("镇议案建议件数").number, known("办结件数").number) == (1, 1)
        second = Period(HALF.end, YEAR.end)
        assert [known("镇议案建议件数", half).number for half in (HALF, second)] == [0, 0]
        assert [Motion.objects.perhaps_in(one).count() for one in (YEAR, HALF, second)] == [0, 1, 1]

    def test_the_page_of_a_number_and_a_report_say_how_many_are_left_out(self, motion):
        half = Asked(REGISTRY["镇议案建议件数"], HALF)
        words = "另有1件只知道是哪年、哪月提出的，不能确定在这一段时间里，没有计入。"
        assert figure_views.unplaced(half) == {"unplaced": words}
        assert figure_views.unplaced(half._replace(period=YEAR)) == {}
        assert figure_views.unplaced(Asked(REGISTRY["走访户次"], HALF)) == {}
        of_motions, of_visits = (
            SimpleNamespace(values={Asked(REGISTRY[name], HALF): None})
            for name in ("镇议案建议件数", "走访户次")
        )
        assert report_views.unplaced(of_motions, HALF) == 1
        assert report_views.unplaced(of_visits, HALF) == 0

    def test_a_month_is_placed_in_every_span_that_holds_all_of_it(self, office, frame, xu):
        of_the_ledger(office, frame, xu, submitted_on="2022.3")
        spans = [HALF, Period(day("2022-03-01"), day("2022-04-01")), YEAR]
        assert [known("镇议案建议件数", one).number for one in spans] == [1, 1, 1]
        cut = Period(day("2022-03-01"), day("2022-03-20"))
        assert known("镇议案建议件数", cut).number == 0

    def test_neither_in_time_nor_late_and_the_card_says_so(self, office, motion):
        in_time = known("按期答复率")
        assert (in_time.n, in_time.total, in_time.undated) == (0, 0, 1)
        assert known("超期件数").number == 0
        page = office.get("/reports/2022/figures/按期答复率/").content.decode()
        assert "另有1件没有办理期限，或者交办、答复日期不详，不算按期，也不算超期。" in page

    def test_no_mean_of_days_that_nobody_knows(self, office, frame, xu, motion):
        assert known("平均答复天数").number is None
        other = cast.make_motion(proposer=xu, status="replied")
        cast.make_handling(
            motion=other, handed_over_on=day("2022-03-02"), replied_on=day("2022-03-12"),
            result_class=frame.classes[0],
        )  # fmt: skip
        assert known("平均答复天数").number == 10

    def test_the_check_lists_them_and_asks_for_no_rule(self, office, motion):
        found = {
            one.code: one.count for one in checks.review(2022, TODAY, {}, cast.the_clerk()).should
        }
        assert (found["unknown-days"], found["rough-days"]) == (1, 1)
        must = {one.code for one in checks.review(2022, TODAY, {}, cast.the_clerk()).must}
        assert "undated" not in must
        assert not Handling.objects.to_judge().exists()
        assert deadlines.undated() == []


def test_later_steps_come_after_what_is_known(office, frame, xu):
    """Reopened and talked about: the sentence says what is known, and that the day is not."""
    motion = of_the_ledger(office, frame, xu)
    clerk = cast.the_clerk()
    services.reopen(motion, by=clerk, on=day("2023-01-05"), reason="登记错了")
    motion.refresh_from_db()
    assert (motion.closed_on, motion.is_close_day_unknown) == (None, False)
    with refused("交办日期不详，但是不早于2022-01-01，这里也不能更早。"):
        services.consult(motion, by=clerk, on=day("2021-12-31"), way="phone")


def test_the_rough_day_as_far_as_today():
    assert read_roughly("2023年", TODAY) == Stretch(day("2023-01-01"), TODAY)
    assert read_roughly("二〇二二年", TODAY) == Stretch(day("2022-01-01"), day("2022-12-31"))
    assert read_roughly("2022", TODAY) == Stretch(day("2022-01-01"), day("2022-12-31"))
    assert read_roughly("2022年2月", TODAY) == Stretch(day("2022-02-01"), day("2022-02-28"))
    assert read_roughly("2022.2.5", TODAY) == Stretch(day("2022-02-05"))
    assert read_roughly("2023.6.1", TODAY) == Stretch(day("2023-06-01"))
    assert read_roughly("", TODAY) is None
    assert str(read_roughly("2022-2", TODAY)) == "2022年2月（日期不详）"
