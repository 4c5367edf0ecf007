"""The pages for what fails. They ask nothing of the database, nor of a session that lies there."""

import sys

from django.http import (
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from hemao.failures.asked import known_user, typed_in
from hemao.failures.causes import cause_of
from records.reads import NotRecorded

AGAIN_AFTER_SECONDS = 60


def not_found(request, exception=None):
    return HttpResponseNotFound(render_to_string("404.html"))


def refused(request, exception=None):
    return HttpResponseForbidden(render_to_string("403.html"))


def failed(request):
    """The page for an error: 503 with its cause where the machine is to blame, else 500."""
    error = sys.exc_info()[1]
    cause = cause_of(error)
    if cause is None:
        answer = HttpResponseServerError(render_to_string("500.html"))
    else:
        answer = unavailable(request, cause, isinstance(error, NotRecorded))
    add_never_cache_headers(answer)
    return answer


def unavailable(request, cause, is_unrecorded):
    user = known_user(request)
    typed = typed_in(request)
    context = {
        "cause": cause, "is_unrecorded": is_unrecorded, "was_sent": request.method == "POST",
        # Whom we do not know may be the one who can help.
        "is_known": bool(user), "is_brief": bool(user and user.may_use_pin),
        "typed": typed, "address": request.get_full_path() if typed else "",
    }  # fmt: skip
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(AGAIN_AFTER_SECONDS)
    return answer
