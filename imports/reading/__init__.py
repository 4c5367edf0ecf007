"""From whatever file an office has to tables of cells that are understood: head, body, and what was left out.

It knows no models and no kinds of records. Identity numbers never leave `read_file` and `read_pasted`.
"""

from imports.reading.content import looks_like
from imports.reading.files import read_file, read_pasted
from imports.reading.identity import without_identity
from imports.reading.sheets import LeftOut, Sheet, Value
from imports.reading.tables import Heading, Table, TableRow, understand

__all__ = [
    "Heading",
    "LeftOut",
    "Sheet",
    "Table",
    "TableRow",
    "Value",
    "looks_like",
    "read_file",
    "read_pasted",
    "understand",
    "without_identity",
]
