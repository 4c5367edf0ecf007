"""Which column of a table is which column of its kind: as it was set by hand before, by its head, then
by what its cells look like."""

import re

from imports.kinds.words import key_of
from imports.models import HeadChoice
from imports.reading import looks_like

LOOKED_AT = 200


def propose(kind, table):
    """[the name of the column of `kind`, or ""] for each heading of `table` (imports.reading.Table)."""
    fields, settled = as_before(kind, table.headings)
    taken = set(fields) - {""}
    for fits in (has_heading, ends_with_heading, looks_so):
        for place, heading in enumerate(table.headings):
            if fields[place] or place in settled:
                continue
            values = [row.cells[place] for row in table.rows[:LOOKED_AT]]
            free = (column for column in kind.columns if column.name not in taken)
            found = next((column for column in free if fits(column, heading, values)), None)
            if found:
                fields[place] = found.name
                taken.add(found.name)
    # Cells that look like days or names say nothing by themselves: some head has to be known.
    return fields if any(key_of(one.words) for one in table.headings) else [""] * len(fields)


def as_before(kind, headings):
    """([the name of the column or ""], {the places that a clerk has settled}): what the clerk said of
    a head with the same words, in a table of this kind."""
    known = dict(HeadChoice.objects.filter(kind=kind.key).values_list("words", "field"))
    names = {"", *(column.name for column in kind.columns)}
    fields, settled = [""] * len(headings), set()
    for place, heading in enumerate(headings):
        field = known.get(head_key(heading.words))
        if field in names and (field == "" or field not in fields):
            fields[place] = field
            settled.add(place)
    if len(settled) == len(headings) and not any(fields):
        # Nothing at all is no table, and without its page nobody could say otherwise.
        return fields, set()
    return fields, settled


def head_key(words):
    return key_of(words)[: HeadChoice._meta.get_field("words").max_length]


def remember(kind, columns):
    """Keep what a clerk set by hand: `columns` {head words: name of the column, or ""}."""
    rows = [
        HeadChoice(kind=kind.key, words=key, field=field)
        for key, field in {head_key(words): field for words, field in columns.items()}.items()
        if key
    ]
    HeadChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "words"], update_fields=["field"]
    )


def names_of(column):
    return {key_of(words) for words in (column.heading, *column.also)}


def has_heading(column, heading, values):
    return key_of(heading.words) in names_of(column)


def ends_with_heading(column, heading, values):
    """Of a head in two rows the lower one: 提建议人·姓名."""
    last = key_of(re.split("[·/]", heading.words)[-1])
    return bool(last) and last in names_of(column)


def looks_so(column, heading, values):
    """An unnamed column, or one with another name, is taken by its looks only where they are plain."""
    return bool(column.looks) and not key_of(heading.words) and column.looks in looks_like(values)
