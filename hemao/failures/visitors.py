"""What a visitor's request did wrong is no error of ours: one line, no traceback, a warning."""

import logging

from django.core.exceptions import DisallowedHost

UNKNOWN_HOST = "请求的域名不在 ALLOWED_HOSTS 里"
SHOWN = 100  # characters of a host that somebody made up


class OfVisitors(logging.Filter):
    """Takes down to a warning what Django calls an error though only the request is to blame.

    Whoever scans the network asks for hosts that are none of ours, many times a day.
    """

    def filter(self, record):
        request = getattr(record, "request", None)
        if isinstance(error_of(record), DisallowedHost):
            take_down(record, UNKNOWN_HOST, request)
            return True
        # Django tells of the answer once more, in a line that says less.
        return not (getattr(request, "is_told", False) and record.levelno < logging.ERROR)


def error_of(record):
    return record.exc_info[1] if record.exc_info else None


def take_down(record, said, request):
    record.levelno, record.levelname = logging.WARNING, "WARNING"
    record.msg, record.args, record.exc_info = said, (), None
    if request is not None:
        request.is_told = True
        record.detail = ascii(request.META.get("HTTP_HOST", ""))[:SHOWN]
