"""The handbook says what the program does: its chart and its pictures are the real ones."""

import re
from pathlib import Path

from motions import lifecycle
from motions.models import Motion, Verb

DOCS = Path(__file__).parent.parent / "docs"
HANDBOOK = (DOCS / "手册.md").read_text(encoding="utf-8")
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_the_chart_is_drawn_from_the_table():
    assert f"```mermaid\n{lifecycle.chart()}\n```" in HANDBOOK


def test_every_button_is_named():
    labels = {step.label for step in lifecycle.STEPS.values()} - {"修改", "附议"}
    assert [label for label in labels if label not in HANDBOOK] == []


def test_the_chart_knows_every_state_and_draws_no_arrow_twice():
    chart = lifecycle.chart()
    assert [status for status in Motion.Status if status.label not in chart] == []
    arrows = re.findall(r"^    (\S+ --> \S+?):", chart, re.M)
    assert len(arrows) == len(set(arrows)) > 15


def test_every_verb_has_its_row_in_the_table():
    """But for the one that only a changed rule can make necessary."""
    assert {verb.value for verb in set(Verb) - set(lifecycle.STEPS)} <= {"recompute"}


def test_every_picture_is_there_and_shown():
    shown = set(re.findall(r"\]\((?:docs/)?pictures/([\w-]+\.png)\)", HANDBOOK + README))
    there = {path.name for path in (DOCS / "pictures").iterdir()}
    assert shown == there
