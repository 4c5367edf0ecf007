"""The server is killed while people save: what it said was stored is there, and nothing is twice.

许桂兰 saves visits, which carry their own number, and drafts of suggestions, whose form has a one-time key;
what was not answered she sends again once the server is back.
"""

import http.client
import random
import re
import threading
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.cast import DAY
from tests.hemao.office import PASSWORD, running_office
from tests.trial import length

# It has a database of its own, but on PostgreSQL too: what asks none runs on SQLite alone.
pytestmark = [pytest.mark.trial, pytest.mark.django_db]

SEED = 20261130
ON_POSTGRESQL = connection.vendor == "postgresql"
KILLS = length(sample=1 if ON_POSTGRESQL else 2, whole=50 if ON_POSTGRESQL else 100)
WRITES = 16  # begun before each kill at most
AT_ONCE = 4


@dataclass
class Write:
    """One form to save: `text` tells it from all others, `key` is the number that it carries."""

    text: str
    key: str
    is_visit: bool

    def fields(self):
        if self.is_visit:
            told = {"visited_on": str(DAY), "method": "home", "was_met": "1"}
            return told | {"uuid": self.key, "production": self.text}
        return {"_once": self.key, "then": "draft", "title": self.text, "kind": "suggestion"}

    def is_acknowledged(self, status, body):
        return self.key in body and status == 200 if self.is_visit else status == 302


class Deputy:
    """许桂兰 at a browser without a page: she logs in, and sends forms."""

    def __init__(self, office):
        self.office, self.cookies = office, {}
        _, page = self.ask("GET", "/login/")
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page).group(1)
        status, _ = self.ask("POST", "/login/", {"username": "xu", "password": PASSWORD})
        assert status == 302
        _, page = self.ask("GET", "/households/")
        self.visits = re.search(r"/households/\d+/visit/", page).group()
        self.topic = re.search(r'<option value="(\d+)">水利设施', page).group(1)
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page).group(1)

    def ask(self, method, path, fields=None):
        with closing(http.client.HTTPConnection("127.0.0.1", self.office.port, timeout=30)) as line:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            body = None
            if fields is not None:
                body = urlencode(fields | {"csrfmiddlewaretoken": self.token})
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            if path.endswith("/visit/"):
                headers["Accept"] = "application/json"
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name == "Set-Cookie" and not self.is_complete():
                    self.keep(value)
            return answer.status, answer.read().decode()

    def is_complete(self):
        return {"sessionid", "csrftoken"} <= self.cookies.keys()

    def keep(self, cookie):
        name, _, value = cookie.partition(";")[0].partition("=")
        self.cookies[name] = value

    def save(self, write):
        """True where the server said that `write` is stored; OSError or HTTPException where it died."""
        path = self.visits if write.is_visit else "/motions/new/"
        told = write.fields() | ({} if write.is_visit else {"topic": self.topic})
        return write.is_acknowledged(*self.ask("POST", path, told))


class Rush:
    """Several people save at once until the server is killed."""

    def __init__(self, deputy, writes):
        self.deputy, self.writes = deputy, list(writes)
        self.acknowledged = []
        self.begun, self.moved = 0, threading.Condition()

    def take(self):
        with self.moved:
            if not self.writes:
                return None
            self.begun += 1
            self.moved.notify()
            return self.writes.pop(0)

    def save_all(self):
        while write := self.take():
            try:
                if self.deputy.save(write):
                    self.acknowledged.append(write)
            except (OSError, http.client.HTTPException):
                return

    def run(self, kill, after):
        """Save all; call `kill` once so many are begun."""
        threads = [threading.Thread(target=self.save_all) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        with self.moved:
            self.moved.wait_for(lambda: self.begun >= after)
        kill()
        for thread in threads:
            thread.join()
        return self.acknowledged


@pytest.fixture
def office(tmp_path):
    with running_office(tmp_path) as office:
        yield office


def new_write(chance, number):
    key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    return Write(f"第{number}份", key, is_visit=bool(number % 2))


def test_what_was_acknowledged_outlives_every_kill(office, figure):
    chance, deputy = random.Random(SEED), Deputy(office)
    waiting, acknowledged, unheard, missing = [], [], 0, []
    number = 0
    for _ in range(KILLS):
        while len(waiting) < WRITES:
            number += 1
            waiting.append(new_write(chance, number))
        rush = Rush(deputy, waiting)
        heard = rush.run(office.switch_off, after=chance.randint(1, WRITES))
        office.switch_on()
        found = office.stored()
        acknowledged += heard
        missing += [write.text for write in acknowledged if not found[write.text]]
        waiting = [write for write in waiting if write not in heard]
        unheard += sum(found[write.text] for write in waiting)
    resent = [write for write in waiting if deputy.save(write)]
    found = office.stored()
    twice = [text for text, times in found.items() if times > 1]
    figure(
        f"server killed {KILLS} times (seed {SEED}): {len(acknowledged)} of {number} saves were "
        f"acknowledged before a kill, {len(missing)} of them missing after it; {unheard} were stored "
        f"and not answered, {len(twice)} twice"
    )
    assert resent == waiting
    assert (missing, twice) == ([], [])
    assert found == Counter(f"第{one}份" for one in range(1, number + 1))
