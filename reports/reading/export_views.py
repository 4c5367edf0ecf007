"""导出 of the lists that the reports show: records behind a number, all numbers, and the deputies."""

from decimal import Decimal
from operator import itemgetter

from django.db.models import Prefetch
from django.http import Http404

from motions import deadlines
from records import exports
from records.exports import ExportColumn, Listing
from reports.asking import placeholders
from reports.asking.days import usual_day
from reports.asking.readers import for_readers
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import Ledger, evaluate
from reports.counting.sentences import headline, value_words
from reports.deputies import views as duty_views
from reports.figures.columns import Text
from reports.figures.rows import is_withheld
from reports.reading import splits
from reports.reading.behind import lists_behind
from reports.reading.figure_views import asked_for
from reports.reading.span_views import span_or_404
from reports.words import spans
from reports.words.stored import periods_of_report
from representatives.models import Mandate
from township.spans import Period


def of(heading, value, **more):
    return ExportColumn(heading, heading, value, **more)


# The records behind a number.


@for_readers
def figure_export(request, year, name):
    """The rows of a figure; of a rate those not in it, with `?table=1` those in it."""
    _, _, asked = asked_for(request, year, name)
    seen = Ledger.load().reach(asked)[0]
    if seen is None:
        raise Http404  # what is older than the ledger has no rows
    lists = lists_behind(asked, seen)
    place = place_asked_for(request, lists)
    back = exports.back(request, "figure-rows", year, name)
    if is_withheld(lists[place].rows.model, request.user):
        return exports.answer(request, split_of(request, asked, seen, back))
    return exports.answer(request, listing_of(request, asked, lists[place], back))


def place_asked_for(request, lists):
    """Which of `lists` the address names with `table`, by default the first; else 404."""
    text = request.GET.get("table", "0")
    if text not in map(str, range(len(lists))):
        raise Http404
    return int(text)


def listing_of(request, asked, behind, back):
    how = behind.how(asked)
    visible = how.visible_rows(behind.rows, request.user)
    part = f"（{behind.title}）" if behind.unit else ""
    on = "" if asked.day == usual_day(asked.period) else f"截至{asked.day}"
    # Lists with columns of their own remember which were chosen by themselves.
    own = f".{'-'.join(label for label, _ in how.decided)}" if how.decided else ""
    return Listing(
        f"figures.{behind.rows.model._meta.label_lower}{own}", f"{asked.title}{part}{on}",
        columns_of(how), lambda chosen: how.prepare(visible), visible.count(), back, "条",
    )  # fmt: skip


def split_of(request, asked, seen, back):
    """The Listing of the table without names; 404 where the address names no way, or nothing is split."""
    if "by" not in request.GET:
        raise Http404
    figure = asked.figure
    word, way = splits.way_asked_for(request, figure)
    lines = [] if splits.why_not(asked, seen) else splits.split(figure, way, seen)
    if not lines:
        raise Http404
    table = [[name, *splits.cells(figure, counts)] for name, counts in lines]
    columns = [
        of(str(heading), itemgetter(place))
        for place, heading in enumerate(splits.headings(figure, way))
    ]
    return Listing(
        f"figures.{word}",
        f"{asked.title}{way.label}",
        columns,
        lambda chosen: table,
        len(table),
        back,
    )


def columns_of(how):
    # 现在的状态 was called 状态: who chose it then has it still.
    return [
        ExportColumn(label.removeprefix("现在的"), label, raw(column))
        for label, column in how.columns
    ]


def raw(column):
    """The column's value as a cell holds it: a day as a day, an amount as an amount."""
    return column.value if isinstance(column, Text) else column


# All numbers of a year.


def number(figure, known):
    """The value as a number where it is one, else as the catalogue says it."""
    words = headline(figure, known)
    if known.number is not None and not known.is_unjudged:
        return Decimal(value_words(figure, known, placeholders.BARE))
    return words


NUMBERS = [
    of("分类", lambda pair: pair[0].group),
    of("名称", lambda pair: pair[0].title),
    of("数值", lambda pair: number(*pair)),
    of("单位", lambda pair: pair[0].unit),
    of("怎么算", lambda pair: pair[0].meaning),
    of("算法", lambda pair: pair[0].behaviour.value),
]


@for_readers
def figure_list_export(request, year):
    periods = periods_of_report(year)
    asked = [periods.asked(figure) for figure in REGISTRY.values()]
    listing = Listing(
        "figures", f"{year}年全部数字", NUMBERS, lambda chosen: pairs(asked), len(asked),
        exports.back(request, "figure-list", year), "个",
        notice=deadlines.notice(request.user, with_opinions=True),
    )  # fmt: skip
    return exports.answer(request, listing)


def pairs(asked):
    values = evaluate(asked)
    return [(one.figure, values[one]) for one in asked]


# Years side by side.


@for_readers
def span_export(request, first, last):
    span = span_or_404(first, last)
    listing = Listing(
        "figures.span", f"{first}年至{last}年对比", span_columns(span),
        lambda chosen: span_rows(span), len(REGISTRY),
        exports.back(request, "report-span", first, last), "个", frozen="D2",
        notice=deadlines.notice(request.user, with_opinions=True),
    )  # fmt: skip
    return exports.answer(request, listing)


def span_columns(span):
    """A column a year, by its distance from the first: what was chosen fits the next span too."""
    ofs = [
        ExportColumn(f"year {place}", heading_of(year, periods), value_at(place))
        for place, (year, periods) in enumerate(span.periods.items())
    ]
    return [
        *NUMBERS[:2], ExportColumn("unit", "单位", lambda row: row[0].unit), *ofs,
        ExportColumn("total", "合计", value_at(-1)),
        of("合计怎么算", lambda row: spans.not_a_sum(row[0]) or "各年之和"),
    ]  # fmt: skip


def heading_of(year, periods):
    """2025年, of a year that still runs 2026年（截至2026-11-30）, of one ahead 2027年（还没有开始）."""
    if periods.is_ahead:
        return f"{year}年（还没有开始）"
    return f"{year}年（截至{periods.day}）" if periods.is_running else f"{year}年"


def value_at(place):
    return lambda row: number(row[0], row[1][place])


def span_rows(span):
    """(figure, its Values year by year, the whole last) of every figure."""
    asked = {figure: span.asked(figure) for figure in REGISTRY.values()}
    values = evaluate(one for several in asked.values() for one in several)
    return [(figure, [values[one] for one in several]) for figure, several in asked.items()]


# The deputies of a year: a row a person, with what they hold in it.


def held(value):
    """A function of a person: one mandate has its day as a day, several share the cell."""

    def column(person):
        values = [value(mandate) for mandate in person.held]
        return values[0] if len(values) == 1 else "、".join(str(v) for v in values if v)

    return column


DEPUTIES = [
    of("姓名", lambda p: p.name),
    of("性别", lambda p: p.get_gender_display()),
    of("出生年月", lambda p: str(p.birth) if p.is_born_by_month else p.born_on, is_usual=False),
    of("民族", lambda p: p.ethnicity, is_usual=False),
    of("政治面貌", lambda p: p.get_party_display()),
    of("学历", lambda p: p.get_education_display(), is_usual=False),
    of("身份", lambda p: p.get_occupation_display()),
    of("单位及职务", lambda p: p.employer),
    of("所在村（社区）", lambda p: str(p.village or "")),
    of("届次", held(lambda m: str(m.term))),
    of("选区", held(lambda m: str(m.constituency or ""))),
    of("产生方式", held(lambda m: m.get_gained_by_display())),
    of("资格开始日期", held(lambda m: m.starts_on)),
    of("资格终止日期", held(lambda m: m.ended_on)),
    of("代表证号", held(lambda m: m.certificate), is_usual=False),
]
PHONE = of("电话", lambda p: p.phone, is_usual=False, is_personal=True)


@for_readers
def deputy_export(request):
    """The deputies of the year, found by name as on the page; telephones are for the office."""
    told, people = duty_views.asked(request)
    year = told["year"]
    listing = Listing(
        "deputies", f"{year}年代表名册", DEPUTIES + [PHONE] * request.user.is_office,
        lambda chosen: with_mandates(people, year), people.count(),
        exports.back(request, "deputy-list"), "名",
    )  # fmt: skip
    return exports.answer(request, listing)


def with_mandates(people, year):
    mine = Mandate.objects.overlapping_period(Period.of_year(year)).order_by("starts_on", "pk")
    held_ = Prefetch("mandates", mine.select_related("term", "constituency"), "held")
    return people.select_related("village").prefetch_related(held_)
