"""A form is taken whole or not at all."""

from django.core.exceptions import BadRequest
from django.http import UnreadablePostError


class WholeFormMiddleware:
    """Refuse a form whose sending broke off.

    What arrived before the network ended looks like a form with fewer words: stored, it would be
    taken for the whole when the same form is sent again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST" and is_cut_off(request):
            raise BadRequest("the form broke off")


def is_cut_off(request):
    """True where fewer bytes arrived than the browser said it would send."""
    try:
        _ = request.POST  # reads to the end
    except UnreadablePostError:
        return True
    # Django keeps the count to itself; tests/test_cut_off.py notices should that change.
    stream = request._stream
    if hasattr(stream, "limit"):
        return stream._pos < stream.limit
    announced = str(request.META.get("CONTENT_LENGTH", ""))
    return announced.isdecimal() and len(request.body) < int(announced)
