"""Who is at the other end, when a reverse proxy stands between."""

import ipaddress
import re

# As proxies write it: 192.0.2.1, 192.0.2.1:4711, 2001:db8::1, [2001:db8::1], [2001:db8::1]:4711
WITH_PORT = re.compile(r"\[(?P<six>[^\[\]]+)\](?::\d+)?|(?P<four>[^:\[\]]+)(?::\d+)?")


class ClientAddressMiddleware:
    """Put the visitor's address into REMOTE_ADDR, where lockout and read records look.

    Only the last entry of X-Forwarded-For was written by our own proxy; those before it are
    whatever the visitor sent. Where the last is no address, REMOTE_ADDR stays the proxy's own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        if address := parsed(last.strip()):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def parsed(entry: str) -> str:
    """The address in `entry` as every database takes it; "" if it holds no address."""
    match = WITH_PORT.fullmatch(entry)
    try:
        address = ipaddress.ip_address((match["six"] or match["four"]) if match else entry)
    except ValueError:
        return ""
    if address.version == 6:
        # One visitor, one address: an IPv4 in the clothes of an IPv6 is the IPv4.
        return str(address.ipv4_mapped or ipaddress.IPv6Address(int(address)))
    return str(address)
