"""The lists behind a number, as pages, cards and exports show them: of a rate first what is not in it."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet

from records import reads
from reports.asking.registry import Shape, figure_called
from reports.figures import rows
from reports.figures.deciding import shown_for
from reports.figures.rows import ROWS_ON_A_CARD, WITHHELD
from township.numbers import plain

ROWS_A_PAGE = 50


class Behind(NamedTuple):
    """One list: what it is called, its rows, and what they are counted in."""

    title: str
    rows: QuerySet
    unit: str = ""

    def how(self, asked):
        """How its rows are shown (a Shown)."""
        return shown_for(asked.figure, self.rows.model, asked.day)

    def heading(self, total):
        """不在其中的2件, 明细."""
        return f"{self.title}的{total}{self.unit}" if self.unit else self.title


def lists_behind(asked, period):
    """The lists behind `asked` in `period` (a Seen): one; of a rate what is not in it, then what is.

    Whoever opens a rate asks which ones are missing: those are few, and come first.
    """
    querysets = asked.figure.querysets(period, asked.member)
    if asked.figure.shape is not Shape.RATE:
        return [Behind("明细", querysets[0])]
    part, whole = querysets
    known = [figure_called(name) for name in asked.figure.parts]
    unit = known[0].unit if known and known[0] else "条"
    return [
        Behind("不在其中", whole.exclude(pk__in=part.order_by().values("pk")), unit),
        Behind("在其中", part, unit),
    ]


def tables(request, period, asked, address_of):
    """The lists behind a number; `address_of(place)` is where the list at that place is exported."""
    if period is None:
        return []
    return [
        table(request, behind, behind.how(asked), f"page{place}")
        | {"export_url": address_of(place)}
        for place, behind in enumerate(lists_behind(asked, period))
    ]


def table(request, behind, how, page_parameter):
    """One list of rows, fifty a page, with a note on how many this reader may not see."""
    everything = behind.rows.count()
    visible = how.visible_rows(behind.rows, request.user)
    paginator = Paginator(how.prepare(visible), ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get(page_parameter))
    entries = [
        {"url": rows.url_of(row, request.user), "cells": [how.cell(c, row) for c in how.columns]}
        for row in page
    ]
    if how.is_personal and entries:
        note(request, behind, len(entries))
    hidden = everything - paginator.count
    return {
        "title": behind.heading(everything),
        "total": everything,
        "is_named": bool(behind.unit),
        "columns": how.headings(),
        "rows": entries,
        "page_obj": page,
        "page_parameter": page_parameter,
        "hidden_note": f"{f'其中{hidden}条' if entries else '明细'}{WITHHELD}" if hidden else "",
    }


def note(request, behind, count):
    reads.note(request, f"数字明细·{behind.rows.model._meta.verbose_name}", rows=count)


def first_rows(request, period, asked):
    """[{title, rows}] for a card: the first few rows that this reader may see, those not in a rate first.

    Each row is its address, "" where this reader has none, and two lists of short texts: what it is
    called, and what decided.
    """
    found, room = [], ROWS_ON_A_CARD
    for behind in lists_behind(asked, period):
        how = behind.how(asked)
        visible = how.prepare(how.visible_rows(behind.rows, request.user))
        page = list(visible[:room]) if room else []
        room -= len(page)
        if how.is_personal and page:
            note(request, behind, len(page))
        if page:
            entries = [
                {
                    "url": rows.url_of(row, request.user),
                    "cells": card_line(how, row, asked.figure),
                    "decided": how.reasons(row),
                }
                for row in page
            ]
            found.append({"title": behind.title if behind.unit else "", "rows": entries})
    return found


def card_line(how, row, figure):
    """The first columns of a row, without what is said twice; of a sum its amount as well."""
    cells = [column(row) for _, column in how.columns[: rows.CELLS_ON_A_CARD]]
    cells = [
        cell
        for cell, following in zip(cells, [*cells[1:], ""], strict=True)
        if cell and not following.startswith(cell)
    ]
    if figure.shape is Shape.SUM:
        cells.append(f"{plain(getattr(row, figure.field))}{figure.unit}")
    return cells
