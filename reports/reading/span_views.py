"""Years side by side, for office and leadership."""

from django.http import Http404
from django.shortcuts import render

from records import reads
from reports.asking.periods import span_of
from reports.asking.readers import for_readers
from reports.words import spans

# Eight terms; each year costs four statements, and nobody reads more columns on one page.
YEARS_AT_MOST = 40


def span_or_404(first, last):
    """The Span of the years `first` to `last`; Http404 where they are no years of ours."""
    if not 0 < last - first < YEARS_AT_MOST:
        raise Http404
    try:
        span_of(first, last)
    except LookupError:
        raise Http404 from None
    return spans.Span(first, last)


@for_readers
def report_span(request, first, last):
    """Every figure of the years `first` to `last`, with its change and what they come to."""
    span = span_or_404(first, last)
    reads.note(request, "年度对比", object_id=f"{first}-{last}")
    context = {
        "first": first,
        "last": last,
        "span": span,
        "groups": [{"title": title, "lines": lines} for title, lines in span.groups().items()],
    }
    return render(request, "reports/report_span.html", context)
