"""A network that ends in the middle of sending: what came of the form is not taken for all of it.

A server hands on what arrived before the connection broke; Django reads it as if it were whole.
"""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from representatives.models import Visit
from tests import cast
from tests.representatives.test_visiting import UUID, said
from township.spans import today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_connection():
    """A request of its own would close the connection, and with it what the test has not committed."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def address(client):
    cast.make_frame()
    xu = cast.make_deputy(name="许桂兰", login="xu")
    row = cast.make_assignment(person=xu, household=cast.make_household())
    client.force_login(xu.user)
    return f"{row.household.get_absolute_url()}visit/"


def post(client, address, body, kind, arrived):
    """The status of a POST of `body`, of which only the first `arrived` bytes arrived."""
    environ = client._base_environ(
        PATH_INFO=address, REQUEST_METHOD="POST", CONTENT_TYPE=kind, CONTENT_LENGTH=str(len(body)),
        HTTP_ACCEPT="application/json",
    )  # fmt: skip
    environ["wsgi.input"] = io.BytesIO(body[:arrived])
    handler, status = WSGIHandler(), []
    request_class = handler.request_class

    class Trusted(request_class):
        _dont_enforce_csrf_checks = True

    handler.request_class = Trusted
    list(handler(environ, lambda line, headers, *rest: status.append(line[:3])))
    return status[0]


def a_form():
    told = said(visited_on=today().isoformat(), production="晚稻长势好", livelihood="老人身体好")
    return encode_multipart(BOUNDARY, told), MULTIPART_CONTENT


def an_encoded_form():
    day = today().isoformat()
    body = f"uuid={UUID}&visited_on={day}&method=home&was_met=1&production=good&livelihood=well"
    return body.encode(), "application/x-www-form-urlencoded"


@pytest.mark.parametrize("make", [a_form, an_encoded_form])
def test_a_whole_one_is_stored(client, address, make):
    body, kind = make()
    assert post(client, address, body, kind, len(body)) == "200"
    assert Visit.objects.get().livelihood


@pytest.mark.parametrize("make", [a_form, an_encoded_form])
@pytest.mark.parametrize("missing", [1, 3, 40])
def test_of_a_part_nothing_is_stored(client, address, make, missing):
    body, kind = make()
    assert post(client, address, body, kind, len(body) - missing) == "400"
    assert not Visit.objects.exists()
