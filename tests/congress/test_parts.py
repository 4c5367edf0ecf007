"""Parts fit their whole, and nothing comes before what it follows: refused where it is entered."""

import pytest

from congress.models import Poll
from reports.models import PlanItem
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.records.test_admin_refusals import at_field

__all__ = ["office"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame():
    return cast.make_frame()


def test_seats_hold_those_who_sit_there(office, frame):
    """Two sat at a time, the third after the first; one poll filled two seats."""
    place = cast.make_constituency(seats=3)
    cast.make_mandate(constituency=place, ended_on=day("2022-02-01"), ended_for="moved")
    for on in ("2021-12-28", "2022-02-01"):
        cast.make_mandate(constituency=place, starts_on=day(on))
    form = AdminForm(office, url(type(place), "change", place.pk))
    answer = form.fill(seats=1, name="岳山村").send()
    assert at_field(answer, "seats") == ["这个选区同时有过代表2名，应选名额不能少于2名。"]
    assert 'value="岳山村"' in answer.content.decode()
    cast.make_poll(constituency=place, seats=3, kind="general")
    answer = form.fill(seats=2).send()
    assert at_field(answer, "seats") == ["这个选区的一次选举应选3名，应选名额不能少于3名。"]
    place.refresh_from_db()
    assert (place.seats, place.name == "岳山村") == (3, False)
    accepted(form.fill(seats=3).send())


def test_a_congress_has_the_seats_of_its_constituencies(office, frame):
    for _ in range(2):
        cast.make_constituency(seats=3)
    with refused("各选区应选名额合计6名，总名额不能少于它。"):
        cast.make_body(kind="congress", term=frame.second, seats=5)
    cast.make_body(kind="congress", term=frame.second, seats=6)
    cast.make_body(kind="group", term=frame.second, seats=5)  # has no constituencies


def test_a_post_begins_while_its_body_is_there(frame):
    body = cast.make_body(starts_on=day("2022-01-10"), ended_on=day("2022-06-01"))
    with refused("任职日期不能早于机构成立日期2022-01-10。"):
        cast.make_post(body=body, starts_on=day("2022-01-09"))
    with refused("这个机构已于2022-06-01撤销，任职日期要在那以前。"):
        cast.make_post(body=body, starts_on=day("2022-06-01"))
    cast.make_post(body=body, starts_on=day("2022-01-10"))
    cast.make_post(body=body, starts_on=day("2022-05-31"))


def test_ballots_of_a_declared_poll_still_hold_its_votes(office, frame):
    """Its candidates stand on the same form, and are judged there as they will be."""
    poll = cast.make_poll()  # 990 valid ballots, of 1,000 voters
    row = cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
    Poll.objects.update(declared_on=day("2022-03-02"))
    form = AdminForm(office, url(Poll, "change", poll.pk))
    form.fill(ballots_valid=890, ballots_invalid=108)
    assert "合计900票，多于有效票890张。" in errors_of(form.send())
    poll.refresh_from_db()
    assert poll.ballots_valid == 990
    form.fill("candidacies-0", votes_for=500)
    assert "得500票，不到501票（参加投票的选民过半数），不能当选。" in errors_of(form.send())
    accepted(form.fill("candidacies-0", votes_for=890).send())
    poll.refresh_from_db()
    row.refresh_from_db()
    assert (poll.ballots_valid, row.votes_for, row.is_elected) == (890, 890, True)


def test_days_after_those_they_follow(frame):
    with refused("资格确认日期不能晚于资格终止日期。"):
        cast.make_mandate(
            ended_on=day("2022-03-01"), ended_for="moved", confirmed_on=day("2022-03-02")
        )
    motion = cast.make_motion()
    for field in ("accepted_on", "contested_on", "consulted_on", "released_on"):
        with refused("不能早于交办日期2022-03-01。"):
            cast.make_handling(motion=motion, **{field: day("2022-02-28")})
    cast.make_handling(motion=motion, accepted_on=cast.DAY)
    about = [
        ({"motion": motion}, "议案建议的提出日期"),
        ({"opinion": cast.make_opinion()}, "群众意见的听到日期"),
        ({"project": cast.make_project()}, "民生项目的谋划日期"),
    ]
    for what, since in about:
        with refused(f"督办日期不能早于{since}2022-03-01。"):
            cast.make_act(acted_on=day("2022-02-28"), **what)
        cast.make_act(acted_on=cast.DAY, **what)
    cast.make_act(acted_on=day("2022-02-28"), subject="安全生产")
    home = cast.make_assignment()
    told = {"visit": cast.make_visit(assignment=home), "household": home.household}
    with refused("听到日期不能早于走访日期2022-03-01。"):
        cast.make_opinion(heard_on=day("2022-02-28"), **told)
    cast.make_opinion(heard_on=day("2022-03-02"), **told)


def test_a_share_is_no_more_than_all(frame):
    with refused("比率的目标是百分数，不能大于100。"):
        PlanItem(year=2022, text="件件答复", figure="按期答复率", target=101).clean()
    PlanItem(year=2022, text="件件答复", figure="按期答复率", target=100).clean()
    PlanItem(year=2022, text="多走访", figure="走访户次", target=400).clean()


def test_an_election_fills_seats_that_the_body_has(frame):
    body = cast.make_body(kind="government", seats=2)
    cast.make_deputies(3)
    with refused("只有2个名额。"):
        cast.make_election(body=body, seats=3)
    cast.make_election(body=body, seats=2)
