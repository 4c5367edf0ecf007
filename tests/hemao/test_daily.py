"""What a running site does once a day by itself: when, how often, and what if it fails."""

import datetime
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from hemao import daily

MIDNIGHT = datetime.datetime(2026, 11, 30)


@pytest.fixture
def ran(monkeypatch):
    """The commands that were run, in place of running them; `ran.fails` says which do not succeed."""
    seen = SimpleNamespace(commands=[], fails=set())

    def run(command, **options):
        name = command[2]
        seen.commands.append(name)
        code = int(name in seen.fails)
        return SimpleNamespace(
            returncode=code, stdout=f"{name} 已做好\n", stderr="前一行\n磁盘已满\n"
        )

    monkeypatch.setattr(daily.subprocess, "run", run)
    return seen


def ask(var, at, *commands):
    daily.run_due(var, commands or ("backup",), lambda: at)


def at(hours, minutes=0):
    return MIDNIGHT + datetime.timedelta(hours=hours, minutes=minutes)


def test_once_a_day_from_its_first_minutes(tmp_path, ran):
    for moment in (at(0, 5), at(0, 15), at(23, 55)):
        ask(tmp_path, moment)
    assert ran.commands == ["backup"]
    ask(tmp_path, at(24, 5))
    assert ran.commands == ["backup"] * 2


def test_a_machine_that_is_off_at_night_does_it_in_the_morning(tmp_path, ran):
    ask(tmp_path, at(8, 10))
    ask(tmp_path, at(32, 10))
    assert ran.commands == ["backup"] * 2


def test_what_failed_is_tried_again_after_an_hour_and_said_in_one_line(tmp_path, ran, capsys):
    ran.fails = {"backup"}
    for moment in (at(0, 5), at(0, 15), at(1, 0), at(1, 5)):
        ask(tmp_path, moment)
    assert ran.commands == ["backup"] * 2
    assert capsys.readouterr().err.splitlines() == [
        "2026-11-30 00:05:00 backup: 磁盘已满", "2026-11-30 01:05:00 backup: 磁盘已满",
    ]  # fmt: skip
    ran.fails = set()
    ask(tmp_path, at(2, 5))
    assert daily.last_runs(tmp_path) == {
        "backup": {
            "done_on": "2026-11-30", "tried_at": "2026-11-30T02:05:00", "said": "backup 已做好",
        }
    }  # fmt: skip


def test_one_job_that_fails_stops_no_other(tmp_path, ran):
    ran.fails = {"backup"}
    ask(tmp_path, at(0, 5), "backup", "tidy")
    assert ran.commands == ["backup", "tidy"]
    assert daily.last_runs(tmp_path)["tidy"]["done_on"] == "2026-11-30"
    assert daily.last_runs(tmp_path)["backup"]["done_on"] is None


def test_of_several_processes_one_does_it(tmp_path, ran):
    with daily.locked(tmp_path) as is_ours:
        assert is_ours
        ask(tmp_path, at(0, 5))
    assert ran.commands == []


def test_a_record_that_was_spoilt_is_begun_anew(tmp_path, ran):
    (tmp_path / daily.KEPT_IN).write_text("{")
    ask(tmp_path, at(0, 5))
    assert daily.last_runs(tmp_path)["backup"]["done_on"] == "2026-11-30"


@pytest.mark.parametrize(("by", "wanted"), [("server", True), ("timer", False)])
def test_a_timer_takes_the_backup_over(settings, by, wanted):
    settings.BACKUP_BY = by
    [job] = [job for job in daily.JOBS if job.command.startswith("backup")]
    assert job.is_wanted() is wanted


def test_it_is_told_what_to_do_and_where_the_town_lies(settings, monkeypatch):
    """A day of a machine that keeps Greenwich time would end at eight in the morning."""
    begun = []
    monkeypatch.setattr(
        daily.subprocess, "Popen", lambda command, **how: begun.append((command, how))
    )
    daily.Beside().start()
    [(command, how)] = begun
    assert command[3:] == [str(settings.VAR), "backup --daily", "tidy"]
    assert how["env"]["TZ"] == "Asia/Shanghai"


def test_what_a_command_said_last_is_kept(tmp_path, monkeypatch, capsys):
    (tmp_path / "manage.py").write_text(
        "import sys; print('前一行'); print(*sys.argv[1:], '已做好')"
    )
    monkeypatch.setattr(daily, "ROOT", tmp_path)
    assert daily.run("backup --daily", lambda: MIDNIGHT) == {
        "tried_at": "2026-11-30T00:00:00", "done_on": "2026-11-30", "said": "backup --daily 已做好",
    }  # fmt: skip
    assert capsys.readouterr().err == "2026-11-30 00:00:00 backup --daily: backup --daily 已做好\n"


def test_it_ends_with_the_server(tmp_path):
    """It knows by the end of a pipe, so also of a server that was killed."""
    server = "from hemao import daily; print(daily.Beside().start().pid, flush=True); import os; os.abort()"
    told = os.environ | {"VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hemao.settings"}
    done = subprocess.run(
        [sys.executable, "-c", server], cwd=daily.ROOT, env=told, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    # The process inherited these pipes: that they ended means that it has.
    assert int(done.stdout) > 1
    assert done.returncode < 0


@pytest.mark.parametrize(("is_again", "said"), [(False, "1\n"), (True, "")])
def test_begun_again_it_waits_and_still_hears_of_the_end(tmp_path, is_again, said):
    """One that ends at once would else be begun as often as the machine can."""
    server = (
        "import os, sys; from hemao import daily; beside, daily.PAUSE = daily.Beside(), None\n"
        "beside.command = [sys.executable, '-c', 'print(1)']\n"
        f"if os.fork() == 0: beside(is_again={is_again})\n"
        "os.abort()"
    )
    told = os.environ | {"VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hemao.settings"}
    done = subprocess.run(
        [sys.executable, "-c", server], cwd=daily.ROOT, env=told, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    # Its pause would have no end. That these pipes ended means that it has.
    assert (done.returncode, done.stdout) == (-signal.SIGABRT, said)


# As on Windows.
WITHOUT = """
import os, sys
sys.modules |= dict.fromkeys(["fcntl", "resource", "pwd", "grp"])
del os.fork
from hemao import startup
startup.load()
from hemao.management.commands import serve
from hemao.machine import locks
print(locks.take(None))
"""


def test_where_nothing_can_be_forked_or_locked_all_can_be_loaded(tmp_path):
    told = os.environ | {"VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=daily.ROOT, env=told, capture_output=True, text=True
    )
    assert done.stdout == "True\n", done.stderr


def test_it_waits_before_it_asks_first():
    reading, writing = os.pipe()
    with os.fdopen(reading) as pipe:
        assert not daily.has_ended(pipe, 0)
        os.close(writing)
        assert daily.has_ended(pipe, 0)
