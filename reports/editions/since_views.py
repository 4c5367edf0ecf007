"""定稿以后: what was corrected, what only went on, and which figures are defined anew."""

from collections import Counter

from django.core.paginator import Paginator
from django.shortcuts import render

from reports.asking.readers import for_readers
from reports.editions.addresses import figure_address
from reports.editions.kept import edition_or_404
from reports.editions.views import note_personal
from reports.figures import rows
from reports.figures.rows import WITHHELD
from reports.since import corrections, drift, progress, telling
from reports.since.afterwards import Afterwards

EVENTS_A_PAGE, ROWS_AT_MOST = 50, 20


@for_readers
def edition_drift(request, pk, number):
    """定稿后变动, event by event: who changed which record when, and which numbers moved with it."""
    chosen = edition_or_404(pk, number, and_also=["rebase"])
    after = Afterwards(chosen, drift.rows_moved(chosen))
    left, unexplained = corrections.attach(after)
    page = Paginator(after.corrections, EVENTS_A_PAGE).get_page(request.GET.get("page0"))
    groups = progress.groups(progress.lines(after))
    words = words_of(request, page.object_list, left, groups)
    is_as_closed = not (after.corrections or left or unexplained)
    context = {
        "edition": chosen, "report": chosen.report, "page_obj": page, "withheld": WITHHELD,
        "day": drift.closing_day(after.facts, chosen), "is_as_closed": is_as_closed,
        "summary": corrections.summary_of(after),
        "events": [with_numbers(telling.told_change(one, words), chosen) for one in page],
        "left": [with_numbers(told_left(one, words), chosen) for one in left],
        "unexplained": numbers_of([*unexplained, *(m for m in after.moved if m.note)], chosen),
        "groups": [telling.told_group(*group, words) for group in groups],
        **defined_anew(after.moved, request.user, chosen),
        "untold": rows.names_of(drift.untold(chosen)),
    }  # fmt: skip
    return render(request, "reports/edition_drift.html", context)


def words_of(request, events, left, groups):
    """The words of all that the page shows; that personal records were read is noted."""
    keys = [one.key for one in left]
    keys += [line.key for _, lines in groups for line in lines[: telling.LINES_AT_MOST]]
    words = telling.words_for(request.user, [one.change for one in events], keys)
    seen = {key[0]: 0 for key in words.records}
    seen |= Counter(key[0] for key in words.records if words.record(key)[1])
    note_personal(request, "定稿后变动", {k: n for k, n in seen.items() if k in rows.LABELS})
    return words


def told_left(leftover, words):
    """A Leftover as the page shows it, like a correction without a time and a name."""
    kind, said, url = words.record(leftover.key)
    return {
        "kind": leftover.kind, "record": kind, "words": said, "url": url, "moved": leftover.moved,
        "is_withheld": telling.is_withheld(leftover.key[0], words.user),
    }  # fmt: skip


def with_numbers(entry, chosen):
    return entry | {"numbers": numbers_of(entry["moved"], chosen)}


def numbers_of(moved, chosen):
    return [{"moved": one, "url": figure_address(chosen, one.index)} for one in moved]


def defined_anew(moved, user, chosen):
    """Of `moved` the figures that are defined anew: those that tell something, and the others."""
    redefined = [one for one in moved if one.redefined]
    known = rows.by_key(keys_of(redefined), user)
    return {
        "redefined": [redefined_card(one, known, chosen) for one in redefined if is_told(one)],
        "same": [one for one in redefined if not is_told(one)],
    }


def keys_of(moved):
    found = {}
    for one in moved:
        for label, key in (*one.counted, *one.left_out):
            found.setdefault(label, set()).add(key)
    return found


def is_told(one):
    """False of a figure that is defined anew, and says what it said, of the same rows."""
    return one.is_other_value or one.counted or one.left_out


def redefined_card(one, known, chosen):
    """A figure that is defined anew, with the rows that only the new definition counts or leaves out."""
    kinds = (("按现在的口径计入", one.counted), ("按现在的口径不计入", one.left_out))
    parts = [part_of(title, keys, known) for title, keys in kinds if keys]
    return {
        "moved": one, "parts": parts, "withheld": WITHHELD,
        "url": figure_address(chosen, one.index),
    }  # fmt: skip


def part_of(title, keys, known):
    lines = [known[key] for key in keys if key in known]
    return {
        "title": title, "count": len(keys), "lines": lines[:ROWS_AT_MOST],
        "rest": max(0, len(lines) - ROWS_AT_MOST), "hidden": len(keys) - len(lines),
    }  # fmt: skip
