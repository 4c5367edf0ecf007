"""docs/手册.md as chapters and sections, ready to be shown.

It is read and rendered once, when somebody first asks. It is our own text, written as for a 镇, so
whoever shows a part of it lets township.words say it.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from township.numbers import chinese_number

FILE = Path(settings.BASE_DIR) / "docs" / "手册.md"
PICTURES = FILE.parent / "pictures"

# The name of each chapter in addresses, by its title. Titles may be said better, addresses are kept.
SLUGS = {
    "第一天": "first-day",
    "从表格导入": "import",
    "登录和工作台": "desk",
    "议案建议": "motions",
    "联系户管理": "households",
    "年度报告": "reports",
    "会议和活动、履职档案": "meetings",
    "人代会": "congress",
    "选举": "elections",
    "机构、补助、项目和调研": "ledgers",
    "代表使用": "deputies",
    "账号和安全": "accounts",
    "备份和恢复": "backup",
    "运行状态": "status",
    "升级": "upgrade",
}
# For whom the chapters are written, each with the slug of its first chapter.
READERS = {
    "刚开始用": "first-day",
    "办公室": "desk",
    "代表和村联络员": "deputies",
    "系统管理员和管电脑的同志": "accounts",
}
# A picture of a phone is no wider than this, and shown smaller.
PHONE_WIDTH = 480

HEADING = re.compile(r"^(##|###) (?:([^、（]+)、|（\S+?）)(.+)$", re.M)
PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/([\w-]+)\.png\)")
REFERENCE = re.compile(r"第([一二三四五六七八九十]+)章")
ARROW = re.compile(r"^ *(\S+) --> ([^\s:]+)(?:: (.+))?$", re.M)


@dataclass(frozen=True)
class HandbookSection:
    """A part of a chapter with a heading of its own; `number` 0 is what stands before the first."""

    chapter: "Chapter"
    number: int
    title: str
    source: str

    @property
    def anchor(self):
        return f"s{self.number}"

    @property
    def address(self):
        return f"{self.chapter.address}#{self.anchor}" if self.number else self.chapter.address

    @functools.cached_property
    def text(self):
        """What is read of it, without marks: what a search looks through."""
        blocks = [token for token in reader().parse(self.source) if token.type == "inline"]
        return " ".join(filter(None, (words_of(block) for block in blocks)))


@dataclass(frozen=True)
class Chapter:
    slug: str
    number: str
    title: str
    source: str

    @property
    def address(self):
        return reverse("help-chapter", args=[self.slug])

    @functools.cached_property
    def sections(self):
        """Its Sections; the first of them is what stands before the first heading."""
        starts = [*HEADING.finditer(self.source)]
        ends = [found.start() for found in starts] + [len(self.source)]
        opening = HandbookSection(self, 0, self.title, self.source[: ends[0]])
        return [opening] + [
            HandbookSection(self, number, found[3], self.source[found.end() : ends[number]])
            for number, found in enumerate(starts, 1)
        ]

    @functools.cached_property
    def html(self):
        return "".join(map(self.html_of, self.sections))

    def html_of(self, section):
        body = linked(reader().render(section.source))
        if not section.number:
            return body
        title = f"（{chinese_number(section.number)}）{escape(section.title)}"
        return f'<section><h2 id="{section.anchor}">{title}</h2>\n{body}</section>\n'


@functools.cache
def handbook():
    return FILE.read_text(encoding="utf-8")


@functools.cache
def chapters():
    """{slug: Chapter} in the order of the handbook."""
    starts = [found for found in HEADING.finditer(handbook()) if found[1] == "##"]
    ends = [found.start() for found in starts[1:]] + [len(handbook())]
    found = [
        Chapter(SLUGS[start[3]], start[2], start[3], handbook()[start.end() : end])
        for start, end in zip(starts, ends, strict=True)
    ]
    return {chapter.slug: chapter for chapter in found}


@functools.cache
def pictures():
    """{name: path} of the pictures that the handbook shows: no other file can be asked for."""
    return {name: PICTURES / f"{name}.png" for name in PICTURE.findall(handbook())}


def linked(html):
    """`html` with a link wherever it speaks of another chapter by its number."""
    by_number = {chapter.number: chapter for chapter in chapters().values()}

    def link(found):
        return f'<a href="{by_number[found[1]].address}">{found[0]}</a>'

    return REFERENCE.sub(link, html)


# From Markdown to HTML.


@functools.cache
def reader():
    """Markdown as the handbook uses it; HTML in it is shown as text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.core.ruler.push("figures", figures)
    markdown.core.ruler.push("lines", joined_lines)
    markdown.core.ruler.push("charts", charts)
    markdown.add_render_rule("figure", figure)
    markdown.add_render_rule("table_open", lambda *_: BOX)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


BOX = '<div class="table-box" role="group" aria-label="表格" tabindex="0"><table>\n'


def figures(state):
    """A paragraph that is a picture is a figure."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            tokens[place - 1].hidden = tokens[place + 1].hidden = True
            token.type = "figure"


def figure(_self, tokens, place, _options, _env):
    image = tokens[place].children[0]
    name, title = Path(image.attrs["src"]).stem, escape(image.content)
    with Image.open(pictures()[name]) as picture:
        width, height = picture.size
    look = "shot phone" if width <= PHONE_WIDTH else "shot tall" if height > width else "shot"
    address = reverse("help-picture", args=[name])
    return (
        f'<figure class="{look}"><a href="{address}"><img src="{address}" alt="截图：{title}"'
        f' width="{width}" height="{height}" loading="lazy"></a>'
        f"<figcaption>{title}</figcaption></figure>\n"
    )


def joined_lines(state):
    """Chinese has no spaces, so none may stand where a line of the source ends."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "softbreak":
                child.type = "text"


def charts(state):
    """The chart of states, which a browser cannot draw by itself, becomes a table of its arrows."""
    for place, token in enumerate(state.tokens):
        if token.type == "fence" and token.info == "mermaid":
            state.tokens[place] = Token("html_block", "", 0, content=arrows(token.content))


def arrows(source):
    rows = [
        f"<tr><td>{escape(begin)}</td><td>{escape(verbs)}</td><td>{escape(end)}</td></tr>"
        for begin, end, verbs in ARROW.findall(source)
        if verbs and begin != "[*]"
    ]
    head = '<thead><tr><th scope="col">现在是</th><th scope="col">办</th><th scope="col">办好是</th></tr></thead>'
    return f"{BOX}{head}<tbody>{''.join(rows)}</tbody></table></div>\n"


def words_of(block):
    kinds = {"text", "code_inline"}
    return "".join(child.content for child in block.children or [] if child.type in kinds)
