"""The words of one heading: without padding, stars and brackets, its unit apart."""

import re
from dataclasses import dataclass

from records.written import plain
from records.written.names import PADDING

UNITS = [
    "人",
    "人次",
    "人数",
    "户",
    "户数",
    "元",
    "万元",
    "千元",
    "亿元",
    "元/年",
    "元/月",
    "亩",
    "公顷",
    "平方米",
    "㎡",
    "m2",
    "平方公里",
    "间",
    "套",
    "处",
    "座",
    "栋",
    "个",
    "件",
    "条",
    "次",
    "场",
    "份",
    "篇",
    "页",
    "期",
    "张",
    "名",
    "位",
    "岁",
    "年",
    "月",
    "天",
    "日",
    "小时",
    "学时",
    "分钟",
    "分",
    "分数",
    "公里",
    "千米",
    "米",
    "厘米",
    "cm",
    "斤",
    "公斤",
    "千克",
    "kg",
    "吨",
    "头",
    "只",
    "羽",
    "口",
    "株",
    "台",
    "辆",
    "所",
    "家",
    "%",
    "％",
    "‰",
    "年月",
]
UNIT = re.compile(rf"(?:单位:?)?({'|'.join(map(re.escape, UNITS))})")
ANY_BRACKET = str.maketrans("【】［］〔〕[]（）", "()()()()()")
BRACKET = re.compile(r"\(([^()]*)\)")
REQUIRED = re.compile(r"(?:必|选|可不?|不用?)填(?:项|写)?|必须填写?|必选|选填项")
NOTE = re.compile(r"(?:注|说明|备注|填写说明)\d?:\s*\S.*$", re.DOTALL)
EDGES = "*★☆※ :,.;、。"
JOINT = "·"


@dataclass
class Heading:
    """A column that is kept: where it stands (from 0), its words, its unit and what its brackets say.

    Of a head with two rows the words of both are joined: 提建议人·姓名.
    """

    column: int
    words: str
    unit: str = ""
    hint: str = ""

    @property
    def last(self):
        """The words of the lowest row."""
        return self.words.rsplit(JOINT, 1)[-1]


def tidy(value):
    """The words of a cell of the head: 姓　名 is 姓名, whatever its width and lines."""
    return "" if value is None else PADDING.sub("", plain(value))


def heading_of(column, levels):
    """The Heading of `column` whose cells from above say `levels`."""
    heading = Heading(column, "")
    words = [level_words(level, heading) for level in levels]
    heading.words = JOINT.join(dict.fromkeys(filter(None, words)))
    if not heading.words and heading.hint:
        heading.words, heading.hint = heading.hint, ""
    return heading


def level_words(level, heading):
    """The words of one row of the head; units and hints go to `heading`."""
    text = PADDING.sub("", tidy(level).translate(ANY_BRACKET))
    for inside in BRACKET.findall(text):
        if unit := UNIT.fullmatch(inside.strip()):
            heading.unit = unit[1]
        elif not REQUIRED.fullmatch(inside.strip(EDGES)):
            add_hint(heading, inside.strip())
    text = BRACKET.sub("", text)
    if found := NOTE.search(text):
        add_hint(heading, found[0])
        text = text[: found.start()].rstrip("(")
    return PADDING.sub("", text).strip(EDGES)


def add_hint(heading, text):
    if text:
        heading.hint = f"{heading.hint}；{text}" if heading.hint else text


def tell_apart(headings):
    """Columns of the same words say what their brackets say: 电话（办公）, 电话（住宅）."""
    seen = {}
    for heading in headings:
        seen.setdefault(heading.words, []).append(heading)
    for twins in seen.values():
        hints = {(heading.unit, heading.hint) for heading in twins}
        if len(twins) > 1 and len(hints) == len(twins):
            for heading in twins:
                if heading.hint or heading.unit:
                    heading.words += f"（{heading.hint or heading.unit}）"
