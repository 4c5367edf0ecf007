"""Motions for everyone, as far as each may see them. What you may not see is 404."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import Role
from motions import deadlines, export_listing, raising, sums
from motions.cards import MotionRow
from motions.filters import MotionFilter
from motions.lifecycle.steps import answer_to
from motions.models import Motion, Scope
from motions.raising import RaiseForm
from motions.story import Story, label_of
from motions.sums import Sum
from records import exports, once, reads
from records.admin.forms import INCOMPLETE, put_errors
from representatives.models import Opinion
from township.models import Town
from township.numbers import share
from township.spans import today
from township.words import said

ROWS_A_PAGE = 50
# The lists that somebody waits for.
SHORTCUTS = (Sum.DUE, Sum.OVERDUE, Sum.AWAITING, Sum.PROMISED)
STORED = {
    Motion.Status.DRAFT: said("草稿存好了。写好以后按“交给镇人大”。"),
    Motion.Status.REGISTERED: said("已经交给镇人大，等审查。"),
}
# What tracks are read from: of the motion, of what was merged into it, of what it was merged into.
TRACKS = ("handlings__department", "handlings__result_class", "ratings", "signatures__person")
OF_MERGED = ("merged__proposer", "merged__ratings", "merged__signatures__person")
OF_CASE = tuple(f"merged_into__{path}" for path in (*TRACKS, *OF_MERGED))
SUMS = (Sum.HANDED_OVER, Sum.ANSWERED, Sum.CLOSED, Sum.OVERDUE, Sum.AWAITING)


def visible_motions(request):
    """What the reader may see; for those whose work is not motions there are no such pages."""
    user = request.user
    if not (user.reads_everything_public or user.holds(Role.DEPUTY)):
        raise Http404
    return Motion.objects.visible_to(user)


def motion_list(request):
    rows, day = visible_motions(request), today()
    if not request.user.reads_everything_public:
        return own_motions(request, rows, day)
    narrowed = MotionFilter(request.GET, queryset=rows, on=day)
    listed = narrowed.qs.with_lead(day).select_related(
        "proposer", "topic", "session", "merged_into"
    )
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    waiting = sums.counts_of(SHORTCUTS, rows, day)  # whatever the list is narrowed to
    context = {
        "filter": narrowed,
        "page_obj": page,
        "rows": [MotionRow(motion, day) for motion in page],
        "tabs": tabs(narrowed),
        "sums": sums_above(narrowed),
        "shortcuts": [(s.value, s.label, waiting[s]) for s in SHORTCUTS],
        "asked": rows.asking(request.user).select_related("proposer"),
        "no_rule": deadlines.notice(request.user),
    }
    return render(request, "motions/motion_list.html", context)


def own_motions(request, rows, day):
    """A deputy's few papers need no sums and no filters: what waits for a signature, then all."""
    listed = rows.with_lead(day).select_related("proposer", "topic", "session", "merged_into")
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [MotionRow(motion, day) for motion in page],
        "asked": rows.asking(request.user).select_related("proposer"),
        "no_rule": deadlines.notice(request.user),
        "may_raise": bool(raiser(request.user)[1]),
    }
    return render(request, "motions/own_motions.html", context)


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
    counts = sums.counts_of(wanted, narrowed.without("sum"), narrowed.on)
    satisfied, rated = counts[Sum.SATISFIED], counts[Sum.RATED]
    return {
        "total": counts["total"],
        "parts": [(s.value, s.label, counts[s]) for s in SUMS],
        # Where nobody rated yet there is no share, and not one of nought.
        "share": share(satisfied, rated) if rated else "暂无反馈",
        "satisfied": satisfied,
        "rated": rated,
    }


def motion_export(request):
    """What the list shows under its filters, as a spreadsheet for office and leadership."""
    if not request.user.reads_everything_public:
        raise Http404
    day = today()
    narrowed = MotionFilter(request.GET, queryset=visible_motions(request), on=day)
    back = exports.back(request, "motion-list")
    notice = deadlines.notice(request.user)
    return exports.answer(request, export_listing.listing(narrowed.qs.with_lead(day), back, notice))


def motion_new(request):
    """A deputy raises a motion. The office has its own page for that."""
    if request.user.is_office:
        return redirect(reverse("admin:motions_motion_add", query=request.GET))
    person, levels = raiser(request.user)
    if not levels:
        raise Http404
    opinion, day = chosen_opinion(request), today()
    elsewhere = raised_before(request, opinion)
    if elsewhere:
        return elsewhere
    motion = raising.new_motion(person, opinion, day)
    is_draft = request.POST.get("then") == "draft"
    form = RaiseForm(
        request.POST or None, instance=motion, levels=levels, day=day, is_draft=is_draft
    )
    if request.method == "POST" and form.is_valid() and stored(request, form):
        return once.end_draft(request, redirect(motion)) if motion.pk else sent_again(request)
    context = {"form": form, "opinion": opinion, "once": once.once_key(request) or uuid.uuid4()}
    return render(request, "motions/motion_new.html", context)


def raised_before(request, opinion):
    """Where this form, or a motion from this opinion, was stored before; None where neither was."""
    if request.method == "POST" and once.was_stored(request):
        return sent_again(request)
    raised = opinion.motions.visible_to(request.user).first() if opinion else None
    if raised is None:
        return None
    messages.info(request, "这条群众意见已经提出过建议，就是这一件。")
    return redirect(raised)


def raiser(user):
    """The Person who is `user`, and the levels whose deputy that is today: none for all others."""
    person = getattr(user, "person", None) if user.holds(Role.DEPUTY) else None
    return person, raising.levels_of(person, today()) if person else []


def chosen_opinion(request):
    """The opinion that the address names, as far as the reader may see it; None without one."""
    number = request.GET.get("opinion", "")
    if not number:
        return None
    if not number.isdecimal():
        raise Http404
    return get_object_or_404(Opinion.objects.visible_to(request.user), pk=number)


def stored(request, form):
    """True when the motion was stored, now or by the same form before; else `form` says why not."""
    if once.once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return False
    try:
        with transaction.atomic():
            if once.is_first(request):
                form.do(request.user)
                messages.success(request, STORED[form.instance.status])
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True


def sent_again(request):
    """The form was stored before; what was written into it since is only on the phone."""
    words = {name: request.POST.get(name, "").strip() for name in ("title", "grounds", "proposal")}
    answer = redirect("motion-list")
    if Motion.objects.visible_to(request.user).filter(**words).exists():
        messages.info(request, "这一件已经存过了，没有重复登记。")
        return once.end_draft(request, answer)
    messages.warning(request, "这一件已经存过了，后来改的没有存进去。请打开那一件改。")
    return answer


def visible_motion(request, pk):
    rows = visible_motions(request).select_related(
        "proposer", "topic", "session__term", "opinion", "merged_into__proposer"
    )
    return get_object_or_404(rows.prefetch_related(*TRACKS, *OF_MERGED, *OF_CASE), pk=pk)


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
        "no_rule": deadlines.notice_of(motion, request.user),
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
    step, refusal = answer_to(verb, motion, request.user)
    if step is None:
        raise Http404
    if refusal:
        messages.warning(request, refusal)
        return redirect(motion)
    label = label_of(step, request.user)
    form = step.ask(motion, request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and done(form):
        messages.success(request, f"已办“{label}”。")
        return once.end_draft(request, redirect(motion))
    context = {"motion": motion, "step": step, "label": label, "form": form}
    return render(request, "motions/motion_do.html", context)


def done(form):
    """True when the verb was done; otherwise `form` says why not."""
    try:
        form.do()
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True
