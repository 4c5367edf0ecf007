"""The search of figures beside the editor, which is a page of its own where there is no script."""

from django.shortcuts import render

from reports.studio.views import for_office
from reports.words import finding
from reports.words.stored import stored_or_404

LONGEST = 60  # characters that are searched for


@for_office
def report_figures(request, pk):
    """What `find` may mean in this report, each with every way to write it; static/js/finding.js
    takes the results out of the page.
    """
    report, typed = stored_or_404(pk), request.GET.get("find", "").strip()[:LONGEST]
    found, more = finding.search(report, typed)
    context = {"report": report, "typed": typed, "found": found, "more": more}
    return render(request, "reports/report_figures.html", context)
