"""The catalogue of figures, and the records behind a number. For office and leadership; else 404."""

import datetime
import re

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from motions import deadlines
from motions.models import Handling, Motion
from reports.asking.periods import OWN, PREVIOUS, TERM, Periods, days
from reports.asking.readers import for_readers
from reports.asking.registry import REGISTRY, Asked, Shape, find
from reports.counting.evaluate import Ledger, evaluate, value
from reports.counting.sentences import headline
from reports.figures.rows import WITHHELD, is_withheld
from reports.reading import splits
from reports.reading.behind import first_rows, tables
from reports.words.drafting import report_of
from reports.words.stored import periods_of_report
from township.models import LedgerStart
from township.spans import day_in_words, today

Family = LedgerStart.Family
OLDER = "这个时段台账没有记录，也没有完整的期初数。换一个时段看看，或者请人大办公室补登期初数。"
AHEAD = "这一段时间还没有开始，没有记录可看。换一个时段看看。"
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@for_readers
def figure_list(request, year):
    """The catalogue: every figure with this year's value and its definition."""
    periods = periods_of_report(year)
    asked = {figure: periods.asked(figure) for figure in REGISTRY.values()}
    values = evaluate(asked.values())
    groups = {}
    for figure in REGISTRY.values():
        groups.setdefault(figure.group, []).append(
            {
                "name": figure.title,
                "unit": figure.unit,
                "value": headline(figure, values[asked[figure]]),
                "definition": figure.meaning,
                "behaviour": figure.behaviour.value,
                "url": periods.address(asked[figure]),
            }
        )
    context = {
        "year": year,
        "periods": periods,
        "groups": [{"title": title, "rows": entries} for title, entries in groups.items()],
        "back_url": reverse("report-year", args=[year]),
    }
    return render(request, "reports/figure_list.html", context)


def asked_for(request, year, name):
    """(periods, word of the period, Asked) that an address of a figure means; else 404."""
    member = request.GET.get("member")
    try:
        figure, member = find(f"{name}（{member}）" if member else name)
        periods = Periods(year, report_of(year).own_term)
        word_ = periods.from_parameter(request.GET.get("period", ""))
        period = periods.resolve(word_)
    except LookupError:
        raise Http404 from None
    asked = Asked(figure, period, member, day_asked_for(request, period))
    return periods.on(asked.day, word_), word_, asked


def day_asked_for(request, period):
    """The day of record that an address names for `period`; None where it names none, else 404."""
    text = request.GET.get("day")
    if text is None:
        return None
    if not DAY.fullmatch(text):
        raise Http404
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not period.start <= day <= today():
        raise Http404
    return day


@for_readers
def figure_card(request, year, name):
    """The first records behind one number, to stand beside the report (static/js/report.js)."""
    periods, current, asked = asked_for(request, year, name)
    ledger = Ledger.load()
    known = value(asked.figure, asked.period, asked.member, ledger, asked.day)
    period = ledger.reach(asked)[0]
    first = asked.figure.querysets(period, asked.member)[0] if period else None
    context = {
        "title": asked.title,
        "value": headline(asked.figure, known),
        "period_label": label_of(periods, current, asked),
        "definition": asked.figure.meaning,
        "parts": parts_of(periods, asked, current, known),
        **undated(asked.figure, known, request.user),
        **unplaced(asked),
        "lists": first_rows(request, period, asked) if period else [],
        "withheld": f"明细{WITHHELD}" if period and is_withheld(first.model, request.user) else "",
        "more_url": periods.address(asked, current),
        "comparison": period_links(periods, asked, current, ledger),
    }
    return render(request, "reports/figure_card.html", context)


def parts_of(periods, asked, word, known):
    """What the two numbers of a rate (its Value) are, each with its name and address.

    Nothing of a member that the two are not split by, nor where there is nothing to take a share of.
    """
    if not known.total:
        return []
    found = []
    for name, number in zip(asked.figure.parts, (known.n, known.total), strict=False):
        try:
            figure, member = find(name)
        except LookupError:
            return []  # an upgrade took a figure away, and the rate is still there
        if asked.member and figure.dimension is not asked.figure.dimension:
            return []
        part = asked._replace(figure=figure, member=member or asked.member)
        found.append({"number": number, "name": part.title, "url": periods.address(part, word)})
    return found


def label_of(periods, word, asked):
    """The period in words, and the day of record where the number depends on one."""
    label = periods.label(word)
    return f"{label}，数字截至{day_in_words(asked.day)}" if asked.figure.by_day else label


def undated(figure, known, user):
    """What a page about lateness says of rows that were due on no day, and of the rule that lacks."""
    if not known.undated:
        return {}
    unit = "件" if figure.shape is Shape.RATE else figure.unit
    why = "没有办理期限"
    if figure.family == Family.MOTIONS and Handling.objects.of_unknown_days().exists():
        why = "没有办理期限，或者交办、答复日期不详"
    words = f"另有{known.undated}{unit}{why}，不算按期，也不算超期。"
    return {"undated": words, "no_rule": deadlines.notice(user, with_opinions=True)}


def unplaced(asked):
    """What a page about motions says of those of which nobody knows whether they are of its period."""
    if asked.figure.family != Family.MOTIONS or asked.period.is_whole_years:
        return {}
    count = Motion.objects.received().perhaps_in(asked.period).count()
    words = f"另有{count}件只知道是哪年、哪月提出的，不能确定在这一段时间里，没有计入。"
    return {"unplaced": words} if count else {}


@for_readers
def figure_rows(request, year, name):
    """The records behind one number: as many as it says, adding up to what it says."""
    periods, current, asked = asked_for(request, year, name)
    figure, ledger = asked.figure, Ledger.load()
    known = value(asked.figure, asked.period, asked.member, ledger, asked.day)
    context = {
        "figure": {
            "name": asked.title,
            "unit": figure.unit,
            "definition": figure.meaning,
            "behaviour": figure.behaviour.value,
        },
        "period_label": label_of(periods, current, asked),
        **undated(figure, known, request.user),
        **unplaced(asked),
        "value": headline(figure, known),
        "equation": f"{known.n} / {known.total}" if figure.shape is Shape.RATE else "",
        "parts": parts_of(periods, asked, current, known),
        "sources": known.sources,
        "baseline": known.baseline if known.sources else None,
        "counted_from": known.counted_from,
        "nothing": AHEAD if known.is_ahead else OLDER,
        **what_is_behind(request, asked, ledger.reach(asked)[0],
            lambda page, **query: periods.address(asked, current, page=page, **query)),
        "periods": period_links(periods, asked, current, ledger),
        "back_url": reverse("report-year", args=[year]),
        "year": year,
    }  # fmt: skip
    return render(request, "reports/figure_rows.html", context)


def what_is_behind(request, asked, period, address_of):
    """The lists of the page; for those who may not see the rows the table without names."""
    if period is None:
        return {"tables": []}
    if is_withheld(asked.figure.querysets(period, asked.member)[0].model, request.user):
        return {"split": splits.table_of(request, asked, period, address_of)}
    return {
        "tables": tables(
            request, period, asked, lambda place: address_of("figure-export", table=place)
        )
    }


def period_links(periods, asked, current, ledger):
    """The same figure for the neighbouring periods, to switch between."""
    words = [OWN, PREVIOUS] + ([TERM] if periods.of_term else [])
    if periods.name(current) not in map(periods.name, words):
        words.append(current)
    wanted = {word: periods.asked(asked.figure, word, asked.member) for word in words}
    wanted[current] = asked
    values = evaluate(wanted.values(), ledger)
    links = []
    for word_ in words:
        links.append(
            {
                "label": periods.label(word_),
                "name": periods.name(word_),
                "days": days(wanted[word_].period),
                "url": periods.address(wanted[word_], word_),
                "current": periods.name(word_) == periods.name(current),
                "value": headline(asked.figure, values[wanted[word_]]),
            }
        )
    return links
