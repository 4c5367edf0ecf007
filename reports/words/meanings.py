"""What the numbers of a report mean, and have come to mean since its words were written (口径已变)."""

from reports.asking.registry import REGISTRY
from township.spans import day_in_words
from township.words import say


def revisions():
    """{name of a figure: how many times it was defined anew}, of those that ever were."""
    return {figure.name: figure.revision for figure in REGISTRY.values() if figure.revision}


def changed(report, values):
    """[(sentence, [names of figures])]: what is told of the numbers that `report` says (`values`, {Asked:
    Value}) and nobody has noted yet; of a report that nobody stored, nothing.
    """
    if not report.pk:
        return []
    told = {}
    for figure in dict.fromkeys(asked.figure for asked in values):
        for sentence in figure.redefined[noted(report, figure) :]:
            told.setdefault(say(sentence), []).append(figure.title)
    return list(told.items())


def noted(report, figure):
    """How many times `figure` had been defined anew when somebody last noted it for `report`."""
    names = (figure.name, *figure.aliases)
    return max(report.revisions.get(name, 0) for name in names)


def hint_of(asked, value):
    """What a number means, from when on it tells, and who said so of the time before the ledger."""
    words = asked.figure.meaning
    if value.counted_from:
        words += f"从第一届开始的{day_in_words(value.counted_from)}算起。"
    if value.sources:
        words += "其中期初数出自" + "、".join(value.sources) + "。"
    return words
