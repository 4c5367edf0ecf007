"""移交: one household or many go from one deputy to another, by one verb or on one page.

It is 2022-06-15. 许桂兰 of 桥头村 keeps 王二保 (外出户) and 李长根 (种植户) since the first day of
the second term. 单国富 of 桥头村 and 曾玉梅 of 岳山村 have none; 仇万里 of 柳塘社区 has a 外出户.
许桂兰, 单国富 and 曾玉梅 are of one constituency, that of 桥头村 and 岳山村.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from records.models import ReadRecord
from representatives import services
from representatives.models import Assignment, Household
from representatives.office import overview, placing, turnover
from representatives.services import Placement
from tests import cast
from tests.cast import day, refused
from tests.representatives.test_households_pages import statements
from tests.stage import staged

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")
TERM = "/households/term/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    return cast.make_frame()


@staged(on=TODAY)
def clerk(frame):
    return cast.the_clerk()


@staged(on=TODAY)
def people(frame):
    bridge, hill, square = frame.villages
    seat = cast.make_constituency(number=1)
    seat.villages.set([bridge, hill])
    made = {}
    for name, village in [
        ("许桂兰", bridge), ("单国富", bridge), ("曾玉梅", hill), ("仇万里", square),
    ]:  # fmt: skip
        made[name] = cast.make_deputy(name=name, village=village)
        if village != square:
            made[name].mandates.update(constituency=seat)
    for name, head, kind in [
        ("许桂兰", "王二保", 0),
        ("许桂兰", "李长根", 1),
        ("仇万里", "钱有田", 0),
    ]:
        home = cast.make_household(head_name=head, village=made[name].village)
        cast.make_assignment(person=made[name], household=home, category=frame.categories[kind])
    return made


@pytest.fixture
def office(client, people, clerk):
    client.force_login(clerk)
    return client


def home(head):
    return Household.objects.get(head_name=head)


def kept(head):
    """Who keeps in touch with the household today, and since when."""
    row = home(head).assignments.filter(ended_on=None).select_related("person").first()
    return (row.person.name, str(row.starts_on)) if row else None


def hand_over_url(person):
    return reverse("household-hand-over", args=[person.pk])


def field(head, kind):
    return f"to-{home(head).pk}-{kind.pk}"


class TestTheVerb:
    def row(self, head="王二保"):
        return home(head).assignments.get()

    def test_on_one_day_from_one_to_the_other(self, people, clerk):
        old = self.row()
        new = services.hand_over(old, to=people["单国富"], on=TODAY, by=clerk)
        old.refresh_from_db()
        assert (old.ended_on, old.ended_for) == (TODAY, "swap")
        assert (new.person, new.starts_on, new.category) == (
            people["单国富"], TODAY, old.category,
        )  # fmt: skip
        assert old.history.first().history_user == new.history.first().history_user == clerk
        assert home("王二保").assignments.in_force(TODAY).get() == new

    def test_the_credit_for_visits_stays(self, people, clerk):
        old = self.row()
        cast.make_visit(assignment=old)
        services.hand_over(old, to=people["单国富"], on=TODAY, by=clerk)
        assert old.visits.get().assignment.person == people["许桂兰"]

    @pytest.mark.parametrize(
        ("name", "on", "sentence"),
        [
            ("仇万里", "2022-06-15", "仇万里在这段时间已有外出户，每名代表联系1户。"),
            ("许桂兰", "2021-12-28", "结束日期要晚于开始日期。"),
            ("单国富", "2022-06-16", "结束日期不能在今天之后。"),
            ("单国富", "2022-03-01", "2022-03-01还有走访记录，结束日期要在它之后。"),
            ("新当选", "2022-06-15", "新当选在2022-06-15不是代表。"),
        ],
    )
    def test_where_the_other_cannot_take_it_nothing_changes(
        self, people, clerk, name, on, sentence
    ):
        old = self.row()
        cast.make_visit(assignment=old)
        people["新当选"] = cast.make_person(name="新当选")
        with refused(sentence):
            services.hand_over(old, to=people[name], on=day(on), by=clerk)
        assert kept("王二保") == ("许桂兰", "2021-12-28")
        assert Assignment.objects.count() == 3

    def test_the_second_clerk_is_told(self, people, clerk):
        """Both had the page open; the second holds what the row was before."""
        first, second = self.row(), self.row()
        services.hand_over(first, to=people["单国富"], on=TODAY, by=clerk)
        with refused("这一安排已于2022-06-15结束。"):
            services.hand_over(second, to=people["曾玉梅"], on=TODAY, by=clerk)
        assert kept("王二保") == ("单国富", "2022-06-15")


class TestManyAtOnce:
    def of(self, frame, people, head, kind, name, giver=None):
        giver = people[giver] if giver else None
        return Placement(home(head), frame.categories[kind], people[name], giver)

    def test_all_or_none(self, frame, people, clerk):
        """仇万里 has a 外出户 already: 李长根 does not go to 单国富 either."""
        rows = [
            self.of(frame, people, "李长根", 1, "单国富", "许桂兰"),
            self.of(frame, people, "王二保", 0, "仇万里", "许桂兰"),
        ]
        with pytest.raises(services.ValidationError) as caught, transaction.atomic():
            services.place_all(rows, on=TODAY, by=clerk)
        assert caught.value.message_dict == {"1": ["仇万里在这段时间已有外出户，每名代表联系1户。"]}
        assert kept("李长根") == ("许桂兰", "2021-12-28")

    def test_again_changes_nothing(self, frame, people, clerk):
        rows = [
            self.of(frame, people, "李长根", 1, "单国富", "许桂兰"),
            self.of(frame, people, "王二保", 0, "曾玉梅", "许桂兰"),
        ]
        assert services.place_all(rows, on=TODAY, by=clerk) == 2
        before = list(Assignment.objects.values_list())
        assert services.place_all(rows, on=TODAY, by=clerk) == 0
        assert list(Assignment.objects.values_list()) == before

    def test_a_household_is_taken_only_from_who_gives_it(self, frame, people, clerk):
        """It was in 待安排户 when the page was opened, or is another's: nobody loses it."""
        row = self.of(frame, people, "钱有田", 0, "单国富")
        with pytest.raises(services.ValidationError) as caught:
            services.place_all([row], on=TODAY, by=clerk)
        [sentence] = caught.value.message_dict["0"]
        assert sentence.startswith("这一户在这段时间已由仇万里联系")
        assert kept("钱有田") == ("仇万里", "2021-12-28")

    def test_one_household_twice_on_the_form(self, frame, people, clerk):
        cast.of_category(home("王二保"), frame.categories[1])
        rows = [
            self.of(frame, people, "王二保", 0, "单国富", "许桂兰"),
            self.of(frame, people, "王二保", 1, "曾玉梅", "许桂兰"),
        ]
        with pytest.raises(services.ValidationError) as caught, transaction.atomic():
            services.place_all(rows, on=TODAY, by=clerk)
        assert list(caught.value.message_dict) == ["1"]
        assert kept("王二保") == ("许桂兰", "2021-12-28")


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePageOfOne:
    def offers(self, page):
        return [
            (o.household.head_name, o.is_held, [(p.name, near) for p, near in o.suggestions])
            for o in page.context["form"].offers
        ]

    def test_before_the_end_what_they_keep(self, office, people):
        """曾玉梅 lacks both kinds, 仇万里 has a 外出户 and lacks a 种植户."""
        assert self.offers(office.get(hand_over_url(people["许桂兰"]))) == [
            ("王二保", True, [("单国富", "同村"), ("曾玉梅", "同选区")]),
            ("李长根", True, [("单国富", "同村"), ("曾玉梅", "同选区"), ("仇万里", "其他村")]),
        ]

    def test_after_the_end_what_came_back(self, office, people, clerk):
        mandate = people["许桂兰"].mandates.get()
        services.end_mandate(mandate, on=day("2022-06-01"), reason="moved", by=clerk)
        page = office.get(hand_over_url(people["许桂兰"]))
        assert [row[:2] for row in self.offers(page)] == [("王二保", False), ("李长根", False)]
        assert "许桂兰现在不是镇代表" in page.content.decode()

    def test_what_somebody_else_has_by_now_is_not_theirs_to_hand_over(
        self, office, people, clerk, frame
    ):
        mandate = people["许桂兰"].mandates.get()
        services.end_mandate(mandate, on=day("2022-06-01"), reason="moved", by=clerk)
        services.assign(
            person=people["单国富"], household=home("王二保"), category=frame.categories[0],
            on=TODAY, by=clerk,
        )  # fmt: skip
        page = office.get(hand_over_url(people["许桂兰"]))
        assert [row[0] for row in self.offers(page)] == ["李长根"]

    def test_by_a_click_and_by_a_name_typed(self, office, people, frame):
        away, crops, _ = frame.categories
        answer = office.post(
            hand_over_url(people["许桂兰"]),
            {
                "on": "2022-06-10", f"pick-{field('王二保', away)}": people["单国富"].pk,
                field("李长根", crops): "zym",
            },
            follow=True,
        )  # fmt: skip
        assert "已安排2户。" in answer.content.decode()
        assert kept("王二保") == ("单国富", "2022-06-10")
        assert kept("李长根") == ("曾玉梅", "2022-06-10")

    def test_a_form_sent_twice(self, office, people, frame):
        data = {"on": "2022-06-10", field("王二保", frame.categories[0]): "单国富"}
        office.post(hand_over_url(people["许桂兰"]), data)
        answer = office.post(hand_over_url(people["许桂兰"]), data, follow=True)
        assert "这几户已经这样安排好了，没有重复办理。" in answer.content.decode()
        assert home("王二保").assignments.count() == 2

    def test_returned_ones_are_handed_on_the_same_way(self, office, people, frame, clerk):
        mandate = people["许桂兰"].mandates.get()
        services.end_mandate(mandate, on=day("2022-06-01"), reason="moved", by=clerk)
        data = {"on": "2022-06-01", field("王二保", frame.categories[0]): "单国富"}
        office.post(hand_over_url(people["许桂兰"]), data)
        assert kept("王二保") == ("单国富", "2022-06-01")

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"王二保": "某某"}, "没有找到“某某”，要填现任镇代表。"),
            ({"王二保": "许桂兰"}, "没有找到“许桂兰”，要填现任镇代表。"),
            ({"王二保": "仇万里"}, "仇万里在这段时间已有外出户，每名代表联系1户。"),
            ({"on": "2022-06-16", "王二保": "单国富"}, "移交日期不能在今天之后。"),
            ({"on": "", "王二保": "单国富"}, "请填写移交日期。"),
            ({}, "一户都没有填。填上代表的姓名再办。"),
        ],
    )
    def test_refused_with_all_that_was_typed(self, office, people, frame, told, sentence):
        data = {"on": told.get("on", "2022-06-15"), field("李长根", frame.categories[1]): ""}
        if "王二保" in told:
            data[field("王二保", frame.categories[0])] = told["王二保"]
            data[field("李长根", frame.categories[1])] = "单国富"
        answer = office.post(hand_over_url(people["许桂兰"]), data)
        html = answer.content.decode()
        assert sentence in html
        if "王二保" in told:
            assert f'value="{told["王二保"]}"' in html
        assert kept("王二保") == kept("李长根") == ("许桂兰", "2021-12-28")

    def test_people_of_one_name_are_told_apart_by_their_village(self, office, people, frame):
        twin = cast.make_deputy(name="单国富", village=frame.villages[1])
        key = field("王二保", frame.categories[0])
        answer = office.post(hand_over_url(people["许桂兰"]), {"on": "2022-06-15", key: "单国富"})
        said = answer.context["form"].errors[key]
        assert said == ["有2个：单国富（桥头村）、单国富（岳山村），请写全。"]
        office.post(hand_over_url(people["许桂兰"]), {"on": "2022-06-15", key: "单国富（岳山村）"})
        assert home("王二保").assignments.get(ended_on=None).person == twin

    def test_somebody_was_faster(self, office, people, frame, clerk):
        """The row stays on the page with what was typed, and says whose the household is now."""
        services.hand_over(
            home("王二保").assignments.get(), to=people["曾玉梅"], on=TODAY, by=clerk
        )
        data = {"on": "2022-06-15", field("王二保", frame.categories[0]): "单国富"}
        answer = office.post(hand_over_url(people["许桂兰"]), data)
        html = answer.content.decode()
        assert "这一户在这段时间已由曾玉梅联系" in html
        assert 'value="单国富"' in html
        assert kept("王二保") == ("曾玉梅", "2022-06-15")

    def test_a_suggestion_that_is_none_any_more(self, office, people, frame, clerk):
        kind, home_ = frame.categories[0], cast.make_household(head_name="赵春生")
        services.assign(
            person=people["单国富"], household=cast.of_category(home_, kind), category=kind,
            on=TODAY, by=clerk,
        )  # fmt: skip
        pick = f"pick-{field('王二保', kind)}"
        answer = office.post(
            hand_over_url(people["许桂兰"]), {"on": "2022-06-15", pick: people["单国富"].pk}
        )
        assert answer.context["form"].errors[pick] == ["这名代表刚才已经配齐，请另选一名。"]
        assert kept("王二保") == ("许桂兰", "2021-12-28")

    def test_each_reading_leaves_one_line(self, office, people):
        office.get(hand_over_url(people["许桂兰"]))
        row = ReadRecord.objects.get()
        assert (row.what, row.object_id, row.rows) == (
            "移交联系户", str(people["许桂兰"].pk), 2,
        )  # fmt: skip

    def test_nothing_to_hand_over(self, office, people):
        page = office.get(hand_over_url(people["曾玉梅"]))
        assert "没有要移交的户" in page.content.decode()

    def test_nonsense_in_the_names_of_fields(self, office, people):
        data = {"on": "2022-06-15", "to-1-": "x", "to-99999-1": "单国富", "to-1-9999999999": "x"}
        assert office.post(hand_over_url(people["许桂兰"]), data).status_code == 200


class TestProposals:
    """Four 待安排户 for three gaps: who gets what."""

    def propose(self, frame, heads):
        table = overview.table()
        offers = placing.offers_of(placing.waiting(TODAY), table.kinds)
        placing.propose(offers, placing.Gaps(table))
        found = {o.household.head_name: o.proposal and (o.proposal.name, o.reason) for o in offers}
        return [found[head] for head in heads]

    def wait(self, frame, head, village, kind=0):
        home = cast.make_household(head_name=head, village=frame.villages[village])
        return cast.of_category(home, frame.categories[kind])

    def test_same_village_before_constituency_before_elsewhere(self, frame, people):
        """外出户 is lacked by 单国富 (桥头村) and 曾玉梅 (岳山村)."""
        self.wait(frame, "赵春生", 0)
        self.wait(frame, "周水生", 1)
        assert self.propose(frame, ["赵春生", "周水生"]) == [("单国富", "同村"), ("曾玉梅", "同村")]

    def test_the_nearer_pair_is_made_first(self, frame, people):
        """吴大妹 of 柳塘社区 comes first by name and could have 单国富, but his neighbours go before."""
        self.wait(frame, "吴大妹", 2)
        self.wait(frame, "郑家旺", 0)
        self.wait(frame, "周水生", 0)
        heads = ["郑家旺", "周水生", "吴大妹"]
        assert self.propose(frame, heads) == [("单国富", "同村"), ("曾玉梅", "同选区"), None]

    def test_a_household_of_two_kinds_goes_once(self, frame, people):
        home = self.wait(frame, "赵春生", 0)
        cast.of_category(home, frame.categories[1])
        table = overview.table()
        offers = placing.offers_of(placing.waiting(TODAY), table.kinds)
        placing.propose(offers, placing.Gaps(table))
        assert [bool(offer.proposal) for offer in offers] == [True, False]

    def test_where_nobody_lacks_one_it_is_left_out(self, frame):
        self.wait(frame, "赵春生", 0)
        assert self.propose(frame, ["赵春生"]) == [None]


@staged(on=TODAY)
def third(frame, people, clerk):
    for name in ("曾玉梅", "仇万里"):
        services.end_mandate(
            people[name].mandates.get(), on=day("2022-06-01"), reason="moved", by=clerk
        )
    services.assign(
        person=people["单国富"], on=day("2022-06-02"), by=clerk, category=frame.categories[2],
        household=cast.of_category(cast.make_household(head_name="孙桂英"), frame.categories[2]),
    )  # fmt: skip
    begins = day("2022-06-10")
    frame.second.ended_on = begins
    cast.keep(frame.second)
    term = cast.make_term(number=3, starts_on=begins)
    people["解晓燕"] = cast.make_person(name="解晓燕", village=frame.villages[0])
    for name in ("单国富", "解晓燕"):
        cast.make_mandate(person=people[name], term=term)
    services.end_term(frame.second, on=begins, by=clerk)
    return term


class TestTheNewTerm:
    """The third term begins on 2022-06-10: 许桂兰 leaves, 单国富 continues, 解晓燕 is new."""

    def test_who_continues_keeps_theirs(self, third):
        assert kept("孙桂英") == ("单国富", "2022-06-02")
        assert kept("王二保") is kept("李长根") is kept("钱有田") is None

    def test_continuing_new_and_left(self, third):
        table = overview.table()
        offers = placing.offers_of(placing.waiting(TODAY), table.kinds)
        found = turnover.of(table, offers)
        assert (found.term, found.before.number, found.pending) == (third, 2, 0)
        assert [(line.person.name, len(line.homes)) for line in found.continuing] == [("单国富", 1)]
        assert [line.person.name for line in found.new] == ["解晓燕"]
        left = {person.name: person.waiting for person in found.left}
        assert left == {"许桂兰": 2, "曾玉梅": 0, "仇万里": 1}

    def test_pending_ones_are_told_of(self, office, third):
        cast.make_mandate(term=third, confirmed_on=None)
        assert "还有1名当选代表的资格没有确认" in office.get(TERM).content.decode()

    def test_the_proposal_stands_in_the_fields(self, office, third):
        """Both of 桥头村 lack an 外出户 and a 种植户; 钱有田 of 柳塘社区 is the second 外出户."""
        form = office.get(TERM).context["form"]
        rows = [(o.household.head_name, o.giver, bound.value()) for o, bound, _ in form.rows()]
        assert rows == [
            ("王二保", "许桂兰", "单国富"), ("钱有田", "仇万里", "解晓燕"), ("李长根", "许桂兰", "单国富"),
        ]  # fmt: skip

    def test_changed_left_out_and_applied_by_one_button(self, office, third, frame):
        away, crops, _ = frame.categories
        data = {
            "on": "2022-06-10", field("王二保", away): "解晓燕", field("钱有田", away): "",
            field("李长根", crops): "sgf",
        }  # fmt: skip
        answer = office.post(TERM, data, follow=True)
        assert "已安排2户。" in answer.content.decode()
        assert kept("王二保") == ("解晓燕", "2022-06-10")
        assert kept("李长根") == ("单国富", "2022-06-10")
        assert kept("钱有田") is None
        answer = office.post(TERM, data, follow=True)
        assert "这几户已经这样安排好了" in answer.content.decode()
        assert Assignment.objects.filter(ended_on=None).count() == 3

    def test_one_refusal_and_nothing_is_stored(self, office, third, frame):
        away = frame.categories[0]
        data = {
            "on": "2022-06-10", field("王二保", away): "单国富", field("钱有田", away): "单国富",
        }  # fmt: skip
        answer = office.post(TERM, data)
        form = answer.context["form"]
        assert form.errors[field("钱有田", away)] == [
            "单国富在这段时间已有外出户，每名代表联系1户。"
        ]
        assert field("王二保", away) not in form.errors
        assert "这次一户都没有存" in answer.content.decode()
        assert kept("王二保") is None

    def test_a_colleague_took_one_meanwhile(self, office, third, frame, people, clerk):
        away = frame.categories[0]
        services.assign(
            person=people["解晓燕"], household=home("王二保"), category=away, on=TODAY, by=clerk
        )
        answer = office.post(TERM, {"on": "2022-06-15", field("王二保", away): "单国富"})
        assert "这一户在这段时间已由解晓燕联系" in answer.content.decode()

    def test_more_than_fit_on_one_form(self, office, third, monkeypatch):
        """Those with a proposal first; the others come on the next page."""
        monkeypatch.setattr("representatives.office.views.ROWS_A_FORM", 3)
        for _ in range(2):
            cast.of_category(cast.make_household(village=cast.make_frame().villages[2]))
        page = office.get(TERM)
        heads = {offer.household.head_name for offer in page.context["form"].offers}
        assert heads == {"王二保", "钱有田", "李长根"}
        assert "另有2户没有列出" in page.content.decode()

    @pytest.mark.parametrize("more", [1, 9])
    def test_as_many_statements_for_many(self, office, frame, third, more):
        for _ in range(more):
            cast.of_category(cast.make_household(), frame.categories[1])
            cast.make_deputy(term=third)
        # town, kinds, mandates, assignments, waiting, villages of constituencies, terms,
        # who served, pending, who left, and the town's name twice
        assert statements(lambda: office.get(TERM)) <= 12

    def test_before_there_is_any_term(self, client, db):
        client.force_login(cast.the_clerk())
        html = client.get(TERM).content.decode()
        assert "还没有代表和联系户" in html
