"""The end of a draft on a phone: it stays there until the office has stored its form."""

import uuid

from django.conf import settings

TAKEN = "taken"  # the cookie; static/js/phone/drafts.js reads and deletes it
KEPT_SECONDS = 24 * 60 * 60  # the page that should read it may not come before the way home


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
