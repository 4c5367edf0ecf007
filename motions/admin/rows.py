"""What stands on the page of a motion below its words. Only signatures are typed there;
the rest is written by the verbs, and read."""

from functools import cached_property

from django.contrib import admin
from django.utils.html import format_html

from motions.models import Handling, MotionEvent, MotionScan, Rating, Signature, SupervisionAct
from records.admin.lists import name_of
from records.admin.rows import StackedRows, TabularRows
from records.sources import day_with_source
from township import rulebook


class SignatureRows(TabularRows):
    model = Signature
    row_select = ["person", "scan", "confirmed_by"]
    autocomplete_fields = ["person"]
    fields = ["person", "way", "signed_on", "proof"]
    readonly_fields = ["proof"]

    @admin.display(description="签名页")
    def proof(self, signature):
        if signature.scan is None:
            return "—"
        link = format_html('<a href="{}">打开</a>', signature.scan.get_absolute_url())
        return format_html("{} {} 核对", link, signature.confirmed_by)

    def may_write(self, request, obj):
        return obj is None or obj.is_unreviewed


class HandlingRows(StackedRows):
    model = Handling
    reads_only = True
    row_select = ["motion", "department", "rule", "result_class"]
    show_change_link = True
    fields = [
        ("department", "role", "round", "standing"), ("handed_over", "deadline"),
        ("accepted_on", "handler", "consulted_on", "consulted_by"),
        ("replied", "result_class", "reply_number", "signer"), "reply",
        ("promise", "promise_due_on", "tracking"),
    ]  # fmt: skip
    readonly_fields = [
        "department", "role", "round", "standing", "handed_over", "deadline", "accepted_on",
        "handler", "consulted_on", "consulted_by", "replied", "result_class", "reply_number",
        "signer", "reply", "promise", "promise_due_on", "tracking",
    ]  # fmt: skip

    @cached_property
    def remarks(self):
        return rulebook.DueRemarks()  # of one page: Django makes this anew for each

    @admin.display(description="办到哪里")
    def standing(self, handling):
        return handling.state

    @admin.display(description="交办日期")
    def handed_over(self, handling):
        return handling.handover_words

    @admin.display(description="答复日期")
    def replied(self, handling):
        return handling.reply_words

    @admin.display(description="办理期限")
    def deadline(self, handling):
        if not handling.due_on:
            return handling.due_words
        words = "<strong>{}</strong>（{}）{}"
        return format_html(words, handling.due_on, handling.why_due, self.remarks.of(handling))

    @admin.display(description="跟踪")
    def tracking(self, handling):
        return handling.tracking


class RatingRows(TabularRows):
    model = Rating
    reads_only = True
    fields = ["round", "handling", "result", "reason", "rated", "silent", "is_on_behalf"]
    readonly_fields = fields

    @admin.display(description="反馈日期")
    def rated(self, rating):
        return rating.rated_words or "—"

    @admin.display(description="记为未反馈的日期")
    def silent(self, rating):
        return day_with_source(rating.silent_on, rating.silent_on_from) or "—"


class SupervisionRows(TabularRows):
    model = SupervisionAct
    reads_only = True
    row_select = ["department", "motion"]
    fields = ["rung", "acted_on", "department", "content", "answered_on", "answer"]
    readonly_fields = fields
    show_change_link = True


class ScanRows(TabularRows):
    model = MotionScan
    folds_when_empty = True
    fields = ["kind", "file", "note"]


class EventRows(TabularRows):
    model = MotionEvent
    reads_only = True
    row_select = ["by"]
    who = name_of("by", "谁")
    fields = ["when", "verb", "note", "who", "at"]
    readonly_fields = fields

    @admin.display(description="发生日期")
    def when(self, event):
        return event.when
