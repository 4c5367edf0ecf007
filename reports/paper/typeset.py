"""Set one document by typst: JSON comes in, a PDF goes out. A program of its own.

typst starts threads, and a server that forks its workers after that has workers that wait for
them for ever; besides, typst remembers all it ever set. Here it ends with its one document.
"""

import json
import sys

import typst

ARCHIVAL = "a-2a"  # PDF/A-2a: what an archive can still open in twenty years


def compiled(order, standards):
    # The clock is not asked: the same order gives the same bytes on any day.
    return typst.compile(
        order["page"], sys_inputs={"document": order["document"]}, pdf_standards=standards,
        timestamp=0,
    )  # fmt: skip


def main():
    order = json.load(sys.stdin)
    try:
        pdf = compiled(order, [ARCHIVAL] if order["is_archival"] else [])
    except typst.TypstError:  # an archive wants a glyph for every character
        pdf = compiled(order, [])
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
