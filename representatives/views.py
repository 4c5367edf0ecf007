"""A deputy's own households. What you may not see is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts import reads
from representatives import cards
from representatives.models import Assignment, Household, Opinion, Visit
from township.models import Town
from township.spans import today


def household_list(request):
    """The households assigned to the deputy today, the one that waited longest first."""
    if request.user.is_office:
        return redirect("admin:representatives_assignment_changelist")
    rows = Assignment.objects.visible_to(request.user)
    if not hasattr(request.user, "person"):
        raise Http404
    day = today()
    deck = cards.of_assignments(rows, day, Town.get().visits_a_year)
    reads.note(request, "我的联系户", rows=len(deck))
    context = {"cards": deck, "summary": cards.summary(deck), "person": request.user.person}
    return render(request, "representatives/household_list.html", context)


def household_detail(request, pk):
    """One household with its visits and what was heard there, as far as `request.user` may see."""
    visible = Household.objects.visible_to(request.user).select_related("village")
    household = get_object_or_404(visible, pk=pk)
    day = today()
    assignment = household.assignments.in_force(day).select_related("person", "category").first()
    visits = Visit.objects.visible_to(request.user).filter(assignment__household=household)
    opinions = Opinion.objects.visible_to(request.user).filter(household=household)
    reads.note(request, "联系户", object_id=household.pk)
    context = {
        "household": household,
        "assignment": assignment,
        "category_label": assignment.category.card_name_on(day) if assignment else "待安排户",
        "visits": visits.select_related("assignment__person", "recorded_by"),
        "opinions": opinions.select_related("topic", "department"),
    }
    return render(request, "representatives/household_detail.html", context)
