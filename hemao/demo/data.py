"""Reads the files in data/."""

import csv
import datetime
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def toml(name):
    """The content of data/<name>.toml as a dict."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def table(name):
    """The rows of data/<name>.csv, each a dict by its Chinese header."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    """A date written YYYY-MM-DD, or None for an empty cell."""
    return datetime.date.fromisoformat(text) if text else None


def names(cell):
    """The parts of a cell that holds several: 桥头村、岳山村."""
    return [part for part in cell.split("、") if part]


def value_of(choices, label):
    """The stored value of a choice by the Chinese word that the file uses."""
    return next(value for value, word in choices.choices if word == label)
