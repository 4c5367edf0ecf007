"""The catalogue of figures beside the editor: what can be said, with its value and its meaning."""

from dataclasses import dataclass

from reports.asking.placeholders import NAMES
from reports.asking.registry import REGISTRY
from reports.asking.spelling import called
from reports.counting.evaluate import evaluate
from reports.counting.sentences import headline


@dataclass(frozen=True)
class CatalogueEntry:
    """One figure and its value in the report's period; of a name (镇, 年) only what it is called."""

    name: str
    value: str = ""
    definition: str = ""

    @property
    def placeholder(self):
        return f"{{{self.name}}}"


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
    return CatalogueEntry(figure.title, headline(figure, value), figure.meaning)


def names():
    """The CatalogueEntries of the placeholders that are no figures: 镇, 年, 署名 …"""
    return [CatalogueEntry(called(name)) for name in NAMES]
