"""Who was at the meetings, on every page that says so: people are people, and what nobody
registered stands beside each rate.

It is 2022-12-31. Three deputies: 许桂兰, 单国富 and 韩立春. The first session of the year had a
preparatory sitting and two full ones, the second one roll for the whole; of the third only the
preparatory sitting has a roll.
"""

import io

import docx
import pytest

from congress.models import Sitting
from reports.asking.registry import REGISTRY, Asked
from reports.checking import checks
from reports.counting.evaluate import Value, evaluate
from reports.counting.sentences import value_words
from reports.deputies.duty_record import DutyRecord
from reports.deputies.notice import NoticeTable
from reports.editions import closing, exchange
from reports.editions import services as edition_services
from reports.models import PublicNotice
from reports.studio import services
from reports.words import annex, drafting
from reports.words.stored import periods_of_report
from tests import cast
from tests.cast import day
from tests.records.exporting import everything, rows_of
from township.models import LedgerStart
from township.spans import Period

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # tests/reports/recount counts on both

YEAR = Period.of_year(2022)
STATES = ("应到", "出席", "请假", "缺席", "未登记")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-12-31"))


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    return frame


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def people(frame):
    return [cast.make_deputy(name=name) for name in ("许桂兰", "单国富", "韩立春")]


@pytest.fixture
def sessions(people):
    """The three sessions."""
    first = cast.make_session(starts_on=day("2022-03-01"))
    guest = cast.make_person(name="王二保")
    for kind, number, states in (
        ("full", 2, ("absent", "present", "unknown")),
        ("preparatory", 1, ("present", "present", "present")),
        ("full", 1, ("present", "leave", "absent")),
    ):
        sitting = cast.make_sitting(meeting=first, kind=kind, number=number)
        call(people, first, sitting, states)
        if kind == "full":
            attend_as_guest(guest, first, sitting)
    second = cast.make_session(starts_on=day("2022-07-01"))
    call(people, second, None, ("present", "present", "unknown"))
    third = cast.make_session(starts_on=day("2022-11-01"))
    call(
        people[:2], third, cast.make_sitting(meeting=third, kind="preparatory"),
        ("present", "present"),
    )  # fmt: skip
    attend_as_guest(guest, third, cast.make_sitting(meeting=third))
    return first, second, third


def call(people, meeting, sitting, states):
    for person, state in zip(people, states, strict=True):
        cast.make_attendance(meeting=meeting, sitting=sitting, person=person, state=state)


def attend_as_guest(person, meeting, sitting):
    cast.make_attendance(
        meeting=meeting, sitting=sitting, person=person, state="present", capacity="guest"
    )


@pytest.fixture
def presidium(people):
    """Two of three came, the third was not registered; at the second meeting nobody was."""
    for on, states in (
        ("2022-04-01", ("present", "leave", "unknown")),
        ("2022-08-01", ("unknown", "unknown", "unknown")),
    ):
        call(people, cast.make_presidium_meeting(starts_on=day(on)), None, states)


def words(name, member="", period=YEAR, style=""):
    asked = Asked(REGISTRY[name], period, member)
    [value] = evaluate([asked]).values()
    return value_words(asked.figure, value, style)


class TestPeopleAreCountedOnce:
    def test_by_the_first_full_sitting(self, sessions):
        """3 + 3 + 2 were expected: 5 present, 1 on leave, 1 absent, of 1 nobody knows."""
        found = [words(f"人代会{state}人次") for state in STATES]
        assert found == ["8人次", "5人次", "1人次", "1人次", "1人次"]
        assert [words(f"人代会{state}人次", "韩立春") for state in STATES] == [
            "2人次", "0人次", "0人次", "1人次", "1人次",
        ]  # fmt: skip
        assert words("人代会出席率") == "71.4%（5/7，另有1人次没有登记）"
        assert words("出席未登记人次") == "1人次"
        assert words("列席人次") == "2人次"  # 王二保 sat in on two sessions, on two sittings of one

    def test_of_one_session_they_are_said_as_people(self, sessions):
        """应到3名，实到1名 of the first; of all three together nobody counts twice."""
        expected, present = "人代会应到人数", "人代会实到人数"
        assert REGISTRY[expected].dimension.members() == ["二届一次", "二届二次", "二届三次"]
        for member, told in (
            ("二届一次", ("3名", "1名")), ("二届二次", ("3名", "2名")),
            ("二届三次", ("2名", "2名")), ("", ("3名", "2名")), ("二届九次", ("0名", "0名")),
        ):  # fmt: skip
            assert (words(expected, member), words(present, member)) == told
        spring = Period(day("2022-03-01"), day("2022-04-01"))
        assert (words(expected, period=spring), words(present, period=spring)) == ("3名", "1名")
        with pytest.raises(KeyError):
            words(expected, "第二届第一次")

    def test_missed_by_the_law_is_another_question(self, sessions):
        """许桂兰 left after the first sitting, 单国富 came to the second; 韩立春 came to none."""
        assert words("未经批准不出席人代会人次") == "1人次"
        assert words("未经批准不出席人代会人次", "韩立春") == "1人次"

    def test_every_page_says_the_same(self, sessions, people, clerk, client):
        first, *_ = sessions
        counted = ("expected", "present", "leave", "absent", "unknown")
        told = [tuple(meeting.counts()[key] for key in counted) for meeting in sessions]
        assert told == [(3, 1, 1, 1, 0), (3, 2, 0, 0, 1), (3, 2, 0, 0, 1)]
        client.force_login(clerk)
        listed = client.get("/admin/congress/session/").context_data["cl"].result_list
        keys = ("n_present", "n_leave", "n_absent")  # 韩立春 stands on no roll of the third
        assert {row.pk: tuple(getattr(row, key) for key in keys) for row in listed} == {
            meeting.pk: row[1:4] for meeting, row in zip(sessions, told, strict=True)
        }
        page = client.get(first.get_absolute_url()).content.decode()
        assert "应到3人，出席1人，请假1人，缺席1人" in page
        table = annex.tables(periods_of_report(2022))[1]
        assert [cell.text for cell in table.total[1:6]] == ["8", "5", "1", "1", "1"]
        rows = {line[0].text: [cell.text for cell in line[1:6]] for line in table.rows}
        assert rows["单国富"] == ["3", "2", "1", "—", "—"]
        notice = NoticeTable(PublicNotice(year=2022, columns=["sessions"]))
        assert {row[1]: row[2] for row in notice.rows} == {
            "许桂兰": "3/3", "单国富": "2/3", "韩立春": "0/1",
        }  # fmt: skip
        told = [DutyRecord(person, 2022, clerk).meetings().sentence for person in people]
        assert told == [
            "人代会应参加3次，出席3次（3/3）。", "人代会应参加3次，出席2次（2/3），请假1次。",
            "人代会应参加3次，出席0次（0/1），未经批准缺席1次，2次出席情况未登记。",
        ]  # fmt: skip
        review = checks.review(2022, day("2022-12-31"), {}, clerk)
        assert {r.code: r.count for r in review.should}["unknown"] == 1

    def test_a_sitting_voided_stands_for_nothing(self, sessions):
        """Then the second full one is the first."""
        first, *_ = sessions
        Sitting.objects.get(meeting=first, kind="full", number=1).void(reason="没有开")
        assert words("人代会出席人次", "单国富") == "3人次"
        assert first.counts()["absent"] == 1  # 许桂兰 this time

    def test_as_many_statements_for_many_sessions(self, sessions, django_assert_num_queries):
        asked = [Asked(REGISTRY[f"人代会{state}人次"], YEAR) for state in STATES]
        for _ in range(2):
            evaluate(asked)
            with django_assert_num_queries(2):
                evaluate(asked)
            for month in (5, 6, 9):
                cast.make_attendance(
                    meeting=cast.make_session(starts_on=day(f"2022-0{month}-02")), state="present"
                )


class TestWhatNobodyRegistered:
    @pytest.mark.parametrize(
        ("value", "style", "said"),
        [
            (Value(n=22, total=23, aside=13), "", "95.7%（22/23，另有13人次没有登记）"),
            (Value(n=22, total=23, aside=13), "百分比", "95.7%（13人次没有登记）"),
            (Value(n=22, total=23), "", "95.7%（22/23）"),
            (Value(n=22, total=23), "百分比", "95.7%"),
            (Value(aside=13), "", "暂无数据（13人次没有登记）"),
            (Value(aside=13), "百分比", "暂无数据（13人次没有登记）"),
            (Value(), "", "暂无数据"),
        ],
    )
    def test_beside_both_rates(self, value, style, said):
        for name in ("人代会出席率", "主席团会议出席率"):
            assert value_words(REGISTRY[name], value, style) == said

    def test_of_no_other_rate(self):
        assert value_words(REGISTRY["满意率"], Value(n=1, total=2)) == "50%（1/2）"

    def test_where_nobody_was_registered(self, people):
        cast.make_attendance(meeting=cast.make_presidium_meeting(), person=people[0])
        assert words("主席团会议出席率") == "暂无数据（1人次没有登记）"

    def test_on_every_page(self, presidium, clerk, client):
        """One of two, and of four times a person nobody knows."""
        said = "50%（1/2，另有4人次没有登记）"
        text = "会议\n主席团会议出席率{主席团会议出席率}，即{主席团会议出席率|百分比}。"
        signed = {"text": text, "signed_on": day("2022-12-31")}
        report = services.begin(drafting.draft("annual", 2022, **signed), by=clerk)
        client.force_login(clerk)
        for address in (
            "/reports/2022/", "/reports/2022/figures/", "/reports/2022/figures/主席团会议出席率/",
            "/reports/2022/figures/主席团会议出席率/card/", "/reports/2021-2022/",
        ):  # fmt: skip
            page = client.get(address).content.decode().replace("<wbr>", "")
            assert said in page, address
        paper = client.get("/reports/2022/").context["blocks"]
        told = f"主席团会议出席率{said}，即50%（4人次没有登记）。"
        assert told in [block.text for block in paper]
        page = client.get("/overview/?year=2022").content.decode()
        assert f"主席团会议（2022年）{said}" in page  # the title of the bar
        assert "主席团会议（2022年）另有4人次没有登记，不在出席率里。" in page
        rows = rows_of(everything(client, "/reports/2022/figures/export/"))
        assert {row["名称"]: row["数值"] for row in rows}["主席团会议出席率"] == said
        leader = cast.make_user("leader", display_name="尉迟明")
        edition = edition_services.close(report, by=leader, seen=closing.take(report).mark)
        [sent] = exchange.export(edition)["figures"]
        assert (sent["said"], sent["n"], sent["total"]) == (said, 1, 2)
        document = docx.Document(io.BytesIO(bytes(edition.word)))
        assert told in [paragraph.text for paragraph in document.paragraphs]
