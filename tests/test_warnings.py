"""A warning about our own code is an error; one about a library is listed and stops nobody."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.deprecation import RemovedInNextVersionWarning

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))

# Tests of another run, under our settings: `warn` warns in the name of any module.
SAMPLE = """
import threading
import warnings

import pytest
from django.core.paginator import UnorderedObjectListWarning
from django.utils.deprecation import RemovedAfterNextVersionWarning, RemovedInNextVersionWarning


def warn(module, category):
    exec("import warnings; warnings.warn('the sample', category)", {**locals(), "__name__": module})


@pytest.mark.parametrize("module", MODULES)
def test_of_ours(module):
    warn(module, DeprecationWarning)


@pytest.mark.parametrize(
    "category",
    [RemovedInNextVersionWarning, RemovedAfterNextVersionWarning, RuntimeWarning,
     UnorderedObjectListWarning],
)
def test_by_django_of_ours(category):
    warn("django.db.models.fields", category)


def test_unclosed_file():
    handle = open(__file__)


def test_unclosed_file_that_a_library_dropped():
    warn("pypinyin.core", ResourceWarning)


def test_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_exception_nobody_could_catch():
    class Closing:
        def __del__(self):
            1 / 0

    Closing()


@pytest.mark.parametrize(
    "category",
    [DeprecationWarning, PendingDeprecationWarning, FutureWarning, UserWarning, RuntimeWarning,
     ImportWarning, RemovedInNextVersionWarning, RemovedAfterNextVersionWarning],
)
@pytest.mark.parametrize("module", ["pypinyin.core", "django_filters.views", "hypothesis", "testsuite"])
def test_by_a_library(module, category):
    warn(module, category)


@pytest.mark.parametrize("category", [DeprecationWarning, PendingDeprecationWarning])
def test_by_python_of_django(category):
    warn("django.db.models.fields", category)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What the sample printed, and how each test of it ended."""
    folder = tmp_path_factory.mktemp("warnings")
    sample, report = folder / "sample.py", folder / "report.xml"
    sample.write_text(SAMPLE.replace("MODULES", repr([*OURS, "manage", f"{OURS[0]}.models"])))
    options = ["-c", ROOT / "pyproject.toml", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += [f"--basetemp={folder / 'temp'}", f"--junitxml={report}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, sample], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout + done.stderr, outcomes(report)


def outcomes(report):
    """How each test of the run ended, by its name without what it was given."""
    ended = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.get("name").partition("[")[0]
        ended.setdefault(name, []).append("passed" if len(case) == 0 else "failed")
    return ended


def test_who_is_stopped(run):
    printed, ended = run
    assert ended == {
        "test_of_ours": ["failed"] * (len(OURS) + 2),
        "test_by_django_of_ours": ["failed"] * 4,
        "test_unclosed_file": ["failed"],
        "test_unclosed_file_that_a_library_dropped": ["failed"],
        "test_exception_in_a_thread": ["failed"],
        "test_exception_nobody_could_catch": ["failed"],
        "test_by_a_library": ["passed"] * 4 * 8,
        "test_by_python_of_django": ["passed"] * 2,
    }, printed


def test_what_stops_nobody_is_listed(run):
    printed, _ = run
    listed = printed.partition(" warnings summary ")[2]
    for category in (DeprecationWarning, UserWarning, RemovedInNextVersionWarning):
        assert f"{category.__name__}: the sample" in listed, printed


def test_our_tests_go_by_the_name_that_is_asked_for():
    # How pytest imports them decides it.
    assert __name__.startswith("tests.")
