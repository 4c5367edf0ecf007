"""Run all tests: on SQLite, on PostgreSQL, and in a browser.

python tests/run.py           what is not installed is skipped, and said so
python tests/run.py --check   the gate: style, layers, settings, migrations first; nothing
                              may be missing
python tests/run.py --trial   the tests marked `trial` at their whole length, on both databases
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# A developer's own settings must not decide how a test ends.
OURS = {"DATABASE_URL", "DEBUG", "SECRET_KEY", "HTTPS", "ALLOWED_HOSTS", "BIND", "VAR"}
OURS |= {"DEMO", "DEMO_PASSWORD", "DJANGO_SETTINGS_MODULE"}

PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadscope"]


def main(arguments):
    # So that a run cut short still stops its PostgreSQL.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    required = "--check" in arguments
    if required and not (everything_installed() and gates_pass()):
        return 1
    if "--trial" in arguments:
        return summarise(trial())
    results = [run_on_sqlite(), run_on_postgresql(), run_in_browser()]
    return summarise(results)


def say(line):
    print(f"\n=== {line}", flush=True)


MIGRATE = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]


# The gates: what must hold before a test is worth running.


def everything_installed():
    missing = []
    if not (postgres.binaries() or os.environ.get("TEST_DATABASE_URL")):
        missing.append("postgresql")
    if not shutil.which("chromium"):
        missing.append("chromium")
    if missing:
        say(f"make check 不跳过任何测试，请先安装：apt-get install {' '.join(missing)}")
    return not missing


def gates_pass():
    manage = [sys.executable, "manage.py"]
    gates = [
        ("ruff check", [BIN / "ruff", "check"], {}),
        ("ruff format", [BIN / "ruff", "format", "--check", "--output-format=concise"], {}),
        ("import-linter", [BIN / "lint-imports", "--no-logo"], {}),
        (
            "check --deploy",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            {"HTTPS": "1", "ALLOWED_HOSTS": "example.org"},
        ),
        ("makemigrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("migrate", MIGRATE, {}),
    ]
    # All are run, not up to the first that fails: one round shows everything there is to mend.
    passed = [gate_passes(*gate) for gate in gates]
    return all(passed)


def gate_passes(name, command, settings):
    say(name)
    with tempfile.TemporaryDirectory() as var:
        environment = clean_environment(VAR=var, **settings)
        return subprocess.call(command, cwd=ROOT, env=environment) == 0


def clean_environment(**settings):
    return {key: value for key, value in os.environ.items() if key not in OURS} | settings


# The three runs.


def trial():
    """The long tests at their whole length; each tells the figure that it measured."""
    os.environ["TRIAL"] = "1"
    return [
        run_on_sqlite("trial and not browser and not postgres"),
        run_on_postgresql("trial and not browser"),
        run_in_browser("trial and browser"),
    ]


def run_on_sqlite(marks="not browser and not postgres"):
    say("SQLite")
    return pytest(marks, PARALLEL)


def run_on_postgresql(marks="not browser"):
    say("PostgreSQL")
    if url := os.environ.get("TEST_DATABASE_URL"):
        return pytest(marks, PARALLEL, DATABASE_URL=url)
    programs = postgres.binaries()
    if not programs:
        return skipped("没有 PostgreSQL：apt-get install postgresql")
    with postgres.running_server(programs) as url:
        migrated = migrates(url)
        return migrated + pytest(marks, PARALLEL, DATABASE_URL=url)


def migrates(url):
    """Whether the migrations run on PostgreSQL: the tests make their tables from the models."""
    passed = gate_passes("migrate", MIGRATE, {"DATABASE_URL": url})
    return Counter(passed=passed, failed=not passed)


def run_in_browser(marks="browser"):
    say("Chromium")
    if not shutil.which("chromium"):
        return skipped("没有 Chromium：apt-get install chromium")
    return pytest(marks, ["-p", "no:xdist"])


def skipped(reason):
    print(f"跳过 SKIPPED：{reason}")
    return Counter(skipped=1)


def pytest(marks, options, **settings):
    """Run pytest once; return how many tests passed, failed and were skipped."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-m", marks, f"--junitxml={report}"]
        environment = clean_environment(VAR=folder, **settings)
        status = subprocess.call([*command, *options], cwd=ROOT, env=environment)
        return counted(report, status)


def counted(report, status):
    if not report.exists():
        return Counter(failed=1)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    failed = int(suite.get("failures")) + int(suite.get("errors"))
    skipped = int(suite.get("skipped"))
    passed = int(suite.get("tests")) - failed - skipped
    # 5 is pytest's "no test was selected"; anything else than 0 is a failure even uncounted.
    unexplained = status not in (0, 5) and not failed
    return Counter(passed=passed, failed=failed + unexplained, skipped=skipped)


def summarise(results):
    total = sum(results, Counter())
    say("SQLite + PostgreSQL + Chromium")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
