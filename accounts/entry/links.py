"""The steps of the way in by a link: which link, and how far. Held by the server, in the session,
so that no address leads past a step.
"""

import time

from accounts.models import LoginLink

KEY = "entering"
# Whoever has typed the digits sits before the phone: what is left lying is begun anew.
SECONDS_FOR_SECRET = 30 * 60


def begin(request, link):
    request.session[KEY] = {"link": link.pk}


def passed(request):
    """The digits were right. The session gets another key, as on any rise in what it may do."""
    request.session[KEY] = request.session[KEY] | {"passed": int(time.time())}
    request.session.cycle_key()


def over(request):
    request.session.pop(KEY, None)


def link_of(request, *, proved=False):
    """The link this session has begun with, or None; with `proved`, only after the digits."""
    step = request.session.get(KEY, {})
    if proved and time.time() - step.get("passed", 0) > SECONDS_FOR_SECRET:
        return None
    return LoginLink.objects.select_related("user").filter(pk=step.get("link")).first()
