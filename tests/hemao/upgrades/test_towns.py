"""Towns that began with an earlier version are brought up to date, and lose nothing by it."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from hemao.upgrades import programs
from tests.hemao.upgrades.make import environment
from tests.trial import WHOLE

TOWNS = Path(__file__).resolve().parent
ROOT = TOWNS.parent.parent.parent
# In the gate the old tables are made at once; that an empty database migrates is a gate of its own.
HOW = "migrated" if WHOLE else "stated"
LANDED = [landing.program.commit[:7] for landing in programs.landings()]
# The gate takes a long way on SQLite, where a step is quicker, and the last steps on PostgreSQL.
SAMPLE = {"sqlite": "bdbe581", "postgresql": LANDED[-1]}[connection.vendor]
COMMITS = LANDED if WHOLE else [SAMPLE]
# In these the list of devices had the phones, and not the computers of the office.
WITHOUT_DESKS = {"4e27147", "bdbe581"}


@contextmanager
def empty_database(commit):
    """What the environment has to say for a database of the test's own."""
    if connection.vendor == "sqlite":
        yield {}
        return
    server, name = os.environ["DATABASE_URL"], f"age_{commit}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module", params=COMMITS)
def age(request, tmp_path_factory):
    """What upgrade.py found of the database of one version."""
    commit, folder = request.param, tmp_path_factory.mktemp("age")
    file = TOWNS / f"{commit}.jsonl.xz"
    command = [sys.executable, TOWNS / "start.py", "upgrade", file, HOW]
    with empty_database(commit) as own:
        settings = environment(commit, folder) | own
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=settings,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"commit": commit}


@pytest.mark.trial
@pytest.mark.django_db  # so that it runs on PostgreSQL too
class TestTowns:
    def test_every_row_has_the_values_that_it_had(self, age, figure):
        """What a migration replaces, it names in its `rewrites`."""
        figure(f"{age['rows']} rows of {age['commit']}, {len(age['changed'])} tables changed")
        assert age["changed"] == {}
        assert age["rows"] > 20_000

    def test_the_copy_from_before_is_named_and_knows_whose_rows_it_holds(self, age):
        if not age["steps"]:  # of the newest version, until there is a newer one
            assert age["copied"] == []
            return
        [[commit, rows]] = age["copied"]
        assert commit.startswith(age["commit"])
        assert rows == age["rows"] + age["migrations"]  # which are no model's rows
        named = r"升级前的备份是 hemao-\d{8}-\d{6}-before-upgrade\.tar"
        assert re.search(f"正在更新数据表（{age['steps']} 步），{named}", age["said"])
        assert "没有一张表比升级前少" in age["said"]

    def test_what_was_closed_is_proven_still_and_nothing_moved(self, age):
        assert age["editions"] == (age["commit"] != "4e27147")  # which knew none yet
        assert f"共{age['editions']}份定稿，都没有变动。" in age["verified"]
        assert age["drift"] == [[]] * age["editions"]

    def test_who_was_in_is_in_until_somebody_ends_it(self, age):
        """[what the old cookie opened, devices ended, what it opened then]"""
        at_a_desk = [200, 0, 200] if age["commit"] in WITHOUT_DESKS else [200, 1, 302]
        assert age["logins"] == {
            "deputy1": [200, 1, 302], "deputy3": [200, 1, 302],  # a password, a link
            "deputy2": [302, 0, 302], "deputy7": [302, 1, 302],  # revoked, run out
            "staff": at_a_desk, "leader": at_a_desk, "auditor": at_a_desk,
        }  # fmt: skip

    def test_what_permissions_and_logs_point_to_is_what_it_was(self, age):
        assert age["kinds"] == []

    def test_no_key_is_left(self, age):
        assert age["keys"] == []

    def test_what_has_run_out_is_cleared(self, age):
        """Of seven all were ended above, but for the office's three where no list had them."""
        left = 3 if age["commit"] in WITHOUT_DESKS else 0
        assert age["sessions"] == [left, left]

    def test_every_table_that_the_demo_fills_has_rows(self, age):
        assert set(age["empty"]) <= {
            "accounts_emergency", "reports_rebase",
            "accounts_user_groups", "accounts_user_user_permissions", "auth_group",
            "auth_group_permissions", "axes_accessattemptexpiration", "axes_accessfailurelog",
            "motions_historicalmotionscan", "motions_historicaltabling", "motions_motionscan",
            "motions_numberseries", "motions_tabling", "reports_historicalpublicnotice",
            "reports_historicalwaiver", "reports_publicnotice", "reports_waiver",
            "representatives_historicalconstituency_villages", "representatives_visitphoto",
            "representatives_historicalvisitphoto",
        }  # fmt: skip
