"""Follows every link and every form of the pages that somebody sees, and finds the dead ones."""

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

import lxml.html
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

SLUG = re.compile(r"<slug:(\w+)>|<str:(verb)>")
# Where scripts take an address from.
SOURCES = ("//a/@href", "//area/@href", "//link/@href", "//img/@src", "//script/@src",
           "//*[local-name()='a']/@*[local-name()='href']", "//*/@data-preview",
           "//*/@formaction")  # fmt: skip
NOT_OURS = ("tel:", "mailto:", "data:", "javascript:")


@dataclass(frozen=True)
class Link:
    """An address, the page that offers it, and whether following it would write (`is_post`)."""

    address: str
    page: str = ""
    is_post: bool = False


@dataclass
class Limits:
    """How many addresses of one kind are followed.

    `sets` of query keys for each route, `names` for each of these where the route takes a name.
    """

    sets: int
    names: int


@dataclass
class Crawl:
    """The pages that `client` can reach. `dead` says of each bad address what is wrong with it."""

    client: object
    limits: Limits
    merges: tuple = ()
    """Patterns: names of routes that are the same but for what these find are of one kind."""
    waiting: deque = field(default_factory=deque)
    dead: dict = field(default_factory=dict)
    followed: list = field(default_factory=list)
    sets: defaultdict = field(default_factory=lambda: defaultdict(set))
    names: defaultdict = field(default_factory=lambda: defaultdict(set))
    seen: set = field(default_factory=set)

    def run(self, *addresses):
        """Follow `addresses`, and whatever they lead to; the dead ones as {address: what is wrong}."""
        self.waiting += map(Link, addresses)
        while self.waiting:
            self.take(self.waiting.popleft())
        return self.dead

    @property
    def routes(self):
        """How many addresses were followed of each route."""
        return Counter(name for name, _ in self.followed)

    def take(self, link):
        path = unquote(urlsplit(link.address).path)
        if path.startswith("/static/"):
            return self.look_for_file(link, path)
        try:
            match = resolve(path)
        except Resolver404:
            return self.bury(link, "no such page")
        if self.is_wanted(link, match):
            self.followed.append((match.view_name, link.address))
            self.follow(link)
        return None

    def look_for_file(self, link, path):
        if finders.find(path.removeprefix("/static/")) is None:
            self.bury(link, "no such file")

    def bury(self, link, why):
        self.dead[link.address] = f"{why} (on {link.page})"

    def is_wanted(self, link, match):
        """True of the first addresses of a kind: of a route, its slugs, and a set of query keys."""
        parts = urlsplit(link.address)
        slugs = {name for found in SLUG.findall(match.route) for name in found if name}
        kind = (self.kind_of(match.view_name), *(str(match.kwargs.get(name)) for name in slugs))
        if link.is_post and self.sets[kind]:
            return False  # the page of the form itself was there
        keys = frozenset(key for key, _ in parse_qsl(parts.query, keep_blank_values=True))
        keys |= {f"#{re.sub('[0-9]+', '', parts.fragment)}"} if parts.fragment else set()
        names = self.names[kind, keys]
        name = tuple(str(v) for k, v in match.kwargs.items() if k not in slugs and not is_key(v))
        if keys not in self.sets[kind] and len(self.sets[kind]) >= self.limits.sets:
            return False
        if name in names or len(names) >= self.limits.names:
            return False
        self.sets[kind].add(keys)
        names.add(name)
        return True

    def kind_of(self, route):
        for pattern in self.merges:
            route = pattern.sub(r"\1", route)
        return route

    def follow(self, link):
        """Ask for the page; a form that would write is only asked whether it is there."""
        address, fragment = urldefrag(link.address)
        answer = self.client.get(address, follow=True)
        status = answer.status_code
        if status != 200 and not (link.is_post and status == 405):
            self.bury(link, status)
        is_page = status == 200 and answer["Content-Type"].startswith("text/html")
        page = answer.content.decode() if is_page else ""
        if answer.streaming:
            answer.getvalue()  # a file is closed at its end; close() would end the connection too
        if page.strip():
            here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            self.read(link, urljoin(address, here), page, fragment)

    def read(self, link, here, page, fragment):
        """Look at a page whose own address is `here`, and remember what it leads to."""
        tree = lxml.html.fromstring(page)
        ids = set(tree.xpath("//@id"))
        if fragment and fragment not in ids:
            self.bury(link, f"no #{fragment}")
        self.look(link.address, page, tree)
        for address, is_post in links(tree):
            if address.startswith("#"):
                if address[1:] and address[1:] not in ids:
                    self.bury(Link(urljoin(here, address), here), f"no {address}")
            elif not address.startswith(NOT_OURS):
                self.offer(urljoin(here, address), here, is_post)

    def offer(self, address, page, is_post):
        if (address, is_post) not in self.seen and not urlsplit(address).netloc:
            self.seen.add((address, is_post))
            self.waiting.append(Link(address, page, is_post))

    def look(self, address, page, tree):
        """Hook: what else is wrong with a page."""


def is_key(value):
    """True of the number of a row: any row of a kind will do."""
    return isinstance(value, int) or str(value).isdecimal()


def links(tree):
    """(address, whether it would write) of each link and form of a page."""
    for source in SOURCES:
        for address in tree.xpath(source):
            yield str(address).strip(), False
    for form in tree.forms:
        action = (form.get("action") or "").strip()
        if form.method == "POST":
            yield action, True
        else:
            told = [(key, value or chosen(form, key)) for key, value in form.form_values()]
            yield f"{action.partition('?')[0]}?{urlencode(told)}", False


def chosen(form, name):
    """What somebody has to choose before a browser sends `form`: the first option there is."""
    options = form.xpath(".//select[@required][@name=$name]/option/@value", name=name)
    return next(filter(None, options), "")
