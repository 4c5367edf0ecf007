"""履职档案 of the deputies. What you may not see is 404."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from accounts import file_links
from accounts.models import Role
from records import reads
from reports.deputies import duty_record
from reports.deputies.duty_record import DutyRecord
from representatives.merging import get_or_heir
from representatives.models import Mandate, Person
from township.spans import Period, today

PEOPLE_A_PAGE = 50
ORDERS = {"": "按拼音", "strokes": "按姓氏笔画"}


class ListForm(forms.Form):
    year = forms.IntegerField(min_value=1950, max_value=2200, required=False)
    name = forms.CharField(max_length=30, required=False)
    order = forms.ChoiceField(choices=list(ORDERS.items()), required=False)


def deputy_list(request):
    """The deputies of a year, by pinyin or strokes; a deputy has one record, their own."""
    if not request.user.reads_everything_public:
        return own_record(request)
    told, people = asked(request)
    year, order = told["year"], told["order"]
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    held = Mandate.objects.overlapping_period(Period.of_year(year))
    mandates = held.filter(person__in=list(page)).select_related("term", "constituency")
    context = {
        "page_obj": page, "year": year, "name": told["name"], "years": duty_record.years_of_all(today()),
        "order": order, "orders": ORDERS.items(), "ordered_by": ORDERS[order],
        "rows": [(person, [m for m in mandates if m.person_id == person.pk]) for person in page],
    }  # fmt: skip
    return render(request, "reports/deputy_list.html", context)


def own_record(request):
    """Where a deputy is sent from the pages about all deputies; 404 for other roles."""
    person = getattr(request.user, "person", None)
    if person is None or not request.user.holds(Role.DEPUTY):
        raise Http404
    return redirect("deputy-detail", person.pk)


def asked(request):
    """(what the address asks for, the people of that list); 404 where it makes no sense."""
    form = ListForm(request.GET)
    if not form.is_valid():
        raise Http404
    told = form.cleaned_data | {"year": form.cleaned_data["year"] or today().year}
    people = duty_record.deputies_of(told["year"])
    people = people.by_strokes() if told["order"] else people
    return told, people.named(told["name"]) if told["name"] else people


def record_of(request, pk):
    """The DutyRecord of `?year=`, by default of this year or the last one of the mandate."""
    person = get_or_heir(Person.objects.visible_to(request.user), pk)
    years = duty_record.years_of(person, today())
    asked = request.GET.get("year") or (str(years[0]) if years else "")
    if asked not in map(str, years):
        raise Http404
    return DutyRecord(person, int(asked), request.user), years


def deputy_detail(request, pk):
    record, years = record_of(request, pk)
    if record.person.pk != pk:
        return redirect("deputy-detail", record.person.pk)
    blocks = record.blocks()
    reads.note(request, "履职档案", object_id=pk)
    context = {
        "record": record, "blocks": blocks, "years": years,
        "text": duty_record.text_of(record, blocks),
        "is_own": record.person.user_id == request.user.pk,
    }  # fmt: skip
    return render(request, "reports/deputy_detail.html", context)


@file_links.single_file
def deputy_word(request, pk):
    """The 述职 as Word, from the blocks of the page."""
    record, _ = record_of(request, pk)
    content = duty_record.word_of(record, record.blocks())
    reads.note(request, "履职档案 述职报告", object_id=pk)
    return file_links.word_file(content, record.file_name, f"record-{pk}-{record.year}.docx")
