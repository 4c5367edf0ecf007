"""A few days in the life of a demo town of an earlier version; tests/hemao/upgrades/make.py runs it there.

python start.py live COMMIT FILE, in the folder of that version
"""

import datetime
import os
import re
from importlib import import_module
from importlib.util import find_spec

import rows
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from accounts.entry import devices
from accounts.models import Device, User
from hemao.demo import duties, load
from representatives import services
from representatives.models import Opinion, Visit
from tests.records.admin_form import AdminForm

TODAY = "2023-01-01"  # the earliest that the demo knows: the fewest rows
VISITS_OF = (2020, 2021)  # the year of the edition, and the one that it is compared with
NEVER = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
PIN = "482907"  # no date, and none that people choose
WECHAT = "Mozilla/5.0 (Linux; Android 10; PCT-AL10) Chrome/107.0 Mobile MicroMessenger/8.0.49"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) Version/16.6 Safari/604.1"


def main(commit, path):
    call_command("migrate", verbosity=0)
    make_a_sample()
    call_command("load_demo", today=TODAY, quiet=True)
    logins = [*deputies(), *office()]
    mistakes()
    keep_sessions(logins)
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    about = {
        "commit": commit, "secret_key": settings.SECRET_KEY, "migrations": applied, "logins": logins,
    }  # fmt: skip
    rows.write(path, about, apps)


def make_a_sample():
    """Some of everything, but fewer visits, and no PDF: its fonts weigh as much as half the rest."""
    duties.PHOTOS_SINCE = datetime.date(2021, 1, 1)  # else there were none yet on that day
    before_the_edition(leave_visits_out)
    if find_spec("reports.paper.pdf"):  # not in every age
        import_module("reports.paper.pdf").is_available = lambda: False


def before_the_edition(do):
    """Have the demo `do` something when it has made all, and before it closes an edition."""
    if not hasattr(load, "papers"):  # not in every age
        load.count_rows = do
        return
    close = load.papers.close
    load.papers.close = lambda build: (do(), close(build))


def leave_visits_out():
    """Visits of other years, where nothing was heard."""
    heard = Opinion._base_manager.exclude(visit=None).values("visit")
    others = Visit._base_manager.exclude(pk__in=heard).exclude(visited_on__year__in=VISITS_OF)
    gone = list(others.values_list("pk", flat=True))
    for model in (Visit.history.model, Visit):
        model._base_manager.filter(id__in=gone)._raw_delete("default")


def browser(agent):
    return Client(SERVER_NAME="127.0.0.1", headers={"user-agent": agent})


def log_in(name, agent=WECHAT, password=os.environ["DEMO_PASSWORD"]):
    client = browser(agent)
    client.post("/login/", {"username": name, "password": password})
    return client


def login(name, client, *, opens, ends=""):
    """What a test has to know: the cookie, what it opened, and why it does no more."""
    key = client.cookies["sessionid"].value
    return {"name": name, "key": key, "opens": opens, "ends": ends}


def deputies():
    """On phones: two that are in, one that the office ended, one whose login has run out."""
    clerk = User.objects.get(username="staff")
    phone, lost, expired = log_in("deputy1"), log_in("deputy2", IPHONE), log_in("deputy7")
    by_link = enter(person_of("deputy3"), clerk)
    for client in (phone, by_link, expired):
        assert client.get("/households/").status_code == 200
    yield login("deputy1", phone, opens="/households/")
    yield login("deputy3", by_link, opens="/households/")
    yield login("deputy2", lost, opens="/households/", ends="revoked")
    yield login("deputy7", expired, opens="/households/", ends="expired")
    of_the_lost = Device.objects.filter(user__username="deputy2")
    devices.end(of_the_lost, reason=Device.EndedFor.REVOKED, by=clerk)
    for _ in range(2):  # the first is void, the second still open
        services.issue_login_link(person_of("deputy4"), by=clerk)


def person_of(name):
    return User.objects.get(username=name).person


def enter(person, clerk):
    """The way in by a link, to a PIN of one's own."""
    client = browser(WECHAT)
    client.post(f"/enter/{services.issue_login_link(person, by=clerk)}/")
    client.post("/enter/digits/", {"digits": re.sub(r"\D", "", person.phone)[-4:]})
    client.post("/enter/secret/", {"new_password1": PIN, "new_password2": PIN})
    return client


def office():
    """Three who work at a desk; the clerk reads, enters and exports."""
    staff = log_in("staff")
    for path in ("/admin/representatives/household/", "/admin/representatives/deputy/?q=鲍"):
        assert staff.get(path).status_code == 200
    form = AdminForm(staff, "/admin/township/topic/add/")
    form["name"] = "乡村道路养护"
    assert form.send().status_code == 302
    choices = "/admin/township/village/export/"
    if staff.get(choices).status_code == 200:  # not in every age
        columns = re.findall(r'name="columns" value="(\w+)"', staff.get(choices).content.decode())
        staff.post(choices, {"columns": columns[:2]})
    yield login("staff", staff, opens="/admin/")
    yield login("leader", log_in("leader"), opens="/reports/")
    yield login("auditor", log_in("auditor"), opens="/admin/records/readrecord/")


def mistakes():
    log_in("deputy6", password="000000")


def keep_sessions(logins):
    """A file is read for years: what is in stays in, and one has run out."""
    Session.objects.update(expire_date=NEVER)
    past = timezone.now() - datetime.timedelta(days=1)
    for known in logins:
        if known["ends"] == "expired":
            Session.objects.filter(pk=stored(known["key"])).update(expire_date=past)


def stored(key):
    """What the table of sessions keeps of the key in a cookie: in the first ages the key itself."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return getattr(session, "session_hash", key)
