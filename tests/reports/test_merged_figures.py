"""并案 in figures and records of 2022, counted by hand.

Received are six: 许桂兰's 第1号, into which 单国富's was merged on 03-06 and 曾玉梅's on 03-20, one that was
returned on 03-08, one that was withdrawn on 03-12, one not yet reviewed. Two more never came: a
draft, and a draft that was thrown away.

水利站 answered on 04-20: 许桂兰 was satisfied (04-25), 单国富 was not (04-26), and 曾玉梅 was not asked.
It answered again on 05-20: 许桂兰 满意, 单国富 基本满意, 曾玉梅 未反馈 (06-01); closed on 06-10.
"""

from types import SimpleNamespace

import pytest

from motions import services
from motions.models import Motion
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import Ledger, value
from reports.deputies.duty_record import DutyRecord
from reports.deputies.notice import NoticeTable
from reports.models import PublicNotice
from reports.models.notices import NoticeColumn
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.spans import Period

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2022)
LEDGER = Ledger({figure.family: YEAR.start for figure in REGISTRY.values()})
SATISFIED = {"handling": "satisfied", "result": "satisfied"}
REASON = {"reason": "只修了一半"}


def enter(person, on, *signers, is_draft=False):
    motion = Motion(
        proposer=person, title="关于水渠的建议", topic=cast.make_frame().topics[0],
        submitted_on=day(on),
    )  # fmt: skip
    by = person.user if is_draft else cast.the_clerk()
    services.enter(motion, by=by, signers=signers, is_draft=is_draft)
    return motion


@staged
def story():
    frame, clerk = cast.make_frame(), cast.the_clerk()
    names = ("许桂兰", "单国富", "曾玉梅", "解晓燕", "查德胜")
    xu, shan, zeng, xie, zha = (cast.make_deputy(name=name, login=name) for name in names)
    case = enter(xu, "2022-03-01", xie)
    second, third = enter(shan, "2022-03-02", zha), enter(zeng, "2022-03-03")

    def do(verb, motion, on, **told):
        verb(motion, by=clerk, on=day(on), **told)

    def reply(on):
        told = {"result_class": frame.classes[0], "reply": "已清淤。"}
        do(services.reply, case, on, **told)

    do(services.accept, case, "2022-03-04")
    do(services.refer, case, "2022-03-05", lead=frame.departments[2])
    do(services.merge, second, "2022-03-06", into=case)
    returned, withdrawn = enter(xie, "2022-03-05"), enter(zha, "2022-03-05")
    do(services.turn_back, returned, "2022-03-08", reason="empty")
    do(services.withdraw, withdrawn, "2022-03-12", reason="已解决")
    do(services.merge, third, "2022-03-20", into=case)
    reply("2022-04-20")
    do(services.rate, case, "2022-04-25", **SATISFIED)
    do(services.rate, second, "2022-04-26", handling="satisfied", result="unsatisfied", **REASON)
    reply("2022-05-20")
    do(services.rate, case, "2022-06-01", **SATISFIED)
    do(services.rate, second, "2022-06-01", handling="satisfied", result="mostly")
    do(services.rate, third, "2022-06-01", handling="none", result="none")
    do(services.close, case, "2022-06-10")
    enter(xie, "2022-06-20")
    thrown = enter(zha, "2022-03-02", is_draft=True)
    services.withdraw(thrown, by=zha.user, on=day("2022-03-03"), reason="不提了")
    enter(zha, "2022-03-02", is_draft=True)
    return SimpleNamespace(**locals())


def known(name, member="", on=None):
    found = value(REGISTRY[name], YEAR, member, LEDGER, on and day(on))
    return (found.n, found.total) if REGISTRY[name].unit == "%" else found.number


RECEIVED = (
    "镇议案建议收到件数", "镇议案建议件数", "镇议案建议并案件数", "退回件数", "镇议案建议撤回件数", "镇议案建议待审查件数",
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        ("2022-03-04", [3, 1, 0, 0, 0, 2]),
        ("2022-03-10", [5, 1, 1, 1, 0, 2]),
        ("2022-03-20", [5, 1, 2, 1, 1, 0]),
        (None, [6, 1, 2, 1, 1, 1]),
    ],
)
def test_each_that_was_received_is_one_of_the_parts(story, on, numbers):
    assert [known(name, on=on) for name in RECEIVED] == numbers
    assert numbers[0] == sum(numbers[1:])


SAID = (
    "满意率", "满意和基本满意率", "初次办理满意率", "初次办理满意和基本满意率", "办理工作满意率",
    "办理工作满意和基本满意率", "已评价件数", "未反馈件数", "不满意件数", "各满意度件数",
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        ("2022-04-20", [(0, 0)] * 6 + [0, 3, 0, 3]),
        # 曾玉梅 has said nothing.
        ("2022-04-30", [(1, 2), (1, 2), (1, 2), (1, 2), (2, 2), (2, 2), 2, 1, 1, 3]),
        (None, [(1, 2), (2, 2), (1, 2), (1, 2), (2, 2), (2, 2), 2, 1, 0, 3]),
    ],
)
def test_what_each_deputy_said_counts(story, on, numbers):
    assert [known(name, on=on) for name in SAID] == numbers


def test_by_department(story):
    station, office = (story.frame.departments[at].name for at in (2, 0))
    for name in SAID[:6]:
        assert known(name, station) == known(name)
        assert known(name, office) == (0, 0)
    for verdict, number in {"满意": 1, "基本满意": 1, "不满意": 0, "未反馈": 1}.items():
        assert known("各满意度件数", verdict) == number
        assert known("各承办单位各满意度件数", f"{station}·{verdict}") == number
        assert known("各承办单位各满意度件数", f"{office}·{verdict}") == 0
    assert known("各承办单位各满意度件数") == 3


def test_deputies_count_with_what_was_merged(story):
    assert [known("领衔代表人数"), known("联名代表人次")] == [3, 2]
    on = "2022-03-10"  # 曾玉梅's was still waiting
    assert [known("领衔代表人数", on=on), known("联名代表人次", on=on)] == [2, 2]


def test_not_what_was_merged_into_one_that_is_withdrawn(story):
    case = cast.make_motion(proposer=story.xu, number=9, submitted_on=day("2022-07-01"))
    twin = enter(story.zha, "2022-07-01")
    services.merge(twin, by=story.clerk, on=day("2022-07-02"), into=case)
    assert known("领衔代表人数") == 4
    services.withdraw(case, by=story.clerk, on=day("2022-07-03"), reason="不提了")
    assert known("领衔代表人数") == 3
    assert [known(name) for name in RECEIVED] == [8, 1, 2, 1, 2, 2]


class TestRecords:
    def led(self, story, person):
        return DutyRecord(person, 2022, story.clerk).led()

    def test_each_has_it_in_their_own(self, story):
        shan = self.led(story, story.shan)
        assert shan.sentence == "领衔提出议案建议1件，其中已答复1件；满意率0%（0/1）。"
        assert [e.text for e in shan.entries] == [
            "关于水渠的建议（已并案，并入第1号，已答复，对结果基本满意）"
        ]
        zeng = self.led(story, story.zeng)
        assert zeng.sentence == "领衔提出议案建议1件，其中已答复1件。"
        xie = DutyRecord(story.zha, 2022, story.clerk).cosigned()
        assert xie.sentence == "联名议案建议1件。"

    def test_the_year_in_which_it_waited_knows_nothing_of_the_answer(self, story):
        on = {"submitted_on": day("2021-12-29")}
        case = cast.make_motion(proposer=story.xu, number=3, status="replied", **on)
        cast.make_handling(motion=case, replied_on=day("2021-12-30"))
        late = enter(story.zeng, "2021-12-31")
        services.merge(late, by=story.clerk, on=day("2022-01-09"), into=case)
        block = DutyRecord(story.zeng, 2021, story.clerk).led()
        assert block.sentence == "领衔提出议案建议1件。"
        assert block.entries[0].text == "关于水渠的建议（已登记）"

    def test_on_the_wall_it_counts_as_led(self, story):
        columns = [NoticeColumn.LED, NoticeColumn.SIGNED]
        table = NoticeTable(PublicNotice(year=2022, columns=columns))
        counts = {row[1]: row[2:4] for row in table.rows}
        assert counts["单国富"] == [1, 0] and counts["查德胜"][1] == 1
