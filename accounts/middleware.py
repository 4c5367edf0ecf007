import logging
import time

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from accounts.entry import devices
from accounts.entry.sessions import REFUSALS
from records import reads

log = logging.getLogger(__name__)
REFRESH_SECONDS = 300


class SessionRefreshMiddleware:
    """Keep an active session alive, but write it at most every five minutes.

    SESSION_SAVE_EVERY_REQUEST would add a write to every page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # After a page that failed nothing is written: it would wait, and fail, once more.
        if response.status_code < 500 and self.is_due(request.session):
            self.refresh(request)
        return response

    def is_due(self, session):
        return session.is_at_hand and SESSION_KEY in session and self.is_stale(session)

    def refresh(self, request):
        """The page is shown whether or not this can be stored."""
        try:
            with transaction.atomic():
                devices.touch(request)
        except REFUSALS as error:
            log.warning("登录设备的使用时间没有记下，下一页再记：%s", error)
            return
        request.session.is_mere_refresh = not request.session.modified
        request.session["refreshed"] = int(time.time())

    @staticmethod
    def is_stale(session):
        return time.time() - session.get("refreshed", 0) > REFRESH_SECONDS


class FirstPasswordMiddleware:
    """Sends a user whose password somebody else set to the page where they set their own."""

    # What may be opened meanwhile: the page itself, the ways out, and what says nothing of the town.
    OPEN = frozenset({"password", "logout", "switch", "login", "healthz", "ticket"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if user.is_authenticated and user.must_change_password and not self.is_open(request):
            return redirect("password")
        return None

    def is_open(self, request):
        name = request.resolver_match.view_name or ""
        return name in self.OPEN or name.startswith("enter")


class NoStoreMiddleware:
    """Keeps pages out of the browser's cache, so that 后退 shows nothing after a logout."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # What did not read the session shows nothing that only a login may see.
        if request.session.was_login and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class ReadRecordMiddleware:
    """Write the record of a read after the page was made, so that refused pages leave none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 200:
            reads.write(request)
        return response
