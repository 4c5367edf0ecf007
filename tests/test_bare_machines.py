"""The two commands on machines other than ours: bare Debians, and other Pythons."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from hemao import bootstrap
from tests import bare_machine, trial
from tests.hemao.test_setup import ROOT, port

__all__ = ["port"]

pytestmark = pytest.mark.trial

# Python 3.11, 3.13 and, in what will be Debian's next release, 3.14.
SUITES = ["bookworm", "trixie", "sid"]


@pytest.mark.whole
@pytest.mark.sqlite
@pytest.mark.skipif(bool(bare_machine.missing()), reason=bare_machine.missing() or "-")
@pytest.mark.parametrize("suite", SUITES)
def test_both_commands_on_a_bare_machine(suite, port, figure):
    """As README says it: clone, `make run`, `make test`; here in a folder with a difficult name."""
    with bare_machine.machine(suite) as folder:
        python = bare_machine.told(bare_machine.inside(folder, "python3", "-V")).strip()
        clone = folder / "root" / "鹤 毛#1"
        bare_machine.told(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone])
        with running(make(folder, clone, "run"), BIND=f"127.0.0.1:{port}") as server:
            assert answers(server, f"http://127.0.0.1:{port}/healthz"), server.stdout.read()
        said = bare_machine.told(make(folder, clone, "test"), env=bare_machine.environment())
        figure(f"{suite}, {python}: make run answered, make test: {said.splitlines()[-1]}")


def make(folder, clone, word):
    return bare_machine.inside(folder, "make", "-C", f"/{clone.relative_to(folder)}", word)


@contextmanager
def running(command, **given):
    process = subprocess.Popen(
        command,
        env=bare_machine.environment(**given),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(server, url):
    deadline = time.monotonic() + 1800  # a bound on hanging, not on speed
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.status == 200
        except OSError:
            time.sleep(0.5)
    return False


def test_other_pythons(tmp_path, figure):
    """Each Python here makes its .venv over another's, or says in one line that it is too old.

    In the gate one makes an empty one, in the trial all make the real one.
    """
    made = refused = 0
    for python, version in pythons():
        home = clone_of_bootstrap(tmp_path / f"鹤 毛 {version}")
        if version < bootstrap.OLDEST:
            assert_refused(bootstrapped(python, home), version)
            refused += 1
        elif made < trial.length(sample=1, whole=99):
            assert_made(python, home)
            made += 1
    assert made
    figure(f"bootstrap.py under other Pythons: {made} made .venv, {refused} were refused")


def pythons():
    """The Pythons of this machine with their versions, ours first."""
    yield sys._base_executable, sys.version_info[:2]
    for minor in range(6, 20):
        found = shutil.which(f"python3.{minor}")
        # One that pyenv does not lead anywhere is none.
        if found and minor != sys.version_info[1] and bare_machine.quiet([found, "-V"]) == 0:
            yield found, (3, minor)


def clone_of_bootstrap(home):
    """What bootstrap.py needs, and in its way an environment that is not its own."""
    (home / "hemao").mkdir(parents=True)
    shutil.copy(ROOT / "hemao/bootstrap.py", home / "hemao")
    (home / "requirements").mkdir()
    for lock in ("run", "dev", "pdf"):
        shutil.copy(ROOT / f"requirements/{lock}.txt", home / "requirements")
        if not trial.WHOLE:
            (home / f"requirements/{lock}.txt").write_text("# nothing\n")
    (home / ".venv").symlink_to(sys.prefix)
    return home


def bootstrapped(python, home):
    """Run by somebody whose files are private, who has no home and no Chinese terminal."""
    own = {"PATH": os.environ["PATH"], "HOME": "/proc/nowhere", "LC_ALL": "C", "PIP_USER": "1"}
    return subprocess.run(
        [python, home / "hemao/bootstrap.py", "run"],
        env=bare_machine.environment(**own, PYTHONIOENCODING="ascii"),
        umask=0o077,
        capture_output=True,
        text=True,
    )


def assert_refused(result, version):
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert f"PYTHON3=python{bootstrap.dotted(bootstrap.OLDEST)}" in result.stderr


def assert_made(python, home):
    first = bootstrapped(python, home)
    assert first.returncode == 0, first.stderr
    assert not (home / ".venv").is_symlink()
    theirs, asked = home / ".venv/bin/python", "import sys; print(sys.version)"
    for command in ([theirs, "-m", "pip", "check"], *installed(theirs)):
        bare_machine.told(command)
    assert bare_machine.told([theirs, "-c", asked]) == bare_machine.told([python, "-c", asked])
    # The second time nothing is to be done.
    assert bootstrapped(python, home).stderr == ""


def installed(python):
    return [[python, "-c", "import django, lxml, PIL, psycopg"]] if trial.WHOLE else []
