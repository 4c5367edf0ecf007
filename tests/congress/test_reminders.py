"""复制提醒: what a deputy copies to remember a meeting. It is 2022-06-15, a Wednesday."""

import html
import re

import pytest

from congress import services
from tests import cast
from tests.cast import day
from township.spans import supposed_today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the same words on both


@pytest.fixture
def xu(client):
    cast.make_frame()
    xu = cast.make_deputy(name="许桂兰", login="xu")
    with supposed_today(day("2022-06-15")):
        client.force_login(xu.user)
        yield xu


def copied(client, event):
    """The lines of the reminder on the page of `event`; [] where there is none."""
    page = client.get(event.get_absolute_url()).content.decode()
    found = re.search(r'<textarea class="copied"[^>]*>(.*?)</textarea>', page, re.S)
    assert ("复制提醒" in page) == ("js/copy.js" in page) == bool(found)
    return html.unescape(found[1]).splitlines() if found else []


def test_of_an_activity_with_what_to_bring(client, xu):
    visit = cast.make_activity(
        title="视察水利", starts_on=day("2022-07-09"), people=[xu], places=["石坝村", "桥头村"],
        content="在村部集合，\r\n带上雨鞋。",
    )  # fmt: skip
    assert copied(client, visit) == [
        "提醒：视察水利",
        "时间：7月9日（星期六），地点：石坝村、桥头村",
        "在村部集合， 带上雨鞋。",
        "请最迟在7月8日回复能不能参加。",
    ]


def test_of_a_session_of_several_days_with_the_answer_that_was_given(client, xu):
    session = cast.make_session(
        starts_on=day("2022-06-20"), last_on=day("2022-06-21"), place="镇文化站"
    )
    services.answer_call(session, xu, answer="attend", by=xu.user)
    assert copied(client, session) == [
        f"提醒：{session}",
        "时间：6月20日（星期一）至6月21日，地点：镇文化站",
        "我的回执：参加",
    ]


def test_a_long_note_stays_on_the_page(client, xu):
    session = cast.make_session(starts_on=day("2022-06-20"), note="带材料。" * 26)
    assert copied(client, session)[1:] == [
        "时间：6月20日（星期一）", "请最迟在6月19日回复能不能参加。",
    ]  # fmt: skip


def test_of_what_has_begun_there_is_none(client, xu):
    assert copied(client, cast.make_activity(starts_on=day("2022-06-15"), people=[xu])) == []


def test_who_is_not_called_has_nothing_to_remember(client, xu):
    session = cast.make_session(starts_on=day("2022-06-20"))
    client.force_login(cast.make_user("leader"))
    assert copied(client, session) == []
