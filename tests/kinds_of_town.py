"""Towns of other kinds than the demo's, and what no page or paper of theirs may say."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import defaultdict
from dataclasses import dataclass

import lxml.html
from django.db import transaction

from tests.demo_town import lay_demo_town, loaded
from township.models import TownName

IN_BRACES = re.compile(r"[{｛][^{}｛｝]*[}｝]")
# 乡镇, 城镇 and the like are said of any town; the prefecture is a 市 everywhere.
TOWN = "(?<![乡城集村邻])镇"
CITY = "(?<!上级)(?<!宣城)市(?=里|级|委|人大|政府)"
# 县级 is a level of the law, that of a 区 as well.
COUNTY = "县(?=里|委|人大|政府)"
DISTRICT = "(?<![社选])区(?=里|级|委|人大|政府)"
# Written to a reader of the page; addresses are not.
SEEN = ("title", "alt", "placeholder", "aria-label", "label", "value", "data-words", "content")


@dataclass(frozen=True)
class Kind:
    """A town, its county, and the words that are those of others."""

    town: str
    county: str
    word: str
    head: str
    county_word: str
    wrong: str

    @property
    def place(self):
        return self.town.removesuffix("族乡").removesuffix("乡").removesuffix("镇")


KINDS = (
    Kind("梅渚乡", "郎溪县", "乡", "乡长", "县", f"{TOWN}|{CITY}|{DISTRICT}"),
    Kind("水东镇", "宣州区", "镇", "镇长", "区", f"(?<![族县])乡(?=长|级|党委|人大|政府)|{CITY}|{COUNTY}"),
    Kind("云梯畲族乡", "宁国市", "乡", "乡长", "市", f"{TOWN}|{COUNTY}|{DISTRICT}"),
)  # fmt: skip


# The demo town as one of another kind: all that its people typed is spelt anew.


def lay_as(kind):
    """Fill the database with the demo town, as if it were one of `kind`."""
    if not loaded():
        with transaction.atomic():  # only to write it down
            lay_demo_town()
            transaction.set_rollback(True)
    rows = loaded()["rows"]
    loaded()["rows"] = {table: respelt_rows(found, kind) for table, found in rows.items()}
    try:
        lay_demo_town()
    finally:
        loaded()["rows"] = rows
    settle_names(kind)


def settle_names(kind):
    for row in TownName.objects.all():
        row.town, row.county, row.kind, row.county_kind = kind.town, kind.county, "", ""
        row.county_party, row.signing_body = "", ""
        row.settle_kinds()
        row.save()


def respelt_rows(found, kind):
    columns, rows = found
    return columns, [[respelt(value, kind) for value in row] for row in rows]


def respelt(value, kind):
    """`value` of a column in the words of `kind`; what is stored as JSON with all that is in it."""
    if not isinstance(value, str):
        return value
    if value.startswith(('{"', "[")):
        return json.dumps(respelt_json(json.loads(value), kind), ensure_ascii=False)
    words, end = [], 0
    for match in IN_BRACES.finditer(value):  # stored placeholders keep their names
        words += [spelt(value[end : match.start()], kind), match[0]]
        end = match.end()
    return "".join([*words, spelt(value[end:], kind)])


def respelt_json(value, kind):
    if isinstance(value, list):
        return [respelt_json(one, kind) for one in value]
    if isinstance(value, dict):
        return {key: respelt_json(one, kind) for key, one in value.items()}
    return respelt(value, kind)


def spelt(text, kind):
    for old, new in (
        ("鹤毛镇", kind.town), ("无为市", kind.county), ("无为县", kind.county), ("芜湖市", "宣城市"),
        ("鹤毛", kind.place), ("镇长", kind.head),
    ):  # fmt: skip
        text = text.replace(old, new)
    text = re.sub(TOWN, kind.word, text) if kind.word != "镇" else text
    return re.sub(f"{CITY}|{COUNTY}", kind.county_word, text)


# What stands on pages and papers.


def seen_on(page):
    """All that the HTML `page` shows or tells somebody, as one text."""
    tree = lxml.html.fromstring(page)
    for node in tree.xpath("//script | //style | //comment()"):
        node.drop_tree()
    return "\n".join([tree.text_content(), *(v for name in SEEN for v in tree.xpath(f"//@{name}"))])


def seen_in(content, kind):
    """All that the answer `content` (bytes) of the content type `kind` shows, as one text."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = [file.read(name).decode() for name in file.namelist() if name.endswith("xml")]
        return re.sub("<[^>]+>", "", "\n".join(parts))
    if content[:4] == b"%PDF":
        return text_of_pdf(content)
    if kind.startswith("application/json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    text = content.decode(errors="replace") if kind.startswith("text/") else ""
    return seen_on(text) if "html" in kind and text.strip() else text


def text_of_pdf(content):
    if not shutil.which("pdftotext"):
        return ""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", done.stdout.decode())


class Reader:
    """A client that keeps what wrong words of `kind` the answers hold, by address."""

    def __init__(self, client, kind):
        self.client, self.kind, self.found = client, kind, defaultdict(set)

    def get(self, address, **how):
        answer = self.client.get(address, **how)
        content = answer.getvalue() if answer.streaming else answer.content
        if words := wrong_words(seen_in(content, answer["Content-Type"]), self.kind):
            self.found[address] |= words
        return answer


def wrong_words(text, kind):
    """Each wrong word in `text` with what stands around it (a set)."""
    return {
        text[max(0, match.start() - 12) : match.end() + 12].replace("\n", " ")
        for match in re.finditer(kind.wrong, text)
    }
