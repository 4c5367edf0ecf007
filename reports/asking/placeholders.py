"""The placeholders in an outline: {本届·人代会次数|汉字}, and the names {镇}, {署名}.

Full-width braces, bars and parentheses are accepted: people type what their
input method gives them.

A clause in double brackets, [[，有{未走访户数}联系户没有走访到]], is said only where one of its
numbers is not nought, or not known. What follows two bars is said instead, where each is
nought: [[组织视察{活动次数（视察）}||没有组织视察]].
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from reports.asking.periods import FIRST_YEAR, LAST_YEAR, OWN, PREVIOUS, SEVERAL_YEARS
from reports.asking.registry import (
    Figure,
    NoSuchFigure,
    Shape,
    figure_called,
    find,
    nearest,
    split_name,
)

PATTERN = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
STRAY = re.compile(r"[{}｛｝]")
# No clause within a clause: what follows an opening is read up to the next one, never further.
CLAUSE = re.compile(r"(?:\[\[|［［)((?:(?!\[\[|［［).)*?)(?:\]\]|］］)")
STRAY_CLAUSE = re.compile(r"\[\[|\]\]|［［|］］")
OTHERWISE = re.compile(r"\|\||｜｜")
YEAR = re.compile(r"([0-9]{4})年")
# A period that is written without its dot, or with another sign: 本届.走访户次, 2020年走访户次.
UNDOTTED = re.compile(rf"({'|'.join([PREVIOUS, *SEVERAL_YEARS])}|[0-9]{{4}}年)[.．。、:：\s]*(.+)")
# A member is data, and may hold any of the signs that mean something outside of it.
MEMBER = re.compile(r"([^（(]*)[（(](.*)[）)]([^）)]*)", re.DOTALL)
HERE = "\0"  # stands for the member while the signs around it are read
# What an input method writes for the signs inside the braces.
TYPED = str.maketrans({"｜": "|", "，": "|", ",": "|", "(": "（", ")": "）", "・": "·", "•": "·"})

# Names that are not figures: what the town and its report are called.
NAMES = (
    "年",
    "下年",
    "全年",
    "年末",
    "届",
    "镇",
    "上级市",
    "上级简称",
    "上级党委",
    "设区市",
    "署名",
    "各类联系户",
    "计划事项",
    "上年计划落实",
    "截至",
)
CATEGORY_NAME = "类别"
# The names that follow the kind of town and county, as their own people type them.
TOWN, ABOVE = "镇", "上级市"
SPELT = {"乡": TOWN, "苏木": TOWN, "上级县": ABOVE, "上级区": ABOVE, "上级旗": ABOVE}

CHINESE, BARE, PERCENT, CHANGE, TEN_THOUSAND, DETAIL, MAIN, UP_TO_NOW = (
    "汉字", "数", "百分比", "较上年", "万元", "明细", "主要", "至今",
)  # fmt: skip
# What is told member by member of a dimension.
SPLIT = (DETAIL, MAIN)
FORMATS = {
    Shape.COUNT: ("", CHINESE, BARE, CHANGE, DETAIL, MAIN, UP_TO_NOW),
    Shape.SUM: ("", BARE, CHANGE, TEN_THOUSAND),
    Shape.RATE: ("", PERCENT, DETAIL, UP_TO_NOW),
    Shape.NAMES: ("", MAIN),
    Shape.MEAN: ("", BARE, UP_TO_NOW),
    Shape.MEDIAN: ("", BARE, UP_TO_NOW),
}
# Every way to write a number, once each; "" is the plain one.
STYLES = tuple(dict.fromkeys(style for known in FORMATS.values() for style in known))


@dataclass(frozen=True)
class Name:
    """A placeholder that stands for a name, {类别（帮扶）} with its code as member."""

    name: str
    member: str = ""


@dataclass(frozen=True)
class Number:
    """A placeholder that stands for a figure of a period, in a format."""

    figure: Figure
    member: str
    word: str
    style: str


@dataclass(frozen=True)
class Clause:
    """Words that are said only where one of their numbers says something, else `otherwise`."""

    pieces: tuple
    otherwise: tuple = ()


@dataclass(frozen=True)
class Lost:
    """A placeholder that was known when its words were saved, and is no more; while they are
    typed, whatever is wrong in them.
    """

    text: str


class Unknown(ValueError):
    """A placeholder that nobody can fill; the text is the Chinese sentence about it.

    `meant` is the inside of the one that may be meant, or "".
    """

    def __init__(self, sentence, meant=""):
        super().__init__(sentence)
        self.meant = meant


@dataclass(frozen=True)
class LineMistake:
    """What nobody can render: the signs of a line from the one at `at` (from 0), and a sentence.

    Of a `sign` that lacks its partner there is nothing else to say.
    """

    at: int
    sentence: str = ""
    sign: str = ""

    def told(self, place, *, is_cell=False):
        """The sentence, with the `place` of its line; of a cell, which is short, that is enough."""
        if self.sign:
            return f"{place}第{self.at + 1}个字“{self.sign}”没有成对。"
        return (
            f"{place}：{self.sentence}"
            if is_cell
            else f"{place}第{self.at + 1}个字：{self.sentence}"
        )


def parse(text, *, check_members=True):
    """The Name or Number that the inside of a pair of braces means; raises Unknown.

    `check_members` False trusts the member of a dimension and asks no database:
    for rendering what was checked when it was saved.
    """
    text, word, name, style = parts_of(text)
    bare, member = split_name(name)
    bare = SPELT.get(bare, bare)
    if bare in NAMES or bare == CATEGORY_NAME:
        return Name(bare, member)
    if not is_period(word):
        raise Unknown(
            f"“{{{text}}}”中的期间“{word}”不认识，可以用：本届、上年、五年、2020年这样的年份。"
        )
    if word in SEVERAL_YEARS and style == CHANGE:
        raise Unknown(f"“{{{text}}}”是几年的合计，不能“较上年”，请去掉竖线后面的写法。")
    return number(name, word, style, text, check_members)


def parts_of(text):
    """[the text as it is meant, period, name with its member, format] of the inside of braces.

    "本届・人代会次数｜汉字" → ["本届·人代会次数|汉字", "本届", "人代会次数", "汉字"]
    "活动次数(开会|学习)|数" → ["活动次数（开会|学习）|数", "", "活动次数（开会|学习）", "数"]

    A member is data of the town and may hold any sign, such as the bar above. So it is taken out
    before the signs are read, and put back (`HERE`) when they have been.
    """
    found = MEMBER.fullmatch(text.strip())
    head, member, tail = found.groups() if found else (text.strip(), None, "")
    meant = f"{head}{HERE}{tail}".translate(TYPED)
    body, _, style = meant.partition("|")
    word, dot, name = body.partition("·")
    parts = (meant, word if dot else OWN, name if dot else body, style)
    written = "" if member is None else f"（{member.strip()}）"
    return [part.replace(HERE, written).strip() for part in parts]


def number(name, word, style, text, check_members):
    if check_members:
        try:
            figure, member = find(name)
        except NoSuchFigure as error:
            raise unknown_name(error, name, word, style, text) from error
    else:
        bare, member = split_name(name)
        figure = figure_called(bare)
        if figure is None:
            raise Unknown(f"没有叫“{name}”的数字。")
        if figure.dimension and figure.dimension.is_ours:  # a fixed list: known without asking
            member = figure.dimension.meant(member) or member
    if style not in FORMATS[figure.shape]:
        close = nearest(style, [s for s in FORMATS[figure.shape] if s])
        hint = f"可以用“|{close}”。" if close else "请去掉竖线后面的写法。"
        raise Unknown(f"“{{{text}}}”不能写成“|{style}”，{hint}")
    is_whole = figure.dimension is not None and not member and figure.shape is Shape.COUNT
    if style in SPLIT and not is_whole and figure.shape is not Shape.NAMES:
        raise Unknown(f"“{{{text}}}”没有明细可列，请去掉“|{style}”。")
    if style == UP_TO_NOW and not figure.by_day:
        raise Unknown(f"“{{{text}}}”过了报告期就不再变，请去掉“|至今”。")
    return Number(figure, member, word, style)


def unknown_name(error, name, word, style, text):
    """The Unknown for `name`, which NoSuchFigure (`error`) was raised of. What it suggests keeps the
    period and, where it can, the style.
    """
    undotted = None if word else UNDOTTED.fullmatch(name)
    if undotted:
        word, name = undotted.groups()
        try:
            find(name)
        except NoSuchFigure as without_period:
            error = without_period
        else:
            meant = inside(word, name, style)
            return Unknown(f"“{{{text}}}”的期间和名称之间要写“·”：“{{{meant}}}”。", meant)
    if error.near is None:
        return Unknown(str(error))
    meant = inside(word, error.near.title, style if style in FORMATS[error.near.shape] else "")
    return Unknown(f"{error}连同期间写作“{{{meant}}}”。" if word else str(error), meant)


def inside(word, name, style):
    """What stands in the braces: 走访户次, 上年·走访户次, 走访户次|数."""
    return f"{word}{'·' * bool(word)}{name}{'|' * bool(style)}{style}"


def placeholders_meant(text):
    """The insides of the placeholders that may be meant where `text` has wrong ones, each once (a list)."""
    meant = []
    for match in PATTERN.finditer(text):
        try:
            parse(match[1])
        except Unknown as error:
            meant += [error.meant] if error.meant and error.meant not in meant else []
    return meant


def is_period(word):
    if word in (OWN, PREVIOUS, *SEVERAL_YEARS):
        return True
    year = YEAR.fullmatch(word)
    return bool(year) and FIRST_YEAR <= int(year[1]) <= LAST_YEAR


def pieces(line, typed_for=None):
    """`line` cut into plain text (str), placeholders (Name, Number, Lost) and Clauses, in order.

    What was checked when it was saved is not checked again, and asks no database. What is only
    `typed_for` a report (its Periods) is checked: whatever is wrong in it is Lost.
    """
    parts, end = [], 0
    for match in CLAUSE.finditer(line):
        parts += words_and_numbers(line[end : match.start()], typed_for)
        clause = OTHERWISE.split(match[1], maxsplit=1)
        parts.append(Clause(*(tuple(words_and_numbers(said, typed_for)) for said in clause)))
        end = match.end()
    return parts + words_and_numbers(line[end:], typed_for)


def words_and_numbers(text, typed_for):
    parts, end = [], 0
    for match in PATTERN.finditer(text):
        parts += words(text[end : match.start()], typed_for)
        parts.append(known_or_lost(match[1], typed_for))
        end = match.end()
    return parts + words(text[end:], typed_for)


def words(text, typed_for):
    """The pieces of `text`, which has no placeholders: of what is typed, signs without a partner apart."""
    if typed_for is None:
        return [text] if text else []
    signs = re.split(f"({STRAY.pattern}|{STRAY_CLAUSE.pattern})", text)
    return [Lost(part) if number % 2 else part for number, part in enumerate(signs) if part]


def known_or_lost(text, typed_for):
    try:
        piece = parse(text, check_members=typed_for is not None)
        refuse_period(piece, typed_for)
    except Unknown:
        return Lost(text)
    return piece


def check_words(text, periods=None, *, field=None):
    """Refuse words with a placeholder nobody can fill, naming line, sign and the nearest known one.

    `periods` (a Periods) also refuses what the report has no such period for. Raises
    ValidationError, at `field` where one is named.
    """
    lines = text.splitlines()
    problems = []
    for number_, line in enumerate(lines, 1):
        place = f"第{number_}行" if len(lines) > 1 else ""
        problems += (mistake.told(place) for mistake in wrong_in(line, periods))
    if problems:
        raise ValidationError({field: problems} if field else problems)


def wrong_in(line, periods):
    """The LineMistakes of a line: the first sign without a partner, then clauses, then placeholders."""
    if stray := STRAY.search(blanked(PATTERN, line)):
        yield LineMistake(stray.start(), sign=stray[0])
    yield from wrong_clauses(line)
    for match in PATTERN.finditer(line):
        try:
            refuse_period(parse(match[1]), periods)
        except Unknown as error:
            yield LineMistake(match.start(), str(error))


def blanked(pattern, line):
    """`line` with as many spaces in place of what `pattern` matches."""
    return pattern.sub(lambda match: " " * len(match[0]), line)


def refuse_period(piece, periods):
    if periods is None or not isinstance(piece, Number):
        return
    if piece.style == CHANGE and not (piece.word or periods.is_within_a_year):
        raise Unknown(f"这份报告不止一年，“{piece.figure.title}”不能“较上年”。")
    if piece.word == PREVIOUS and not periods.is_within_a_year:
        raise Unknown("这份报告不止一年，不能用“上年”，请写明哪一年，如“2020年·”。")


def wrong_clauses(line):
    if stray := STRAY_CLAUSE.search(blanked(CLAUSE, line)):
        yield LineMistake(stray.start(), sign=stray[0])
        return
    for match in CLAUSE.finditer(line):
        said, *otherwise = OTHERWISE.split(match[1])
        if not PATTERN.search(said):
            yield LineMistake(match.start(), "双方括号里要有数字，没有数字的去掉双方括号。")
        if len(otherwise) > 1:
            yield LineMistake(match.start(), "一对双方括号里只能有一个“||”。")


def validate_outline(text):
    """Refuse an outline that is empty or has a placeholder nobody can fill."""
    if not text.strip():
        raise ValidationError("正文不能是空的。")
    check_words(text)
