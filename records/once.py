"""Forms that create are stored once, however often a browser sends them; and a phone is told which
form was stored, so that it throws away its draft.
"""

import uuid

from django.conf import settings
from django.db import IntegrityError, transaction

from records.models import OnceKey

TAKEN = "taken"  # the cookie; static/js/phone/drafts.js reads and deletes it
KEPT_SECONDS = 24 * 60 * 60  # the page that should read it may not come before the way home


def once_key(request):
    """The one-time key of an add form, or None where there is none that can be read."""
    try:
        return uuid.UUID(request.POST.get("_once", ""))
    except ValueError:
        return None


def was_stored(request):
    """True where the form that was sent has been stored before."""
    key = once_key(request)
    return key is not None and OnceKey.objects.filter(key=key).exists()


def is_first(request):
    """Remember the form's key; False where somebody did so before. Call it in the transaction
    that stores the form: what fails there gives the key back.
    """
    return OnceKey.objects.get_or_create(key=once_key(request))[1]


def unless_overtaken(act, otherwise):
    """What `act()` returns; `otherwise` where somebody else has stored the same in this very moment."""
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        return otherwise


def end_draft(request, answer):
    """`answer`, which tells the phone that the form of `request` was stored, by its draft's number.

    Every other answer leaves the draft where it is. Not HttpOnly: it is for a script, and names
    nothing but a random number.
    """
    try:
        number = uuid.UUID(request.POST.get("_draft", ""))
    except ValueError:
        return answer
    answer.set_cookie(
        TAKEN, str(number), max_age=KEPT_SECONDS, secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )  # fmt: skip
    return answer
