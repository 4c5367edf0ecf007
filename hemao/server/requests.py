"""How a request is read: whole, before any thread sees it, and of what is too large nothing is kept."""

import functools
import logging

from django.template.loader import render_to_string
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from hemao.server.limits import WORDS, limit_of

# A browser shows an answer only after it has sent all. So what is too large is read to its end,
# and thrown away while it is read; what is larger than this is not even read.
THROWN_AWAY_AT_MOST = 100_000_000

# Django is not asked for these pages, so its middleware does not add what belongs on every page.
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
]
log = logging.getLogger(__name__)
TEMPLATES = {413: "413.html", 500: "500.html"}


class TooLarge(RequestEntityTooLarge):
    """A request larger than the `limit` of its page."""

    def __init__(self, limit):
        super().__init__(limit.advice)
        self.limit = limit


class Nowhere:
    """Takes the place of the buffer of a request that is refused: it keeps nothing."""

    def append(self, data):
        pass

    def __len__(self):
        return 0

    def close(self):
        pass


class Request(HTTPRequestParser):
    """A request as it comes in, bounded by what its page takes."""

    path = ""  # waitress names it in its log, also of a request of which it could not be read

    def received(self, data):
        consumed = super().received(data)
        if not self.is_understood():
            self.expect_continue = False  # else it would be asked for the rest, and never answered
        elif self.is_too_large():
            self.refuse()
        return consumed

    def parse_header(self, header_plus):
        """Refuse also what waitress does not foresee: what it lets through ends the connection unanswered."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError(str(error)) from error
        if has_two_ends(self):
            raise ParsingError("Content-Length and Transfer-Encoding contradict each other")

    def is_understood(self):
        return self.error is None or self.error.code == RequestEntityTooLarge.code

    def is_too_large(self):
        # Which page it is for is asked only of the few that are larger than any words.
        size = max(self.content_length, self.body_bytes_received)
        return size > WORDS.bytes and size > self.limit.bytes

    @functools.cached_property
    def limit(self):
        return limit_of(self.path)

    def refuse(self):
        """Keep nothing of it, neither what came nor what comes."""
        self.error = TooLarge(self.limit)
        self.body_rcv.getbuf().close()
        self.body_rcv.buf = Nowhere()
        if self.expect_continue:  # who asks before sending is told at once, and sends nothing
            self.expect_continue, self.completed = False, True

    def held(self):
        """How many bytes of a body lie here."""
        return len(self.body_rcv) if self.body_rcv else 0


def has_two_ends(request):
    """True where two readers of `request` may find its end in two places, and take the rest for another.

    In HTTP/1.0 no request comes in chunks; waitress takes their header away where it heeds it.
    """
    said = request.headers
    return "TRANSFER_ENCODING" in said or (request.chunked and "CONTENT_LENGTH" in said)


class RefusalTask(ErrorTask):
    """The page for a request that Django does not get to see."""

    def execute(self):
        error = self.request.error
        if error.code not in TEMPLATES:
            log.warning("请求无法识别，已用%s回答。", error.code)
        page = render_to_string(TEMPLATES.get(error.code, "400.html"), {"error": error})
        body = page.encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += HEADERS
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """One connection."""

    parser_class = Request
    error_task_class = RefusalTask

    def handle_error(self):
        """Close this connection alone, and say why: waitress would in a line that is never the same."""
        log.exception("这个连接出错，已断开。")
        self.handle_close()

    def readable(self):
        return not self.server.is_ending and super().readable()

    def is_busy(self):
        """Tell whether a thread works on a request, or its answer is still on the way."""
        return bool(self.requests or self.total_outbufs_len)

    def is_unread(self, since):
        """Tell whether an answer lies here of which nothing was taken after `since` (a time)."""
        return self.total_outbufs_len > 0 and self.last_activity < since

    def held(self):
        return self.request.held() if self.request else 0

    def handle_close(self):
        if self.request:
            self.request.close()  # what was half sent may lie in a file
        super().handle_close()
