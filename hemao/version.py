"""Which version of the program this is, and of which commit of the repository."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def version() -> str:
    """The project's version, as pyproject.toml says it."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]


@cache
def commit() -> str:
    """The commit that is checked out; "" where the program did not come as a repository."""
    if not (ROOT / ".git").exists():
        return ""
    command = ["git", "-C", ROOT, "rev-parse", "HEAD"]
    try:
        return subprocess.check_output(command, stderr=subprocess.DEVNULL, text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return ""  # no git, or a repository of somebody else: the version has to do


def in_words(number: str, commit_: str) -> str:
    """A version for a person: 0.1.0（提交 c648339f1a2b）."""
    return f"{number}（提交 {commit_[:12]}）" if commit_ else number
