"""What belongs to no app: the home of each role, and the ticket of a phone."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from hemao.desk.shelves import place_of, shelves
from hemao.handbook import places
from representatives import duties
from representatives.phone import sheet
from township.models import Town, current_town_name

# How a phone sends what it kept. A sheet that a browser kept for months may speak an older way: it
# sends nothing to an office that speaks a newer one, and says what to do (static/js/phone/asking.js).
PHONE_SPEAKS = 1

HOMES = {
    Role.STAFF: "admin:index",
    Role.ADMIN: "admin:index",
    Role.AUDITOR: "admin:index",
    Role.DEPUTY: "household-list",
    Role.LIAISON: "household-list",
    Role.LEADER: "overview",
}


def town(request):
    """Context processor: the town's name and its office's telephone, each asked for once, and only by
    pages that show it.
    """
    return {
        "town_name": functools.cache(current_town_name),
        "office_phone": functools.cache(lambda: Town.get().office_phone),
    }


def desk(request):
    """Context processor for each page: the menu of ledgers, the tab to which the page belongs, where
    the handbook tells of it, and the scripts that a phone fetches last.
    """
    user = getattr(request, "user", None)
    match = request.resolver_match
    return {
        "shelves": SimpleLazyObject(lambda: shelves(user) if user else []),
        "place": place_of(match),
        "phone_scripts": sheet.addresses,
        "help_url": SimpleLazyObject(lambda: places.address(places.place_for(match, user.face))),
    }


def duty_counts(request):
    """Context processor: how many things wait under each tab of a deputy's masthead."""
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated and user.face == Role.DEPUTY):
        return {}
    return {"waits": SimpleLazyObject(lambda: duties.by_tab(duties.of_request(request)))}


def home(request):
    return redirect(HOMES[request.user.face])


@login_not_required
@never_cache
@require_safe
def ticket(request):
    """Who is logged in, a fresh CSRF token, and what we speak, for a phone about to send what it kept."""
    user = str(request.user.pk) if request.user.is_authenticated else None
    token = get_token(request) if user else ""
    return JsonResponse({"user": user, "token": token, "speaks": PHONE_SPEAKS})
