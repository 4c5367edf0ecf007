"""The catalogue of figures beside the editor: what can be said, with its value and its meaning."""

from dataclasses import dataclass
from functools import cache

from reports.asking.placeholders import FORMATS, NAMES, UP_TO_NOW, figures_meant
from reports.asking.registry import REGISTRY, Dimension
from reports.asking.spelling import called
from reports.counting.evaluate import evaluate
from reports.counting.sentences import headline
from township import pinyin


@dataclass(frozen=True)
class CatalogueEntry:
    """One figure: its value in the report's period, and the ways it can be written."""

    name: str
    value: str
    unit: str
    definition: str
    keys: str
    formats: tuple
    dimension: Dimension | None

    @property
    def list_id(self):
        """The list of members it is split by, which stands on the page once."""
        return list_id(self.dimension)

    @property
    def placeholder(self):
        return f"{{{self.name}}}"


def keys_of(name):
    """What finds `name`: itself, its pinyin, its initials, in small letters."""
    return " ".join(
        (name, pinyin.spelling(name, is_person=False), pinyin.initials(name, is_person=False))
    ).lower()


def formats_of(figure):
    """The ways to write it, but for the plain one: 至今 only of what goes on after the period."""
    known = (style for style in FORMATS[figure.shape] if style)
    return [style for style in known if style != UP_TO_NOW or figure.by_day]


@cache
def dimensions():
    """Every way to split a figure, once each."""
    known = (figure.dimension for figure in REGISTRY.values() if figure.dimension)
    return list({id(dimension): dimension for dimension in known}.values())


def list_id(dimension):
    return f"members-{dimensions().index(dimension)}" if dimension else ""


def catalogue(periods):
    """The Entries of all figures, by group ({title: [CatalogueEntry]}); a statement for each 32 figures."""
    asked = {figure: periods.asked(figure) for figure in REGISTRY.values()}
    values = evaluate(asked.values())
    groups = {}
    for figure in REGISTRY.values():
        groups.setdefault(figure.group, []).append(entry_of(figure, values[asked[figure]]))
    return groups


def entry_of(figure, value):
    """The CatalogueEntry of `figure`, whose Value is `value`."""
    return CatalogueEntry(
        figure.title, headline(figure, value), figure.unit, figure.meaning, keys_of(figure.title),
        tuple(formats_of(figure)), figure.dimension,
    )  # fmt: skip


def near(text, periods):
    """The CatalogueEntries of the figures that may be meant where `text` names one that there is not."""
    meant = figures_meant(text)
    asked = {figure: periods.asked(figure) for figure in meant}
    values = evaluate(asked.values()) if meant else {}
    return [entry_of(figure, values[asked[figure]]) for figure in meant]


def members():
    """{list id: members} of every dimension; a statement for each whose members are data."""
    return {
        list_id(dimension): [dimension.said(member) for member in dimension.members()]
        for dimension in dimensions()
    }


def names():
    """The placeholders that are no figures: 镇, 年, 署名 …"""
    return [called(name) for name in NAMES]
