"""The report studio: where the office writes what a report says. Others read; to them it is 404."""

import copy
import difflib
import uuid
from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import office_only
from records import once
from records.admin.forms import INCOMPLETE, put_errors
from reports.asking import spelling, units
from reports.asking.placeholders import STYLES
from reports.asking.readers import for_readers
from reports.editions import closing
from reports.models import Report, Section
from reports.studio import renewing, services
from reports.studio.forms import DiscardForm, NewReportForm, NewSectionForm, SectionForm
from reports.words import catalogue, drafting, finding, meanings, outline, subsections
from reports.words.stored import stored_or_404
from township.spans import today

Kind = Report.Kind


def for_office(view):
    """Only those who keep the records; for others the page is not there."""

    @wraps(view)
    @for_readers
    def guarded(request, *args, **kwargs):
        office_only(request)
        return view(request, *args, **kwargs)

    return guarded


@for_office
def report_new(request):
    """A report of any kind begins here, from its outline or from an earlier one."""
    day = today()
    form = NewReportForm(request.POST or None, initial={"year": day.year, "kind": Kind.PRESIDIUM})
    if request.method == "POST" and form.is_valid():
        report = stored_once(request, form, lambda: begun(form, request.user))
        if not form.errors:
            return redirect("report-edit", report.pk) if report else redirect("report-list")
    context = {"form": form, "once": once.once_key(request) or uuid.uuid4()}
    return render(request, "reports/report_new.html", context)


def begun(form, user):
    form.refuse_second()
    return services.begin(form.draft(), by=user)


def stored_once(request, form, store):
    """What `store` made; None where the same form did so before, or `form` says why not."""
    if once.once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return None
    try:
        with transaction.atomic():
            if once.is_first(request):
                return store()
    except ValidationError as error:
        put_errors(form, error)
        return None
    messages.info(request, "这一份已经存过了，没有重复登记。")
    return None


@for_readers
@require_POST
def report_begin(request, year, kind):
    """Store the draft that a year's page shows: to be edited, or (`then`=close) to be closed."""
    is_to_close = request.POST.get("then") == "close"
    if kind not in Report.ONE_A_YEAR or not (request.user.is_office or is_to_close):
        raise Http404
    draft = drafting.report_of(year, kind)
    if draft.own_term is None:
        messages.error(request, f"{year}年不在任何一届之内，请先登记届次。")
        return redirect("report-year", year)
    report = draft if draft.pk else services.begin(draft, by=request.user)
    return redirect("report-close" if is_to_close else "report-edit", report.pk)


@for_office
def report_edit(request, pk):
    """The parts of a report in their order; each opens its own page."""
    report = stored_or_404(pk)
    form = NewSectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add = partial(services.add_section, report, by=request.user, **form.cleaned_data)
        section = stored_once(request, form, add)
        if not form.errors:
            return redirect(section) if section else redirect("report-edit", pk)
    document, following = outline.render(report), report.editions.following()
    context = {
        "report": report, "form": form, "once": once.once_key(request) or uuid.uuid4(),
        "document": document, "meanings": meanings.changed(report, document.values),
        "sections": numbered(report),
        "settings_url": reverse("admin:reports_report_change", args=[pk]),
        "called": closing.called(following), "is_open": following == 1,
        "differing": differing(report) if following == 1 else 0,
    }  # fmt: skip
    return render(request, "reports/report_edit.html", context)


def differing(report):
    """How many parts of the outline say something else by now than this report."""
    parts, _ = renewing.compared(report, list(report.sections.all()))
    return sum(not part.is_same for part in parts)


@for_office
@require_POST
def report_meanings(request, pk):
    """知道了: the office has read what the numbers of this report have come to mean."""
    report = stored_or_404(pk)
    services.note_meanings(report)
    return redirect(report.live_url)


def open_or_404(pk):
    """The stored Report that nobody has closed yet."""
    report = stored_or_404(pk)
    if report.editions.exists():
        raise Http404
    return report


@for_office
def report_discard(request, pk):
    """Asks before a report that was begun by mistake is thrown away, and says what goes with it."""
    report = open_or_404(pk)
    form = DiscardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.discard(report, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{report}”不要了。变更记录里还有它的文字。")
            return redirect("report-list")
    sections = list(report.sections.select_related("changed_by"))
    context = {
        "report": report, "form": form, "sections": sections,
        "changed": [section for section in sections if section.version > 1],
        "latest": max(sections, key=lambda section: section.changed_at, default=None),
    }  # fmt: skip
    return render(request, "reports/report_discard.html", context)


def numbered(report):
    """(number or "", Section, its outline) of every section, those left out included."""
    with outline.speaking_of(report):
        return list(each_numbered(report))


def each_numbered(report):
    count = 0
    for section in report.sections.select_related("changed_by"):
        counts = section.title and report.numbers_sections and not section.is_left_out
        count += bool(counts)
        number = f"{outline.chinese_number(count)}、" if counts else ""
        yield number, in_words(section), subsection_links(section)


def section_or_404(pk, section):
    rows = Section.objects.select_related("report__term", "report__session__term", "changed_by")
    return get_object_or_404(rows, report__pk=pk, pk=section)


DO = {
    "up": lambda section, by: services.move_section(section, up=True, by=by),
    "down": lambda section, by: services.move_section(section, up=False, by=by),
    "out": lambda section, by: services.leave_out(section, is_left_out=True, by=by),
    "in": lambda section, by: services.leave_out(section, is_left_out=False, by=by),
}


@for_office
@require_POST
def section_do(request, pk, section):
    """Move a section up or down, leave it out or take it in again."""
    row = section_or_404(pk, section)
    verb = DO.get(request.POST.get("do"))
    if verb is None:
        raise Http404
    verb(row, request.user)
    return redirect("report-edit", pk)


@for_office
def section_edit(request, pk, section):
    """The words at the left, what they say at the right, and the catalogue of numbers beside."""
    row = section_or_404(pk, section)
    with outline.speaking_of(row.report):
        return section_page(request, row)


def section_page(request, row):
    theirs, words = None, in_words(row)
    initial = {"title": words.title, "text": words.text, "version": row.version}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.write_section(row, by=request.user, **form.cleaned_data)
        except services.Overtaken as error:
            theirs = in_words(error.stored)
            put_errors(form, error)
            form = over(form, theirs)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{in_words(row)}”存好了。")
            return redirect("report-edit" if "back" in request.POST else row, *back(request, row))
    context = {
        "report": row.report, "section": words, "form": form, "theirs": theirs,
        "differences": differences(theirs, form) if theirs else (),
        "preview": previewed(row, form),
        "groups": catalogue.catalogue(row.report.periods).items(),
        "names": catalogue.names(), "styles": STYLES, "subsections": subsection_links(row),
        "preview_url": reverse("report-section-preview", args=[row.report_id, row.pk]),
    }  # fmt: skip
    return render(request, "reports/section_edit.html", context)


def subsection_links(row):
    """(number from 1, heading) of each 小节 of a section; nothing of one that has no two."""
    known = subsections.subsections_of(in_words(row).text)
    return [(n, one.heading or "开头") for n, one in enumerate(known, 1)] if len(known) > 1 else []


def in_words(section):
    """A copy of `section`, not to be stored, whose placeholders are in the words of the town."""
    shown = copy.copy(section)
    shown.title, shown.text = spelling.said(section.title), spelling.said(section.text)
    return shown


def back(request, row):
    return [row.report_id] if "back" in request.POST else []


def over(form, stored):
    """`form` with what was typed, to be saved over `stored` once its writer has seen both."""
    data = form.data.copy()
    data["version"] = str(stored.version)
    again = type(form)(data)
    again.is_valid()
    for field, errors in form.errors.items():
        again.add_error(None if field == "__all__" else field, errors.as_data())
    return again


def differences(theirs, form):
    """("same", "mine" or "theirs", line) of the two versions, in order."""
    said = form.cleaned_data
    mine = [said.get("title", ""), *said.get("text", "").splitlines()]
    stored = [theirs.title, *theirs.text.splitlines()]
    # Line by line, not within them as ndiff does: that takes minutes where all lines differ.
    steps = difflib.SequenceMatcher(None, stored, mine, autojunk=False).get_opcodes()
    for kind, a, b, c, d in steps:
        if kind == "equal":
            yield from (("same", line) for line in stored[a:b])
        else:
            yield from (("theirs", line) for line in stored[a:b])
            yield from (("mine", line) for line in mine[c:d])


def previewed(row, form, first=1):
    """{document, problems, near, doubled} of the words as they are typed now; nothing of it is stored.
    `first` is the number of the first small heading.

    What is wrong is marked in the document, and the rest of it is said all the same.
    """
    data = form.data if form.is_bound else form.initial
    row = Section(
        report=row.report, order=row.order, title=data.get("title", ""), text=data.get("text", "")
    )
    words, wrong = f"{row.title}\n{row.text}", {}
    try:
        row.clean()
    except ValidationError as error:
        wrong = {"problems": error.messages, "near": finding.near(row.report, words)}
    document = outline.render_section(row.report, row, is_typed=bool(wrong), first=first)
    return wrong | {"document": document, "doubled": units.doubled(words)}


@for_office
@require_POST
def section_preview(request, pk, section):
    """What the typed words say, as a fragment for static/js/studio.js."""
    row = section_or_404(pk, section)
    context = {"preview": previewed(row, SectionForm(request.POST))}
    return render(request, "reports/section_preview.html", context)
