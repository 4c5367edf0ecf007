"""The report as a PDF, over the same pieces as the Word file; set by typst, an optional package.

Its page is reports/paper/paper.typ, faces and sizes are those of papers.official. The official fonts
may not be given away: where they are missing, free ones stand in for them.
"""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.core.checks import Info, register
from docx.shared import Mm

from papers.official import printable, signature_indents, title_lines
from papers.styles import (
    BOTH,
    CENTRE,
    CHARACTER,
    CHARACTERS,
    FANG,
    HEI,
    KAI,
    LEFT,
    PITCH,
    PITCHES,
    RIGHT,
    SONG,
    SPACING,
    STYLES,
    TINY,
    WESTERN,
    XIAOBIAO,
)
from reports.paper.pieces import ROW_HEIGHT, head_rows, pieces, rows_of

try:
    import typst
except ImportError:  # the package is optional
    typst = None

CONTENT_TYPE = "application/pdf"
PAGE = Path(__file__).with_name("paper.typ")
TYPESETTER = Path(__file__).with_name("typeset.py")
SECONDS = 60  # a report takes half of one

# What may stand for a face, the best first. A file may know its family by a Chinese name or by
# a Latin one. typst takes any other font, silently, where it knows none of them (missing()).
NOTO_SERIF, NOTO_SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FAMILIES = {
    XIAOBIAO: (XIAOBIAO, "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FandolSong", NOTO_SERIF),
    FANG: (FANG, "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang R", NOTO_SERIF),
    KAI: (
        KAI, "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "LXGW WenKai",
        "AR PL UKai CN", NOTO_SERIF,
    ),
    HEI: (HEI, "SimHei", "STHeiti", "FandolHei", NOTO_SANS),
    SONG: (SONG, "SimSun", "STSong", "FandolSong", NOTO_SERIF),
}  # fmt: skip
LATIN = (WESTERN, "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes")
SIDES = {LEFT: "left", CENTRE: "center", RIGHT: "right", BOTH: "both"}
DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
STICKY = ("h1", "h2")
KEPT_AT_MOST = 6 * CHARACTERS


@cache
def known_families():
    """What typst finds on this machine; looked for once, so new fonts need a restart."""
    return frozenset(family.casefold() for family in typst.Fonts().families())


def installed(families):
    """Those of `families` that are on this machine, in order."""
    return [family for family in families if family.casefold() in known_families()]


def missing():
    """What has to be installed before there can be a PDF: sentences for whoever runs the server."""
    if typst is None:
        return ["没有安装排版程序 typst：请执行 .venv/bin/pip install -r requirements/pdf.txt"]
    lacking = [face for face, families in FAMILIES.items() if not installed(families)]
    if lacking:
        return [
            f"没有字库（{'、'.join(lacking)}，也没有可以代替的）："
            "请执行 sudo apt-get install fonts-noto-cjk，再重新启动"
        ]
    return []


def is_available():
    return not missing()


@register()
def check_paper(app_configs, **kwargs):
    """Say what keeps the PDF button away; without it everything else works."""
    return [Info(f"不能生成 PDF：{line}。", id="reports.I001") for line in missing()]


def write(document):
    """The bytes of a PDF with the blocks of `document`: the same for the same document, always.

    PDF/A where it is signed (an archived file has a day) and every character has a glyph.
    """
    signed = DAY.fullmatch(document.dated)
    data = {
        "title": printable(document.title),
        "author": printable(document.signed_by),
        "keywords": [document.state] if document.state else [],
        "signed": [int(part) for part in signed.groups()] if signed else None,
        "spacing": SPACING / 20,
        "number-face": installed(FAMILIES[SONG]),
        "kinds": {kind: kind_of(*style) for kind, style in STYLES.items()},
        "pieces": [part for piece in pieces(document) for part in parts(piece)],
    }
    keep_with_signature(data["pieces"])
    return typeset(data, is_archival=bool(signed))


def typeset(data, *, is_archival):
    """The bytes of the PDF that reports/paper/typeset.py makes of `data`."""
    order = {"page": str(PAGE), "document": json.dumps(data), "is_archival": is_archival}
    run = subprocess.run(
        [sys.executable, "-I", TYPESETTER],  # -I: modules of ours must not pass for Python's own
        input=json.dumps(order).encode(), capture_output=True, check=True, timeout=SECONDS,
    )  # fmt: skip
    return run.stdout


def kind_of(name, face, size, is_indented, side, level):
    """A style of papers.official in the words of paper.typ."""
    # Only letters and digits are Latin: “” and — are Chinese, and as wide as a character.
    latin = [{"name": family, "covers": "latin-in-cjk"} for family in installed(LATIN)[:1]]
    return {
        "fonts": latin + installed(FAMILIES[face]),
        "size": size.pt,
        "pitch": PITCHES.get(size, PITCH).pt,
        "indent": 2 * (size.pt + SPACING / 20) if is_indented else 0,
        "side": SIDES[side],
        "level": None if level is None else level + 1,
    }


def parts(piece):
    """What paper.typ sets for one of the reports.paper.pieces.Piece."""
    if piece.kind == "empty":
        return [line("p", " ")]
    if piece.kind == "enclosed":
        return [line("p", " "), *(line("enclosed", one) for one in piece.text.splitlines())]
    if piece.kind == "annex":
        return [{"kind": "page"}, line("annex", piece.text)]
    if piece.kind == "table":
        return [table(piece.table)]
    if piece.kind == "sign":
        right = signature_indents(piece.text, piece.dated)
        return [
            line("p", " "),
            line("signature", piece.text, right=right["signature"]),
            line("date", piece.dated, right=right["date"]),
        ]
    return [line(piece.kind, piece.text)]


def line(kind, text, *, right=0):
    """A paragraph, `right` characters off the right edge."""
    lines = title_lines(text) if kind == "title" else [text]
    return {
        "kind": kind, "lines": [printable(one) for one in lines], "right": right * CHARACTER,
        "sticky": kind in STICKY,
    }  # fmt: skip


def keep_with_signature(found):
    """A signature never stands on a page without text (落款不得单独成页).

    A paragraph that is kept goes overleaf as a whole: one of many lines would leave a hole.
    """
    end = next((n for n, part in enumerate(found) if part["kind"] == "signature"), None)
    if end is None:
        return
    first = next((n for n in range(end - 1, 0, -1) if is_text(found[n])), 0)
    is_short = len("".join(found[first]["lines"])) <= KEPT_AT_MOST
    for part in found[first if is_short else first + 1 : end + 1]:
        part["sticky"] = True


def is_text(part):
    """Neither an empty line nor one of 附件说明."""
    return part["kind"] != "enclosed" and "".join(part["lines"]).strip()


def table(of):
    return {
        "kind": "table",
        "inset": (Mm(ROW_HEIGHT).pt - PITCHES[TINY].pt) / 2,
        "widths": [column.width for column in of.columns],
        "head": cells(head_rows(of)),
        "cells": cells(rows_of(of)),
    }


def cells(rows):
    """The cells of `rows` one after the other, without those that only continue another."""
    return [
        {
            "text": printable(cell.text), "kind": cell.kind, "across": cell.span,
            "down": 2 if cell.down == "restart" else 1,
        }
        for row in rows
        for cell in row.cells
        if cell.down != "continue"
    ]  # fmt: skip
