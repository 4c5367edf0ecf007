"""Names by strokes: 姓氏笔画, the order of official lists of names (ballots, rolls, notices).

Fewer strokes come first; of equally many, what begins with 横, then 竖, 撇, 点, 折, and so on stroke
by stroke (GF 3003-1999). Names with one surname go on with the given name in the same way, and one
character comes before two: 马飚 before 马兴瑞. In the other usual order, 姓名笔画, it does not.
The order of the characters themselves stands in strokes.txt, which tools/make_strokes.py made.
"""

from functools import cache
from pathlib import Path

from township.pinyin import KeyField

TABLE = Path(__file__).with_name("strokes.txt")
# Two characters that are one surname, where a single one follows: 欧阳修 has a short given name.
COMPOUND = {
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙",
    "司徒", "司空", "夏侯", "端木", "百里", "南宫", "独孤", "澹台", "万俟", "申屠", "钟离", "鲜于",
    "呼延", "轩辕", "濮阳", "淳于", "单于", "太史", "闻人", "赫连", "第五", "西门", "东郭", "拓跋",
}  # fmt: skip
NOTHING = "0000"  # in place of the first of two characters, where there is only one
UNKNOWN = "ffff"  # behind all of the table: Latin letters, the rarest characters


@cache
def ranks():
    """{character: its place in the order of strokes}, as four hexadecimal digits."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t")[1:] for line in lines if not line.startswith("#"))
    return {each: f"{n:04x}" for n, each in enumerate("".join(map("".join, rows)), 1)}


def rank(character):
    return ranks().get(character) or f"{UNKNOWN}{ord(character):05x}"


def key(name, *, short_first=True):
    """What `name` sorts by, as text: 丁一 < 马飚 < 马兴瑞 < 王一; 马兴瑞 < 马飚 with `short_first`
    false, which is 姓名笔画.
    """
    name = "".join(name.split()).replace("·", "")
    length = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    surname, given = name[:length], name[length:]
    gap = NOTHING if short_first and len(given) == 1 else ""
    return "".join([*map(rank, surname), gap, *map(rank, given)])


class StrokesField(KeyField):
    """The key of a name, stored so that the database sorts by it."""

    def compute(self, text):
        return key(text)
