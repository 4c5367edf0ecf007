"""One visit is sent fifty times at once, on whatever database the settings name.

tests/representatives/test_sent_at_once.py has it done in a process of its own, to the file that a town has.
"""

import json

from django.test import Client, override_settings
from django.urls import reverse

from representatives.models import Opinion, Visit
from tests import cast
from tests.at_once import at_once
from tests.representatives.test_visiting import JSON, UUID
from tests.tables import make_tables

TIMES = 50


def send_at_once():
    """What comes back of fifty posts of one visit with one opinion, and what is stored then."""
    frame = cast.make_frame()
    home = cast.make_assignment(person=cast.make_deputy(name="许桂兰", login="xu"))
    address = reverse("household-visit", args=[home.household_id])
    told = {"uuid": UUID, "visited_on": str(cast.DAY), "method": "home", "was_met": "1"}
    told |= {"heard": "沟堵了", "topic": frame.topics[0].pk, "disposal": "town"}
    phones = [Client() for _ in range(TIMES)]
    for phone in phones:
        phone.force_login(home.person.user)

    def send(index):
        answer = phones[index].post(address, told, **JSON)
        return [answer.status_code, answer.json().get("stored")]

    answers = at_once(TIMES, send)
    return {
        "answers": answers, "visits": Visit.objects.count(), "opinions": Opinion.objects.count(),
    }  # fmt: skip


@override_settings(ALLOWED_HOSTS=["testserver"])
def main():
    make_tables()
    print(json.dumps(send_at_once()))
