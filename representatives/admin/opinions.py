"""群众意见建议: the list, and an opinion with the verbs that take it to its answer."""

from django.contrib import admin
from django.db.models.functions import Left
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from records.admin.lists import ChoiceFilter, year_filter
from records.admin.pages import by_name
from records.admin.search import Apart
from records.admin.verbs import Button
from records.hooks import Hook
from records.sources import day_with_source
from representatives import deadlines, opinions
from representatives.admin.quick import quick_view
from representatives.forms import (
    CorrectForm,
    DisposeForm,
    HandOverForm,
    OpinionAnswerForm,
    TellBackForm,
)
from representatives.models import Opinion
from township import rulebook
from township.admin import DueAdmin
from township.spans import today

more_verbs = Hook(
    "representatives.admin.opinions.more_verbs",
    "Which Button stands on the page of an opinion beside its own?",
)


def hand_over(opinion, request, told):
    opinions.hand_over_opinion(opinion, by=request.user, **told)
    due = f"，期限{opinion.due_on}" if opinion.due_on else "，没有规定期限"
    return f"已转办{opinion.department}{due}。{rulebook.DueRemarks().of(opinion)}"


def answer(opinion, request, told):
    opinions.answer_opinion(opinion, by=request.user, **told)
    return "已登记答复。" + ("还要回告联系户。" if opinion.household_id else "")


def tell_back(opinion, request, told):
    opinions.tell_back(opinion, by=request.user, **told)
    return "已登记回告。"


def dispose(opinion, request, told):
    opinions.dispose(opinion, by=request.user, **told)
    return f"处理方式：{opinion.get_disposal_display()}。"


def correct(opinion, request, told):
    opinions.correct_opinion(opinion, by=request.user, **told)
    return "已更正。原来登记的在变更记录里。"


def on_today(opinion):
    return {"on": today()}


def intended(opinion):
    """The department that was named already, where it is not handed over yet."""
    return {"on": today(), "department": None if opinion.handed_over_on else opinion.department_id}


def as_entered(opinion):
    return {name: getattr(opinion, name) for name in opinions.CORRECTABLE}


def legal(refusal):
    """True where `refusal` of services has nothing to say against it."""
    return lambda opinion: not refusal(opinion)


VERBS = [
    Button(
        "hand-over", "转办", hand_over, form=HandOverForm, initial=intended,
        applies=legal(opinions.no_hand_over),
        hint="交给承办单位，从转办这天起算期限。已经转办的，可以再转给另一个单位，期限重新起算。",
    ),
    Button(
        "answer", "答复", answer, form=OpinionAnswerForm, initial=on_today,
        applies=legal(opinions.no_answer), hint="承办单位怎么答复的，照实登记。",
    ),
    Button(
        "tell-back", "回告", tell_back, form=TellBackForm, initial=on_today,
        applies=legal(opinions.no_tell_back), hint="把答复告诉提出的联系户，件件有回音。",
    ),
    Button(
        "dispose", "处理方式", dispose, form=DisposeForm, applies=legal(opinions.no_disposal),
        initial=lambda opinion: {"on": today(), "disposal": opinion.disposal},
        hint="改走另一条路：六种处理方式选一种。",
    ),
    Button(
        "correct", "更正", correct, form=CorrectForm, initial=as_entered, is_rare=True,
        hint="只用来改登记错了的地方。改动留在变更记录里。",
    ),
]  # fmt: skip


class EchoFilter(ChoiceFilter):
    title = "回音"
    parameter_name = "echo"

    def lookups(self, request, model_admin):
        return [
            ("open", "待回音（全部）"),
            ("late", "超期未答复"),
            ("unanswered", "待答复"),
            ("untold", "待回告"),
            ("closed", "已有回音"),
        ]

    def queryset(self, request, queryset):
        questions = {
            "open": queryset.open,
            "late": lambda: queryset.overdue_on(today()),
            "unanswered": queryset.unanswered,
            "untold": queryset.untold,
            "closed": queryset.closed,
        }
        return questions[self.value()]() if self.value() in questions else queryset


@admin.register(Opinion)
class OpinionAdmin(DueAdmin):
    menu_order = 6.5
    nothing_yet = "走访、接待、来信中听到的意见建议，转办到回告都在这里。"
    reads_as = "群众意见"
    change_list_template = "admin/representatives/opinion_list.html"
    notice = staticmethod(deadlines.notice)
    verbs = VERBS
    list_display = ["heard_on", "short_text", "whose", "topic", "department", "due_on", "echo"]
    list_display_links = ["heard_on", "short_text"]
    whole_in_files = {"short_text": ("text",), "whose": ("household", "raiser")}
    list_filter = [year_filter("heard_on"), EchoFilter, "source", "topic", "disposal", "outcome"]
    search_fields = ["text__contains", *by_name("household", "head_name"), *by_name("heard_by")]
    label = Left("text", 30)
    apart = Apart.by("heard_on")
    search_help_text = "内容，或户主、听取人的姓名、拼音、首字母"
    list_select_related = ["household__village", "topic", "department"]
    autocomplete_fields = ["visit", "household", "heard_by", "department"]
    fieldsets = [
        (None, {"fields": [("heard_on", "source", "topic"), "text"]}),
        ("从哪里来", {"fields": [("household", "raiser"), ("heard_by", "visit")]}),
        (
            "处理",
            {"fields": ["disposal", ("department", "handed_over_on"), "deadline", "disposed"]},
        ),
        (
            "答复与回告",
            {
                "fields": [
                    ("answered_on", "outcome", "horizon"), "answer", ("told_back_on", "told_back_by"),
                ]
            },
        ),
    ]  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        became = [("转成的代表建议", {"fields": ["suggestions"]})]
        return [*self.fieldsets, *became] if obj else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        """An opinion that is new may be through already; from then on the verbs write."""
        fields = [*super().get_readonly_fields(request, obj), "deadline", "disposed", "suggestions"]
        return [*fields, *opinions.CORRECTABLE] if obj else fields

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        if obj:
            obj.reader = request.user
        return obj

    def verbs_for(self, request, obj):
        own = super().verbs_for(request, obj)
        return [*own, *(verb for verb in more_verbs.ask() if own and verb.applies(obj))]

    def store(self, request, obj, form, change):
        if change:
            if obj.disposed_on == form.initial.get("heard_on"):
                obj.disposed_on = obj.heard_on  # so it was from the first day
            super().store(request, obj, form, change)
        else:
            opinions.enter_opinion(obj, by=request.user)

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: quick_view(self, request))
        name = "representatives_opinion_quick"
        return [path("quick/", view, name=name), *super().get_urls()]

    @admin.display(description="内容")
    def short_text(self, opinion):
        return Truncator(opinion.text).chars(30)

    @admin.display(description="提出人")
    def whose(self, opinion):
        return opinion.household or opinion.raiser

    @admin.display(description="回音")
    def echo(self, opinion):
        return opinion.echo

    @admin.display(description="办理期限")
    def deadline(self, opinion):
        if opinion.due_on:
            words = "<strong>{}</strong>（{}）{}"
            remark = rulebook.DueRemarks().of(opinion)
            return format_html(words, opinion.due_on, opinion.due_because, remark)
        if opinion.is_with_department:
            return "没有规定期限"
        return "转办以后按“办理期限”里的规定计算。"

    @admin.display(description="从哪天起这样处理")
    def disposed(self, opinion):
        words = day_with_source(opinion.disposed_on, opinion.disposed_on_from)
        former = opinion.get_former_disposal_display()
        return f"{words}，以前是“{former}”" if former else words or "—"

    @admin.display(description="代表建议")
    def suggestions(self, opinion):
        """What became of it as a suggestion, asked by the name of the relation: motions lie above."""
        reader = getattr(opinion, "reader", None)  # none reads an old state of it
        rows = opinion.motions.visible_to(reader) if reader else ()
        links = [
            (reverse("admin:motions_motion_change", args=[row.pk]), row, row.get_status_display())
            for row in rows
        ]
        return format_html_join("；", '<a href="{}">{}</a>（{}）', links) or "没有"
