"""Meetings and activities for those who are called to them. What you may not see is 404."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import Role
from congress import calendar, calls, services
from congress.models import Activity, Meeting, Reply
from records import once
from records.admin.forms import put_errors
from records.fields import choice_field
from township.spans import today
from township.words import say

ENTRIES_A_PAGE = 30


class MeetingReplyForm(forms.Form):
    """参加 or 请假; a refusal comes back with what was typed."""

    answer = choice_field(
        "参加还是请假", Reply.Answer, error_messages={"required": "请选参加还是请假。"}
    )
    reason = forms.CharField(
        label="请假事由", max_length=60, required=False, help_text="请假的要写，如：住院、外出。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def do(self, event, person, user):
        told = self.cleaned_data
        return services.answer_call(
            event, person, answer=told["answer"], reason=told["reason"], by=user
        )


class CalendarForm(forms.Form):
    year = forms.IntegerField(min_value=1950, max_value=2200, required=False)
    month = forms.IntegerField(min_value=1, max_value=12, required=False)


def own_person(user):
    """The Person who is `user`, where the account is a deputy's; None for office and leadership.

    For everybody else there are no such pages.
    """
    if user.reads_everything_public:
        return None
    person = getattr(user, "person", None) if user.holds(Role.DEPUTY) else None
    if person is None:
        raise Http404
    return person


def meeting_list(request):
    """A deputy's own calls; for office and leadership the calendar of the congress."""
    person = own_person(request.user)
    if person is None:
        return whole_calendar(request)
    own = calendar.OwnCalendar(person, today())
    context = {"coming": own.coming, "past": own.past, "year": today().year}
    return render(request, "congress/own_calendar.html", context)


def whole_calendar(request):
    form = CalendarForm(request.GET)
    if not form.is_valid():
        raise Http404
    year, month = form.cleaned_data["year"], form.cleaned_data["month"]
    ahead = [] if year or month else calendar.after_month_of(today())
    if year is None:  # it opens at the month that runs
        year, month = today().year, month or today().month
    entries = calendar.of_year(year, month)
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    is_over = [entry.starts_on < today() for entry in page]
    # The first that is still to come, behind one that is over: today's line stands between the two.
    following = page[is_over.index(False)] if is_over and is_over[0] and not all(is_over) else None
    context = {
        "page_obj": page, "year": year, "month": month, "ahead": ahead, "today": today(), "next": following,
        "years": calendar.years(today()), "months": range(1, 13),
    }  # fmt: skip
    return render(request, "congress/calendar.html", context)


def meeting_detail(request, pk):
    rows = Meeting.objects.visible_to(request.user).select_related("term", "chair")
    meeting = get_object_or_404(rows, pk=pk)
    person = own_person(request.user)
    form = reply_form(request, meeting, person)
    if form and form.is_bound and form.is_valid() and answered(request, form, meeting, person):
        return once.end_draft(request, redirect(meeting))
    is_reader = person is None
    context = own_part(meeting, person) | {
        "event": meeting, "title": meeting.title, "form": form,
        "items": meeting.agenda_items.select_related("decision_department"),
        "resolutions": meeting.resolutions.order_by("pk"),
        # 预备会议 comes before the full sittings of its day; "full" sorts before "preparatory".
        "sittings": meeting.sittings.order_by("held_on", "-kind", "number"),
        "counts": meeting.counts() if is_reader else None,
        **office_links(request.user, meeting),
    }  # fmt: skip
    return render(request, "congress/meeting_detail.html", context)


def activity_detail(request, pk):
    rows = Activity.objects.visible_to(request.user).select_related("campaign", "body")
    activity = get_object_or_404(rows.prefetch_related("places", "body__names"), pk=pk)
    person = own_person(request.user)
    form = reply_form(request, activity, person)
    if form and form.is_bound and form.is_valid() and answered(request, form, activity, person):
        return once.end_draft(request, redirect(activity))
    context = own_part(activity, person) | {
        "event": activity, "title": activity.title, "form": form,
        "entry": calendar.entry_of(activity),
        "people": activity.participations.select_related("person"),
        "findings": activity.findings.select_related("department"),
        "photos": activity.photos.all(),
        **office_links(request.user, activity),
    }  # fmt: skip
    return render(request, "congress/activity_detail.html", context)


def reply_form(request, event, person):
    """The form of `person`'s answer while there is something to answer; else None."""
    if person is None or event.has_begun:
        if request.method == "POST" and person is not None:
            messages.error(request, "没有保存：已经开始，有变化请打电话告诉人大办公室。")
        return None
    row = Reply.objects.to(event).filter(person=person).first()
    known = {"answer": row.answer, "reason": row.reason} if row else {}
    return MeetingReplyForm(request.POST or None, initial=known)


def answered(request, form, event, person):
    """True when the answer was stored; otherwise `form` says why not."""
    try:
        row = form.do(event, person, request.user)
    except ValidationError as error:
        put_errors(form, error)
        return False
    told = (
        say("请假已经交给镇人大，批了会显示在这一页。")
        if row.is_undecided
        else say("回执已经交给镇人大。")
    )
    messages.success(request, told)
    return True


def own_part(event, person):
    """What `person` answered and did, for their own eyes."""
    if person is None:
        return {}
    is_activity = isinstance(event, Activity)
    marks = calendar.Marks(person, [] if is_activity else [event], [event] if is_activity else [])
    did = marks.did(event) if event.has_begun else None
    reply = marks.reply(event)
    to_copy = "" if event.has_begun else calls.reminder(calendar.entry_of(event), reply)
    return {"person": person, "reply": reply, "did": did, "reminder": to_copy}


def office_links(user, event):
    """Where the office keeps `event` and its replies; nothing for everybody else."""
    if not user.is_office:
        return {}
    name = "activity"
    if isinstance(event, Meeting):
        name = "session" if event.is_session else "presidiummeeting"
    pages = {"ledger": "change", "replies_url": "replies"}
    return {
        key: reverse(f"admin:congress_{name}_{page}", args=[event.pk])
        for key, page in pages.items()
    }
