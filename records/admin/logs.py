"""The pages of the logs, which are only read."""

from datetime import datetime, time
from typing import NamedTuple

from django.contrib import admin
from django.utils import timezone

from records import reads
from records.admin.form_pages import FormPage
from records.admin.lists import SafeList, name_of


class LogQuestion(NamedTuple):
    """What a list answers, and how much of it is of today ("" where that says nothing)."""

    question: str
    today: str = ""


class LogAdmin(FormPage, SafeList, admin.ModelAdmin):
    """A log: written by the machine, read by people."""

    # What it answers, the field that says when, and of what there were so many today.
    question = ""
    moment = "at"
    counted = "今天{}条"
    show_full_result_count = False
    list_per_page = 100
    is_named = False
    # Few may open an account: in a log it is a name, not a link.
    who = name_of("user", "账号")

    def changelist_view(self, request, extra_context=None):
        """The log of reads has a line about whoever reads a log, too."""
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            rows = len(shown["cl"].result_list)
            reads.note(request, f"日志·{self.opts.verbose_name_plural}", rows=rows)
        return response

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A line of a log is what it is called: there is nothing to 查看 about 查看记录."""
        extra_context = {"title": self.opts.verbose_name} | (extra_context or {})
        reads.note(request, f"日志·{self.opts.verbose_name}", object_id=object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def asked(self, day):
        """What whoever reads the logs finds here, `day` being today: one statement."""
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        rows = self.model._default_manager.filter(**{f"{self.moment}__gte": midnight})
        return LogQuestion(self.question, self.counted.format(rows.count()))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
