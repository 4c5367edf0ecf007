"""参会回执: who comes, who asks leave, who has not answered; deciding one or many with a click."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from congress import services
from congress.models import Meeting, Reply
from records import reads
from records.admin.forms import put_errors
from records.admin.lists import ChoiceFilter, name_of
from records.admin.pages import RecordAdmin, by_name
from records.admin.verbs import Button, for_each
from records.fields import choice_field
from representatives.models import Person
from township.spans import day_in_words

DECIDING = {
    "grant": (services.grant_leave, "准假{count}人。"),
    "refuse": (services.refuse_leave, "{count}人没有准假。"),
}


class OnBehalfForm(forms.Form):
    """An answer that came by telephone."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="谁", error_messages={"required": "请选是谁。"}
    )
    answer = choice_field("回执", Reply.Answer, error_messages={"required": "请选参加还是请假。"})
    reason = forms.CharField(label="请假事由", max_length=60, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class Answers:
    """The call to `event` and what came of it."""

    def __init__(self, event):
        self.event = event
        self.people = list(event.called_people())
        rows = Reply.objects.to(event).select_related("person", "replied_by", "decided_by")
        self.replies = sorted(rows, key=lambda row: (not row.is_undecided, row.person.spelling))

    @property
    def silent(self):
        answered = {row.person_id for row in self.replies}
        return [person for person in self.people if person.pk not in answered]

    def count(self, *words):
        return sum(row.words in words for row in self.replies)

    @property
    def sentence(self):
        leave = self.count("请假待批", "已准假", "没有准假")
        return (
            f"应回{len(self.people)}人：参加{self.count('参加')}人，请假{leave}人"
            f"（待批{self.count('请假待批')}人），未回{len(self.silent)}人。"
        )

    @property
    def reminder(self):
        """The text for the WeChat group; names of deputies, nothing else that is personal."""
        if not self.silent:
            return ""
        names = "、".join(person.name for person in self.silent)
        what = f"{day_in_words(self.event.starts_on)}的{self.event}"
        return f"{what}，以下各位还没有回执，请登录系统回复参加还是请假：{names}。谢谢！"


class RepliesPage:
    """The part of a meeting's or an activity's entry that is the answers to the call."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_replies"
        view = self.admin_site.admin_view(self.replies_view)
        return [path("<int:object_id>/replies/", view, name=name), *super().get_urls()]

    def replies_view(self, request, object_id):
        event = self.get_object(request, str(object_id))
        if event is None:
            raise Http404
        if not self.has_view_permission(request, event):
            raise PermissionDenied
        may_write = self.has_change_permission(request, event)
        if request.method == "POST" and not may_write:
            raise PermissionDenied
        is_on_behalf = "on_behalf" in request.POST
        form = OnBehalfForm(request.POST if is_on_behalf else None, people=event.called_people())
        if request.method == "POST" and (is_on_behalf is False or entered(request, event, form)):
            if not is_on_behalf:
                decide_chosen(request, event)
            return HttpResponseRedirect(self.url("replies", event.pk))
        return self.render_replies(request, event, form, may_write)

    def render_replies(self, request, event, form, may_write):
        answers = Answers(event)
        reads.note(request, "参会回执", object_id=event.pk, rows=len(answers.replies))
        may_decide = may_write and any(row.is_undecided for row in answers.replies)
        context = {
            **self.admin_site.each_context(request),
            "title": f"参会回执：{event}", "opts": self.opts, "original": event,
            "answers": answers, "form": form, "may_write": may_write,
            "may_decide": may_decide,
            "back": self.url("change", event.pk), "media": self.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/congress/replies.html", context)

    @admin.display(description="参会回执")
    def answers(self, event):
        if event.pk is None:
            return ""
        link = format_html('<a href="{}">打开回执</a>', self.url("replies", event.pk))
        return format_html("{} {}", Answers(event).sentence, link)


def entered(request, event, form):
    """True when the answer given for somebody was stored; otherwise `form` says why not."""
    if not form.is_valid():
        return False
    told = form.cleaned_data
    try:
        services.answer_call(
            event, told["person"], answer=told["answer"], reason=told["reason"], by=request.user
        )
    except ValidationError as error:
        put_errors(form, error)
        return False
    messages.success(request, f"已登记{told['person']}的回执。")
    return True


def decide_chosen(request, event):
    """One click decides one; the ticks and the two buttons below decide many."""
    name = next((name for name in DECIDING if name in request.POST), None)
    if name is None:
        return
    one = request.POST[name]
    chosen = [one] if one.isdecimal() else request.POST.getlist("chosen")
    rows = Reply.objects.to(event).filter(pk__in=[pk for pk in chosen if pk.isdecimal()])
    if not rows:
        messages.info(request, "没有选中请假的人。")
        return
    act, done = DECIDING[name]
    note = request.POST.get("note", "")[:100]
    for_each(request, rows, lambda row: act(row, by=request.user, note=note), done)


class StateFilter(ChoiceFilter):
    title = "审批"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "请假待批"), ("granted", "已准假"), ("refused", "没有准假")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.undecided()
        return queryset.filter(decision=self.value()) if self.value() else queryset


class NoteForm(forms.Form):
    note = forms.CharField(
        label="审批意见", max_length=100, required=False, help_text="代表看得到。"
    )


def deciding(slug, label, hint, decision):
    """The button that grants or refuses leave on the page of one reply."""

    def act(reply, request, data):
        DECIDING[slug][0](reply, by=request.user, note=data["note"])
        return DECIDING[slug][1].format(count=1)

    def applies(reply):
        return reply.answer == Reply.Answer.LEAVE and reply.decision != decision

    return Button(slug, label, act, hint=hint, form=NoteForm, applies=applies)


GRANT = deciding("grant", "准假", "点名册上预填为请假，出席以点名册登记的为准。", "granted")
REFUSE = deciding("refuse", "不准假", "到没到会，以点名册登记的为准。", "refused")


@admin.action(description="准假（所选的）")
def grant_many(model_admin, request, queryset):
    act = services.grant_leave
    for_each(request, queryset, lambda row: act(row, by=request.user), DECIDING["grant"][1])


@admin.action(description="不准假（所选的）")
def refuse_many(model_admin, request, queryset):
    act = services.refuse_leave
    for_each(request, queryset, lambda row: act(row, by=request.user), DECIDING["refuse"][1])


@admin.register(Reply)
class ReplyAdmin(RecordAdmin):
    menu_order = 3
    nothing_yet = "代表对会议、活动通知的回执和请假。"
    reads_as = "参会回执"
    list_display = ["person", "event_link", "answer", "reason", "standing", "replied_at"]
    list_filter = [StateFilter, "answer"]
    search_fields = by_name("person")
    label_select = ["person", "meeting__term", "activity"]
    list_select_related = ["replied_by"]
    actions = [grant_many, refuse_many]
    verbs = [GRANT, REFUSE]
    who = name_of("replied_by", "谁回的")
    whose_decision = name_of("decided_by", "审批人")
    fields = readonly_fields = [
        "person", "event_link", "answer", "reason", "replied_at", "who",
        "decision", "note", "decided_at", "whose_decision",
    ]  # fmt: skip

    @admin.display(description="审批", ordering="decision")
    def standing(self, reply):
        """Leave that nobody has decided on says so; whoever comes needs no decision."""
        return reply.words if reply.answer == Reply.Answer.LEAVE else None

    def has_add_permission(self, request):
        return False  # entered on the page of the meeting or activity

    @admin.display(description="会议、活动")
    def event_link(self, reply):
        event, name = reply.event, "activity"
        if isinstance(event, Meeting):
            name = "session" if event.is_session else "presidiummeeting"
        url = reverse(f"admin:congress_{name}_replies", args=[event.pk])
        return format_html('<a href="{}">{} {}</a>', url, event.starts_on, event)
