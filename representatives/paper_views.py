"""Paper for those who have no phone: cards to fill in, a page to enter them, the record book."""

import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.file_links import single_file, word_file
from accounts.guards import office_only
from accounts.models import Role
from records import once, reads
from records.admin.forms import INCOMPLETE
from representatives import documents
from representatives.entry import CardForm
from representatives.models import Assignment, Mandate, Opinion, Person, Visit
from township.models import Level, Village
from township.spans import Period, today

LAST_ENTERED = 10
FIRST_YEAR, LAST_YEAR = 1950, 2200


class CardsForm(forms.Form):
    """Whose paper: of one deputy, or of all deputies of a village; of which year."""

    person = forms.ModelChoiceField(Person.objects, required=False)
    village = forms.ModelChoiceField(Village.objects, required=False)
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)


def asked_for(request):
    form = CardsForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def household_paper(request):
    """What can be printed about households."""
    office_only(request)
    day = today()
    context = {
        "deputies": Person.objects.deputies_on(day).order_by("spelling", "pk"),
        "villages": Village.objects.all(),
        "years": range(day.year, day.year - 5, -1),
    }
    return render(request, "representatives/household_paper.html", context)


def household_cards(request):
    """走访登记卡 of one deputy (`?person=`) or of all deputies of a village (`?village=`)."""
    office_only(request)
    told, day = asked_for(request), today()
    rows = Assignment.objects.in_force(day).select_related(
        "person", "household__village", "category"
    )
    rows = rows.prefetch_related("category__names")
    if told["person"]:
        rows, whose = rows.filter(person=told["person"]), told["person"].name
    elif told["village"]:
        rows, whose = rows.filter(person__village=told["village"]), told["village"].name
    else:
        raise Http404
    rows = list(rows.order_by("person__spelling", "person", "category__order", "pk"))
    if not rows:
        messages.warning(request, f"{whose}现在没有联系户，没有可以打印的登记卡。")
        return redirect("household-paper")
    reads.note(request, "走访登记卡导出", rows=len(rows))
    return word_file(
        documents.visit_cards(rows, day), f"走访登记卡（{whose}）.docx", f"visit-cards-{day}.docx"
    )


@single_file
def household_record_book(request):
    """联系选民记录簿 of a deputy (`?person=`; a deputy's own without it) in a year (`?year=`)."""
    told, day = asked_for(request), today()
    person, year = reader_of(request.user, told["person"]), told["year"] or day.year
    heard = Opinion.objects.visible_to(request.user).select_related("department")
    visits = Visit.objects.visible_to(request.user).filter(assignment__person=person)
    visits = visits.made_in(Period.of_year(year)).order_by("visited_on", "pk")
    visits = visits.select_related("assignment__household__village", "assignment__category")
    visits = list(
        visits.prefetch_related(
            "assignment__category__names", Prefetch("opinions", heard.order_by("pk"), "heard")
        )
    )
    held = Mandate.objects.at(Level.TOWN).overlapping_period(Period.of_year(year))
    mandate = held.filter(person=person).select_related("constituency").first()
    reads.note(request, "联系选民记录簿导出", object_id=person.pk, rows=len(visits))
    book = documents.record_book(person, year, visits, mandate and mandate.constituency)
    return word_file(
        book, f"联系选民记录簿（{person}{year}年）.docx", f"record-book-{person.pk}-{year}.docx"
    )


def reader_of(user, asked):
    """Whose record book `user` may print: the office any, a deputy their own; else 404."""
    own = getattr(user, "person", None) if user.holds(Role.DEPUTY) else None
    person = asked or own
    if person is None or not (user.is_office or person == own):
        raise Http404
    return get_object_or_404(Person, pk=person.pk)


def household_entry(request):
    """A pile of filled cards: Enter stores one, and the cursor is in the next."""
    office_only(request)
    if request.method == "POST" and once.was_stored(request):
        messages.info(request, "这张卡已经存过了，没有重复登记。")
        return redirect("household-entry")
    last = last_entered(request.user)
    initial = {"visited_on": last[0].visited_on if last else today()}
    form = CardForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if form.is_valid() and stored(request, form):
            return redirect("household-entry")
        form.look_at_first_error()
    kept = Assignment.objects.in_force(today()).select_related("household__village")
    reads.note(request, "录入登记卡", rows=len(last))
    context = {
        "form": form, "last": last, "once": once.once_key(request) or uuid.uuid4(),
        "homes": [row.household for row in kept],
    }  # fmt: skip
    return render(request, "representatives/household_entry.html", context)


def last_entered(user):
    rows = Visit.objects.filter(recorded_by=user).order_by("-pk")
    rows = rows.select_related("assignment__person", "assignment__household__village")
    return list(rows.prefetch_related("opinions")[:LAST_ENTERED])


def stored(request, form):
    """True when the card was stored, now or by the same form before; else `form` says why not."""
    if once.once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return False
    with transaction.atomic():
        if once.is_first(request):
            visit = form.store(request.user)
            if visit is None:
                transaction.set_rollback(True)  # the key is given back
                return False
            row = visit.assignment
            messages.success(request, f"已存：{visit.visited_on} {row.person}走访{row.household}。")
    return True
