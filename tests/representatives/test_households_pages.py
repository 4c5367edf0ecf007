"""What a deputy's phone shows: their own households, the one that waited longest first.

It is 2022-06-15. 许桂兰 keeps three households and was last at 王二保's on 05-01, at 李长根's
on 02-01, and never at 赵春生's, hers since 04-01. A household is due every 91 days.
"""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.models import Role
from congress.models import AgendaItem
from hemao import worklist
from motions import services as motions
from motions import supervision
from records.models import ReadRecord
from representatives import cards, services
from representatives.models import Assignment, Household
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.words import reading_names_once

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")
LIST = "/households/"
# Not of the page: the session, who it is, the record of the read, transactions.
HOUSEKEEPING = re.compile(
    r"django_session|accounts_user|accounts_readrecord|SAVEPOINT|^BEGIN|^COMMIT"
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    return cast.make_frame()


@staged(on=TODAY)
def xu(frame):
    xu = cast.make_deputy(name="许桂兰", login="xu")
    stories = [("王二保", "2021-12-28", "2022-05-01"), ("李长根", "2021-12-28", "2022-02-01")]
    stories.append(("赵春生", "2022-04-01", None))
    for category, (name, since, visited) in zip(frame.categories, stories, strict=True):
        row = cast.make_assignment(
            person=xu, category=category, starts_on=day(since),
            household=cast.make_household(head_name=name, phone="0553-6211234", group="6组"),
        )  # fmt: skip
        if visited:
            cast.make_visit(
                assignment=row, visited_on=day(visited), production="水稻46亩，已插秧。"
            )
    return xu


@staged(on=TODAY)
def shan(frame):
    shan = cast.make_deputy(name="单国富", login="shan")
    cast.make_assignment(person=shan, household=cast.make_household(head_name="钱有田"))
    return shan


@pytest.fixture
def phone(client, xu):
    client.force_login(xu.user)
    return client


def household(name):
    return Household.with_voided.get(head_name=name)


def page_of(name):
    return reverse("household-detail", args=[household(name).pk])


def statements(action):
    """How many statements of the domain `action` takes."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len([q for q in captured if not HOUSEKEEPING.search(q["sql"])])


class TestTheList:
    def test_their_three_and_nobody_elses(self, phone, shan):
        html = phone.get(LIST).content.decode()
        for name in ("王二保", "李长根", "赵春生"):
            assert name in html
        assert "钱有田" not in html

    def test_the_longest_waiting_first(self, phone):
        deck = phone.get(LIST).context["cards"]
        assert [(card.household.head_name, card.waited) for card in deck] == [
            ("李长根", 134),  # since 02-01: 27 + 31 + 30 + 31 + 15
            ("赵春生", 75),  # since 04-01: 29 + 31 + 15
            ("王二保", 45),  # since 05-01: 30 + 15
        ]

    def test_of_those_that_waited_as_long_the_first_in_the_alphabet(self, client, frame):
        qiu = cast.make_deputy(name="仇万里", login="qiu")
        for name, category in zip(["周水生", "郑家旺", "吴大妹"], frame.categories, strict=True):
            household = cast.make_household(head_name=name)
            cast.make_assignment(person=qiu, household=household, category=category)
        client.force_login(qiu.user)
        deck = client.get(LIST).context["cards"]
        assert [card.household.head_name for card in deck] == ["吴大妹", "郑家旺", "周水生"]

    def test_what_each_card_says(self, phone):
        li, zhao, wang = phone.get(LIST).context["cards"]
        assert (li.state, li.state_words, li.last_visit_words) == ("late", "超期43天", "134天前")
        assert (zhao.state, zhao.last_visit_words, zhao.visits_this_year) == ("ok", "还没有走访", 0)
        assert (wang.state_words, wang.visits_this_year, wang.goal) == ("正常", 1, 4)
        assert zhao.category_label == "帮扶户"  # the word for a neighbour's eye
        assert wang.phone == "0553-6211234"

    def test_an_unfolded_form_says_whose_visit_it_is(self, phone):
        """On a phone the head of the card is out of sight by then."""
        answer = phone.get("/households/")
        for card in answer.context["cards"]:
            assert f"<h3>走访：{card.household.head_name}</h3>" in answer.content.decode()

    def test_the_sentence_on_top(self, phone):
        assert phone.get(LIST).context["summary"] == "三户中有一户该走访了。最久没去的排在前面。"

    def test_a_household_that_was_given_up_is_gone(self, phone, xu):
        row = xu.assignments.get(household__head_name="赵春生")
        services.release(row, on=day("2022-06-15"), reason="swap", by=cast.the_clerk())
        assert len(phone.get(LIST).context["cards"]) == 2

    def test_an_opinion_that_waits_is_on_the_card(self, phone, xu):
        li = household("李长根")
        cast.make_opinion(household=li, heard_by=xu)
        (waiting,) = phone.get(LIST).context["cards"][0].waiting
        assert (waiting.words, waiting.url) == ("待转办：门前水渠堵了，一下雨就淹。", "")

    def test_an_answer_waits_to_be_told(self, phone, xu):
        answered = {"answered_on": day("2022-04-01"), "outcome": "solved"}
        cast.make_opinion(household=household("李长根"), heard_by=xu, **answered)
        told = {"told_back_on": day("2022-04-02"), "told_back_by": "visit"}
        cast.make_opinion(household=household("王二保"), heard_by=xu, **answered, **told)
        deck = phone.get(LIST).context["cards"]
        assert [len(card.waiting) for card in deck] == [1, 0, 0]
        (waiting,) = deck[0].waiting
        assert waiting.words == "待回告：门前水渠堵了，一下雨就淹。——已有答复"
        assert waiting.url == reverse("opinion-told", args=[waiting.opinion.pk])
        assert waiting.is_late  # of 04-01; it is 06-15

    def test_a_suggestion_that_was_not_written_yet_is_found_again(self, phone, xu):
        li = household("李长根")
        heard = cast.make_opinion(household=li, heard_by=xu, disposal="motion")
        address = f"/motions/new/?opinion={heard.pk}"
        (waiting,) = phone.get(LIST).context["cards"][0].waiting
        assert waiting.words == "待写成建议：门前水渠堵了，一下雨就淹。"
        for page in (LIST, page_of("李长根")):
            assert f'href="{address}">去写建议</a>' in phone.get(page).content.decode()
        assert phone.get(address).status_code == 200

    def test_a_suggestion_that_was_written_is_not_asked_for_again(self, phone, xu):
        li = household("李长根")
        heard = cast.make_opinion(household=li, heard_by=xu, disposal="motion")
        motion = cast.make_motion(proposer=xu, opinion=heard)
        (waiting,) = phone.get(LIST).context["cards"][0].waiting
        assert waiting.words == "待答复：门前水渠堵了，一下雨就淹。"
        for page in (LIST, page_of("李长根")):
            assert "/motions/new/?opinion" not in phone.get(page).content.decode()
        motion.void(reason="登记重复。")
        assert "去写建议" in phone.get(LIST).content.decode()

    def test_what_was_told_waits_no_longer(self, phone, xu):
        """Told in 2021 and read in 2022: 等得太久了 is for what still waits."""
        cast.make_opinion(
            household=household("李长根"), heard_by=xu, answered_on=day("2022-04-01"),
            outcome="solved", told_back_on=day("2022-05-30"), told_back_by="visit",
        )  # fmt: skip
        html = phone.get(page_of("李长根")).content.decode()
        assert "已回告" in html
        assert "等得太久了" not in html

    def test_what_somebody_else_heard_there_is_not(self, phone, shan):
        cast.make_opinion(household=household("李长根"), heard_by=shan)
        assert phone.get(LIST).context["cards"][0].waiting == []

    def test_an_account_that_is_nobodys(self, client, frame):
        client.force_login(cast.make_user(Role.DEPUTY))
        assert client.get(LIST).status_code == 404

    def test_a_deputy_without_households(self, client, frame):
        client.force_login(cast.make_deputy(name="仇万里", login="qiu").user)
        assert "还没有联系户" in client.get(LIST).content.decode()

    @pytest.mark.parametrize(("number", "head"), [(1, 3), (10, 30)])
    @pytest.mark.sqlite  # Django asks as often on both
    def test_as_many_statements_for_thirty_as_for_three(self, client, frame, number, head):
        qiu = cast.make_deputy(name="仇万里", login="qiu")
        for category in frame.categories:
            category.per_deputy = number
            category.save()
            for _ in range(number):
                row = cast.make_assignment(person=qiu, category=category)
                cast.make_visit(assignment=row, by=qiu.user)
                cast.make_opinion(household=row.household, heard_by=qiu)
        client.force_login(qiu.user)
        client.get(LIST)
        assert len(client.get(LIST).context["cards"]) == head
        # cards, what waits there, topics, 等我办的, the town's name
        assert statements(lambda: client.get(LIST)) == 5


@pytest.mark.sqlite  # the same paper on both
class TestCards:
    @pytest.mark.parametrize(
        ("visited", "state", "words", "last"),
        [
            ("2022-06-15", "ok", "正常", "今天"),
            ("2022-06-14", "ok", "正常", "昨天"),
            ("2022-03-30", "ok", "正常", "77天前"),
            ("2022-03-29", "due", "近期该去", "78天前"),
            ("2022-03-16", "due", "近期该去", "91天前"),
            ("2022-03-15", "late", "超期1天", "92天前"),
        ],
    )
    def test_state_by_the_day(self, frame, visited, state, words, last):
        row = cast.make_assignment()
        cast.make_visit(assignment=row, visited_on=day(visited))
        (card,) = cards.of_assignments(Assignment.objects.all(), TODAY)
        assert (card.state, card.state_words, card.last_visit_words) == (state, words, last)

    def test_who_was_not_at_home_was_not_visited(self, frame):
        row = cast.make_assignment()
        cast.make_visit(assignment=row, visited_on=day("2022-06-01"), was_met=False)
        (card,) = cards.of_assignments(Assignment.objects.all(), TODAY)
        assert (card.last_visit_on, card.visits_this_year) == (None, 0)
        assert card.waited == 169  # since 2021-12-28: 3 + 31 + 28 + 31 + 30 + 31 + 15

    def test_a_voided_visit_was_none(self, frame):
        row = cast.make_assignment()
        cast.make_visit(assignment=row).void(reason="记错了户。")
        (card,) = cards.of_assignments(Assignment.objects.all(), TODAY)
        assert (card.last_visit_on, card.visits_this_year) == (None, 0)

    def test_this_year_begins_at_new_year(self, frame):
        row = cast.make_assignment()
        for on in ("2021-12-31", "2022-01-01", "2022-02-01"):
            cast.make_visit(assignment=row, visited_on=day(on))
        (card,) = cards.of_assignments(Assignment.objects.all(), TODAY)
        assert card.visits_this_year == 2
        assert card.last_visit_on == day("2022-02-01")

    def test_summaries(self, frame):
        assert cards.summary([]) == ""
        row = cast.make_assignment()
        cast.make_visit(assignment=row, visited_on=day("2022-06-01"))
        deck = cards.of_assignments(Assignment.objects.all(), TODAY)
        assert cards.summary(deck) == "这一户按期走访。"

    @pytest.mark.parametrize(
        ("late", "on_time", "sentence"),
        [
            (1, 0, "这一户该走访了。"),
            (0, 2, "两户都按期走访。最久没去的排在前面。"),
            (2, 0, "两户都该走访了。最久没去的排在前面。"),
            (2, 1, "三户中有两户该走访了。最久没去的排在前面。"),
            (1, 11, "十二户中有一户该走访了。最久没去的排在前面。"),
        ],
    )
    def test_the_sentence_counts_as_people_speak(self, late, on_time, sentence):
        deck = [SimpleNamespace(is_late=True)] * late + [SimpleNamespace(is_late=False)] * on_time
        assert cards.summary(deck) == sentence


@pytest.mark.sqlite  # what a page says is the same on both
class TestOneHousehold:
    def test_its_visits_and_what_was_heard(self, phone, xu):
        cast.make_opinion(household=household("王二保"), heard_by=xu)
        html = phone.get(page_of("王二保")).content.decode()
        assert "水稻46亩，已插秧。" in html
        assert "门前水渠堵了" in html
        assert "待转办" in html
        assert "2021年12月起联系" in html

    def test_a_long_history_comes_in_pages(self, phone, xu):
        row = xu.assignments.get(household__head_name="王二保")
        for number in range(1, 25):  # with the one of 05-01, 25 visits
            cast.make_visit(assignment=row, visited_on=day(f"2022-03-{number:02}"))
        path = page_of("王二保")
        assert len(phone.get(path).context["visits"]) == 20
        later = phone.get(path, {"page": 2})
        assert len(later.context["visits"]) == 5
        assert "第2页，共2页，25次" in later.content.decode()

    def test_nobody_elses(self, phone, shan):
        assert phone.get(page_of("钱有田")).status_code == 404

    def test_none_that_does_not_exist(self, phone):
        assert phone.get("/households/999999/").status_code == 404

    def test_not_once_it_was_given_up(self, phone, xu):
        row = xu.assignments.get(household__head_name="赵春生")
        address = page_of("赵春生")
        assert phone.get(address).status_code == 200
        services.release(row, on=day("2022-06-15"), reason="swap", by=cast.the_clerk())
        assert phone.get(address).status_code == 404

    def test_not_before_it_begins(self, client, frame):
        qiu = cast.make_deputy(name="仇万里", login="qiu")
        cast.make_assignment(
            person=qiu, household=cast.make_household(head_name="孙桂英"),
            starts_on=day("2022-06-16"), clean=False,
        )  # fmt: skip
        client.force_login(qiu.user)
        assert client.get(page_of("孙桂英")).status_code == 404

    def test_not_once_it_was_voided(self, phone):
        address = page_of("王二保")
        household("王二保").void(reason="登记重复。")
        assert phone.get(address).status_code == 404

    def test_what_came_before_is_the_predecessors(self, phone, xu, frame):
        """单国富 kept this household until May; 仇万里, who has it now, does not read his notes."""
        row = xu.assignments.get(household__head_name="王二保")
        services.release(row, on=day("2022-05-02"), reason="swap", by=cast.the_clerk())
        cast.make_opinion(household=row.household, heard_by=xu)
        qiu = cast.make_deputy(name="仇万里", login="qiu")
        cast.make_assignment(person=qiu, household=row.household, starts_on=day("2022-05-02"))
        phone.force_login(qiu.user)
        html = phone.get(page_of("王二保")).content.decode()
        assert "还没有走访记录" in html
        assert "水稻46亩" not in html
        assert "门前水渠堵了" not in html

    def test_the_office_reads_it_all(self, client, xu):
        client.force_login(cast.the_clerk())
        html = client.get(page_of("王二保")).content.decode()
        assert "水稻46亩，已插秧。" in html
        assert "代填" not in html

    def test_a_household_that_waits_for_a_deputy(self, client, frame):
        cast.make_household(head_name="孙桂英")
        client.force_login(cast.the_clerk())
        assert "待安排户" in client.get(page_of("孙桂英")).content.decode()

    @pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN])
    def test_leadership_gets_numbers_and_not_households(self, client, xu, role):
        client.force_login(cast.make_user(role))
        assert client.get(page_of("王二保")).status_code == 404
        listed = client.get(LIST)
        assert listed.status_code == (200 if role == Role.LEADER else 404)
        assert "王二保" not in listed.content.decode()

    def test_anonymous_is_asked_who_it_is(self, client, xu):
        address = page_of("王二保")
        assert client.get(address).headers["Location"] == f"/login/?next={address}"

    def test_each_reading_leaves_one_line(self, phone):
        for _ in range(2):
            phone.get(page_of("王二保"))
        assert ReadRecord.objects.filter(what="联系户").count() == 2

    @pytest.mark.parametrize("visits", [1, 12])
    def test_as_many_statements_for_many_visits(self, phone, xu, visits):
        row = xu.assignments.get(household__head_name="王二保")
        for number in range(visits):
            visit = cast.make_visit(assignment=row, visited_on=day(f"2022-03-{number + 1:02}"))
            cast.make_opinion(visit=visit, household=row.household, heard_by=xu)
        phone.get(LIST)
        # the household, its holder, names of the category, visits, opinions, 等我办的, the name
        assert statements(lambda: phone.get(page_of("王二保"))) <= 9


@pytest.mark.sqlite  # what a page says is the same on both
class TestWorklist:
    """What waits for the office on 2022-06-15, on a machine that is well."""

    @pytest.fixture(autouse=True)
    def well(self, monkeypatch):
        monkeypatch.setattr("hemao.status.checks.red_lines", list)

    @pytest.fixture
    def clerk(self, frame):
        return cast.the_clerk()

    def group(self, clerk, title):
        return next(g for g in worklist.groups(clerk, TODAY) if g.title == title)

    def test_those_who_keep_no_records_have_none(self, frame):
        for role in (Role.LEADER, Role.DEPUTY, Role.AUDITOR, Role.ADMIN):
            assert worklist.groups(cast.make_user(role), TODAY) == []

    def test_nothing_waits_in_an_empty_town(self, clerk):
        groups = worklist.groups(clerk, TODAY)
        assert len(groups) == 11
        assert [group.count for group in groups] == [0] * 11

    @pytest.mark.parametrize(
        ("handed_over_on", "note", "state"),
        [
            ("2022-03-14", "超期1天", "late"),
            ("2022-03-15", "今天到期", "due"),
            ("2022-03-16", "还有1天", "due"),
            ("2022-03-22", "还有7天", "due"),
            ("2022-03-23", None, None),
        ],
    )
    def test_motions_due(self, clerk, handed_over_on, note, state):
        motion = cast.make_motion(number=3)
        cast.make_handling(motion=motion, handed_over_on=day(handed_over_on))
        group = self.group(clerk, "议案建议到期")
        said = [(item.who, item.badge, item.state) for item in group.items]
        assert said == ([("农业农村办公室", note, state)] if note else [])
        assert group.count == len(said)

    def test_late_and_soon_are_told_apart(self, clerk):
        for on in ("2022-03-01", "2022-03-14", "2022-03-15"):
            cast.make_handling(motion=cast.make_motion(), handed_over_on=day(on))
        assert self.group(clerk, "议案建议到期").hint == "超期2件，即将到期1件。"

    def test_an_answered_one_waits_no_more(self, clerk):
        cast.make_handling(replied_on=day("2022-05-01"))
        assert self.group(clerk, "议案建议到期").count == 0

    def test_the_next_step_of_each_motion(self, clerk, frame):
        on = {n: day(f"2022-04-0{n}") for n in range(1, 7)}
        cast.make_motion(title="甲", status="registered", submitted_on=on[1])
        cast.make_motion(title="乙", submitted_on=on[2])
        for title, rated in (("丙", False), ("丁", True)):
            motion = cast.make_motion(title=title, submitted_on=on[3])
            motions.refer(motion, by=clerk, on=on[3], lead=frame.departments[0])
            motions.reply(motion, by=clerk, on=on[4], result_class=frame.classes[0], reply="已清淤")
            if rated:
                motions.rate(motion, by=clerk, on=on[5], handling="none", result="none")
        motion = cast.make_motion(title="戊", submitted_on=on[6])
        motions.refer(motion, by=clerk, on=on[6], lead=frame.departments[0])
        assert self.group(clerk, "议案建议下一步").count == 4  # 戊 is with its department
        motions.contest(motion, by=clerk, on=on[6], reason="不属本单位")
        items = self.group(clerk, "议案建议下一步").items
        assert [(item.text, item.badge) for item in items] == [
            ("甲", "待审查"), ("乙", "待交办"), ("丙", "待评价"), ("丁", "待办结"),
            ("戊", "主办单位申请调整"),
        ]  # fmt: skip

    def test_promises_the_first_due_first(self, clerk, frame):
        for title, promised in (("甲", "2022-07-01"), ("乙", "2022-06-14")):
            motion = cast.make_motion(title=title)
            motions.refer(motion, by=clerk, on=cast.DAY, lead=frame.departments[0])
            motions.reply(
                motion, by=clerk, on=day("2022-03-20"), result_class=frame.classes[1],
                reply="列入计划", promise="清淤", promise_due_on=day(promised),
            )  # fmt: skip
        group = self.group(clerk, "没有兑现的承诺")
        assert [(item.text, item.who, item.badge, item.state) for item in group.items] == [
            ("乙", "农业农村办公室 承诺2022-06-14", "超期1天", "late"),
            ("甲", "农业农村办公室 承诺2022-07-01", "还有16天", "due"),
        ]
        assert group.hint == "其中1件已过承诺的日期。"
        motions.fulfil(motion, by=clerk, on=day("2022-06-01"))
        assert self.group(clerk, "没有兑现的承诺").count == 1

    def test_decisions_to_be_carried_back(self, clerk):
        motion = cast.make_motion(title="甲")
        meeting = cast.make_presidium_meeting()
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        assert self.group(clerk, "主席团的决定待记为督办").count == 0
        AgendaItem.objects.filter(pk=row.agenda_item_id).update(outcome="heard")
        [item] = self.group(clerk, "主席团的决定待记为督办").items
        assert (item.text, item.who, item.badge) == ("甲", "2022-03-01", "待记")

    def test_meetings_without_attendance_and_the_next_one(self, clerk):
        cast.make_presidium_meeting(starts_on=day("2022-05-01"))
        known = cast.make_presidium_meeting(starts_on=day("2022-05-02"))
        cast.make_attendance(meeting=known, state="present")
        unknown = cast.make_session(starts_on=day("2022-05-03"))
        cast.make_attendance(meeting=unknown)
        cast.make_presidium_meeting(starts_on=day("2022-04-01"), number=9)
        cast.make_session(starts_on=day("2022-07-01"))
        items = self.group(clerk, "会议").items
        assert [(item.text, item.who, item.badge) for item in items] == [
            ("人代会第二次会议", "2022-07-01 召开", ""),
            ("人代会第一次会议", "2022-05-03", "出席未登记"),
            ("主席团第一次会议", "2022-05-01", "出席未登记"),
            ("主席团第九次会议", "2022-04-01", "出席未登记"),
        ]

    def test_deputies_without_their_three_in_the_order_of_the_alphabet(self, clerk, xu):
        for name in ("张国富", "单国富", "查德胜"):
            person = cast.make_deputy(name=name)
        cast.make_assignment(person=person)
        group = self.group(clerk, "联系户没有安排齐的代表")
        assert [(item.text, item.who, item.badge) for item in group.items] == [
            ("单国富", "已有0户", "缺3户"),
            ("查德胜", "已有1户", "缺2户"),
            ("张国富", "已有0户", "缺3户"),
        ]

    def test_households_that_wait(self, clerk, xu):
        group = self.group(clerk, "该走访的联系户")
        assert [(item.text, item.who, item.badge) for item in group.items] == [
            ("李长根（桥头村6组）", "许桂兰，上次2022-02-01", "超期43天")
        ]

    def test_opinions_that_wait_the_late_ones_first(self, clerk, frame):
        department = frame.departments[0]
        told = {"household": cast.make_household(), "heard_on": day("2022-05-01")}
        cast.make_opinion(answered_on=day("2022-05-02"), outcome="solved", **told)
        for handed_over_on in ("2022-06-10", "2022-05-24", "2022-03-01"):
            cast.make_opinion(handed_over_on=day(handed_over_on), department=department)
        cast.make_opinion(source="letter")
        cast.make_opinion(disposal="above", heard_on=day("2022-03-02"))
        group = self.group(clerk, "群众意见待回音")
        assert [(item.who, item.badge, item.state) for item in group.items] == [
            ("农业农村办公室", "超期78天", "late"),  # due on 2022-03-29
            ("2022-03-01 听取", "待转办", "due"),
            ("2022-03-02 听取", "待答复", "due"),
            ("农业农村办公室", "还有6天", "due"),  # on 2022-06-21
            ("农业农村办公室", "还有23天", ""),  # on 2022-07-08
            ("2022-05-02 答复", "待回告", "late"),
        ]
        assert group.hint == "超期未答复1条；其他的等转办、答复，或者等回告。"

    def test_mandates_to_be_confirmed(self, clerk):
        cast.make_mandate(person=cast.make_person(name="许桂兰"), confirmed_on=None)
        items = self.group(clerk, "待确认的代表资格").items
        assert [item.text for item in items] == ["许桂兰（镇第二届）"]

    def test_as_many_statements_for_ten_times_as_much(self, clerk, frame):
        def more(times):
            for number in range(times):
                person = cast.make_deputy()
                row = cast.make_assignment(person=person)
                cast.make_opinion(household=row.household, heard_by=person)
                cast.make_handling(motion=cast.make_motion(proposer=person))
                cast.make_mandate(confirmed_on=None)
                cast.make_presidium_meeting(starts_on=day(f"2022-05-{number + 1:02}"))

        def groups():
            with reading_names_once():  # as in a request
                worklist.groups(clerk, TODAY)

        more(1)
        few = statements(groups)
        more(9)
        assert statements(groups) == few

    def test_what_is_late_stands_first_and_what_is_done_in_one_line(self, client, clerk, frame):
        cast.make_handling(motion=cast.make_motion(title="迟的"))
        cast.make_presidium_meeting(starts_on=day("2022-05-01"))
        desk = worklist.laid_out(worklist.groups(clerk, TODAY))
        assert [group.title for group in desk.pressing] == ["议案建议到期", "群众意见待回音"]
        assert desk.pressing[1].notice  # why it is a card: which holidays are missing
        assert [group.title for group in desk.others] == [
            "会议", "议案建议下一步", "联系户没有安排齐的代表",
        ]  # fmt: skip
        assert [group.name or group.title for group in desk.done] == [
            "请假待批", "主席团的决定", "未经批准缺席人代会", "代表资格确认",
        ]  # fmt: skip
        assert desk.not_begun == [
            "答复里还没有写明期限的承诺。", "还没有安排联系户。",
        ]  # fmt: skip
        client.force_login(clerk)
        page = html.fromstring(client.get(reverse("admin:index")).content.decode())
        assert len(page.xpath("//section[@class='task']")) == 5
        [line] = page.xpath("//p[@class='bare']")
        assert line.text_content().startswith("没有待办：请假待批、主席团的决定、")
        assert len(line.xpath("a")) == 4
        assert page.xpath("//p[@class='common']/a/text()")[:2] == ["登记走访卡", "快速登记意见"]

    def test_it_is_the_first_thing_staff_see(self, client, clerk, xu):
        client.force_login(clerk)
        page = client.get(reverse("admin:index")).content.decode()
        assert "李长根（桥头村6组）" in page
        assert "该走访的联系户" in page
