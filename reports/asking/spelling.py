"""Placeholders as the town says them, and as they are stored: {乡代表人数} is kept as {镇代表人数}."""

import re

from reports.asking.placeholders import ABOVE, PATTERN, SPELT
from reports.asking.registry import figure_called
from township.words import say

# The period with its dot, the name, and the rest: a member in （）, a format behind a bar.
PARTS = re.compile(
    r"(\s*(?:[^·・•|｜,，（(]*[·・•]\s*)?)([^|｜,，（(]*?)(\s*(?:[|｜,，（(].*)?)", re.DOTALL
)
MEMBER = re.compile(r"[（(](.*)[）)]", re.DOTALL)


def stored(text):
    """`text` as it is kept: in braces stand the names of the registry."""
    return respelt(text, known_as, lambda dimension, member: dimension.meant(member) or member)


def said(text):
    """`text` as it is shown: in braces stand the words of the town."""
    return respelt(text, called, lambda dimension, member: dimension.said(member))


def kept_name(typed):
    """The name of a figure, with its member, as it is kept."""
    return stored(f"{{{typed}}}")[1:-1]


def said_name(kept):
    """The name of a figure, with its member, as it is shown."""
    return said(f"{{{kept}}}")[1:-1]


def said_outline(text):
    """`text`, one of our own outlines: its free words are the town's, its placeholders those kept."""
    words, end = [], 0
    for match in PATTERN.finditer(text):
        words += [say(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*words, say(text[end:])])


def called(name):
    """What the placeholder `name` is called in this town: 乡代表人数, 乡, 上级县."""
    return name.removesuffix("市") + say("市里")[:-1] if name == ABOVE else say(name)


def known_as(name):
    """What the placeholder `name` is called in the registry, or was there once."""
    figure = figure_called(name)
    if figure is None:
        return SPELT.get(name, name)
    return name if name in figure.aliases else figure.name


def respelt(text, spell, spell_member):
    """`text` with its placeholders called as `spell` and `spell_member` (functions) call them."""

    def braces(match):
        before, name, rest = PARTS.fullmatch(match[1]).groups()
        figure = figure_called(name)
        # Only of our own words: other members are data, and may hold any of the signs.
        found = MEMBER.search(rest)
        if found and figure and figure.dimension and figure.dimension.is_ours:
            member = spell_member(figure.dimension, found[1])
            rest = rest[: found.start(1)] + member + rest[found.end(1) :]
        opening, closing = match[0][0], match[0][-1]
        return f"{opening}{before}{spell(name)}{rest}{closing}"

    return PATTERN.sub(braces, text)
