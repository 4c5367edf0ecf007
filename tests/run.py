"""Run all tests: on SQLite, on PostgreSQL, and in a browser; the gates of style first.

python tests/run.py           what is not installed is skipped, and said so
python tests/run.py --check   the same, and nothing may be missing or skipped; so it is with CI set
python tests/run.py --trial   the tests marked `trial` at their whole length
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# A developer's own settings must not decide how a test ends.
OURS = {"DATABASE_URL", "DEBUG", "SECRET_KEY", "HTTPS", "ALLOWED_HOSTS", "BIND", "VAR"}
OURS |= {"DEMO", "DEMO_PASSWORD", "DJANGO_SETTINGS_MODULE", "HSTS", "BACKUP_BY", "BACKUP_COPY_TO"}
# Without bytecode each of the hundreds of programs that are started compiles everything again.
OURS |= {"PYTHONDONTWRITEBYTECODE"}

# A worker that has nothing left takes from the other's end, so that no core waits for the last file.
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
ALONE = ["-p", "no:xdist", "tests/browser"]


def main(arguments):
    # So that a run cut short still stops its PostgreSQL.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    required = "--check" in arguments or bool(os.environ.get("CI"))
    if required and not everything_installed():
        return 1
    if "--trial" in arguments:
        os.environ["TRIAL"] = "1"
        return summarise(all_tests("trial and "), required)
    passed = gates_pass()
    if required and not passed:
        return 1
    return summarise([Counter(failed=not passed), *all_tests()], required)


def all_tests(only=""):
    """The counts of all three runs. The browser's, which mostly waits, goes beside the others."""
    with ThreadPoolExecutor(1) as beside, tempfile.TemporaryDirectory() as copies:
        os.environ["TOWN_COPIES"] = copies  # of tests/demo_town.py: one loads it for all
        browser = beside.submit(run_in_browser, f"{only}browser")
        results = [
            run_on_sqlite(f"{only}not browser and not postgres"),
            run_on_postgresql(f"{only}not browser and not sqlite"),
        ]
        counts, said = browser.result()
    say("Chromium")
    print(said, flush=True)
    return [*results, counts]


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
    ]
    # All are run, not up to the first that fails: one round shows everything there is to mend.
    with ThreadPoolExecutor(2) as side_by_side:
        passed = side_by_side.map(lambda gate: gate_passes(*gate), gates)
        return all([*passed])


def gate_passes(name, command, settings):
    with tempfile.TemporaryDirectory() as var:
        environment = clean_environment(VAR=var, **settings)
        done = subprocess.run(
            command, cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    print(f"\n=== {name}\n{done.stdout}", end="", flush=True)
    return done.returncode == 0


def clean_environment(**settings):
    return {key: value for key, value in os.environ.items() if key not in OURS} | settings


# The three runs.


def run_on_sqlite(marks):
    say("SQLite")
    return pytest(marks, PARALLEL)


def run_on_postgresql(marks):
    say("PostgreSQL")
    if url := os.environ.get("TEST_DATABASE_URL"):
        return pytest(marks, PARALLEL, DATABASE_URL=url)
    programs = postgres.binaries()
    if not programs:
        return skipped("没有 PostgreSQL：apt-get install postgresql")
    with postgres.running_server(programs) as url, ThreadPoolExecutor(1) as beside:
        migrated = beside.submit(migrates, url)
        return pytest(marks, PARALLEL, DATABASE_URL=url) + migrated.result()


def migrates(url):
    """Whether the migrations run on PostgreSQL: the tests make their tables from the models.

    On SQLite tests/hemao/test_setup.py begins from nothing, as `make run` does.
    """
    passed = gate_passes("migrate", MIGRATE, {"DATABASE_URL": url})
    return Counter(passed=passed, failed=not passed)


def run_in_browser(marks):
    """The counts, and what pytest wrote: two runs that write at once could not be read."""
    if not shutil.which("chromium"):
        return skipped("没有 Chromium：apt-get install chromium"), ""
    with tempfile.TemporaryFile("w+") as output:
        counts = pytest(marks, ALONE, output)
        output.seek(0)
        return counts, output.read()


def skipped(reason):
    print(f"跳过 SKIPPED：{reason}")
    return Counter(skipped=1)


def pytest(marks, options, output=None, **settings):
    """Run pytest once; return how many tests passed, failed and were skipped."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-m", marks, f"--junitxml={report}"]
        command += ["-o", "junit_family=xunit1"]  # the only one that may carry a figure
        environment = clean_environment(VAR=folder, **settings)
        status, work = ended(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        # Beside other work only the second figure tells what the tests cost.
        seconds = time.monotonic() - begun
        print(f"    {marks}: {seconds:.0f} s, {work:.0f} s of CPU", flush=True)
        return counted(report, status)


def ended(command, **options):
    """The exit code of a program, and the seconds of CPU that it and all it started have used."""
    run = subprocess.Popen(command, **options)
    try:
        _, status, used = os.wait4(run.pid, 0)
    except BaseException:
        run.kill()
        raise
    run.returncode = os.waitstatus_to_exitcode(status)
    return run.returncode, used.ru_utime + used.ru_stime


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


def summarise(results, required=False):
    total = sum(results, Counter())
    say("SQLite + PostgreSQL + Chromium")
    if required and total["skipped"]:
        print(f"{total['skipped']} 项被跳过；make check 和 CI 里一项也不许跳过（原因见上）。")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    complete = total["passed"] and not (required and total["skipped"])
    return 1 if total["failed"] or not complete else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
