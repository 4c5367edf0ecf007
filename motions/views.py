"""Motions for everyone, as far as each may see them. What you may not see is 404."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import reads
from accounts.models import Role
from accounts.record_forms import put_errors
from motions import lifecycle, sums, workbook
from motions.cards import Row
from motions.filters import MotionFilter
from motions.forms import FORMS
from motions.models import Motion, Scope
from motions.story import Story
from motions.sums import Sum
from township.models import Town
from township.spans import today

ROWS_A_PAGE = 50
SHORTCUTS = (Sum.DUE, Sum.OVERDUE, Sum.AWAITING, Sum.PROMISED)
SUMS = (Sum.HANDED_OVER, Sum.ANSWERED, Sum.CLOSED, Sum.OVERDUE, Sum.AWAITING)


def visible_motions(request):
    """What the reader may see; for those whose work is not motions there are no such pages."""
    user = request.user
    if not (user.reads_everything_public or user.role == Role.DEPUTY):
        raise Http404
    return Motion.objects.visible_to(user)


def motion_list(request):
    rows, day = visible_motions(request), today()
    narrowed = MotionFilter(request.GET, queryset=rows, on=day)
    listed = narrowed.qs.with_lead(day).select_related("proposer", "topic", "session")
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": narrowed,
        "page_obj": page,
        "rows": [Row(motion, day) for motion in page],
        "tabs": tabs(narrowed),
        "sums": sums_above(narrowed),
        "shortcuts": shortcuts(narrowed, rows),
        "asked": rows.asking(request.user).select_related("proposer"),
        "may_export": request.user.reads_everything_public,
    }
    return render(request, "motions/motion_list.html", context)


def tabs(narrowed):
    """The scopes that hold anything, each with its count; none where there is only one."""
    counts = sums.count(
        narrowed.without("level"),
        {scope.value: Motion.objects.within_scope(scope) for scope in Scope},
    )
    current = narrowed.told.get("level", "")
    shown = [s for s in Scope if counts[s] or s == current]
    if len(shown) < 2 and not current:
        return []
    return [("", "全部", counts["total"]), *((s.value, s.label, counts[s]) for s in shown)]


def sums_above(narrowed):
    """What the list adds up to, whichever sum is opened: {sum: count}, and the share satisfied."""
    wanted = (*SUMS, Sum.RATED, Sum.SATISFIED)
    parts = {s.value: sums.what(s, Motion.objects, narrowed.on) for s in wanted}
    counts = sums.count(narrowed.without("sum"), parts)
    return {
        "total": counts["total"],
        "parts": [(s.value, s.label, counts[s]) for s in SUMS],
        "share": sums.share(counts[Sum.SATISFIED], counts[Sum.RATED]),
        "satisfied": counts[Sum.SATISFIED],
        "rated": counts[Sum.RATED],
    }


def shortcuts(narrowed, rows):
    """The lists that somebody waits for, over all that the reader sees."""
    parts = {s.value: sums.what(s, Motion.objects, narrowed.on) for s in SHORTCUTS}
    counts = sums.count(rows, parts)
    return [(s.value, s.label, counts[s]) for s in SHORTCUTS]


def motion_export(request):
    """What the list shows under its filters, as a spreadsheet for office and leadership."""
    if not request.user.reads_everything_public:
        raise Http404
    day = today()
    narrowed = MotionFilter(request.GET, queryset=visible_motions(request), on=day)
    rows = narrowed.qs.with_lead(day)
    response = HttpResponse(workbook.write(rows), content_type=workbook.CONTENT_TYPE)
    name = quote(f"议案建议_{day}.xlsx")
    response["Content-Disposition"] = (
        f"attachment; filename=\"motions-{day}.xlsx\"; filename*=UTF-8''{name}"
    )
    reads.note(request, "议案建议导出", rows=rows.count())
    return response


def visible_motion(request, pk):
    rows = visible_motions(request).select_related(
        "proposer", "topic", "session__term", "opinion", "merged_into"
    )
    rows = rows.prefetch_related(
        "handlings__department", "handlings__result_class", "ratings", "signatures__person"
    )
    return get_object_or_404(rows, pk=pk)


def motion_detail(request, pk):
    motion = visible_motion(request, pk)
    story = Story(motion, request.user, today(), Town.get())
    opinion = story.opinion()
    if opinion and opinion.household_id:
        reads.note(request, "议案建议的联系户", object_id=motion.pk)
    context = {
        "motion": motion,
        "story": story,
        "opinion": opinion,
        "buttons": story.buttons(),
        "shortage": shortage(motion),
    }
    return render(request, "motions/motion_detail.html", context)


def shortage(motion):
    """Why a bill cannot be accepted yet: too few sign it. "" where enough do, or it is no bill."""
    try:
        if motion.is_unreviewed:
            motion.refuse_too_few_movers(motion.signatures.given().count())
    except ValidationError as error:
        return error.messages[0]
    return ""


def motion_do(request, pk, verb):
    """Ask what the verb needs to know; do it; show a refusal on the form."""
    motion = visible_motion(request, pk)
    step = next((s for s in lifecycle.legal(motion, request.user) if s.verb == verb), None)
    if step is None:
        raise Http404
    form = FORMS[step.verb](request.POST or None, motion=motion, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.do()
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"已办“{step.label}”。")
            return redirect("motion-detail", pk)
    return render(request, "motions/motion_do.html", {"motion": motion, "step": step, "form": form})
