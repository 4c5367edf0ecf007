"""What the words of the outlines claim, and words that claim what is not so: those are found."""

import dataclasses

import pytest
from django.urls import reverse

from accounts.models import Role
from reports.asking.days import Seen
from reports.asking.registry import REGISTRY, Shape, find
from reports.words.document import Run
from reports.words.tidying import tidied
from tests import cast
from tests.cast import day
from tests.reports import claims
from tests.reports.recount import fitting
from tests.stage import staged
from township.models import LedgerStart
from township.spans import Period

YEAR = Seen(Period.of_year(2022), day("2022-12-31"))


class TestWhatIsRead:
    def test_each_number_behind_it_up_to_a_semicolon_or_a_full_stop(self):
        words = "活动{活动次数}，其中宣传{活动次数（宣传）}、培训{活动次数（学习培训）}；问题{发现问题数}。"
        found = claims.claims(words)
        assert [str(claim) for claim in found] == ["活动次数：其中 of 活动次数"] * 2
        assert [claim.number.member for claim in found] == ["宣传", "学习培训"]

    def test_what_stands_in_clauses_is_read_as_if_all_were_said(self):
        words = "[[受理{镇议案建议件数}||没有受理]]，其中[[大会期间{大会期间件数}]][[、闭会期间{闭会期间件数}]]。"
        assert len(claims.claims(words)) == 2

    def test_a_share_is_of_the_number_before_it_and_a_rate_of_any(self):
        words = "代表{镇代表人数}，妇女占{妇女代表占比}；听取{意见建议条数}，答复{意见建议答复条数}，回告率{回告率}。"
        share, rate = claims.claims(words)
        assert (share.kind, rate.kind) == (claims.SHARE, claims.RATE)
        assert [whole.figure.name for whole in rate.wholes] == ["意见建议条数", "意见建议答复条数"]

    def test_what_it_is_about_is_no_part(self):
        words = "督办{督办次数}，其中督办议案建议{督办议案建议次数}，涉及{督办件数}。"
        assert [claim.number.figure.name for claim in claims.claims(words)] == ["督办议案建议次数"]

    @pytest.mark.parametrize(
        "words",
        [
            "各类督办{督办次数}，其中督办议案建议{督办件数}。",  # 件 are no part of 次
            "走访{走访户次}，其中走访到{走访户数}。",
            "已交办{交办件数}，由{承办单位数}单位主办，其中：{各承办单位件数|明细}。",
            "活动{活动次数}。其中宣传活动{活动次数（宣传）}。",  # behind a full stop it is of nothing
            "跟踪{跟踪件数}；其中承诺还没有兑现{未兑现承诺件数}。",
            "受理{镇议案建议件数}，{镇议案建议件数|较上年}，其中大会期间{大会期间件数}。",
            "本届召开{本届·活动次数}，其中宣传{活动次数（宣传）}。",
        ],
    )
    def test_what_can_be_no_part_is_refused(self, words):
        with pytest.raises(claims.Misleading):
            claims.claims(words)


@staged
def frame():
    return cast.make_frame()


@staged
def town(frame):
    """许桂兰 keeps in touch with three households, one of them until July; two are visited, one twice.
    Of two projects one is finished. Of one motion they met, of one they telephoned.
    """
    xu = cast.make_deputy(name="许桂兰", gender="f")
    cast.make_deputy(name="单国富", gender="m")
    rows = [cast.make_assignment(person=xu, category=category) for category in frame.categories[:3]]
    for row, on in ((rows[0], "2022-02-01"), (rows[0], "2022-03-01"), (rows[1], "2022-04-01")):
        cast.make_visit(assignment=row, visited_on=day(on))
    rows[0].visits.filter(visited_on=day("2022-03-01")).update(method="wechat")
    rows[1].ended_on, rows[1].ended_for = day("2022-07-01"), "swap"
    rows[1].save()
    cast.make_project(planned_on=day("2022-01-05"), started_on=day("2022-02-01"))
    cast.make_project(
        planned_on=day("2021-01-05"), started_on=day("2021-02-01"), finished_on=day("2022-05-01")
    )
    met, called, _ = (cast.make_motion(proposer=xu) for _ in range(3))
    for motion, way in ((met, "visit"), (called, "phone")):
        cast.make_handling(motion=motion, consulted_on=cast.DAY, consulted_by=way)
    cast.make_finding(rectified_on=None)
    return xu


@pytest.mark.django_db
class TestWhatIsSo:
    @pytest.mark.parametrize(
        "words",
        [
            "先后联系{先后联系户数}，走访{走访户次}、走访到{走访户数}，覆盖率{走访覆盖率}。",
            "实施{实施项目数}，其中完工{完工项目数}、在建{在建项目数}。",
            "代表{镇代表人数}，妇女占{妇女代表占比}。",
            "面商{面商件数}，面商率{面商率}。",
        ],
    )
    def test_true(self, town, words):
        assert claims.false_claims(claims.claims(words), YEAR) == []

    @pytest.mark.parametrize(
        ("words", "number"),
        [
            (
                "联系{联系户数}，走访{走访户次}，覆盖率{走访覆盖率}。",
                "走访覆盖率",
            ),  # 2 at the end, of 3
            ("在建{在建项目数}，其中完工{完工项目数}。", "完工项目数"),
            ("面商{面商件数}，其中电话{电话等沟通件数}。", "电话等沟通件数"),
            ("妇女{妇女代表人数}，占{基层代表占比}。", "基层代表占比"),
            ("走访到{走访户数}，其中没有走访到{未走访户数}。", "未走访户数"),
        ],
    )
    def test_false(self, town, words, number):
        [fault] = claims.false_claims(claims.claims(words), YEAR)
        assert fault.startswith(f"{number}：")

    def test_parts_that_are_not_the_rate_s_own_are_found(self, town):
        """Those of each figure are asked of made-up towns, in the recount of histories."""
        rows, rate = claims.Rows(YEAR), REGISTRY["面商率"]
        assert list(fitting.wrong_parts(rate, rows)) == []
        other = dataclasses.replace(rate, parts=("电话等沟通件数", "交办件数"))
        [fault] = fitting.wrong_parts(other, rows)
        assert fault.startswith("电话等沟通件数 is not what 面商率（） counts")

    def test_parts_that_leave_something_out_are_found(self, town):
        whole, rows = "实施项目数", claims.Rows(YEAR)
        assert list(fitting.not_made_of(whole, fitting.MADE_OF[whole], rows)) == []
        [fault] = fitting.not_made_of(whole, ("完工项目数",), rows)
        assert fault.startswith("实施项目数（） is not 完工项目数 together")

    def test_all_outlines_claim_something(self):
        assert len(fitting.claimed()) >= 45

    def test_by_hand(self, town):
        rows = claims.Rows(YEAR)
        expected = {
            "联系户数": 2, "先后联系户数": 3, "走访户次": 3, "电话微信走访户次": 1, "走访户数": 2, "未走访户数": 1,
            "实施项目数": 2, "完工项目数": 1, "在建项目数": 1, "面商件数": 1, "电话等沟通件数": 1,
            "发现问题数": 1, "整改问题数": 0, "联系户应配齐代表人数": 2,
        }  # fmt: skip
        assert {name: len(rows.of(REGISTRY[name])[0]) for name in expected} == expected


@pytest.mark.django_db
@pytest.mark.sqlite
def test_each_rate_names_what_it_is_of(frame):
    rates = {figure.name: figure for figure in REGISTRY.values() if figure.shape is Shape.RATE}
    assert [name for name, figure in rates.items() if len(figure.parts) != 2] == []
    for name, figure in rates.items():
        for part in figure.parts:
            assert find(part)[0].shape is Shape.COUNT, name


@pytest.mark.django_db
@pytest.mark.sqlite
class TestWhereARateIsShown:
    """Page and card name what its two numbers are, each with its own records."""

    @pytest.fixture
    def ask(self, town, client):
        client.force_login(cast.make_user(Role.LEADER))
        for family in LedgerStart.Family:
            cast.keep(LedgerStart(family=family, complete_from=day("2010-01-01")))

        def ask(name, **query):
            for page in ("figure-rows", "figure-card"):
                answer = client.get(reverse(page, args=[2022, name], query=query))
                yield [(part["number"], part["name"]) for part in answer.context["parts"]]
                for part in answer.context["parts"]:
                    assert client.get(part["url"]).context["value"].startswith(str(part["number"]))

        return lambda name, **query: list(ask(name, **query))

    def test_with_their_own_records(self, ask, town):
        assert ask("面商率") == [[(1, "面商件数"), (2, "交办件数")]] * 2
        assert ask("走访覆盖率") == [[(2, "走访户数"), (3, "先后联系户数")]] * 2

    def test_of_a_member_where_they_have_it_too(self, ask, frame):
        village, station = frame.villages[0].name, frame.departments[0].name
        named = [(2, f"走访户数（{village}）"), (3, f"先后联系户数（{village}）")]
        assert ask("走访覆盖率", member=village) == [named] * 2
        assert ask("面商率", member=station) == [[], []]  # 面商件数 is not split by departments

    def test_nothing_where_there_is_nothing_to_take_a_share_of(self, ask):
        assert ask("会议决定落实率") == ask("走访户数") == [[], []]

    def test_under_its_former_name(self, ask, client):
        found = client.get(reverse("figure-rows", args=[2022, "件件有回音率"]))
        assert found.context["figure"]["name"] == "回告率"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("said", "text"),
    [
        (["活动", "5次", "，其中", "宣传", "2次", "、培训", "1次", "。"], "活动5次，其中宣传2次、培训1次。"),
        (["活动", "5次", "，其中", "、培训", "1次", "。"], "活动5次，其中培训1次。"),
        (["活动", "5次", "，其中", "。听取"], "活动5次。听取"),
        (["受理", "5件", "，其中", "；", "比上年增加1件", "。"], "受理5件；比上年增加1件。"),
        (["，其中", "。"], ""),
        (["没有活动", "，其中", "。"], "没有活动。"),
    ],
)  # fmt: skip
def test_parts_are_said_of_what_is_there(said, text):
    """A clause that says nothing leaves no 其中 behind, nor a mark between it and its first part."""
    kinds = ("text" if not word[0].isdigit() else "number" for word in said)
    runs = [Run(word, kind) for word, kind in zip(said, kinds, strict=True)]
    assert "".join(run.text for run in tidied(runs)) == text
