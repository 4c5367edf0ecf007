"""Bring the database of an earlier version up to date, and look what came of it.

python start.py upgrade FILE HOW, with an empty database in DATABASE_URL or VAR; prints JSON. HOW the
old tables are made is said in lay.py.
"""

import json
from collections import Counter
from io import StringIO

import lay
import rows
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from accounts.entry import devices
from accounts.models import Device, User
from hemao.backup import archive, upgrading
from reports.models import Edition
from reports.since import drift

# Django adds what new models need; what was there stays.
GROWING = {"django_content_type", "auth_permission"}


def main(path, how):
    about, stored = lay.lay(path, how)
    call_command("upgrade", stdout=(said := StringIO()))
    applied, loader = {tuple(node) for node in about["migrations"]}, MigrationLoader(connection)
    found = {
        "said": said.getvalue(),
        "copied": copied(),
        "changed": changed(stored, rewritten(loader, applied)),
        "rows": sum(len(lines) for _, lines in stored.values()),
        "editions": len(stored["reports_edition"][1]) if "reports_edition" in stored else 0,
        "migrations": len(applied),
        "steps": len(loader.graph.nodes.keys() - applied),
        "empty": [table for table, (_, lines) in stored.items() if not lines],
        "verified": said_by("verify_editions"),
        "drift": [drift_of(edition) for edition in Edition.objects.all()],
        "kinds": astray(*stored["django_content_type"]),
        "keys": [login["key"] for login in about["logins"] if is_stored(login["key"])],
        "logins": {login["name"]: look_in(login) for login in about["logins"]},
        "sessions": cleared(),
    }
    print(json.dumps(found, ensure_ascii=False))


# What changed its app keeps its number, by which permissions and logs know it.
MOVED = {("accounts", name): "records" for name in ("columnchoice", "oncekey", "readrecord")}


def astray(columns, lines):
    """The content types of before that are not what they were, or stand where they stood too."""
    kinds = ContentType.objects
    told = [dict(zip(columns, line, strict=True)) for line in lines]
    wrong = [
        row
        for row in told
        for app in [MOVED.get((row["app_label"], row["model"]), row["app_label"])]
        if not kinds.filter(pk=row["id"], app_label=app, model=row["model"]).exists()
    ]
    doubled = [name for app, name in MOVED if kinds.filter(app_label=app, model=name).exists()]
    return [*(f"{row['app_label']}.{row['model']}" for row in wrong), *doubled]


def copied():
    """[[the program, the rows]] of the copies from before, as they say themselves."""
    manifests = [archive.read_manifest(each.path) for each in upgrading.copies_before_upgrade()]
    return [[manifest.commit, manifest.rows] for manifest in manifests]


# What became of the rows.


def rewritten(loader, applied):
    """{table: columns} of which a migration since says that it puts new values there."""
    found = {}
    for node in loader.graph.nodes.keys() - applied:
        for table, columns in getattr(loader.get_migration(*node), "rewrites", {}).items():
            found.setdefault(table, set()).update(columns)
    return found


def changed(stored, on_purpose):
    """Each table whose rows are not all there with the values that they had, and why."""
    models = rows.tables(apps)
    differences = {
        table: difference(models.get(table), on_purpose.get(table, set()), *stored[table])
        for table in stored
    }
    return {table: said for table, said in differences.items() if said}


def difference(model, on_purpose, columns, lines):
    """ "" where every row of `lines` stands in `model`'s table, and no other."""
    if model is None:
        return "no such table"
    kept = [column for column in columns if column not in on_purpose]
    if gone := set(kept) - set(rows.fields(model)):
        return f"no such columns: {sorted(gone)}"
    places = [columns.index(column) for column in kept]
    then = Counter(said([line[place] for place in places]) for line in lines)
    now = Counter(map(said, rows.rows(model, kept)))
    lost, new = then - now, now - then
    if model._meta.db_table in GROWING:
        new = Counter()
    few = [sorted(side)[:2] for side in (lost, new)]
    return f"{lost.total()} gone, {new.total()} new: {few}" if lost or new else ""


def said(values):
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


# What was closed.


def said_by(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def drift_of(edition):
    """The names of the figures that say something else now, or stand on other or changed rows, but for
    what a new definition explains.
    """
    moved = [*drift.values_moved(edition), *drift.rows_moved(edition)]
    return sorted({one.name for one in moved if one.is_drift})


# Who is logged in.


def is_stored(key):
    """True where the key of a session stands anywhere in the database as the browser sends it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(key in str(row) for row in cursor):
                return True
    return False


def look_in(login):
    """What the old cookie opens, before and after every device of the account is ended."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = login["key"]
    before = opened(client, login["opens"])
    mine = Device.objects.filter(user__username=login["name"])
    keeper = User.objects.get(username="staff")
    ended = devices.end(mine, reason=Device.EndedFor.REVOKED, by=keeper)
    return [before, ended, opened(client, login["opens"])]


def opened(client, address):
    """The status of a page, also where it has moved; whoever is sent to log in has not opened it."""
    answer = client.get(address)
    moved = answer.status_code == 302 and answer["Location"].startswith("/admin/")
    return client.get(answer["Location"]).status_code if moved else answer.status_code


def cleared():
    """How many sessions there are before and after those that have run out are cleared."""
    before = Session.objects.count()
    call_command("clearsessions")
    return [before, Session.objects.count()]
