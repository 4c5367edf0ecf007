"""The figures of motions, by hand: six suggestions of 许桂兰, handed over on 2022-03-02.

1 水利    A   answered 03-12 (10 days)  满意
2 水利    B   answered 04-01 (30 days)  基本满意, promise kept 05-01
3 水利    C   answered 06-10 (100 days, due 06-02)  不满意, and again after a second round
4 道路    A   answered 03-22 (20 days)  not rated
5 道路    -   not answered
6 道路    accepted, not handed over
"""

import math
from decimal import Decimal

import pytest

from motions import services
from reports.asking.registry import REGISTRY, Asked
from reports.counting.evaluate import Ledger, evaluate, value
from reports.counting.kept_sql import CHUNK
from reports.words.outline import value_words
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.models import Topic
from township.spans import Period

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2022)


@staged
def frame():
    return cast.make_frame()


@staged
def story(frame):
    clerk, xu = cast.the_clerk(), cast.make_deputy(name="许桂兰")
    water, roads = frame.topics[0], cast.keep(Topic(name="道路桥梁"))
    office, station = frame.departments[:2]
    a, b, c = frame.classes

    def handed_over(topic, department):
        motion = cast.make_motion(proposer=xu, topic=topic)
        services.refer(motion, by=clerk, on=day("2022-03-02"), lead=department)
        return motion

    def reply(motion, on, result_class, **promise):
        told = {"on": day(on), "result_class": result_class, "reply": "答复如下"}
        services.reply(motion, by=clerk, **told, **promise)

    def rate(motion, on, result):
        reason = "没有动工" if result == "unsatisfied" else ""
        services.rate(
            motion, by=clerk, on=day(on), handling="satisfied", result=result, reason=reason
        )

    first = handed_over(water, office)
    services.consult(first, by=clerk, on=day("2022-03-05"), way="visit")
    reply(first, "2022-03-12", a)
    rate(first, "2022-03-15", "satisfied")
    services.close(first, by=clerk, on=day("2022-03-16"))
    second = handed_over(water, office)
    reply(second, "2022-04-01", b, promise="清淤", promise_due_on=day("2022-06-01"))
    rate(second, "2022-04-05", "mostly")
    services.fulfil(second, by=clerk, on=day("2022-05-01"))
    third = handed_over(water, station)
    reply(third, "2022-06-10", c)
    rate(third, "2022-06-15", "unsatisfied")
    reply(third, "2022-07-01", c)
    rate(third, "2022-07-05", "unsatisfied")
    fourth = handed_over(roads, station)
    reply(fourth, "2022-03-22", a)
    handed_over(roads, station)
    cast.make_motion(proposer=xu, topic=roads)
    return first, second, third, fourth


LEDGER = {figure.family: YEAR.start for figure in REGISTRY.values()}


def known(name, member=""):
    return value(REGISTRY[name], YEAR, member, Ledger(LEDGER))


@pytest.mark.parametrize(
    ("name", "whole", "water", "roads", "office"),
    [
        ("答复率", (4, 5), (3, 3), (1, 2), (2, 2)),
        ("按期答复率", (3, 5), (2, 3), (1, 2), (2, 2)),  # with the two late ones, all five
        ("办结率", (1, 5), (1, 3), (0, 2), (1, 2)),
        ("解决率", (3, 4), (2, 3), (1, 1), (2, 2)),
        ("面商率", (1, 5), (1, 3), (0, 2), (1, 2)),
        ("满意率", (1, 3), (1, 3), (0, 0), (1, 2)),
        ("满意和基本满意率", (2, 3), (2, 3), (0, 0), (2, 2)),
    ],
)
def test_rates_by_topic_and_department(story, frame, name, whole, water, roads, office):
    members = ["", frame.topics[0].name, "道路桥梁", frame.departments[0].name]
    found = [known(name, member) for member in members]
    assert [(v.n, v.total) for v in found] == [whole, water, roads, office]


def test_nobody_rated_is_no_hundred_per_cent(story):
    for name in ("满意率", "满意和基本满意率"):
        assert value_words(REGISTRY[name], known(name, "道路桥梁")) == "暂无反馈"
    assert value_words(REGISTRY["满意率"], known("满意率")) == "33.3%（1/3）"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("未反馈件数", 1),
        ("不满意件数", 1),
        ("重新办理件数", 1),
        ("超期件数", 2),  # 3 answered late, 5 is not answered to this day
        ("跟踪件数", 1),  # 3 got a no that nobody explained
        ("兑现承诺件数", 1),
        ("解决件数", 3),
        ("已评价件数", 3),
        ("应答复件数", 5),  # all that were handed over: four answered, one run out
        ("按期答复件数", 3),
        ("面商件数", 1),
        ("电话等沟通件数", 0),
    ],
)
def test_counts(story, name, number):
    assert known(name).number == number


@pytest.mark.parametrize(
    ("member", "mean", "median"),
    [
        ("", "40.0", "25.0"),  # 10, 20, 30, 100
        ("水利设施", "46.7", "30.0"),  # 10, 30, 100
        ("道路桥梁", "20.0", "20.0"),
    ],
)
def test_how_long_a_first_answer_took(story, frame, member, mean, median):
    member = frame.topics[0].name if member == "水利设施" else member
    assert known("平均答复天数", member).number == Decimal(mean)
    assert known("答复天数中位数", member).number == Decimal(median)


def test_an_answer_is_of_the_department_that_gave_it(story, frame):
    """The station answered the third after 100 days; who handles it once more did not."""
    station, other = frame.departments[1:3]
    services.rehandle(
        story[3], by=cast.the_clerk(), on=day("2022-03-25"), reason="再办一次", lead=other
    )
    assert known("平均答复天数", station.name).number == Decimal("60.0")  # 100, 20
    assert known("平均答复天数", other.name).number is None
    assert known("答复率", other.name).total == 1  # though the motion is of both


def test_in_words_and_without_an_answer(story, frame):
    figure = REGISTRY["平均答复天数"]
    assert value_words(figure, known("平均答复天数")) == "40天"
    nobody = known("平均答复天数", frame.departments[-1].name)
    assert (nobody.number, value_words(figure, nobody)) == (None, "暂无数据")


def test_an_explained_no_is_tracked_no_longer(story):
    services.explain(
        story[2], by=cast.the_clerk(), on=day("2022-08-01"), explanation="没有用地，已当面说明"
    )
    assert known("跟踪件数").number == 0


def test_it_is_tracked_at_the_end_of_each_year_until_then(story):
    services.explain(
        story[2], by=cast.the_clerk(), on=day("2024-02-01"), explanation="没有用地，已当面说明"
    )
    counts = [
        value(REGISTRY["跟踪件数"], Period.of_year(year), "", Ledger(LEDGER)).number
        for year in (2022, 2023, 2024)
    ]
    assert counts == [1, 1, 0]


def test_three_things_kept_apart(frame):
    """The town's own, what our deputies tell the city, and what the city hands down."""
    county = cast.make_deputy(term=frame.county_second)
    cast.make_motion()
    cast.make_motion(level="county", proposer=county, number=16)
    for number in (17, 18):
        cast.make_motion(
            level="county", proposer=cast.make_person(), number=number, is_handed_down=True
        )
    names = ("镇议案建议件数", "县级议案建议件数", "县级交办件数")
    assert [known(name).number for name in names] == [1, 1, 2]


def test_those_to_a_congress_above_the_county_are_counted_beside_its_own(frame):
    """许桂兰 is a deputy of the 设区的市 too; of hers one of two was accepted, and one came down."""
    term = cast.make_term(level="prefecture", number=7, starts_on=cast.SECOND_TERM)
    xu = cast.make_deputy(name="许桂兰", term=term)
    moved = cast.make_motion(level="prefecture", proposer=xu, number=16)
    cast.make_motion(level="prefecture", proposer=xu, status="registered")
    cast.make_motion(level="prefecture", proposer=xu, number=17, is_handed_down=True)
    county = cast.make_deputy(term=frame.county_second)
    cast.make_motion(level="county", proposer=county, number=16)
    asked = (("上级议案建议件数", ""), ("上级议案建议件数", "设区的市"),
             ("上级议案建议件数", "县（市、区）"), ("县级议案建议件数", ""), ("上级交办件数", ""),
             ("上级交办件数", "设区的市"), ("镇议案建议件数", ""))  # fmt: skip
    assert [known(*one).number for one in asked] == [2, 1, 1, 1, 1, 1, 0]
    assert (moved.scope_label, moved.numbered) == ("设区的市", "2022年第16号")


def test_what_was_not_accepted_is_only_counted_where_it_was_sent_back(frame):
    """Of four one was accepted; one was sent back, one was withdrawn, one waits for the review."""
    for status in ("accepted", "withdrawn", "registered"):
        cast.make_motion(status=status)
    cast.make_motion(status="returned", return_reason="private")
    names = ("镇议案建议件数", "镇建议件数", "闭会期间件数", "领衔代表人数", "退回件数")
    assert [known(name).number for name in names] == [1, 1, 1, 1, 1]


def test_all_of_it_in_few_statements(story, django_assert_num_queries):
    asked = [Asked(figure, YEAR) for figure in REGISTRY.values() if figure.group == "议案建议"]
    assert len(asked) > CHUNK
    with django_assert_num_queries(math.ceil(len(asked) / CHUNK)):
        evaluate(asked, Ledger(LEDGER))
