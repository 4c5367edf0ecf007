"""Requests that are made up, and mostly wrong. Each follows from its number alone."""

import random

from waitress.adjustments import Adjustments

from hemao.server import answering, requests

METHODS = ["GET", "POST", "HEAD", "OPTIONS", "get", "G E T", "", "\0", "PRI", "x" * 300]
ADDRESSES = ["/login/"] * 9 + [
    "/", "/login/", "/healthz", "*", "", "//", "//[", "http://[::bad/", "http://[", "http://]/", "http://[::1]x/",
    "http://a:b:c/", "http://a:99999/login/", "http://℀/", "/%zz", "/%00", "/%ff%fe", "/\xff", "/a b", "/?%00=%",
    "/#", "?", "/login/?next=http://[::bad/", "ftp://x/", "javascript:alert(1)", "/" + "x" * 3_000, "://", ":", "/\\",
]  # fmt: skip
VERSIONS = [
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/2.0",
    "HTTP/0.9",
    "HTTP/11",
    "HTTP/1.1 ",
    "",
    "http/1.1",
    "HTTP/9.9",
]
HEADERS = [
    "Host: 127.0.0.1", "Host: [::bad", "Host: a b", "Host: ", "Host: evil.example", "Host: \xff", "Host: 127.0.0.1:x",
    "Content-Length: 0", "Content-Length: 5", "Content-Length: -1", "Content-Length: +5", "Content-Length: 5, 5",
    "Content-Length: " + "9" * 30, "Content-Length: " + "9" * 5_000, "Content-Length: ٥", "Content-Length: 0x5",
    "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding:\x0bchunked", "Transfer-Encoding : chunked", "Expect: 100-continue", "Expect: x",
    "Cookie: sessionid=\xff\xfe; csrftoken=", "Cookie: =;=;;", "Content-Type: text/plain; charset=\xff",
    "Content-Type: multipart/form-data; boundary=", "Content-Type: multipart/form-data; boundary=\"", "X-Forwarded-For: [",
    "Content-Type: application/x-www-form-urlencoded; charset=nothing", "Accept-Language: " + "zh;q=9," * 100,
    "If-Modified-Since: 99 Foo 99999999 99:99:99 GMT", "Range: bytes=9-1", "Accept-Encoding: gzip;q=x", "no colon", " folded",
    ": empty", "A_B: c", "A\0: b", "A: b\0c", "A: b\rc", "A: b\nc", "Referer: http://[::bad/", "Origin: http://[::bad/",
    "Connection: close", "Connection: keep-alive", "x" * 9_000,
]  # fmt: skip
BODIES = [
    "",
    "hello",
    "5\r\nhello\r\n0\r\n\r\n",
    "zz\r\n",
    "-1\r\n",
    "5;x=\0\r\nhello\r\n0\r\n\r\n",
    "0\r\n\r\nGET /",
]


def made_up(number):
    """The bytes of request `number`: parts that may be wrong, some of them spoilt once more."""
    draw = random.Random(number)
    first = " ".join(
        draw.choice(part)
        for part in (METHODS[:1] * 5 + METHODS, ADDRESSES, VERSIONS[:1] * 5 + VERSIONS)
    )
    told = draw.choice([[HEADERS[0]], [HEADERS[0]], []]) + draw.sample(HEADERS, draw.randrange(4))
    data = bytearray("\r\n".join([first, *told, "", draw.choice(BODIES)]).encode("utf-8"))
    for _ in range(draw.choice([0, 0, 0, 1, 3])):
        data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data)


def parsed(data):
    """The first request in `data`, as far as it goes."""
    request = requests.Request(Adjustments(**answering.OPTIONS))
    while data and not request.completed:
        data = data[request.received(data) :]
    request.close()
    return request
