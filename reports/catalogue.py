"""The catalogue of figures beside the editor: what can be said, with its value and its meaning."""

from dataclasses import dataclass

from reports.evaluate import evaluate
from reports.placeholders import FORMATS, NAMES
from reports.registry import REGISTRY, Asked
from reports.sentences import value_words
from township import pinyin


@dataclass(frozen=True)
class Entry:
    """One figure: its value in the report's period, and the ways it can be written."""

    name: str
    value: str
    unit: str
    definition: str
    keys: str
    formats: tuple
    members: tuple

    @property
    def placeholder(self):
        return f"{{{self.name}}}"


def keys_of(name):
    """What finds `name`: itself, its pinyin, its initials, in small letters."""
    return " ".join(
        (name, pinyin.spelling(name, is_person=False), pinyin.initials(name, is_person=False))
    ).lower()


def catalogue(periods):
    """The Entries of all figures, by group ({title: [Entry]}); a statement for each 32 figures
    and one for each dimension whose members are the town's own.
    """
    values = evaluate([Asked(figure, periods.own) for figure in REGISTRY.values()])
    members, groups = {}, {}
    for figure in REGISTRY.values():
        dimension = figure.dimension
        if dimension is not None and id(dimension) not in members:
            members[id(dimension)] = tuple(dimension.members())
        groups.setdefault(figure.group, []).append(
            Entry(
                figure.name, words(figure, values[Asked(figure, periods.own)]), figure.unit,
                figure.definition, keys_of(figure.name),
                tuple(style for style in FORMATS[figure.shape] if style),
                members.get(id(dimension), ()) if dimension else (),
            )
        )  # fmt: skip
    return groups


def words(figure, value):
    return "待补" if value.is_missing else value_words(figure, value) or "暂无"


def names():
    """The placeholders that are no figures: 镇, 年, 署名 …"""
    return NAMES
