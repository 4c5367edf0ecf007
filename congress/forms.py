"""What the admin's forms of the congress check beyond their models."""

import re

from django import forms
from django.core.exceptions import ValidationError

from congress.models import AgendaItem, Meeting, Sitting
from congress.models.agenda import SAME_ORDER
from congress.models.elections import refuse_bad_count, refuse_short_of
from congress.models.turnout import Turnout, refuse_fewer_than_voted, roll_read_once
from records.admin.forms import RecordForm, RecordFormSet, RowForm
from records.fields import day_field


class MeetingForm(RecordForm):
    """The entry decides what kind of meeting it is, before anything is checked."""

    kind = Meeting.Kind.SESSION

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        if "number" in self.fields and self.instance._state.adding:
            self.fields["number"].required = False
            self.fields["number"].help_text = "照会议的次数填；空着由系统接着本届最大的编。"

    def clean(self):
        cleaned = super().clean()
        is_left_out = "number" in cleaned and cleaned["number"] is None
        if is_left_out and self.instance._state.adding and cleaned.get("term"):
            cleaned["number"] = Meeting.objects.next_number(self.kind, cleaned["term"])
        return cleaned


class PresidiumMeetingForm(MeetingForm):
    kind = Meeting.Kind.PRESIDIUM


# What stands before the name of what is passed on: 传达学习中央农村工作会议精神, 学习《代表法》.
BEFORE_THE_DOCUMENT = re.compile("^(传达学习|传达|学习)?(贯彻)?")


class AgendaItemForm(RowForm):
    """An item whose number was left out comes last; what is studied may be named by the title."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = "留空的排在最后。"
            if self.instance._state.adding:
                self.initial["order"] = self.instance.order = None

    def clean(self):
        cleaned = super().clean()
        is_study = cleaned.get("kind") == AgendaItem.Kind.STUDY
        if is_study and cleaned.get("document_title") == "":
            cleaned["document_title"] = document_in(cleaned.get("title", ""))
        return cleaned


def document_in(title):
    """The document that the title of an item names; "" where it names none."""
    quoted = re.search("《.+》", title)
    return quoted[0] if quoted else BEFORE_THE_DOCUMENT.sub("", title)


class VotesFormSet(RecordFormSet):
    """Rows of one meeting, whose votes are compared with its roll."""

    def full_clean(self):
        with roll_read_once(self.instance):
            super().full_clean()


class SittingFormSet(RecordFormSet):
    """The full sittings of a session: without one of them its votes may be more than were there."""

    def clean(self):
        super().clean()
        meeting, standing = self.instance, self.standing_forms()
        full = {form.instance.pk for form in standing if form.instance.kind == Sitting.Kind.FULL}
        gone = self.stored_pks - full
        if gone and not any(form.errors for form in standing):
            refuse_fewer_than_voted(meeting, Turnout.of(meeting), Turnout.of(meeting, without=gone))


class AgendaFormSet(VotesFormSet):
    def clean(self):
        super().clean()
        standing = self.standing_forms()
        if any(form.errors for form in standing):
            return
        taken = set()
        for form in standing:
            if form.instance.order in taken:
                form.add_error("order", SAME_ORDER)
            taken |= {form.instance.order} - {None}
        others = [item.order for item in self.get_queryset() if item.pk not in self.stored_pks]
        last = max([*taken, *others], default=0)
        for number, form in enumerate((f for f in standing if f.instance.order is None), last + 1):
            form.instance.order = number


class BodyNameFormSet(RecordFormSet):
    overlap_fields = ("body",)
    overlap_sentence = "与另一行名称的时间重叠。"


class PostFormSet(RecordFormSet):
    overlap_fields = ("body", "person")
    overlap_sentence = "此人在这个机构的两段任职时间重叠。"

    def clean(self):
        super().clean()
        rows = [form.instance for form in self.standing_forms() if not form.errors]
        seats = self.instance.seats
        if seats is None:
            return
        for day in sorted({row.starts_on for row in rows if row.starts_on}):
            number = sum(row.covers(day) for row in rows)
            if number > seats:
                raise ValidationError(f"名额{seats}名，{day}起有{number}人任职，超过名额。")


class CandidacyFormSet(RecordFormSet):
    """The votes of all candidates together have to fit the ballots."""

    def clean(self):
        super().clean()
        standing = self.standing_forms()
        contest = self.instance
        if contest.ballots_valid is None or contest.seats is None:
            return
        if not any(form.errors for form in standing):
            rows = [form.instance for form in standing]
            refuse_bad_count(contest, [(row.votes_for, row.is_elected) for row in rows])
        if contest.declared_on:
            self.refuse_losers(form.instance for form in standing if form.has_changed())

    def refuse_losers(self, rows):
        """Whoever holds what the election gave has to have won it with the corrected votes too."""
        need, rule = self.instance.need
        for row in rows:
            if row.is_elected:
                refuse_short_of(row, need, rule)


class DeclareForm(forms.Form):
    on = day_field("结果确认日期")


class QualifyForm(forms.Form):
    on = day_field("资格确认日期")


class OfficeForm(forms.Form):
    on = day_field("任职日期")
