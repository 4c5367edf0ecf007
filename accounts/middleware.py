import time

from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from accounts import devices, reads

REFRESH_SECONDS = 300


class SessionRefreshMiddleware:
    """Keep an active session alive, but write it at most every five minutes.

    SESSION_SAVE_EVERY_REQUEST would add a write to every page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.get("_auth_user_id") and self.is_stale(request.session):
            request.session["refreshed"] = int(time.time())
            devices.touch(request)
        return response

    @staticmethod
    def is_stale(session):
        return time.time() - session.get("refreshed", 0) > REFRESH_SECONDS


class FirstPasswordMiddleware:
    """Whoever logs in with a password that somebody else set sets their own before anything else."""

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
    """Whoever presses 后退 after the logout, on a computer that others use too, sees nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_behind_login = bool(request.session.get("_auth_user_id"))
        response = self.get_response(request)
        if is_behind_login and not response.has_header("Cache-Control"):
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
