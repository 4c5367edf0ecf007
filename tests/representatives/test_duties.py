"""等我办的: what waits for a deputy of 鹤毛镇, on the first page and at the tabs."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Role
from congress.models import Body
from motions.models import Motion
from representatives import duties
from representatives.models import Assignment
from tests import cast
from township.spans import supposed_today

TODAY = date(2022, 6, 15)


@pytest.fixture
def xu(db):
    """A deputy who logs in as xu, with a household, and nothing that waits."""
    cast.make_frame()
    person = cast.make_deputy(name="许桂兰", login="xu")
    cast.make_assignment(person=person)
    with supposed_today(TODAY):
        yield person


def lines(person):
    return [(one.tab, one.words, one.url) for one in duties.waiting_for(person.user, TODAY)]


def test_nothing_waits_for_who_has_done_everything(xu):
    assert lines(xu) == []


def test_each_app_says_what_of_its_own_waits_in_one_statement(xu, django_assert_num_queries):
    asked = cast.make_motion(title="关于修桥的建议", status=Motion.Status.REGISTERED)
    cast.make_signature(motion=asked, person=xu, signed_on=None)
    replied = cast.make_motion(proposer=xu, status=Motion.Status.REPLIED)
    cast.make_handling(motion=replied, replied_on=date(2022, 5, 1))
    cast.make_motion(proposer=xu, title="关于路灯的建议", status=Motion.Status.DRAFT)
    visit = cast.make_activity(title="视察水利", starts_on=date(2022, 7, 9), people=[xu])
    household = Assignment.objects.get(person=xu).household
    opinion = cast.make_opinion(
        household=household,
        heard_by=xu,
        answered_on=date(2022, 6, 1),
        answer="已修好",
        outcome="solved",
    )
    with django_assert_num_queries(1):
        found = lines(xu)
    assert found == [
        ("households", "1条意见有了答复，请告诉本人", f"/opinions/{opinion.pk}/told/"),
        ("meetings", "7月9日的活动，请回复能不能参加", f"/activities/{visit.pk}/"),
        ("motions", "请您附议1件建议", f"/motions/{asked.pk}/"),
        ("motions", "1件建议有了答复，请评价", f"/motions/{replied.pk}/"),
        ("motions", found[4][1], found[4][2]),
    ]
    assert found[4][1] == "1件建议还是草稿，没有交"


def test_a_line_goes_away_by_itself_when_it_is_done(xu):
    visit = cast.make_activity(starts_on=date(2022, 7, 9), people=[xu])
    assert len(lines(xu)) == 1
    cast.make_reply(activity=visit, person=xu, answer="attend")
    assert lines(xu) == []


def test_what_has_begun_is_not_asked_any_more(xu):
    """Nobody can answer it any more."""
    cast.make_activity(starts_on=date(2022, 6, 14), people=[xu])
    cast.make_activity(starts_on=date(2022, 6, 15), last_on=date(2022, 6, 17), people=[xu])
    ahead = cast.make_activity(starts_on=date(2022, 6, 16), people=[xu])
    assert [url for _, _, url in lines(xu)] == [f"/activities/{ahead.pk}/"]


def test_several_of_a_kind_are_one_line_with_the_earliest_day(xu):
    for day in (9, 3):
        cast.make_activity(starts_on=date(2022, 7, day), people=[xu])
    assert lines(xu) == [("meetings", "2次活动请回复能不能参加，最早的是7月3日", "/meetings/")]


def test_what_waits_for_others_is_not_shown(xu):
    other = cast.make_deputy(name="马涛静", login="ma")
    cast.make_activity(starts_on=date(2022, 7, 9), people=[other])
    cast.make_motion(proposer=other, status=Motion.Status.DRAFT)
    assert lines(xu) == []
    assert len(lines(other)) == 2


def test_members_of_the_presidium_are_called_to_its_meetings(xu):
    presidium = cast.make_body(kind=Body.Kind.PRESIDIUM)
    cast.make_post(body=presidium, person=xu)
    cast.make_presidium_meeting(starts_on=date(2022, 6, 20))
    assert [words for _, words, _ in lines(xu)] == ["6月20日的会议，请回复能不能参加"]


def test_the_first_page_and_its_tabs_say_the_same(xu):
    for day in (9, 3):
        cast.make_activity(starts_on=date(2022, 7, day), people=[xu])
    browser = Client()
    browser.force_login(xu.user)
    html = browser.get("/households/").content.decode()
    assert "2次活动请回复能不能参加，最早的是7月3日" in html
    assert '<span class="visually-hidden">，等我办的</span>2<' in html
    assert html.index("等我办的") < html.index("走访登记")


def test_the_office_has_no_such_list(db):
    cast.make_frame()
    browser = Client()
    browser.force_login(cast.make_user(Role.STAFF))
    assert "等我办的" not in browser.get("/households/").content.decode()


@pytest.mark.parametrize(
    ("told", "state", "words"),
    [("2022-06-05", "ok", "正常"), ("2022-05-31", "late", "等回音太久")],
)
def test_a_card_speaks_for_the_worst_on_it(xu, told, state, words):
    from representatives import cards

    row = Assignment.objects.get(person=xu)
    cast.make_visit(assignment=row, visited_on=date(2022, 6, 1))
    cast.make_opinion(
        household=row.household, heard_by=xu, answered_on=date.fromisoformat(told), outcome="solved"
    )
    (card,) = cards.of_assignments(Assignment.objects.filter(person=xu), TODAY)
    assert (card.state, card.state_words) == (state, words)
    assert cards.summary([card]) == "这一户按期走访。"
    assert cards.quarter([card], TODAY) == "本季度走过了。"
