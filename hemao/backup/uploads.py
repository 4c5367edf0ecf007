"""Photos, scans and workbooks: the files that are there, and those that rows name."""

import time
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db.models import FileField

from hemao.backup.databases import tables
from papers.photos import PhotoField, thumbnail_of

# A file is written before its row is stored: a young one without a row may get one yet.
YOUNG = 600  # seconds


class Named(NamedTuple):
    """A file that a row names."""

    name: str
    row: str  # in words: 走访照片 第12号


def fields():
    """Every field of a model that keeps a file, but for those of tables of somebody else."""
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return [
        field
        for model in models
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField)
    ]


def names_of(field, name):
    """The files that `name` in a row of `field` stands for: a photo has a small one beside it."""
    return [name, thumbnail_of(name)] if isinstance(field, PhotoField) else [name]


def named(reader):
    """Every file that a row names, voided or not. An older database lacks some of the columns."""
    for field in fields():
        meta = field.model._meta
        if not {meta.pk.column, field.column} <= tables.columns(reader, meta.db_table):
            continue
        rows = reader.execute(
            f'SELECT "{meta.pk.column}", "{field.column}" FROM "{meta.db_table}" '
            f"WHERE \"{field.column}\" <> '' ORDER BY 1"
        )
        for pk, name in rows.fetchall():
            for each in names_of(field, name):
                yield Named(each, f"{meta.verbose_name} 第{pk}号")


def present(folder: Path) -> list[str]:
    """The names of all files below `folder`, as rows would name them."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path.relative_to(folder).as_posix() for path in found)


class UploadsCheck(NamedTuple):
    """What does not fit: rows whose file is not there, and files that no row names."""

    missing: list[Named]
    stray: list[str]
    count: int


def check(place) -> UploadsCheck:
    """Compare the files of `place` with its rows, while others store some; nothing is changed."""
    there = set(present(place.uploads))
    with place.database.reader() as reader:
        wanted = list(named(reader))
    # What came after the list of files was made is looked for once more.
    missing = [
        each
        for each in wanted
        if each.name not in there and not (place.uploads / each.name).is_file()
    ]
    stray = there - {each.name for each in wanted}
    old = sorted(name for name in stray if is_old(place.uploads / name))
    return UploadsCheck(missing, old, len({each.name for each in wanted}) - len(missing))


def is_old(path):
    return path.exists() and time.time() - path.stat().st_mtime > YOUNG
