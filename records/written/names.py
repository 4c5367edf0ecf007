"""Names of people: one normal form for what looks the same, however it was typed or padded."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from records.written.characters import plain

CHINESE = r"\u3007\u3400-\u9fff\U00020000-\U0003ffff"
# 艾合买提·吐尔逊: the point between the parts of a name, in all its look-alikes.
POINTS = re.compile("[•・‧･∙⋅●．]")
DOT = re.compile(rf"(?<=[{CHINESE}])\s*[.·]\s*(?=[{CHINESE}])")
# 张 三 was padded to the width of three characters; John Smith keeps his space.
PADDING = re.compile(rf"(?<=[{CHINESE}（）·]) | (?=[{CHINESE}（）·])")
BETWEEN = re.compile(r"\s*[、，,；;/|]\s*")
BRACKETS = str.maketrans("()", "（）")
COMPATIBLE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
OF_TWO = re.compile(f"[{CHINESE}]{{2}}")
CHARACTERS = re.compile("[\u4e00-\u9fff]+")  # nearly every name, and in its normal form
WHAT_A_NAME_IS_MADE_OF = re.compile(rf"[{CHINESE}A-Za-zÀ-ɏ]")


def leftovers():
    """{private character: what it is}, of the 80 that GBK had before Unicode: 䶮 is U+E863 there.

    The codec knows 66; the others got their place later.
    """
    later = {
        0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5,
        0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F,
        0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
    }  # fmt: skip
    seconds = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    known = {0xE815 + n: ord(bytes([0xFE, at]).decode("gb18030")) for n, at in enumerate(seconds)}
    return known | later


LEFTOVERS = leftovers()


def normal(text):
    """The normal form of the name `text`: no padding, one kind of point, narrow letters, 䶮 for its
    private double. What is no name stays, tidied.
    """
    text = str(text or "")
    if CHARACTERS.fullmatch(text):
        return text
    text = plain(text.translate(LEFTOVERS))
    text = COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = DOT.sub("·", POINTS.sub("·", text).translate(BRACKETS))
    return PADDING.sub("", text)


def spaced(name):
    """`name` as it stands in a column of names on paper: one of two characters is as wide as those
    of three, 张　三 above 张三丰. Any other stays as it is, and so does one that has a point or letters.

    It is for paper alone: nothing that is stored, searched or read in again is spaced.
    """
    return "　".join(name) if OF_TWO.fullmatch(name) else name


def check_name(text):
    """Raise ValidationError where `text`, in its normal form, can be nobody's name."""
    if found := PRIVATE.search(text):
        raise ValidationError(
            f"第{found.start() + 1}个字是这台电脑自造的，别的电脑上看不见，请换成输入法里的字。"
        )
    if text and not WHAT_A_NAME_IS_MADE_OF.search(text):
        raise ValidationError(f"“{text}”不是姓名，请写汉字或者字母。")


def names_in(text):
    """The names in `text`, each once and in its normal form: 张 三、李四 are two, 张三 李四 as well.

    A space parts two names unless one of the pieces is a single character: then it was padding.
    """
    names = []
    for part in filter(None, BETWEEN.split(plain(text))):
        pieces = part.split(" ")
        is_padded = any(re.fullmatch(f"[{CHINESE}]", piece) for piece in pieces)
        names += [normal(part)] if is_padded else [normal(piece) for piece in pieces]
    return list(dict.fromkeys(filter(None, names)))


def search_key(text):
    """What was typed to find a name, pinyin or initials: as names are kept, without spaces, small."""
    return normal(text).replace(" ", "").lower()
