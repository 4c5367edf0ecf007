"""A file that the browser saves under its Chinese name, and the link that opens it elsewhere.

The browser inside WeChat saves no file. Whoever may open a file gets an address for the phone's
own browser, which knows no login: it opens this one file for five minutes, as its maker.
"""

import copy
import io
import re
from urllib.parse import unquote, urlsplit

from django.core import signing
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve
from docx import Document as read_document

from accounts.models import User
from papers.official import CONTENT_TYPE
from papers.sending import attachment

SECONDS = 5 * 60
SIGNER = signing.TimestampSigner(salt="accounts.file_links", sep=".")
NAME = re.compile(r"filename\*=UTF-8''([^;]+)", re.IGNORECASE)


def word_file(content, name, plain_name, content_type=CONTENT_TYPE):
    """The answer that sends a file, by default a .docx; `plain_name` is for what knows only ASCII."""
    return attachment(content, name, plain_name, content_type)


def single_file(view):
    """Marks a view that hands out one file, after asking who may see it: it can be linked to."""
    view.is_single_file = True
    return view


def token_of(user, path):
    """The signed word that opens the file at `path` as `user`, for five minutes."""
    return SIGNER.sign_object([user.pk, path], compress=True)


def read_token(token):
    """(user, path) of a token that is ours and not too old; None otherwise.

    The account has to be active still.
    """
    try:
        pk, path = SIGNER.unsign_object(token, max_age=SECONDS)
    except signing.BadSignature:  # SignatureExpired is one of them
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user and (user, path)


def open_as(request, user, path):
    """(answer, request) of the file at `path`, as `user` would get it now.

    It calls the file's own view with a copy of `request` that says `user`, GET and `path`. So the
    view asks who may see the file and notes who read it, as always, and no rule is written twice.
    Raises Http404 where `path` leads to no view marked with `single_file`.
    """
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    if parts.scheme or parts.netloc:
        raise Http404  # resolve() saw the path alone, but the page would link to another site
    if not getattr(match.func, "is_single_file", False):
        raise Http404
    inner = copy.copy(request)
    inner.user, inner.method = user, "GET"
    inner.path = inner.path_info = parts.path
    inner.GET, inner.POST = QueryDict(parts.query), QueryDict()
    inner.META = {**request.META, "QUERY_STRING": parts.query}
    answer = match.func(inner, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise Http404
    return answer, inner


def let_go(answer):
    """Close the file of `answer`, which is not sent.

    answer.close() would not do: it also ends the request, and with it the connection to the database.
    """
    if answer.streaming:
        answer.file_to_stream.close()


def name_of(answer):
    """The Chinese name under which `answer` is saved."""
    found = NAME.search(answer.get("Content-Disposition", ""))
    return unquote(found[1]) if found else "文件"


def text_of(answer):
    """What a Word file says, a paragraph or a row of a table a line; "" for anything else."""
    if answer["Content-Type"] != CONTENT_TYPE:
        return ""
    word = read_document(io.BytesIO(answer.content))
    lines = []
    for part in word.iter_inner_content():
        if hasattr(part, "rows"):
            lines += [row_words(row) for row in part.rows]
        else:
            lines.append(part.text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def row_words(row):
    """The cells of one row; a cell that spans columns is said once."""
    cells = dict.fromkeys((cell._tc, cell.text) for cell in row.cells)
    return "　".join(text for _, text in cells if text)
