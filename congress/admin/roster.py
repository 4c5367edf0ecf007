"""点名册: everyone expected at a meeting on one page, stored by one button."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from congress import services
from congress.models import Attendance, Reply
from congress.models.turnout import votes_kept
from records.admin.choices import RowChoices
from records.admin.forms import INCOMPLETE
from representatives.models import Person

State, Capacity = Attendance.State, Attendance.Capacity
OFF_THE_ROLL = "从点名册移出"
NOT_SAVED = "没有保存："


def quorum_sentence(meeting, *, expected, present):
    """Whether the meeting may be held, in one sentence that a clerk can read out."""
    if not expected:
        return "当日没有应到的人：请先登记代表资格或主席团成员。"
    if not present:
        return f"应到{expected}人，还没有登记出席。"
    need = meeting.quorum(expected)
    share = "三分之二" if meeting.is_session else "半数"
    counted = f"应到{expected}人，实到{present}人，"
    if present < need:
        return f"{counted}不足{share}（须{need}人），不够法定人数。"
    exactly = meeting.is_session and present * 3 == expected * 2
    return f"{counted}{'达到' if exactly else '超过'}{share}，符合法定人数。"


@dataclass
class RosterLine:
    """One person on the roll; `row` is None for who is expected and not put on it yet."""

    person: Person
    row: Attendance | None
    is_expected: bool
    state: str = State.UNKNOWN
    reason: str = ""
    reply: Reply | None = None

    @property
    def is_guest(self):
        return self.row is not None and self.row.capacity == Capacity.GUEST

    @property
    def may_leave(self):
        """Guests, and whoever is on the roll without being expected, can be taken off it."""
        return self.row is not None and not self.is_expected


@dataclass
class RosterSection:
    """The roll of one sitting, or of a meeting without sittings."""

    meeting: object
    sitting: object
    lines: list = field(default_factory=list)
    guests: forms.Form = None
    is_open: bool = False

    @property
    def key(self):
        return self.sitting.pk if self.sitting else 0

    @property
    def title(self):
        return f"{self.sitting}（{self.sitting.held_on}）" if self.sitting else "点名册"

    @property
    def members(self):
        return [line for line in self.lines if not line.is_guest]

    @property
    def visitors(self):
        return [line for line in self.lines if line.is_guest]

    def stored(self, state):
        rows = [line.row for line in self.members if line.row]
        return sum(row.state == state for row in rows)

    @property
    def unknown(self):
        return len(self.members) - sum(map(self.stored, (State.PRESENT, State.LEAVE, State.ABSENT)))

    @property
    def sentence(self):
        expected = sum(line.is_expected for line in self.lines)
        present = self.stored(State.PRESENT)
        return quorum_sentence(self.meeting, expected=expected, present=present)

    @property
    def others(self):
        words = f"请假{self.stored(State.LEAVE)}人，缺席{self.stored(State.ABSENT)}人"
        return f"{words}，未登记{self.unknown}人，列席{len(self.visitors)}人。"


WHO = Attendance._meta.get_field("person")


class GuestsForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        Person.objects.all(), label="增加列席人员", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].widget = RowChoices(
            WHO, admin.site, choices=self.fields["people"].choices
        )


def sections_of(meeting, posted=None, order="spelling"):
    """The sections of the roll, filled from what was `posted` or else from what is stored;
    people by pinyin or, with `order` stroke_key, as they stand on a printed list to sign.
    """
    expected = list(meeting.expected_people().order_by(order, "pk"))
    rows = {}
    for row in meeting.attendances.select_related("person").order_by(f"person__{order}", "pk"):
        rows.setdefault(row.sitting_id, []).append(row)
    sittings = list(meeting.sittings.order_by("held_on", "-kind", "number")) or [None]
    sections = [
        RosterSection(
            meeting, sitting, lines_of(expected, rows.get(sitting.pk if sitting else None, []))
        )
        for sitting in sittings
    ]
    replies = {row.person_id: row for row in Reply.objects.to(meeting)}
    for section in sections:
        fill(section, posted, replies)
        section.is_open = bool(posted)
    # One roll after the other: the first that is not complete lies open.
    next((section for section in sections if section.unknown), sections[0]).is_open = True
    return sections


def lines_of(expected, rows):
    on_roll = {row.person_id: row for row in rows}
    invited = {person.pk for person in expected}
    lines = [RosterLine(person, on_roll.get(person.pk), True) for person in expected]
    return lines + [
        RosterLine(row.person, row, False) for row in rows if row.person_id not in invited
    ]


def fill(section, posted, replies):
    """What is registered, and only where nothing is: the leave that was granted."""
    section.guests = GuestsForm(posted, prefix=f"guests-{section.key}")
    for line in section.lines:
        if line.row:
            line.state, line.reason = line.row.state, line.row.reason
        line.reply = replies.get(line.person.pk)
        if line.state == State.UNKNOWN and line.reply and line.reply.is_granted:
            line.state, line.reason = State.LEAVE, line.reply.reason
        if posted:
            name = f"{section.key}-{line.person.pk}"
            line.state = posted.get(f"state-{name}", line.state)
            line.reason = posted.get(f"reason-{name}", line.reason).strip()


class RosterPage:
    """The part of a meeting's entry that is its roll."""

    also_chosen = [WHO]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_roster"
        view = self.admin_site.admin_view(self.roster_view)
        return [path("<int:object_id>/roster/", view, name=name), *super().get_urls()]

    def roster_view(self, request, object_id):
        meeting = self.get_object(request, str(object_id))
        if meeting is None:
            raise Http404
        may_write = self.has_change_permission(request, meeting)
        if not (may_write or self.has_view_permission(request, meeting)):
            raise PermissionDenied
        order = "stroke_key" if request.GET.get("order") == "strokes" else "spelling"
        sections = sections_of(meeting, request.POST or None, order)
        if request.method == "POST":
            if not may_write:
                raise PermissionDenied
            if self.roll_was_stored(request, meeting, sections):
                return HttpResponseRedirect(request.get_full_path())
        return self.render_roster(request, meeting, sections, may_write)

    def roll_was_stored(self, request, meeting, sections):
        """True when the roll was stored; otherwise the reader is told why, on the same page."""
        try:
            with transaction.atomic():
                self.lock(meeting.pk)
                self.refuse_if_changed(request, meeting)
                with votes_kept(meeting):
                    changed = sum(store(section, request) for section in sections)
                self.log_change(request, meeting, "点名册")
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, f"{NOT_SAVED}{sentence}")
            return False
        messages.success(request, f"点名册已保存，改动{changed}处。")
        return True

    def refuse_if_changed(self, request, meeting):
        now = roll_seen(meeting)
        if str(now) in (request.POST.get("_seen"), request.POST.get("_seen_again")):
            return
        row = Attendance.history.select_related("history_user").filter(history_id=now).first()
        if row is None:
            raise ValidationError(INCOMPLETE.removeprefix(NOT_SAVED))  # seen, yet never stored
        request.seen_again = now
        raise ValidationError(
            f"您打开这一页以后，{row.history_user or '系统'}改过点名册。您填的都还在下面；"
            "请核对，确实要以本页为准的，勾选“我已核对”再保存。"
        )

    def render_roster(self, request, meeting, sections, may_write):
        media = self.media + sections[0].guests.media
        context = {
            **self.admin_site.each_context(request),
            "title": f"点名册：{meeting}", "opts": self.opts, "original": meeting,
            "sections": sections, "states": State.choices, "may_write": may_write,
            "waiting": next((section for section in sections if section.unknown), None),
            "seen": request.POST.get("_seen") or roll_seen(meeting),
            "seen_again": getattr(request, "seen_again", ""),
            "back": self.url("change", meeting.pk), "media": media,
            "is_refused": request.method == "POST",
            "by_strokes": request.GET.get("order") == "strokes",
        }  # fmt: skip
        return TemplateResponse(request, "admin/congress/roster.html", context)


def roll_seen(meeting):
    """The number of the last change of anybody's attendance at `meeting`."""
    rows = Attendance.history.filter(meeting_id=meeting.pk).order_by("-history_id")
    return rows.values_list("history_id", flat=True).first() or 0


def store(section, request):
    """Store one section; returns how many rows changed."""
    meeting, sitting, by = section.meeting, section.sitting, request.user
    off = [
        line
        for line in section.lines
        if line.may_leave and f"off-{section.key}-{line.person.pk}" in request.POST
    ]
    kept = [line for line in section.lines if line not in off]
    entries = {line.person.pk: (line.state, line.reason) for line in kept}
    changed = services.register_roll(meeting, entries, by=by, sitting=sitting)
    for line in off:
        line.row.void(reason=OFF_THE_ROLL)
    changed += len(off)
    if not section.guests.is_valid():
        raise ValidationError("列席人员请从名单里选。")
    people = list(section.guests.cleaned_data["people"])
    if people:
        changed += services.add_guests(meeting, people, by=by, sitting=sitting)
    if request.POST.get("rest") == str(section.key):
        changed += services.mark_rest_present(meeting, by=by, sitting=sitting)
    return changed
