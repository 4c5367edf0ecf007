"""How many statements a page costs, once the session was refreshed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def price(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
