"""The browsers in which people have logged in. Deputies stay in for 90 days, until somebody ends
it; all others for two hours, but their browser is known from then on.
"""

import datetime
import secrets

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.utils import timezone

from accounts.entry import agents
from accounts.entry.brake import BROWSER_COOKIE
from accounts.entry.sessions import store
from accounts.models import Device, User, hash_of

# A number: from a timedelta the session would make a fixed day, which no use puts off.
KEPT_SECONDS = Device.KEPT_DAYS * 24 * 60 * 60
# As long as a browser keeps any cookie; it holds a random number and says nothing about anybody.
BROWSER_KEPT = datetime.timedelta(days=400)
REASON = Device.EndedFor


def remember(request, response):
    """Note the login that `request` has just made, and keep it where it is of a phone."""
    secret = request.COOKIES.get(BROWSER_COOKIE) or secrets.token_urlsafe(24)
    if request.user.may_use_pin:
        request.session.set_expiry(KEPT_SECONDS)
    if not request.session.session_key:
        request.session.create()
    request.session["device"] = keep(request, hash_of(secret)).pk
    set_browser(response, secret)
    return response


@transaction.atomic
def keep(request, browser):
    """The Device of this login: the one of before where it is the same browser."""
    User.objects.select_for_update().get(pk=request.user.pk)  # the button tapped twice waits
    open_rows = request.user.devices.select_for_update().filter(browser=browser, ended_at=None)
    device = open_rows.first() or Device(user=request.user, browser=browser)
    here = request.session.session_hash
    if device.session_hash not in ("", here):
        store().end([device.session_hash])
    device.session_hash = here
    device.label = agents.label(request.META.get("HTTP_USER_AGENT", ""))
    device.last_used_at = timezone.now()
    device.save()
    return device


def set_browser(response, secret):
    response.set_cookie(
        BROWSER_COOKIE, secret, max_age=BROWSER_KEPT, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def touch(request):
    """Note that the device of this session is in use; called when its session is refreshed."""
    if pk := request.session.get("device"):
        Device.objects.filter(pk=pk).update(last_used_at=timezone.now())


def follow(request):
    """After a change of password this session has another key, and all other logins are over.

    Where somebody ended this device at the very moment, it is over too.
    """
    pk, user = request.session.get("device"), request.user
    here = request.session.session_hash
    if pk and not user.devices.filter(pk=pk, ended_at=None).update(session_hash=here):
        logout(request)
    end(user.devices.exclude(pk=pk), reason=REASON.PASSWORD, by=user)


@transaction.atomic
def end(rows, *, reason, by):
    """End those of `rows` (a queryset of Device) that are open, and their sessions at once.

    Returns how many there were.
    """
    open_rows = list(rows.select_for_update().filter(ended_at=None))
    store().end([device.session_hash for device in open_rows])
    ended = Device.objects.filter(pk__in=[device.pk for device in open_rows])
    return ended.update(ended_at=timezone.now(), ended_for=reason, ended_by=by)


def leave(request):
    """Log out, and end the device that this session belongs to."""
    if pk := request.session.get("device"):
        end(request.user.devices.filter(pk=pk), reason=REASON.LOGOUT, by=request.user)
    logout(request)
