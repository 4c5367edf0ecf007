"""How deputies get in: one-time links, cards with QR codes, and the devices that stay logged in."""

import datetime
import uuid
from dataclasses import dataclass, replace

import segno
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from accounts import phones
from accounts.entry import devices
from accounts.models import Device, LoginLink
from records import once, reads
from records.admin.lists import ChoiceFilter
from records.admin.verbs import Button
from representatives import services
from representatives.models import Deputy
from township.models import Town, current_town_name
from township.spans import today

CARDS_A_PAGE = 8
LONGEST_PK = 19  # digits; longer ones no database takes
SHOWN_ALREADY = (
    "这一页已经发放过，没有再发。链接只在发放时显示一次；没有记下来的，请返回以后重新发放。"
)


@dataclass
class Entrance:
    """One deputy's link, as it is shown this once."""

    person: Deputy
    address: str

    @property
    def code(self):
        """The QR code: an inline drawing without styles, as our Content-Security-Policy wants."""
        drawn = segno.make(self.address, error="m", micro=False)
        return mark_safe(drawn.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2))


def entrance(person, token, base):
    return Entrance(person, base + reverse("enter", args=[token]))


def last_day():
    """The last day on which a link that is issued now opens anything for sure."""
    return today() + datetime.timedelta(days=LoginLink.VALID_DAYS)


# One link.


class IssueForm(forms.Form):
    """Nothing to fill in; its key keeps a page that is loaded again from issuing again."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        key = once.once_key(request) or uuid.uuid4()
        self.fields["_once"] = forms.UUIDField(initial=key, widget=forms.HiddenInput)


class IssueButton(Button):
    def open(self, obj, request):
        return IssueForm(request.POST if request.method == "POST" else None, request=request)


def issue(person, request, data):
    """The page with the link: the answer to a POST, so it is in no history and in no cache."""
    if not once.is_first(request):
        raise ValidationError(SHOWN_ALREADY)
    token = services.issue_login_link(person, by=request.user)
    public = Town.get().public_address
    shown = entrance(person, token, public or request.build_absolute_uri("/").rstrip("/"))
    context = {
        **admin.site.each_context(request), "title": f"登录链接：{person}", "opts": person._meta,
        "entrance": shown, "is_local": not public, "last_day": last_day(),
        "back": reverse(f"admin:representatives_{person._meta.model_name}_change", args=[person.pk]),
    }  # fmt: skip
    reads.note(request, "登录链接", object_id=person.pk)
    return kept_nowhere(request, "admin/representatives/login_link.html", context)


@never_cache
def kept_nowhere(request, template, context):
    return TemplateResponse(request, template, context)


ISSUE = IssueButton(
    "login-link", "发登录链接", issue,
    hint=f"发给本人的一次性登录链接，{LoginLink.VALID_DAYS}天内有效，打开时要核对手机号后四位。"
    "以前发的链接和登录卡随即作废；已经登录的手机，到本人用新链接重设密码时才退出。",
)  # fmt: skip

# On the page of somebody who is no deputy: helpers in the villages have no other.
ISSUE_TO_LIAISON = replace(ISSUE, applies=services.is_liaison)


# Devices.


def described(device):
    first = timezone.localtime(device.created_at)
    last = timezone.localtime(device.last_used_at)
    return f"{device.label}：{first:%Y-%m-%d}登录，最近使用{last:%Y-%m-%d %H:%M}"


class DevicesForm(forms.Form):
    devices = forms.ModelMultipleChoiceField(
        Device.objects.none(), label="注销哪些", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选要注销的设备。"},
        help_text="勾选的马上退出登录，要用手机号和密码重新登录。手机丢了的，注销以后再发一个登录链接，请本人重设密码。",
    )  # fmt: skip

    class Media:
        css = {"all": ["css/entering.css"]}

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["devices"]
        field.queryset = person.user.devices.live()
        field.label_from_instance = described


class DevicesButton(Button):
    def open(self, obj, request):
        return DevicesForm(request.POST if request.method == "POST" else None, person=obj)


def revoke(person, request, data):
    count = devices.end(data["devices"], reason=devices.REASON.REVOKED, by=request.user)
    return f"已注销{count}台设备。"


REVOKE = DevicesButton(
    "devices", "注销登录设备", revoke, is_rare=True,
    applies=lambda person: person.user_id is not None and person.user.devices.live().exists(),
)  # fmt: skip


class DeviceFilter(ChoiceFilter):
    title = "登录"
    parameter_name = "device"

    def lookups(self, request, model_admin):
        return [("none", "没有登录的手机"), ("some", "有登录的手机")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        has_device = Exists(live_devices())
        return queryset.filter(has_device if self.value() == "some" else ~has_device)


def live_devices():
    return Device.objects.live().filter(user=OuterRef("user"))


# Cards, eight a page.


def cards_view(model_admin, request):
    """登录卡: who gets one, asked first; then the sheet, as the answer to a POST."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    people = chosen(model_admin, request)
    town = Town.get()
    if request.method != "POST" or not town.public_address or not once.once_key(request):
        return ask(request, people, town)
    with transaction.atomic():
        if not once.is_first(request):
            return ask(request, people, town, refused=SHOWN_ALREADY)
        entrances, refusals = issue_all(model_admin, request, people, town.public_address)
    reads.note(request, "代表登录卡", rows=len(entrances))
    context = {
        "entrances": entrances, "refusals": refusals, "last_day": last_day(),
        "congress": f"{current_town_name()}人大", "site": town.public_address,
    }  # fmt: skip
    return kept_nowhere(request, "representatives/login_cards.html", context)


def chosen(model_admin, request):
    """The deputies that were ticked; else all of today's who are logged in nowhere.

    What is sent to be made names each of them: only who was shown gets a new link.
    """
    sent = request.method == "POST"
    asked = (request.POST if sent else request.GET).get("ids", "")
    ids = [int(part) for part in asked.split(",") if part.isdecimal() and len(part) < LONGEST_PK]
    if ids or sent:
        return list(Deputy.objects.filter(pk__in=ids).select_related("user"))
    rows = Deputy.objects.all().deputies_on(today()).filter(~Exists(live_devices()))
    return list(rows.select_related("user"))


def ask(request, people, town, refused=""):
    ready = [person for person in people if phones.last_four(person.phone)]
    context = {
        **admin.site.each_context(request), "title": "代表登录卡", "opts": Deputy._meta,
        "people": ready, "without_phone": [p for p in people if p not in ready],
        "ids": ",".join(str(person.pk) for person in people), "once": uuid.uuid4(),
        "sheets": -(-len(ready) // CARDS_A_PAGE), "town": town, "refused": refused,
        "town_url": reverse("admin:township_town_changelist"),
        "back": reverse("admin:representatives_deputy_changelist"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/representatives/login_cards.html", context)


def issue_all(model_admin, request, people, base):
    """A link for each of `people` for whom one can be made, and the sentences about the others."""
    entrances, refusals = [], []
    for person in people:
        try:
            with transaction.atomic():
                token = services.issue_login_link(person, by=request.user)
        except ValidationError as error:
            refusals += error.messages
            continue
        model_admin.log_change(request, person, "登录卡")
        entrances.append(entrance(person, token, base))
    return entrances, refusals
