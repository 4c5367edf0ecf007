"""Reads what comes with the program."""

import functools
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent


@functools.cache
def content(name):
    """What <name>.toml says, as a dict: `rules` or `lists`. It is read once, and only where asked for."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
