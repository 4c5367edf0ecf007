"""Accounts, and the logs that auditors read: who may come in, who saw what, who changed what."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group

from accounts.models import ReadRecord, Role, User

# The roles that work in the admin; the others have pages of their own.
AT_THE_DESK = (Role.STAFF, Role.AUDITOR, Role.ADMIN)

for model in (Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class NewAccountForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "display_name", "role"]
        widgets = {"role": forms.Select}


@admin.register(User)
class AccountAdmin(UserAdmin):
    menu_order = 1
    add_form = NewAccountForm
    list_display = ["username", "display_name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "display_name"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("身份", {"fields": ["display_name", "role", "is_active"]}),
        ("记录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "role", "usable_password", "password1", "password2"]})
    ]  # fmt: skip

    def save_model(self, request, obj, form, change):
        """Who may enter the admin follows from the role; nobody types it."""
        obj.is_staff = obj.role in AT_THE_DESK
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return False  # what an account did keeps its name; switch it off instead


class LogAdmin(admin.ModelAdmin):
    """A log is read, never written."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReadRecord)
class ReadRecordAdmin(LogAdmin):
    menu_order = 2
    list_display = ["at", "user", "what", "object_id", "rows", "path", "address"]
    list_filter = ["what", "user__role"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__display_name"]


@admin.register(LogEntry)
class ChangeLogAdmin(LogAdmin):
    """Who changed which record and when; what it said is in that record's own history."""

    menu_order = 3
    list_display = ["action_time", "user", "action", "content_type", "object_id"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__username", "user__display_name"]
    fields = ["action_time", "user", "action", "content_type", "object_id"]
    readonly_fields = fields

    @admin.display(description="动作")
    def action(self, entry):
        return {1: "新增", 2: "修改", 3: "删除"}.get(entry.action_flag, "")


@admin.register(AccessAttempt)
class RefusedLoginAdmin(LogAdmin):
    menu_order = 4
    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    search_fields = ["username"]
    fields = list_display
