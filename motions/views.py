"""Motions for everyone, as far as each may see them. What you may not see is 404."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.record_forms import put_errors
from motions import lifecycle
from motions.forms import FORMS
from motions.models import Motion
from motions.tracks import Tracks

ROWS_A_PAGE = 50


def motion_list(request):
    rows = Motion.objects.visible_to(request.user).select_related("proposer", "topic")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "motions/motion_list.html", {"page_obj": page})


def visible_motion(request, pk):
    rows = Motion.objects.visible_to(request.user).select_related("proposer", "topic", "session")
    rows = rows.prefetch_related(
        "handlings__department", "handlings__result_class", "ratings", "signatures__person"
    )
    return get_object_or_404(rows, pk=pk)


def motion_detail(request, pk):
    motion = visible_motion(request, pk)
    tracks = Tracks(motion)
    context = {
        "motion": motion,
        "tracks": tracks,
        "events": motion.events.select_related("by"),
        "steps": lifecycle.legal(motion, request.user, tracks),
    }
    return render(request, "motions/motion_detail.html", context)


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
