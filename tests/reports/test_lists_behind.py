"""The lists behind a rate: those not in it first, with the columns that decided, each a link.

Three suggestions of 许桂兰, the two numbered 1 of another session or none, handed over on 2022-03-02:

1 of the session  due 06-02, answered 06-07 (97 days, 5 late), met on 03-10   不满意
1 between         due 06-02, answered 03-12 (10 days), called on 03-05        满意; promised by 05-01
2 between         due 06-02, answered 04-01 (30 days), nobody talked          not rated
"""

import lxml.html
import pytest
from django.urls import reverse

from motions import services
from reports.asking.registry import REGISTRY, Shape
from reports.figures.deciding import DECIDED
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.models import LedgerStart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@staged
def frame():
    return cast.make_frame()


@staged
def story(frame):
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2010-01-01")))
    clerk, xu = cast.the_clerk(), cast.make_deputy(name="许桂兰")
    session = cast.make_session(starts_on=day("2022-03-01"))
    a, b, _ = frame.classes

    def motion(title, **fields):
        row = cast.make_motion(proposer=xu, title=title, **fields)
        services.refer(row, by=clerk, on=day("2022-03-02"), lead=frame.departments[0])
        return row

    def reply(row, on, result_class, **promise):
        told = {"on": day(on), "result_class": result_class, "reply": "答复如下"}
        services.reply(row, by=clerk, **told, **promise)

    def rate(row, on, result, reason=""):
        told = {"handling": "satisfied", "result": result, "reason": reason}
        services.rate(row, by=clerk, on=day(on), **told)

    late = motion("关于修路的建议", number=1, occasion="session", session=session)
    kept = motion("关于修渠的建议", number=1)
    silent = motion("关于路灯的建议", number=2)
    services.consult(late, by=clerk, on=day("2022-03-10"), way="visit")
    services.consult(kept, by=clerk, on=day("2022-03-05"), way="phone")
    reply(kept, "2022-03-12", b, promise="年内开工", promise_due_on=day("2022-05-01"))
    reply(silent, "2022-04-01", a)
    reply(late, "2022-06-07", a)
    rate(kept, "2022-03-20", "satisfied")
    rate(late, "2022-06-20", "unsatisfied", "没有动工")
    return {"late": late, "kept": kept, "silent": silent}


@pytest.fixture
def read(story, client):
    client.force_login(cast.make_user("leader"))

    def read(name, **query):
        """[(heading, [{column: text}], [address])] of the page of a figure."""
        answer = client.get(reverse("figure-rows", args=[2022, name], query=query))
        assert answer.status_code == 200
        return [
            (
                card.xpath("string(.//h2)"),
                [dict(zip(texts(card, ".//thead//th"), texts(row, "./th|./td"), strict=True))
                 for row in card.xpath(".//tbody/tr")],
                card.xpath(".//tbody//a/@href"),
            )
            for card in lxml.html.fromstring(answer.content.decode()).xpath("//section[h2 or div/h2]")
        ]  # fmt: skip

    return read


def texts(node, path):
    return ["".join(cell.text_content().split()) for cell in node.xpath(path)]


def picked(row, *columns):
    return [row[column] for column in columns]


class TestWhatIsNotInARateComesFirst:
    def test_in_time(self, read, story):
        (first, missing, links), (second, part, _) = read("按期答复率")
        assert (first, second) == ("不在其中的1件", "在其中的2件")
        assert picked(missing[0], "交办日期", "办理期限", "答复日期", "答复天数", "超期天数") == [
            "2022-03-02", "2022-06-02", "2022-06-07", "97", "5",
        ]  # fmt: skip
        assert links == [story["late"].get_absolute_url()]
        assert {row["超期天数"] for row in part} == {"—"}
        assert {row["答复天数"] for row in part} == {"10", "30"}

    def test_as_it_stood_on_the_day_of_record(self, read):
        [(_, missing, _), (_, part, _)] = read("按期答复率", day="2022-06-05")
        assert picked(missing[0], "答复日期", "答复天数", "超期天数") == ["—", "—", "3"]
        assert len(part) == 2

    def test_satisfaction(self, read):
        (first, missing, _), (_, part, _) = read("满意率")
        assert first == "不在其中的1件"
        assert picked(missing[0], "对办理结果的评价", "反馈日期", "意见") == [
            "不满意",
            "2022-06-20",
            "没有动工",
        ]
        assert picked(part[0], "对办理结果的评价", "意见") == ["满意", "—"]

    def test_talks(self, read):
        (_, missing, _), (_, part, _) = read("面商率")
        told = {row["案由"]: picked(row, "沟通方式", "沟通日期") for row in missing}
        assert told == {
            "关于修渠的建议": ["电话", "2022-03-05"],
            "关于路灯的建议": ["没有沟通", "—"],
        }
        assert picked(part[0], "沟通方式", "沟通日期") == ["上门走访", "2022-03-10"]

    def test_those_who_were_not_there(self, read):
        meeting = cast.make_session(starts_on=day("2022-08-01"))
        for state in ("present", "leave", "absent"):
            cast.make_attendance(meeting=meeting, person=cast.make_deputy(), state=state)
        (first, missing, _), (second, _, _) = read("人代会出席率")
        assert (first, second) == ("不在其中的2人次", "在其中的1人次")
        assert {row["出席情况"] for row in missing} == {"请假", "缺席"}


class TestCountsSayWhatDecided:
    def test_a_promise_says_what_and_until_when(self, read):
        [(_, rows, _)] = read("未兑现承诺件数")
        assert picked(rows[0], "承诺事项", "承诺期限", "兑现日期") == [
            "年内开工",
            "2022-05-01",
            "—",
        ]

    def test_the_mean_wait_says_the_days(self, read):
        [(_, rows, _)] = read("平均答复天数")
        assert {row["答复天数"] for row in rows} == {"10", "30", "97"}

    def test_equal_numbers_differ_by_session(self, read):
        [(_, rows, _)] = read("镇议案建议件数")
        firsts = [row for row in rows if row["编号"] == "第1号"]
        assert {row["会次"] for row in firsts} == {"二届一次", "闭会期间"}
        assert {row["文种"] for row in firsts} == {"建议"}

    def test_every_rate_of_motions_says_what_decided(self):
        rates = {
            f.name for f in REGISTRY.values() if f.shape is Shape.RATE and f.group == "议案建议"
        }
        assert rates <= set(DECIDED) <= set(REGISTRY)


class TestBesideTheReport:
    def test_those_not_in_it_come_first_and_each_is_a_link(self, read, client, story):
        answer = client.get(reverse("figure-card", args=[2022, "按期答复率"]))
        card = lxml.html.fromstring(answer.content.decode())
        assert texts(card, ".//h3") == ["不在其中", "在其中"]
        first, second = card.xpath(".//ol")
        assert first.xpath(".//a/@href") == [story["late"].get_absolute_url()]
        assert "超期天数 5" in first.text_content()
        assert len(second.xpath("./li/a")) == 2

    @pytest.mark.parametrize("name", ["按期答复率", "面商率", "满意率", "解决率"])
    @pytest.mark.parametrize("page", ["figure-rows", "figure-card"])
    def test_a_list_costs_the_same_however_long_it_is(
        self, read, client, django_assert_max_num_queries, story, name, page
    ):
        address = reverse(page, args=[2022, name])
        client.get(address)
        with django_assert_max_num_queries(100) as before:
            client.get(address)
        for row in range(3, 9):
            motion = cast.make_motion(proposer=story["late"].proposer, number=row)
            cast.make_handling(motion=motion)
        with django_assert_max_num_queries(len(before)):
            client.get(address)
