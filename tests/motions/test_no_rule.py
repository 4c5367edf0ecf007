"""A town that has not entered its 办理期限: nothing is late, nothing in time, and each page says so.

许桂兰 moved three suggestions in March 2022: two were answered, one is with 水利站 since then. One
opinion of a household is with 水利站 as well. Today is 15 June 2022.
"""

import re

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from hemao import worklist
from motions import deadlines
from motions.models import Handling
from reports.asking.registry import REGISTRY, Asked
from reports.checking import checks
from reports.counting.evaluate import evaluate
from reports.counting.sentences import headline
from reports.words import drafting, outline
from representatives.models import Category, CategoryName
from tests import cast
from tests.cast import day
from tests.records.exporting import everything, rows_of
from township.models import DeadlineRule, LedgerStart
from township.spans import Period

pytestmark = pytest.mark.django_db

YEAR = Period.of_year(2022)
TOWN_LEAD = "镇“交办主办单位”"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    return frame


def without(**fields):
    DeadlineRule.objects.filter(**fields).delete()


def tell(frame, **fields):
    """The three suggestions; returns them."""
    xu, water = cast.make_deputy(name="许桂兰"), frame.departments[2]
    rows = []
    for replied in ("2022-04-01", "2022-05-01", None):
        status = "replied" if replied else "in_hand"
        motion = cast.make_motion(
            proposer=xu, submitted_on=day("2022-03-01"), status=status, **fields
        )
        answer = {"replied_on": day(replied)} if replied else {}
        cast.make_handling(motion=motion, department=water, **answer)
        rows.append(motion)
    return rows


@pytest.fixture
def town(frame):
    without()
    rows = tell(frame)
    cast.make_opinion(
        heard_on=day("2022-03-01"), department=frame.departments[2],
        handed_over_on=day("2022-03-02"),
    )  # fmt: skip
    return rows


def known(name, member=""):
    asked = Asked(REGISTRY[name], YEAR, member)
    return evaluate([asked])[asked]


def said(name, member=""):
    return headline(REGISTRY[name], known(name, member))


def text(client, address):
    return re.sub(r"<[^>]*>|\s", "", client.get(address).content.decode())


class TestNumbers:
    def test_nothing_is_in_time_and_nothing_is_known_to_be_late(self, town):
        assert (known("按期答复率").n, known("按期答复率").total) == (0, 0)
        assert said("按期答复率") == said("按期答复率", "水利站") == "暂无数据"
        assert known("按期答复率").undated == 3
        for name in ("超期件数", "超期未答复件数", "超期未答复意见建议条数"):
            assert said(name) == "暂无", name
        assert said("各承办单位超期未答复件数", "水利站") == "暂无"
        assert said("各办理时限件数", "没有期限") == "3件"

    def test_with_the_rules_it_is_known(self, frame):
        tell(frame)
        assert said("按期答复率") == "66.7%（2/3）"  # the third was due on 1 June
        assert said("超期件数") == said("超期未答复件数") == "1件"
        assert known("超期件数").undated == 0

    def test_where_there_is_nothing_to_judge_a_nought_is_known(self, frame):
        without()
        assert said("超期件数") == "0件"

    def test_only_what_has_a_due_date_is_counted(self, frame):
        """One of three was extended by hand, and so is due though no rule says when."""
        without()
        rows = tell(frame)
        Handling.objects.filter(motion=rows[0]).update(due_on=day("2022-04-02"))
        assert said("按期答复率") == "100%（1/1）"
        assert (said("超期件数"), known("超期件数").undated) == ("暂无", 2)
        Handling.objects.filter(motion=rows[0]).update(due_on=day("2022-03-20"))
        assert said("按期答复率") == "0%（0/1）"
        assert said("超期件数") == "1件"  # known to be at least so many

    def test_each_level_has_its_own_rule(self, frame):
        without(level="county")
        tell(frame)
        tell(frame, level="county", is_handed_down=True)
        assert said("按期答复率") == "66.7%（2/3）"
        [lack] = deadlines.notice(cast.the_clerk()).sentence.split("没有规定")[:1]
        assert lack == "县“交办主办单位”（3件）"

    def test_a_second_round_without_a_rule_leaves_the_first_judged(self, frame):
        without(event="rehandle")
        first = tell(frame)[0]
        cast.make_rating(
            motion=first, result="unsatisfied", reason="没有修", rated_on=day("2022-04-10")
        )
        cast.make_handling(
            motion=first, department=frame.departments[2], round=2,
            handed_over_on=day("2022-04-11"),
        )  # fmt: skip
        assert said("按期答复率") == "66.7%（2/3）"
        assert "镇“重新办理”（1件）没有规定办理期限" in deadlines.notice(cast.the_clerk()).sentence
        for event in ("assist", "opinion"):
            without(event=event)
        assert "协办" not in deadlines.notice(cast.the_clerk()).sentence  # nobody assists

    def test_the_report_does_not_say_that_none_was_late(self, town):
        words = "[[超过期限的{超期件数}。||没有超过期限的议案建议。]][[，有{超期件数}超期]]。"
        report = drafting.draft("annual", 2022, text=f"报告\n一、建议\n{words}\n")
        document = outline.render(report)
        body = "".join(block.text for block in document.blocks)
        assert "没有超过期限" not in body
        assert "超过期限的【待填：超期件数】" in body
        assert "，有" not in body  # a clause without another word for none is left out
        assert "超期件数：没有规定办理期限，算不出来" in [gap.text for gap in document.gaps]

    def test_who_wants_no_households_has_no_deputy_complete(self, frame):
        cast.make_deputy()
        CategoryName.objects.all().delete()
        Category.objects.all().delete()
        assert said("联系户配齐率") == "暂无数据"
        groups = {
            group.title: group for group in worklist.groups(cast.the_clerk(), day("2022-06-15"))
        }
        assert "没有登记联系户类别" in groups["联系户没有安排齐的代表"].nothing_yet


@pytest.mark.sqlite  # what a page says is the same on both
class TestPages:
    def addresses(self, town):
        yield "/motions/"
        yield from (motion.get_absolute_url() for motion in town)
        yield "/motions/export/"
        yield "/overview/"
        yield "/reports/2022/"
        yield "/reports/2022/check/"
        yield "/reports/2022/figures/export/"
        for name in ("按期答复率", "超期件数", "超期未答复意见建议条数"):
            yield reverse("figure-rows", args=[2022, name])
            yield reverse("figure-card", args=[2022, name])
        yield "/opinions/months/"

    @pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER])
    def test_each_says_so_and_leads_who_may_mend_it_to_the_rule(self, town, client, role):
        client.force_login(cast.make_user(role))
        for address in self.addresses(town):
            address = address.replace("/opinions/months/", reverse("opinion-months"))
            page = client.get(address).content.decode()
            assert page.count("没有规定办理期限，不算按期，也不算超期。") == 1, address
            assert ("登记办理期限</a>" in page) == (role == Role.STAFF), address

    def test_the_link_opens_the_form_of_just_that_rule(self, town, client):
        client.force_login(cast.the_clerk())
        url = deadlines.notice(cast.the_clerk()).url
        assert url == "/admin/township/deadlinerule/add/?level=town&event=lead"
        page = lxml.html.fromstring(client.get(url).content)
        assert page.xpath("//input[@name='event'][@checked]/@value") == ["lead"]
        assert page.xpath("//select[@name='level']/option[@selected]/@value") == ["town"]

    def test_the_worklist(self, town, client):
        client.force_login(cast.the_clerk())
        page = text(client, "/admin/")
        assert "没有到期的议案建议" not in page
        assert "超期未答复0条" not in page
        assert "超期0件" not in page
        assert f"{TOWN_LEAD}（3件）没有规定办理期限" in page
        assert "镇“群众意见建议转办”（1条）没有规定办理期限" in page
        for path in (
            "representatives/opinion/",
            "motions/motion/",
            "motions/supervisionact/agenda/",
        ):
            assert "没有规定办理期限" in text(client, f"/admin/{path}"), path

    def test_a_deputy_reads_it_without_a_link(self, town, client):
        proposer = town[0].proposer
        proposer.user = cast.make_user(Role.DEPUTY)
        proposer.save()
        client.force_login(proposer.user)
        for address in ("/motions/", town[2].get_absolute_url()):
            page = client.get(address).content.decode()
            assert "没有规定办理期限，不算按期" in page
            assert "登记办理期限" not in page

    def test_a_motion_without_a_due_date_never_says_none(self, town, client):
        client.force_login(cast.the_clerk())
        page = text(client, town[2].get_absolute_url())
        assert "没有规定期限" in page
        assert "None" not in page

    def test_the_exported_list(self, town, client):
        client.force_login(cast.the_clerk())
        rows = rows_of(everything(client, "/motions/export/"))
        assert {row["时限"] for row in rows} == {"没有规定期限"}

    def test_what_could_not_be_late_has_not_passed_the_check(self, town):
        review = checks.review(2022, day("2022-06-15"), {}, cast.the_clerk())
        assert {r.title: r.count for r in review.must if "期限" in r.title} == {
            "没有办理期限的群众意见": 1, "没有办理期限的承办": 3,
        }  # fmt: skip
        passed = {r.code for r in review.passed}
        assert not passed & {"overdue", "opinions"}

    def test_with_the_rules_nobody_says_anything(self, frame, client):
        rows = tell(frame)
        client.force_login(cast.the_clerk())
        for address in self.addresses(rows):
            address = address.replace("/opinions/months/", reverse("opinion-months"))
            assert "没有规定办理期限" not in client.get(address).content.decode(), address


class TestMending:
    def test_what_was_answered_meanwhile_is_judged_too(self, town, client):
        """The rule is entered in June, in force since 2010: all can be computed, and it is said."""
        cast.make_rules()
        clerk = cast.the_clerk()
        waiting = deadlines.notice(clerk, with_opinions=True)
        assert waiting.sentence == (
            f"{TOWN_LEAD}（3件）、镇“群众意见建议转办”（1条）的办理期限是后来规定的，还没有计算，"
            "不算按期，也不算超期。"
        )
        client.force_login(clerk)
        for address in ("/admin/", "/motions/?year=2022", "/overview/"):
            page = client.get(address).content.decode()
            assert waiting.label in page and waiting.url in page, address
        rule = DeadlineRule.objects.get(event="opinion")
        rule.delete()  # of one kind there is no rule, of the other it came later
        both = deadlines.notice(clerk, with_opinions=True).sentence
        assert both.startswith(
            "镇“群众意见建议转办”（1条）没有规定办理期限；镇“交办主办单位”（3件）的"
        )
        rule.save()
        changes = deadlines.changes()
        assert len(changes) == 4
        for change in changes:
            change.apply(by=clerk, on=day("2022-06-15"))
        assert said("按期答复率") == "66.7%（2/3）"
        assert said("超期未答复意见建议条数") == "1条"
        assert deadlines.changes() == []
        assert not deadlines.notice(clerk, with_opinions=True).is_undated  # only holidays lack
