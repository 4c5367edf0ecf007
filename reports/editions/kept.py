"""Which editions there are: one by its number, the newest of a report, and what has corrected one."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from reports.models import Edition
from township.spans import day_in_words


def chosen_from(*, whole=False, and_also=()):
    """Editions with what their pages say; with their files where the `whole` is sent."""
    rows = Edition.objects.select_related("report__term", "made_by", *and_also)
    return rows if whole else rows.defer("word", "pdf")


def edition_or_404(pk, number, *, whole=False, and_also=()):
    # By the key itself: a relation does not know that a number is too large to be stored.
    rows = chosen_from(whole=whole, and_also=and_also)
    return get_object_or_404(rows, report__pk=pk, number=number)


def newest(*, whole=False, **report):
    """The newest Edition of the report that `report` (fields of Edition) names, or None."""
    return chosen_from(whole=whole).filter(**report).order_by("-number").first()


def newest_of_each():
    """{key of a report: its newest Edition}, for lists; one statement."""
    rows = Edition.objects.without_bytes().select_related("report").order_by("number")
    return {row.report_id: row for row in rows}


def state_of(successor):
    """What an edition is called that `successor` has corrected."""
    return f"已由第{successor.number}版更正"


def notice_of(successor):
    """The line that its text and its files carry."""
    day = day_in_words(timezone.localdate(successor.made_at))
    return f"本版{state_of(successor)}（{day}），不再使用"
