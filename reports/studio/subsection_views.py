"""One 小节 of a section by itself: two clerks who write in different ones do not meet."""

import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from records.admin.forms import put_errors
from reports.asking import spelling
from reports.asking.placeholders import STYLES
from reports.studio import services
from reports.studio.forms import SubsectionForm
from reports.studio.views import (
    differences,
    for_office,
    in_words,
    over,
    previewed,
    section_or_404,
    subsection_links,
)
from reports.words import catalogue, outline
from reports.words.subsections import counterpart, subsections_of

GONE = (
    "没有保存：同事刚刚把这一小节去掉了，或者并到别的小节里了。您写的还在下面，请到整个部分里去改。"
)


@for_office
def subsection_edit(request, pk, section, number):
    """The words of the `number`-th 小节 (from 1), in the editor of sections."""
    row = section_or_404(pk, section)
    with outline.speaking_of(row.report):
        return subsection_page(request, row, number)


def subsection_page(request, row, number):
    one, theirs = subsection_or_404(request, row, number), None
    form = SubsectionForm(
        request.POST or None,
        initial={"text": spelling.said(one.text), "version": one.mark} if one else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.write_subsection(row, index=number - 1, by=request.user, **form.cleaned_data)
        except services.Overtaken as error:
            theirs = theirs_of(error.stored, number - 1, form.cleaned_data["text"])
            if theirs:
                put_errors(form, error)
                form = over(form, theirs)
            else:
                form.add_error(None, GONE)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return saved(request, row, number)
    context = {
        "report": row.report, "section": in_words(row), "form": form, "theirs": theirs,
        "shown": number, "subsections": subsection_links(row),
        "differences": differences(theirs, form) if theirs else (),
        "preview": previewed(row, form, one.first if one else 1),
        "preview_url": reverse("report-subsection-preview", args=[row.report_id, row.pk, number]),
        "groups": catalogue.catalogue(row.report.periods).items(),
        "styles": STYLES, "names": catalogue.names(),
    }  # fmt: skip
    return render(request, "reports/section_edit.html", context)


def subsection_or_404(request, row, number):
    """The `number`-th of several Subsections. While words are sent it may be gone, and is None: they
    are not thrown away for that.
    """
    known = subsections_of(row.text)
    if len(known) > 1 and 1 <= number <= len(known):
        return known[number - 1]
    if request.method == "POST" and number >= 1:
        return None
    raise Http404


def theirs_of(stored, index, typed):
    """The Section `stored` with the words that a colleague gave this 小节, and their mark as its version;
    None where they took it out.
    """
    heading = subsections_of(spelling.stored(typed))[0].heading
    one = counterpart(subsections_of(stored.text), index, heading)
    if one is None:
        return None
    theirs = copy.copy(stored)
    theirs.title, theirs.text, theirs.version = "", spelling.said(one.text), one.mark
    return theirs


def saved(request, row, number):
    """To the same 小节, or to where it went: its heading may be gone, or there may be one more."""
    row.refresh_from_db()
    known = subsection_links(row)
    name = dict(known).get(number)
    messages.success(request, f"“{name or in_words(row)}”存好了。")
    if "back" in request.POST:
        return redirect("report-edit", row.report_id)
    return redirect("report-subsection", row.report_id, row.pk, number) if name else redirect(row)


@for_office
@require_POST
def subsection_preview(request, pk, section, number):
    """What the typed words say, as a fragment for static/js/studio.js."""
    row = section_or_404(pk, section)
    one = subsection_or_404(request, row, number)
    preview = previewed(row, SubsectionForm(request.POST), one.first if one else 1)
    return render(request, "reports/section_preview.html", {"preview": preview})
