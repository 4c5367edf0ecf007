"""The nameless sheet: 走访登记 that a browser keeps, and opens where there is no network.

It says the same to everybody, asks no session, and is one file: what a browser keeps of it is whole.
Of the town it says only what its kind is (乡政府). Whose households stand on it, the phone knows by
itself (static/js/phone/names.js).
"""

import base64
import functools
import hashlib
import re
from pathlib import Path

import brotli
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from representatives.models import Assignment, Category
from representatives.visiting import VisitForm
from township.spans import today
from township.words import name_on, reading_names_once

# In their order: each stands on those before it. The first keep what is typed; the rest follows when
# nothing else is on its way.
FIRST = ("phone/keeper", "phone/visits", "phone/drafts", "phone/leaving")
LATER = (
    "masthead", "phone/asking", "phone/queue", "phone/unsent", "phone/names", "phone/guard",
    "phone/photos", "phone/homeless",
)  # fmt: skip
PARTS = {"first": FIRST, "later": LATER}
OF_SHEET = ("phone/keeper", *LATER[1:], "phone/sheet", "phone/visits")
STYLES = ("tokens", "site", "visit", "sheet")
KEPT_SECONDS = 90 * 24 * 60 * 60  # as long as a deputy stays logged in; renewed once a day


# What a browser can do without: a village's network is slow.
COMMENT = re.compile(r"^ *(?://.*)?\n|^ +| // .*$", re.MULTILINE)
REMARK = re.compile(r"/\*.*?\*/|(?<=[;{}\n]) +|\n", re.DOTALL)
GAP = re.compile(r"(?<=>)\s+(?=<)")


def text_of(name):
    return Path(finders.find(name)).read_text("utf-8")


@functools.cache
def scripts_of(names):
    """The scripts that `names` names, one after the other, without comments and indents."""
    return COMMENT.sub("", "\n".join(text_of(f"js/{name}.js") for name in names))


def hash_for_csp(text):
    """How the policy names a script or a style that stands in the page itself."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


class SheetMiddleware:
    """Answers before any other middleware asks who is logged in: the same page would then be another
    one for each cookie, and no browser would find what it kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/sheet/"):
            return self.get_response(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        with reading_names_once():
            return found.func(request, **found.kwargs)


class NamelessSheet:
    """The page, the policy that lets its own script and style stand in it, and what tells it from
    another version.
    """

    def __init__(self):
        script = scripts_of(OF_SHEET)
        style = REMARK.sub("", "\n".join(text_of(f"css/{name}.css") for name in STYLES))
        form = VisitForm(assignment=Assignment(category=Category()), topics=[], prefix_ids="v-")
        # The phone gives both: here they would be another sheet with each start, of an old day.
        form.initial.update(uuid=None, visited_on=None)
        # Without the request, which would ask who is logged in.
        parts = {"form": form, "script": script, "style": style}
        self.html = GAP.sub("\n", render_to_string("representatives/sheet/sheet.html", parts))
        self.policy = {"script-src": hash_for_csp(script), "style-src": hash_for_csp(style)}
        self.version = hashlib.sha256(self.html.encode()).hexdigest()


def current():
    """The sheet in the words of the town today."""
    name = name_on(today())
    return sheet_in(name.kind_word, name.head_word, name.county_word)


@functools.cache
def sheet_in(*words):
    """Made once in each process for `words`, which the form's own labels ask for by themselves."""
    return NamelessSheet()


def version_of(request):
    return f'"{current().version}"'


@condition(etag_func=version_of)
def whole_or_unchanged(request):
    return small(request, current().html, "text/html", f"public, max-age={KEPT_SECONDS}")


@login_not_required
@require_safe
def sheet(request):
    """The sheet; a browser may keep it, and asks once a day whether it is still this one.

    The policy also goes with the answer that it is: its headers take the place of those that were
    kept, and without the hashes no script would run any more.
    """
    page = whole_or_unchanged(request)
    page._csp_update = current().policy
    return page


@functools.cache
def address_of(part):
    """Where the pages of a deputy find the scripts of `part`: what it holds is named in the address."""
    version = hashlib.sha256(scripts_of(PARTS[part]).encode()).hexdigest()[:12]
    return f"{reverse('sheet-scripts', args=[part])}?{version}"


def addresses():
    return {part: address_of(part) for part in PARTS}


@functools.cache
def compressed(text):
    return brotli.compress(text.encode())


def small(request, text, kind, caching):
    """`text` as the answer, by the better way to make it small where the browser knows it; else the
    middleware has another.
    """
    knows = "br" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        compressed(text) if knows else text, content_type=f"{kind}; charset=utf-8"
    )
    answer.headers["Cache-Control"] = caching
    patch_vary_headers(answer, ["Accept-Encoding"])
    if knows:
        answer.headers["Content-Encoding"] = "br"
    return answer


@login_not_required
@require_safe
def scripts(request, part):
    """Kept by the browser for as long as it likes: another version has another address."""
    caching = f"public, max-age={KEPT_SECONDS}, immutable"
    return small(request, scripts_of(PARTS[part]), "text/javascript", caching)


@login_not_required
@require_safe
def worker(request):
    """The script that shows the sheet in place of a page that does not come, in browsers that can."""
    source = text_of("js/phone/worker.js").replace("VERSION", current().version[:16])
    script = small(request, source, "text/javascript", "no-cache")
    script.headers["Service-Worker-Allowed"] = "/"
    return script
