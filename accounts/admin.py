"""账号与日志: accounts, and who read or changed what. Logs are only read."""

import json

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import OuterRef, Subquery

from accounts import roles, services
from accounts.forms import NewUserForm, UserForm
from accounts.models import (
    Device,
    Emergency,
    Login,
    LoginLink,
    LoginRefusal,
    User,
    WrongTries,
)
from records.admin.form_pages import FormPage
from records.admin.lists import SafeList, name_of
from records.admin.logs import LogAdmin, LogQuestion
from records.models import ReadRecord

# Permissions follow from the role: there are no groups. Logins are shown under our own names.
admin.site.unregister([Group, AccessAttempt, AccessLog, AccessFailureLog])

ROLES = ("role", "second_role")


@admin.register(User)
class UserAdmin(FormPage, SafeList, DjangoUserAdmin):
    menu_order = 1
    add_form_template = None
    form = UserForm
    add_form = NewUserForm
    list_display = ["username", "display_name", "role", "second_role", "is_active", "last_login"]
    list_filter = ["role", "second_role", "is_active"]
    search_fields = ["username__startswith", "display_name__contains"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("谁", {"fields": ["display_name", "role", "second_role", "is_active"]}),
        ("时间", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", *ROLES, "password1", "password2"]}),
    ]

    def asked(self, day):
        return LogQuestion("谁可以登录，能做什么")

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def construct_change_message(self, request, form, formsets, add=False):
        """A change of role is told in full: from what, to what."""
        if add or not set(ROLES) & set(form.changed_data):
            return super().construct_change_message(request, form, formsets, add)
        labels = [str(form.fields[name].label) for name in form.changed_data]
        before = roles.said(*(form.initial[name] for name in ROLES))
        after = roles.said(*(form.cleaned_data[name] for name in ROLES))
        return f"已修改{'、'.join(labels)}：由“{before}”改为“{after}”。"

    def save_model(self, request, obj, form, change):
        obj.must_change_password = obj.must_change_password or not change
        obj.is_staff = roles.works_in_admin(obj)
        super().save_model(request, obj, form, change)
        if change and {*ROLES, "is_active"} & set(form.changed_data):
            services.shut_out(obj, by=request.user)  # what it may do now begins with a new login

    def user_change_password(self, request, id, form_url=""):
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302 and str(request.user.pk) != id:
            services.hand_password(User.objects.get(pk=id), by=request.user)
        return answer

    def has_delete_permission(self, request, obj=None):
        return False  # what an account did stays under its name; it is switched off instead


@admin.register(ReadRecord)
class ReadRecordAdmin(LogAdmin):
    menu_order = 2
    question = "谁看过电话和联系户"
    list_display = ["at", "user", "what", "object_id", "rows", "path", "address"]
    fields = ["at", "who", "what", "object_id", "rows", "path", "address"]
    readonly_fields = ["who"]
    list_filter = ["what", ("at", admin.DateFieldListFilter)]
    search_fields = ["user__username__startswith", "user__display_name__contains", "what__contains"]
    search_help_text = "账号、姓名，或看了什么"
    list_select_related = ["user"]


def deed(entry):
    """What a LogEntry says was done, without what the records in it are called."""
    if not entry.change_message.startswith("["):
        return entry.get_change_message()
    parts = json.loads(entry.change_message)
    for part in parts:
        for what in part.values():
            if "object" in what:
                what["object"] = "…"
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


@admin.register(LogEntry)
class LogEntryAdmin(LogAdmin):
    """Who did what to which record, by its number: what it is called is content, and often a
    name or somebody's words. An account is named, as everywhere in the logs.
    """

    menu_order = 3
    question, moment = "谁改了哪条记录", "action_time"
    list_display = ["action_time", "user", "action_flag", "content_type", "which", "how"]
    list_filter = ["action_flag", ("action_time", admin.DateFieldListFilter)]
    search_fields = ["user__username__startswith", "user__display_name__contains"]
    search_help_text = "账号、姓名"
    list_select_related = ["user", "content_type"]
    fields = ["action_time", "who", "action_flag", "content_type", "which", "how"]
    readonly_fields = ["who", "which", "how"]

    def get_object(self, request, object_id, from_field=None):
        """The entry as its page says it, heading and all; it is never saved."""
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            entry.object_repr, entry.change_message = self.which(entry), self.how(entry)
        return entry

    @admin.display(description="对象")
    def which(self, entry):
        is_account = entry.content_type and entry.content_type.app_label == "accounts"
        return entry.object_repr if is_account else f"编号{entry.object_id}"

    @admin.display(description="内容")
    def how(self, entry):
        return deed(entry)


@admin.register(LoginRefusal)
class LoginRefusalAdmin(LogAdmin):
    """Whatever succeeds afterwards, what failed before stays to be read."""

    menu_order = 4
    question, counted = "谁想登录没有成功", "今天{}次"
    list_display = ["at", "tried", "why", "address", "device"]
    list_filter = ["why"]
    date_hierarchy = "at"
    search_fields = [
        "user__username__startswith", "user__display_name__contains", "address__startswith",
    ]  # fmt: skip
    search_help_text = "账号、姓名，或者地址"
    list_select_related = ["user"]
    fields = ["at", "tried", "why", "address", "device", "browser"]
    readonly_fields = ["tried", "device"]

    @admin.display(description="账号", ordering="user__username")
    def tried(self, refusal):
        return refusal.whose

    @admin.display(description="设备")
    def device(self, refusal):
        return refusal.device


@admin.register(Login)
class LoginAdmin(LogAdmin):
    """axes knows an account by its login name, which for a deputy is a random one."""

    menu_order = 5
    question, moment, counted = "谁登录过", "attempt_time", "今天{}次"
    list_display = ["attempt_time", "username", "name", "ip_address", "logout_time"]
    search_fields = ["username__startswith", "ip_address__startswith"]
    fields = ["attempt_time", "logout_time", "username", "ip_address", "browser"]
    readonly_fields = ["browser"]

    def get_queryset(self, request):
        named = User.objects.filter(username=OuterRef("username")).values("display_name")[:1]
        return super().get_queryset(request).annotate(whose=Subquery(named))

    @admin.display(description="姓名")
    def name(self, attempt):
        return attempt.whose or "—"

    @admin.display(description="浏览器")
    def browser(self, attempt):
        # axes' word where the browser did not say what it is.
        return "没有说明" if attempt.user_agent == "<unknown>" else attempt.user_agent


@admin.register(LoginLink)
class LoginLinkAdmin(LogAdmin):
    menu_order = 6
    question, moment, counted = "给谁发过登录链接", "issued_at", "今天{}个"
    list_display = ["issued_at", "user", "issued_by", "how_it_stands", "used_at"]
    list_filter = ["void_for", ("issued_at", admin.DateFieldListFilter)]
    search_fields = ["user__username__startswith", "user__display_name__contains"]
    search_help_text = "账号、姓名"
    list_select_related = ["user", "issued_by"]
    fields = ["who", "issued_at", "issuer", "expires_at", "wrong", "used_at", "void_at", "void_for"]
    issuer = name_of("issued_by", "发放人")
    readonly_fields = ["who", "issuer"]
    words = {"open": "有效，没有用过", "used": "已使用", "expired": "过期"}

    @admin.display(description="状态")
    def how_it_stands(self, link):
        return self.words.get(link.state) or LoginLink.VoidFor(link.state).label


@admin.register(Emergency)
class EmergencyAdmin(LogAdmin):
    """Who could do everything for some hours, and why."""

    menu_order = 9
    question, moment, counted = "谁得到过应急授权，为什么", "begun_at", "今天{}次"
    list_display = ["begun_at", "user", "reason", "run_by", "ends_at", "ended_at"]
    search_fields = ["user__username__startswith", "user__display_name__contains"]
    search_help_text = "账号、姓名"
    list_select_related = ["user"]
    fields = ["who", "reason", "run_by", "begun_at", "ends_at", "ended_at"]
    readonly_fields = ["who"]


@admin.register(Device)
class DeviceAdmin(LogAdmin):
    menu_order = 7
    question, moment, counted = "谁在哪台手机、电脑上登录", "last_used_at", "今天用过{}台"
    list_display = ["user", "label", "created_at", "last_used_at", "ended_at", "ended_for"]
    list_filter = ["ended_for", ("last_used_at", admin.DateFieldListFilter)]
    search_fields = ["user__username__startswith", "user__display_name__contains"]
    search_help_text = "账号、姓名"
    list_select_related = ["user"]
    fields = ["who", "label", "created_at", "last_used_at", "ended_at", "ended_for", "by_whom"]
    readonly_fields = ["who", "by_whom"]

    @admin.display(description="办理人")
    def by_whom(self, device):
        return str(device.ended_by or "—")


@admin.register(WrongTries)
class WrongTriesAdmin(LogAdmin):
    menu_order = 8
    question, moment, counted = "谁的密码有人输错", "on", "今天{}个账号"
    list_display = ["on", "user", "number", "from_where"]
    list_filter = [("on", admin.DateFieldListFilter)]
    search_fields = ["user__username__startswith", "user__display_name__contains"]
    search_help_text = "账号、姓名"
    list_select_related = ["user"]
    fields = ["who", "on", "number", "from_where"]
    readonly_fields = ["who", "from_where"]

    @admin.display(description="来自")
    def from_where(self, tries):
        return "本人登录过的设备" if tries.browser else "没有登录过的设备"
