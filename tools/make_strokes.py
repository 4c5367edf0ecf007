"""Make township/strokes.txt, the order of Chinese characters by strokes, from two open sources.

`python tools/make_strokes.py UNIHAN CNCHAR`: the folder of Unihan (Debian's unicode-data, its
Unihan_*.txt.bz2 unpacked) and the file cnchar.order.min.js of the npm package cnchar-order.

The table of standard characters (通用规范汉字表, 2013) is printed in the order of the national rule
for stroke order (GF 3003-1999), but in three lists, the common characters first. Unihan has each
character's number in it (kTGH). To merge the three lists one has to know what strokes a character
begins with, which cnchar-order says of most; it contradicts the official order nowhere, else this
stops. A rare character that it lacks keeps its place behind its neighbour in the official list.
"""

import json
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "township" / "strokes.txt"
LISTS = ((0, 3500), (3500, 6500), (6500, 8105))
OTHERS = range(0x4E00, 0xA000)
# 横（提）、竖（竖钩）、撇、点（捺）; every other letter of cnchar is a 折.
KINDS = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "l": "4", "d": "4"}
HEAD = """\
# Chinese characters in the order of their strokes: a line for each number of strokes, with the
# standard characters in the official order, a tab, and all others by code point.
# Made by tools/make_strokes.py from Unihan 15.0 (kTGH, kTotalStrokes) and cnchar-order 3.2.6;
# what their licences ask for stands in township/strokes.licences.txt.
"""


def main(unihan, cnchar):
    numbers, totals = read(unihan, "kTGH"), read(unihan, "kTotalStrokes")
    standard = sorted(numbers, key=lambda each: int(numbers[each].split(":")[1]))
    begins = sequences(cnchar)
    merged = []
    for start, end in LISTS:
        merged += placed(standard[start:end], totals, begins)
    lines = defaultdict(lambda: ("", ""))
    for count, _, each in sorted(merged, key=itemgetter(0, 1)):  # of equals the commoner first
        lines[count] = (lines[count][0] + each, "")
    for each in map(chr, OTHERS):
        if each in totals and each not in numbers:
            usual, others = lines[int(totals[each].split()[0])]
            lines[int(totals[each].split()[0])] = (usual, others + each)
    rows = ["\t".join([str(count), *lines[count]]) for count in sorted(lines)]
    TARGET.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def read(folder, name):
    """{character: value} of one property of Unihan."""
    found = {}
    for path in sorted(Path(folder).glob("Unihan_*.txt")):
        for point, value in re.findall(rf"^U\+(\S+)\t{name}\t(.+)$", path.read_text("utf-8"), re.M):
            found[chr(int(point, 16))] = value
    return found


def sequences(path):
    """{character: "1121"}: the kinds of its strokes, as they are written."""
    table = re.search(r"JSON\.parse\('(\{.*?\})'\)", Path(path).read_text("utf-8"))[1]
    return {
        each: "".join(KINDS.get(letter, "5") for letter in letters)
        for each, letters in json.loads(table).items()
    }


def placed(characters, totals, begins):
    """(count, sequence, character) of one official list, in its order."""
    placed = []
    for count, group in groupby(counted(characters, totals), key=itemgetter(0)):
        group = [each for _, each in group]
        known = [begins[each] if len(begins.get(each, "")) == count else "" for each in group]
        sequence = next(filter(None, known), "")
        for own, each in zip(known, group, strict=True):
            if own and own < sequence:
                sys.exit(f"{each} stands elsewhere in the official list")
            sequence = own or sequence
            placed.append((count, sequence, each))
    return placed


def counted(characters, totals):
    """(count, character) of one official list, in which the counts go up.

    Unihan counts some as they are written in Taiwan; those that would break the order take the
    count of the one before them.
    """
    counts = [int(totals[each].split()[0]) for each in characters]
    in_order = longest_ascent(counts)
    count = 0
    for place, each in enumerate(characters):
        count = counts[place] if place in in_order else count
        yield count, each


def longest_ascent(values):
    """The places of a longest part of `values` that never goes down."""
    tails, places, before = [], [], []
    for place, value in enumerate(values):
        length = bisect_right(tails, value)
        before.append(places[length - 1] if length else None)
        tails[length : length + 1] = [value]
        places[length : length + 1] = [place]
    chain, place = set(), places[-1]
    while place is not None:
        chain.add(place)
        place = before[place]
    return chain


if __name__ == "__main__":
    main(*sys.argv[1:])
