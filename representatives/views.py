"""A deputy's own households, and the visits to them. What you may not see is 404."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from accounts.models import Role
from papers import photos
from papers.arriving import PieceForm, TornFile
from records import once, reads
from records.admin.forms import put_errors
from representatives import cards, duties, services
from representatives import opinions as opinion_services
from representatives.forms import TellBackForm
from representatives.merging import get_or_heir
from representatives.models import Assignment, Household, Opinion, Visit, VisitPhoto
from representatives.office.forms import SearchForm
from representatives.office.views import household_overview
from representatives.visiting import VisitChangeForm, VisitForm
from township.models import Topic
from township.spans import day_in_words, today

HOUSEHOLDS_A_PAGE = 30
VISITS_A_PAGE = 20


def household_list(request):
    """The households assigned to the deputy today, the one that waited longest first.

    Office and leadership find the whole town at the same address.
    """
    if request.user.reads_everything_public:
        return household_overview(request)
    if request.user.holds(Role.LIAISON):
        return households_of_villages(request)
    day = today()
    deck = cards.of_assignments(Assignment.objects.visible_to(request.user), day)
    if not deck and not hasattr(request.user, "person"):
        raise Http404
    add_forms(deck)
    reads.note(request, "我的联系户（含电话）", rows=len(deck))
    context = {
        "cards": deck,
        "summary": cards.summary(deck),
        "quarter": cards.quarter(deck, day),
        "duties": duties.of_request(request),
    }
    return render(request, "representatives/household_list.html", context)


def add_forms(deck):
    """Give each card the form of a visit: a phone opens it without asking for another page."""
    topics = list(Topic.objects.values_list("pk", "name")) if deck else []
    for card in deck:
        card.form = VisitForm(
            assignment=card.assignment, untold=card.untold, topics=topics,
            prefix_ids=f"h{card.household.pk}-",
        )  # fmt: skip


def households_of_villages(request):
    """For a 村联络员: whom the deputies keep in touch with in the villages served today."""
    rows = Assignment.objects.visible_to(request.user).order_by("household__spelling", "pk")
    text = SearchForm(request.GET).typed()
    if text:
        rows = rows.of_household_named(text)
    page = Paginator(rows, HOUSEHOLDS_A_PAGE).get_page(request.GET.get("page"))
    deck = cards.of_assignments(rows.filter(pk__in=[row.pk for row in page]), today())
    reads.note(request, "本村联系户（含电话）", rows=len(deck))
    context = {"cards": deck, "page_obj": page, "asked": text}
    return render(request, "representatives/village_households.html", context)


def household_detail(request, pk):
    """One household with its visits and what was heard there, as far as `request.user` may see."""
    visible = Household.objects.visible_to(request.user).select_related("village")
    household = get_or_heir(visible, pk)
    if household.pk != pk:
        return redirect(household)
    day = today()
    assignment = household.assignments.in_force(day).select_related("person", "category").first()
    visits = Visit.objects.visible_to(request.user).filter(assignment__household=household)
    visits = visits.select_related("assignment__person", "recorded_by").prefetch_related("photos")
    opinions = Opinion.objects.visible_to(request.user).filter(household=household)
    reads.note(request, "联系户", object_id=household.pk)
    page = Paginator(visits, VISITS_A_PAGE).get_page(request.GET.get("page"))
    for visit in page:
        visit.mine_until = visit.changeable_until(request.user, timezone.now())
    context = {
        "household": household,
        "assignment": assignment,
        "category_label": assignment.category.card_name_on(day) if assignment else "待安排户",
        "visits": page,
        "opinions": [
            cards.Waiting(row, cards.is_late(row, day))
            for row in opinions.with_raised().select_related("topic", "department")
        ],
    }
    return render(request, "representatives/household_detail.html", context)


# 走访登记


def household_visit(request, pk):
    """Record a visit: a page for whoever opens it, an answer in JSON for what a phone kept."""
    assignment = asked_assignment(request, pk)
    if not assignment:
        return visit_too_late(request, pk)
    untold = Opinion.objects.visible_to(request.user).untold()
    form = VisitForm(
        request.POST or None, request.FILES or None, assignment=assignment,
        untold=untold.filter(household=pk), asks=not wants_json(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        visit, differs = form.do(request.user)
        if visit:
            return visit_stored(request, visit, differs)
    if request.method == "POST" and wants_json(request):
        return about_visit(request, 422, errors={k: list(v) for k, v in form.errors.items()})
    reads.note(request, "走访登记", object_id=pk)
    context = {
        "form": form,
        "household": assignment.household,
        "assignment": assignment,
        "category_label": assignment.category.card_name_on(today()),
        "on_behalf": assignment.person.user_id != request.user.pk,
    }
    return render(request, "representatives/visit_form.html", context)


def asked_assignment(request, pk):
    """The assignment of household `pk` that `request` is about.

    What is sent may be about one that has ended meanwhile, None where that is too long ago; what
    is opened may not, and is 404.
    """
    rows = Assignment.objects.filter(household__pk=pk)
    if request.method != "POST":
        rows = rows.visible_to(request.user).in_force(today())
        return get_object_or_404(labelled(rows))
    sent = list(labelled(rows.taking_visits_of(request.user)).order_by("-starts_on"))
    if not sent:
        return None
    day = sent_day(request)
    return next((row for row in sent if day and row.covers(day)), sent[0])


def labelled(rows):
    return cards.with_recent_visits(rows, today()).select_related(
        "person", "household__village", "category"
    )


def wants_json(request):
    """True for what a script of ours sent; a browser by itself never prefers JSON."""
    return request.headers.get("Accept", "") == "application/json"


def sent_day(request):
    try:
        return parse_date(request.POST.get("visited_on", ""))
    except ValueError:
        return None


def about_visit(request, status, number=None, **said):
    """Tell a phone what became of the visit it sent, by default under the number in the form.

    The answer names the visit and whoever is logged in: a phone believes no other, because
    anything between it and us may answer as well.
    """
    number = request.POST.get("uuid", "") if number is None else str(number)
    return JsonResponse({"visit": number, "user": str(request.user.pk)} | said, status=status)


def visit_too_late(request, pk):
    """Tell whoever sent a visit that household `pk` has not been theirs for too long, unless it
    was stored in time and only the answer was lost.
    """
    earlier = sent_before(request).filter(assignment__household=pk).first()
    if earlier:
        form = VisitForm(request.POST, request.FILES, assignment=earlier.assignment)
        return visit_stored(request, earlier, form.differs_from(earlier))
    if not wants_json(request):
        raise Http404
    return about_visit(request, 404, gone=True)


def sent_before(request):
    """The visits that `request.user` sent under the number that is sent now: one, or none."""
    try:
        number = UUID(request.POST.get("uuid", ""))
    except ValueError:
        return Visit.objects.none()
    return Visit.with_voided.filter(uuid=number, recorded_by=request.user)


def visit_stored(request, visit, differs):
    """Tell whoever sent it that it is stored: the phone forgets it only when its uuid comes back."""
    household = visit.assignment.household
    words = f"已登记{day_in_words(visit.visited_on)}走访{household.head_name}家。"
    if not differs:
        messages.success(request, words)
    if wants_json(request):
        said = {"stored": str(visit.uuid), "differs": differs, "url": after(visit)}
        return about_visit(request, 409 if differs else 200, **said)
    if differs:
        messages.error(
            request, "这份登记早些时候已经存过，后来改的内容没有存；要改请联系人大办公室。"
        )
    return redirect(after(visit))


def after(visit):
    """Where to go on: to the suggestion that was heard, else to the households."""
    heard = visit.opinions.filter(disposal=Opinion.Disposal.MOTION).first()
    if heard:
        return reverse("motion-new", query={"opinion": heard.pk})
    return reverse("household-list")


def visit_change(request, pk):
    """For whoever recorded their own visit: mend it within a day."""
    own = Visit.objects.visible_to(request.user).filter(
        recorded_by=request.user, assignment__person__user=request.user
    )
    visit = get_object_or_404(own.select_related(
        "assignment__person", "assignment__household__village", "assignment__category"
    ), pk=pk)  # fmt: skip
    household = visit.assignment.household
    until = visit.changeable_until(request.user, timezone.now())
    if not until and request.method != "POST":
        messages.error(request, services.TOO_LATE)
        return redirect(household)
    form = VisitChangeForm(request.POST or None, request.FILES or None, instance=visit)
    if request.method == "POST" and form.is_valid() and form.do(request.user):
        messages.success(
            request, f"已改好{day_in_words(visit.visited_on)}走访{household.head_name}家的登记。"
        )
        return redirect(household)
    reads.note(request, "走访登记", object_id=household.pk)
    context = {"form": form, "household": household, "until": until}
    return render(request, "representatives/visit_change.html", context)


@require_POST
def visit_photo_piece(request, number):
    """Take a piece of the photo of one's own visit `number`, and say how much of it is here.

    The words went before: a picture takes minutes where they take a second.
    """
    if not wants_json(request):
        raise Http404
    visit = Visit.objects.filter(uuid=number, recorded_by=request.user).first()
    if not visit:
        return about_visit(request, 404, number, gone=True)
    form = PieceForm(request.POST, request.FILES)
    if not form.is_valid():
        return about_visit(request, 422, number, errors={"photo": [form.refusal]})
    arriving = form.arriving(request.user.pk, number)
    start, piece = form.cleaned_data["start"], form.cleaned_data["piece"].read()
    try:
        is_there = services.take_photo_piece(visit, arriving, start=start, piece=piece)
    except TornFile:
        return about_visit(request, 200, number, have=0, again=True)
    except ValidationError as error:
        return about_visit(request, 422, number, errors={"photo": error.messages})
    said = {"photo": "stored"} if is_there else {"have": arriving.have}
    return about_visit(request, 200, number, **said)


def visit_photo(request, pk):
    photo = get_object_or_404(VisitPhoto.objects.visible_to(request.user), pk=pk)
    reads.note(request, "走访照片", object_id=pk)
    return photos.show(photo.image.name)


def visit_photo_thumbnail(request, pk):
    photo = get_object_or_404(VisitPhoto.objects.visible_to(request.user), pk=pk)
    return photos.show(photos.thumbnail_of(photo.image.name))


# 回告


def opinion_told(request, pk):
    """Note that the household was told of the answer."""
    visible = Opinion.objects.visible_to(request.user).filter(household__isnull=False)
    opinion = get_object_or_404(visible.select_related("household__village", "department"), pk=pk)
    form = TellBackForm(
        request.POST or None, initial={"on": today(), "way": Opinion.ToldBack.VISIT}
    )
    if request.method == "POST" and form.is_valid() and told(opinion, form, request.user):
        messages.success(request, f"已记下：{opinion.household.head_name}家知道答复了。")
        return once.end_draft(request, redirect(opinion.household))
    reads.note(request, "群众意见", object_id=pk)
    context = {"form": form, "opinion": opinion, "refusal": opinion_services.no_tell_back(opinion)}
    return render(request, "representatives/opinion_told.html", context)


def told(opinion, form, user):
    """True when it was noted; else `form` says why not."""
    try:
        opinion_services.tell_back(opinion, by=user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True
