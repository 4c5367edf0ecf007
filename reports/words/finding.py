"""What a clerk who looks for a number finds, and the ready placeholders for it with their results."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.asking import placeholders, spelling
from reports.asking.periods import FIVE, OWN, PREVIOUS, TERM
from reports.asking.placeholders import FORMATS, NAMES, STRAY, Unknown
from reports.asking.registry import REGISTRY, Figure, find
from reports.figures.dimensions import members_of
from reports.words.lines import default_outline, flat
from reports.words.outline import Renderer, speaking_of
from township import pinyin
from township.words import reading_names_once

EVERYDAY = Path(__file__).with_name("everyday.toml")
FOUND_AT_MOST = 8
# How well something is found, the best first.
EXACT, EVERYDAY_WORD, BEGINNING, NAME, MEMBER, DEFINITION = range(6)
NOT_FOUND = DEFINITION + 1


@dataclass(frozen=True)
class Wording:
    """A placeholder as it is typed, and what it says in a report; `is_gap` where it says nothing yet."""

    placeholder: str
    result: str
    is_gap: bool


@dataclass(frozen=True)
class Found:
    """One figure, or one member of it, or a name: what it counts, and each way to write it."""

    title: str
    definition: str
    ways: tuple
    members: tuple = ()  # what it can be narrowed to, as it is looked for
    split_by: str = ""


@dataclass(frozen=True)
class MeantFigure:
    """What may be meant: a Figure with a member (or "") of its dimension."""

    figure: Figure
    member: str = ""

    @property
    def name(self):
        """As it is registered, 活动次数（学习培训）."""
        return f"{self.figure.name}（{self.member}）" if self.member else self.figure.name

    @property
    def title(self):
        """As the town says it."""
        said = self.figure.dimension.said(self.member) if self.member else ""
        return f"{self.figure.title}（{said}）" if said else self.figure.title


@cache
def everyday():
    """The tables of everyday.toml: {"periods": {word: period}, "figures": {word: names}}."""
    return tomllib.loads(EVERYDAY.read_text(encoding="utf-8"))


@cache
def keys_of(name):
    """What finds `name`: itself, its pinyin, its initials, in small letters."""
    spelt = (pinyin.spelling(name, is_person=False), pinyin.initials(name, is_person=False))
    return " ".join((name, *spelt)).lower()


@cache
def dimensions():
    """Every way to split a figure, once each."""
    known = (figure.dimension for figure in REGISTRY.values() if figure.dimension)
    return list(dict.fromkeys(known))


def known_members():
    """{dimension: its members}, but for those whose own signs would end a placeholder."""
    return {
        dimension: [member for member in members if not STRAY.search(member)]
        for dimension, members in members_of(set(dimensions())).items()
    }


def search(report, typed):
    """(Founds of what `typed` may mean in `report`, the best first; how many more there are).

    They are in the words of the last day of the report.
    """
    with reading_names_once(), speaking_of(report):
        return searched(report, typed)


def searched(report, typed):
    period, words = period_meant(typed)
    members = known_members()
    ranked = ranked_for(words, members) if words else usual_figures(period)
    kept = ranked[:FOUND_AT_MOST]
    exact, others = names_for(words)
    found = written(report, [*exact, *kept, *others], period or OWN, members)
    return found, len(ranked) - len(kept)


def names_for(words):
    """(names that are called so, names that are also called so) of placeholders that are no figures."""
    called = {name: spelling.called(name) for name in NAMES} if words else {}
    found = [name for name in called if matches_all(words, keys_of(called[name]))]
    exact = [name for name in found if called[name] == "".join(words)]
    return exact, [name for name in found if name not in exact]


def period_meant(typed):
    """(the word for a period in `typed`, or None; the other words, in small letters)."""
    period, words = None, []
    known = everyday()["periods"]
    for word in typed.lower().split():
        head = max((head for head in known if word.startswith(head)), key=len, default="")
        if head:
            period, word = known[head], word.removeprefix(head).lstrip("·・的")
        words += [word] if word else []
    return period, words


def usual_figures(period):
    """What is found for a `period` alone: the figures of the five-year outline; without one, nothing."""
    if period is None:
        return []
    pieces = flat(placeholders.pieces(default_outline("five")))
    said = [
        MeantFigure(piece.figure, piece.member)
        for piece in pieces
        if isinstance(piece, placeholders.Number)
    ]
    return list(dict.fromkeys(said))


def ranked_for(words, members):
    """The MeantFigures that `words` may mean, the best first; `members` are those of each dimension."""
    ranks = {}
    for figure in REGISTRY.values():
        whole = MeantFigure(figure)
        ranks[whole] = rank(words, whole)
        for member in members.get(figure.dimension, ()):
            one = MeantFigure(figure, member)
            ranks[one] = rank_of_member(words, one)
    for place, candidate in enumerate(everyday_candidates(words)):
        ranks[candidate] = min(ranks.get(candidate, NOT_FOUND), EVERYDAY_WORD + place / 100)
    found = [candidate for candidate, rank in ranks.items() if rank < NOT_FOUND]
    return sorted(found, key=ranks.get)  # equal ones stay in the order of the registry


def everyday_candidates(words):
    """The MeantFigures that the table of everyday words names, where each of `words` is in it."""
    known = everyday()["figures"]
    listed = [known.get(word) for word in words]
    if not all(listed):
        return []
    named = [name for name in listed[0] if all(name in names for names in listed)]
    return [MeantFigure(*find(name)) for name in named]


def rank(words, candidate):
    """How well `words` find a whole figure."""
    figure = candidate.figure
    typed = "".join(words)
    if typed in (figure.title.lower(), figure.name.lower()):
        return EXACT
    keys = " ".join(map(keys_of, (figure.title, *figure.aliases)))
    if matches_all(words, keys):
        return BEGINNING if keys.startswith(typed) or f" {typed}" in keys else NAME
    return DEFINITION if matches_all(words, f"{keys} {figure.meaning}".lower()) else NOT_FOUND


def rank_of_member(words, candidate):
    """How well `words` find one member: one of them names it, the others it or its figure.

    People are named in full: a surname would find dozens, and none of them is looked for.
    """
    typed = "".join(words).replace("(", "（").replace(")", "）")
    if typed in (candidate.title.lower(), candidate.name.lower()):
        return EXACT
    figure, member = candidate.figure, candidate.member
    if figure.dimension.is_personal:
        return MEMBER if member in words else NOT_FOUND
    own, whole = keys_of(figure.dimension.said(member)), keys_of(figure.title)
    about_it = [word for word in words if word in own]
    is_found = about_it and matches_all(words, f"{own} {whole}")
    return MEMBER if is_found else NOT_FOUND


def matches_all(words, keys):
    return all(word in keys for word in words)


def written(report, meant, period, members):
    """The Founds of `meant` (MeantFigures and names), told first of `period`: all counted together."""
    ways = {
        one: [spelling.called(one)]
        if isinstance(one, str)
        else ways_of(one, period, report.periods)
        for one in meant
    }
    lines = [("p", spelling.stored(f"{{{way}}}")) for known in ways.values() for way in known]
    results = iter(said_in(report, lines)) if lines else ()
    return [
        found(one, tuple(Wording(f"{{{way}}}", *next(results)) for way in known), members)
        for one, known in ways.items()
    ]


def near(report, text):
    """The Founds of what may be meant where `text` has placeholders that `report` does not know."""
    meant = [
        one for one in placeholders.placeholders_meant(text) if can_be_said(one, report.periods)
    ]
    lines = [("p", spelling.stored(f"{{{one}}}")) for one in meant]
    results = said_in(report, lines) if lines else ()
    figures = (placeholders.parse(one, check_members=False).figure for one in meant)
    return [
        Found(figure.title, figure.meaning, (Wording(f"{{{one}}}", *result),))
        for one, figure, result in zip(meant, figures, results, strict=True)
    ]


def said_in(report, lines):
    """(what it says, whether that is a gap) of each line, which is one placeholder."""
    renderer = Renderer(report, lines)
    for _, [piece] in renderer.lines[1:]:
        runs = renderer.runs(piece)
        is_gap = any(run.kind not in ("text", "number") for run in runs)
        yield "".join(run.text for run in runs), is_gap


def found(candidate, ways, members):
    """The Found of a MeantFigure, or of a name, with its `ways` (Wordings)."""
    if isinstance(candidate, str):
        return Found(spelling.called(candidate), "", ways)
    figure = candidate.figure
    if candidate.member or figure.dimension is None or figure.dimension.is_personal:
        return Found(candidate.title, figure.meaning, ways)
    known = tuple(MeantFigure(figure, member).title for member in members[figure.dimension])
    return Found(candidate.title, figure.meaning, ways, known, figure.dimension.label)


def ways_of(candidate, period, periods):
    """The insides of the braces that can say `candidate`: every style of `period`, then other periods."""
    styles = FORMATS[candidate.figure.shape]
    asked = [(period, style) for style in styles]
    asked += [(word, "") for word in (OWN, PREVIOUS, TERM, FIVE) if word != period]
    texts = (placeholders.inside(word, candidate.title, style) for word, style in asked)
    return [text for text in texts if can_be_said(text, periods)]


def can_be_said(text, periods):
    """True where a report with these `periods` takes the placeholder."""
    try:
        number = placeholders.parse(text, check_members=False)
        placeholders.refuse_period(number, periods)
        periods.resolve(number.word)
    except (Unknown, LookupError):
        return False
    return True
