"""A long confirmation: the work is done beside the request, whose answer tells how far it is.

The work does not hang on who waits for the answer: where the browser goes away it is still stored
whole, or not at all.
"""

import contextlib
import logging
from queue import SimpleQueue
from threading import Thread

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string

from imports import services

MARK = "<!-- how far it is -->"
BUSY = "数据库正忙，没有导入，台账没有改动。请过一会儿再导入。"
FAILED = "程序出错，没有导入，台账没有改动。请把这件事告诉管理员。"
log = logging.getLogger(__name__)


def look_again(table, by):
    """Judge a table again that could not be stored: its page shows what stands against it."""
    with contextlib.suppress(ValidationError):  # it waits no more: its page says so
        services.look_again(table, by=by)


class Confirmation(Thread):
    """Confirms one table. `told` has (done, of) again and again, and at the end None."""

    def __init__(self, table, by, asked):
        super().__init__(name=f"import-{table.pk}")
        self.table, self.by, self.asked = table, by, asked
        self.told, self.refusal = SimpleQueue(), ""

    def run(self):
        try:
            services.confirm(
                self.table, by=self.by, tell=lambda *far: self.told.put(far), **self.asked
            )
        except ValidationError as error:
            self.refusal = "".join(error.messages)
            look_again(self.table, self.by)
        except Exception as error:  # nobody above a thread would tell the page, or the log
            log.exception("import %s was not stored", self.table.pk)
            self.refusal = BUSY if isinstance(error, OperationalError) else FAILED
        finally:
            self.told.put(None)
            connection.close()


def answer(request, table, kind, **asked):
    """The page that says how far the confirmation of `table` is, while it goes on."""
    page = render_to_string(
        "imports/import_progress.html", {"table": table, "kind": kind, "mark": MARK}, request
    )
    # Compressed, nothing would be sent before all is done.
    request.META["HTTP_ACCEPT_ENCODING"] = ""
    work = Confirmation(table, request.user, asked)
    return StreamingHttpResponse(lines(work, *page.split(MARK)))


def lines(work, head, tail):
    """The work begins when the answer is sent, so that the request has stored what it stores before."""
    work.start()
    yield head
    while (far := work.told.get()) is not None:
        if far[1]:
            yield render_to_string("imports/how_far.html", {"done": far[0], "of": far[1]})
    end = {"table": work.table, "refusal": work.refusal}
    yield render_to_string("imports/how_it_ended.html", end)
    yield tail
