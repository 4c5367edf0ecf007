"""Entries for the elections of deputies and of officers."""

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Prefetch

from congress import services
from congress.forms import CandidacyFormSet, DeclareForm, OfficeForm, QualifyForm
from congress.models import Candidacy, Election, Poll
from records.admin.lists import year_filter
from records.admin.pages import PartAdmin, RecordAdmin, by_name
from records.admin.rows import TabularRows
from records.admin.search import put_together, word_of
from records.admin.verbs import Button
from representatives.admin import labels
from township.numbers import share_of
from township.spans import today


class CandidacyRows(TabularRows):
    """Once the result is confirmed, mandates and posts hang on these rows: who stood and who was
    elected stays. What was counted wrongly is corrected, together with the ballots.
    """

    model = Candidacy
    formset = CandidacyFormSet
    row_select = ["person"]
    autocomplete_fields = ["person"]

    def get_readonly_fields(self, request, obj=None):
        return ["person", "nominated_by", "is_elected"] if is_declared(obj) else []

    def has_add_permission(self, request, obj=None):
        return not is_declared(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_declared(obj) and super().has_delete_permission(request, obj)


def is_declared(contest):
    return contest is not None and contest.declared_on is not None


class CandidacyRowsOfPoll(CandidacyRows):
    fk_name = "poll"
    fields = ["person", "nominated_by", "votes_for", "is_elected"]


class CandidacyRowsOfElection(CandidacyRows):
    fk_name = "election"
    fields = ["person", "nominated_by", "votes_for", "votes_against", "abstained", "is_elected"]


ELECTED = Prefetch("candidacies", Candidacy.objects.elected().select_related("person"), "winners")
BALLOTS = (
    "票数",
    {"fields": [("ballots_issued", "ballots_returned"), ("ballots_valid", "ballots_invalid")]},
)


class ContestAdmin(RecordAdmin):
    """What polls and elections share."""

    list_prefetch_related = [ELECTED]
    readonly_fields = ["declared_on"]

    def may_void(self, contest):
        return contest.declared_on is None

    @admin.display(description="当选")
    def elected(self, contest):
        return "、".join(row.person.name for row in contest.winners)


def declare_elected(poll, request, data):
    mandates = services.declare_elected(poll, on=data["on"], by=request.user)
    names = "、".join(mandate.person.name for mandate in mandates)
    return f"选举结果已确认：{names}当选，代表资格待确认。"


def confirm_qualifications(poll, request, data):
    count = services.confirm_qualifications(poll, on=data["on"], by=request.user)
    return f"已确认{count}项代表资格。"


def is_unconfirmed(poll):
    made = poll.candidacies.filter(mandate__isnull=False, mandate__confirmed_on=None)
    return poll.declared_on is not None and made.exists()


@admin.register(Poll)
class PollAdmin(ContestAdmin):
    menu_order = 5
    nothing_yet = "选区选举代表：选民、票数、候选人和当选的人。"
    list_display = [
        "held_on", "constituency", "kind", "seats", "turnout", "elected", "declared_on", "state",
    ]  # fmt: skip
    list_display_links = ["held_on", "constituency"]
    list_filter = [year_filter("held_on"), "kind", "constituency__term"]
    search_fields = [
        "constituency__name__contains", "held_on__startswith", *by_name("candidacies__person"),
    ]  # fmt: skip
    search_help_text = "选区、日期，或候选人姓名、拼音、首字母"
    label = put_together(
        F("held_on"),
        labels.constituency("constituency__"),
        word_of("kind", Poll.kind.field.choices),
    )
    label_select = ["constituency__term"]
    autocomplete_fields = ["constituency", "replaces"]
    inlines = [CandidacyRowsOfPoll]
    fieldsets = [
        (
            None,
            {"fields": [("kind", "constituency"), ("held_on", "seats"), ("replaces", "declared_on")]},
        ),
        (
            "选民与投票",
            {"fields": [("electorate", "voted", "by_proxy"), ("stations", "mobile_boxes")]},
        ),
        BALLOTS,
    ]  # fmt: skip
    verbs = [
        Button(
            "declare", "确认选举结果", declare_elected, form=DeclareForm,
            hint="核对票数后，当选人取得代表资格（待确认）。确认后候选人和当选不能再改，票数登记错了的可以更正。",
            applies=lambda poll: poll.declared_on is None,
            initial=lambda poll: {"on": poll.held_on},
        ),
        Button(
            "qualify", "确认代表资格", confirm_qualifications, form=QualifyForm,
            hint="经代表资格审查委员会审查、主席团（大会）确认的日期。",
            applies=is_unconfirmed, initial=lambda poll: {"on": today()},
        ),
    ]  # fmt: skip

    def for_list(self, rows):
        pending = Candidacy.objects.filter(
            poll=OuterRef("pk"), mandate__isnull=False, mandate__confirmed_on=None
        )
        return rows.annotate(has_pending=Exists(pending))

    @admin.display(description="参加投票")
    def turnout(self, poll):
        return share_of(poll.voted, poll.electorate) if poll.electorate else poll.voted

    @admin.display(description="状态")
    def state(self, poll):
        if not poll.declared_on:
            return "待确认结果"
        return "待确认资格" if poll.has_pending else "已办结"


def declare_officers(election, request, data):
    posts = services.declare_officers(election, on=data["on"], by=request.user)
    return f"选举结果已确认：{'、'.join(post.person.name for post in posts)}任职。"


@admin.register(Election)
class ElectionAdmin(ContestAdmin):
    menu_order = 6
    nothing_yet = "大会上的选举：候选人、得票和结果。"
    list_display = ["meeting", "body", "role", "seats", "way", "elected", "declared_on"]
    list_filter = [year_filter("meeting__starts_on"), "role"]
    search_fields = ["body__names__name__contains", *by_name("candidacies__person")]
    search_help_text = "机构名称，或候选人姓名、拼音、首字母"
    label_select = ["meeting__term", "body"]
    label_prefetch = ["body__names"]
    autocomplete_fields = ["meeting", "body"]
    inlines = [CandidacyRowsOfElection]
    fieldsets = [
        (
            None,
            {"fields": [("meeting", "body"), ("role", "seats"), ("way", "declared_on")]},
        ),
        BALLOTS,
    ]
    verbs = [
        Button(
            "declare", "确认选举结果", declare_officers, form=OfficeForm,
            hint="得赞成票超过全体代表半数的，方能当选。确认后当选人取得职务，候选人和当选不能再改，票数登记错了的可以更正。",
            applies=lambda election: election.declared_on is None,
            initial=lambda election: {
                "on": election.meeting.last_on or election.meeting.starts_on
            },
        )
    ]  # fmt: skip


@admin.register(Candidacy)
class CandidacyAdmin(PartAdmin):
    list_display = ["person", "poll", "election", "votes_for", "is_elected"]
    label_select = ["person"]
    list_select_related = ["poll__constituency", "election__meeting__term", "election__body"]
    list_prefetch_related = ["election__body__names"]
    search_fields = by_name("person")
