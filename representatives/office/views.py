"""The office's pages about households: who has which, who lacks one, who waits. Leaders see counts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import office_only
from records import exports, reads
from records.admin.forms import put_errors
from representatives import export_listing, services
from representatives.models import Household, Person
from representatives.office import overview, placing, reminders, turnover
from representatives.office.forms import DayForm, OverviewForm, PlacesForm, SearchForm
from township.spans import today

HOUSEHOLDS_A_PAGE = 20
ROWS_A_FORM = 300  # Django reads no more than a thousand fields


def household_overview(request):
    """联系户一览表: for the office with names, for leadership in numbers."""
    if not request.user.is_office:
        return numbers_only(request)
    whole = overview.table()
    form = OverviewForm(request.GET, table=whole)
    found = whole.narrowed(form.fits)
    shown = found.narrowed(form.is_wanted)
    reads.note(request, "联系户一览表", rows=sum(len(line.homes) for line in shown.lines))
    context = {"table": whole, "form": form, "sums": found.sums, "found": found, "shown": shown}
    return render(request, "representatives/overview.html", context)


def numbers_only(request):
    if not request.user.reads_everything_public:
        raise Http404
    whole = overview.table()
    context = {"table": whole, "sums": overview.sums_of(whole.deputies)}
    return render(request, "representatives/overview_numbers.html", context)


def household_export(request):
    """The overview under its filters, as a spreadsheet for the office."""
    office_only(request)
    whole = overview.table()
    form = OverviewForm(request.GET, table=whole)
    shown = whole.narrowed(form.fits).narrowed(form.is_wanted)
    return exports.answer(
        request, export_listing.listing(shown, exports.back(request, "household-list"))
    )


def household_assign(request, person, category):
    """A gap: 待安排户 of the kind, the nearest first, each with one button."""
    office_only(request)
    day = today()
    person = get_object_or_404(Person.objects.deputies_on(day).select_related("village"), pk=person)
    kind = get_object_or_404(overview.kinds_on(day), pk=category)
    form = DayForm(request.POST or None, initial={"on": day})
    if request.method == "POST" and form.is_valid() and assigned(request, form, person, kind):
        return redirect(f"{reverse('household-list')}#p{person.pk}")
    search = SearchForm(request.GET)
    rows = placing.households_for(person, kind, day, search.typed())
    page = Paginator(rows, HOUSEHOLDS_A_PAGE).get_page(request.GET.get("page"))
    reads.note(request, "待安排户", rows=len(page))
    context = {
        "person": person, "kind": kind, "form": form, "search": search, "page_obj": page,
        "held": person.assignments.in_force(day).filter(category=kind).select_related("household__village"),
    }  # fmt: skip
    return render(request, "representatives/household_assign.html", context)


def assigned(request, form, person, kind):
    """True when the chosen household is `person`'s, now or since the same button was pressed."""
    number = request.POST.get("household", "")
    home = Household.objects.filter(pk=number if number.isdecimal() else None).first()
    if home is None:
        form.add_error(None, "这一户已经不在台账里，请另选一户。")
        return False
    placement = services.Placement(home, kind, person)
    try:
        services.place_all([placement], on=form.cleaned_data["on"], by=request.user)
    except ValidationError as error:
        put_errors(form, ValidationError(error.messages))
        return False
    messages.success(request, f"{home}已安排给{person}。")
    return True


def household_hand_over(request, person):
    """What a deputy keeps, and what came back from them: to whom does each go?"""
    office_only(request)
    day = today()
    person = get_object_or_404(Person.objects.select_related("village"), pk=person)
    table = overview.table(day)
    came_back = placing.waiting(day).filter(giver=person.pk)
    offers = placing.held_by(person, day, table.kinds) + placing.offers_of(came_back, table.kinds)
    offers += placing.named_in(request.POST, offers, day, table.kinds)
    placing.suggest(offers, placing.Gaps(table), leaving_out=person)
    people = [line.person for line in table.deputies if line.person != person]
    form = PlacesForm(
        request.POST or None, offers=offers, people=people, giver=person, picks=True,
        initial={"on": day},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and placed(request, form):
        return redirect("household-hand-over", person.pk)
    reads.note(request, "移交联系户", object_id=person.pk, rows=len(offers))
    context = {
        "person": person,
        "form": form,
        "is_deputy": person.pk in {line.person.pk for line in table.deputies},
    }
    return render(request, "representatives/hand_over.html", context)


def placed(request, form):
    count = form.place(request.user)
    if count is None:
        return False
    done = f"已安排{count}户。" if count else "这几户已经这样安排好了，没有重复办理。"
    messages.success(request, done)
    return True


def household_term(request):
    """A new term, or any day: 待安排户 and gaps side by side, with a proposal that can be changed."""
    office_only(request)
    day = today()
    table = overview.table(day)
    waiting = placing.offers_of(placing.waiting(day), table.kinds)
    offers = on_this_form(request, waiting, table)
    people = [line.person for line in table.deputies]
    form = PlacesForm(request.POST or None, offers=offers, people=people, initial={"on": day})
    if request.method == "POST" and form.is_valid() and placed(request, form):
        return redirect("household-term")
    reads.note(request, "批量安排联系户", rows=len(offers))
    context = {
        "form": form, "table": table, "turnover": turnover.of(table, waiting),
        "left_out": 0 if form.is_bound else len(waiting) - len(offers),
    }  # fmt: skip
    return render(request, "representatives/household_term.html", context)


def on_this_form(request, waiting, table):
    """The rows to fill in: with proposals; of a form that was sent those it had, as far as known."""
    if request.method == "POST":
        sent = [offer for offer in waiting if offer.name in request.POST]
        return sent + placing.named_in(request.POST, waiting, table.day, table.kinds)
    placing.propose(waiting, placing.Gaps(table))
    return placing.pressing(waiting, ROWS_A_FORM)


def household_late_export(request):
    office_only(request)
    found = reminders.of(overview.table(), request.GET.get("by", ""))
    back = exports.back(request, "household-late")
    return exports.answer(request, export_listing.late_listing(found, back))


def household_late(request):
    """Who has not been visited, by deputy; and texts for the chat group, that name no household."""
    office_only(request)
    table, by = overview.table(), request.GET.get("by", "")
    found = reminders.of(table, by)
    reads.note(request, "超期未走访的联系户", rows=sum(len(owed.homes) for owed in found.owed))
    has_homes = any(line.homes for line in table.lines)
    context = {"found": found, "table": table, "has_homes": has_homes}
    return render(request, "representatives/household_late.html", context)
