"""Where a town has no rule and a law has one, the form of a rule offers it with one button.

Today is 15 June 2026. 柳塘镇 has no rule for what it hands over to a lead department.
"""

import pytest

from tests import cast
from tests.cast import day, keep
from township.models import DeadlineRule

pytestmark = pytest.mark.django_db
Event = DeadlineRule.Event
LIST = "/admin/township/deadlinerule/"
ADD, ADOPT = f"{LIST}add/", f"{LIST}adopt/"
BUTTON = 'value="用代表法第五十一条的规定"'


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2026-06-15"))


@pytest.fixture
def clerk(client):
    cast.make_frame()
    DeadlineRule.objects.all().delete()
    clerk = cast.the_clerk()
    client.force_login(clerk)
    return clerk


def test_the_notice_leads_to_the_form_and_the_button_stores_the_law(clerk, client):
    motion = cast.make_motion(submitted_on=day("2025-01-10"), status="in_hand")
    cast.make_handling(motion=motion, handed_over_on=day("2025-02-01"))
    link = f"{ADD}?level=town&amp;event=lead"
    assert f'<a href="{link}">登记办理期限</a>' in client.get("/motions/").content.decode()
    page = client.get(f"{ADD}?level=town&event=lead").content.decode()
    assert page.count(BUTTON) == 2  # of the town, and of what the county hands down
    assert (
        "镇“交办主办单位”还没有规定办理期限。法律有规定，2015-08-29起：3个月，复杂的6个月" in page
    )
    answer = client.post(ADOPT, {"level": "town", "event": "lead"}, follow=True).content.decode()
    assert "已登记镇“交办主办单位”的办理期限：" in answer
    assert "有1件按现在的规定期限会变" in answer
    spans = DeadlineRule.objects.order_by("starts_on").values_list("starts_on", "ended_on")
    assert list(spans) == [(day("2015-08-29"), day("2025-03-11")), (day("2025-03-11"), None)]
    assert DeadlineRule.history.filter(history_user=clerk).count() == 2
    for row in DeadlineRule.objects.all():
        row.full_clean()
    assert client.get(ADD).content.decode().count(BUTTON) == 1
    again = client.post(ADOPT, {"level": "town", "event": "lead"}, follow=True).content.decode()
    assert "这一项已经有规定了，没有再加。" in again
    assert DeadlineRule.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (
            "level=town&event=lead",
            {"amount": "3", "complex_amount": "6", "starts_on": "2025-03-11"},
        ),
        ("level=town&event=assist", {"amount": "1", "article": "本级人大自定"}),
        ("level=town&event=opinion", {"amount": "1", "article": "本级人大自定"}),
    ],
)
def test_the_form_opens_with_what_comes_with_the_program(clerk, client, query, first):
    page = client.get(f"{ADD}?{query}").content.decode()
    for name, value in first.items():
        assert f'name="{name}" value="{value}"' in page, name


def test_what_a_town_has_is_not_offered_and_not_met(clerk, client):
    rule = {"level": "town", "event": "lead", "amount": 2, "article": "本镇办法"}
    keep(DeadlineRule(**rule, starts_on=day("2020-01-01"), ended_on=day("2026-01-01")))
    page = client.get(f"{ADD}?level=town&event=lead").content.decode()
    assert "法律有规定，2026-01-01起：3个月" in page  # from where the town's own has ended
    keep(DeadlineRule(**rule, starts_on=day("2026-01-01")))
    assert client.get(ADD).content.decode().count(BUTTON) == 1
    client.post(ADOPT, {"level": "town", "event": "lead"})
    client.post(ADOPT, {"level": "town", "event": "assist"})
    client.post(ADOPT, {})
    assert DeadlineRule.objects.count() == 2
    assert client.get(ADOPT).status_code == 405
