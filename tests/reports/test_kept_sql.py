"""The SQL of figures is kept as text: what it answers is what text written a moment ago answers."""

import datetime

import pytest
from django.db.models import Value

from motions.models import ResultClass
from reports.asking.periods import days_of, span_of
from reports.asking.registry import REGISTRY, Asked, Behaviour, Figure, Shape
from reports.counting import kept_sql
from reports.counting.evaluate import Ledger, evaluate
from representatives.models import Category
from tests.cast import day
from tests.demo_town import OfDemoTown
from tests.trial import WHOLE, length
from township.models import LedgerStart, Topic, Town
from township.spans import Period, today

YEARS = length(sample=range(2022, 2025), whole=range(2017, 2026))
MEMBERS = length(sample=0, whole=3)
STEP = length(sample=3, whole=1)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept_sql, "KEPT", {})


def asked_of(period, on=None, members=0):
    """Every figure of a period, and so many members of each that is split."""
    for figure in REGISTRY.values():
        split = figure.dimension.members()[:members] if figure.dimension else []
        yield from (Asked(figure, period, member, on) for member in ("", *split))


def warm(asked):
    """The values as a process answers that has answered such questions before."""
    return evaluate(asked)


def cold(asked):
    """The values as a process answers that has just begun."""
    kept, kept_sql.KEPT = kept_sql.KEPT, {}
    try:
        return evaluate(asked)
    finally:
        kept_sql.KEPT = kept


def shapes():
    """Periods with their days of record, each with others of its kind before it."""
    for year in YEARS:
        whole = Period.of_year(year)
        yield whole, None
        yield whole, datetime.date(year + 1, 1, 10)  # what its report bears
        yield whole, datetime.date(year, 6, 30)
        yield days_of(f"{year}-03-01", f"{year}-03-31"), None
        yield span_of(year - 2, year), None
    yield Period.of_year(today().year), None


def written(monkeypatch):
    """A list that fills with what has to be written."""
    texts, write = [], kept_sql.Writer.written

    def note(writer, subject):
        texts.append(subject.what)
        return write(writer, subject)

    monkeypatch.setattr(kept_sql.Writer, "written", note)
    return texts


@pytest.mark.usefixtures("nothing_kept")
class DemoTown(OfDemoTown):
    def test_kept_text_says_what_new_text_says(self):
        """The first of each kind writes, the second finds the places; from it on all is kept text."""
        seen, differences = {}, []
        for period, on in shapes():
            asked = list(asked_of(period, on, MEMBERS))[::STEP]
            now = warm(asked)
            kind = (period.end - period.start).days // 40, on and on.month
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] == 2 or (WHOLE and seen[kind] > 2):
                then = cold(asked)
                differences += [(a.name, period, on) for a in asked if now[a] != then[a]]
        self.assertEqual(differences, [])
        self.assertGreater(max(seen.values()), 3)

    def test_nothing_is_written_a_third_time(self):
        with pytest.MonkeyPatch.context() as monkeypatch:
            texts = written(monkeypatch)
            for year in (2022, 2023):
                evaluate(asked_of(Period.of_year(year)))
            del texts[:]
            evaluate(asked_of(Period.of_year(2024)))
        self.assertEqual(texts, [])

    def test_what_is_set_and_what_is_today_is_asked_anew(self):
        """Each setting that a figure may read is changed, and answered as a new process answers."""
        year = Period.of_year(today().year)
        asked = list(asked_of(year, members=1))
        late = REGISTRY["各办理时限件数"]
        asked += [Asked(late, year, member) for member in late.dimension.members()]
        evaluate(asked)
        before = evaluate(asked)
        changes = {
            "very_late_days": lambda: Town.objects.update(very_late_days=1),
            "due_soon_days": lambda: Town.objects.update(due_soon_days=300),
            "is_solved": lambda: ResultClass.objects.update(is_solved=True),
            "per_deputy": lambda: Category.objects.update(per_deputy=2),
            "topic": lambda: Topic.objects.filter(pk=Topic.objects.first().pk).update(name="别的"),
            "complete_from": lambda: LedgerStart.objects.update(complete_from=year.start),
        }
        moved = set()
        for name, change in changes.items():
            change()
            now = warm(asked)
            moved |= {name} if now != before else set()
            before = now
        self.assertEqual(moved, set(changes) - {"complete_from"})
        self.assertEqual(now, cold(asked))

        later = today() + datetime.timedelta(days=40)
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: later)
            asked = [Asked(each.figure, each.period, each.member) for each in asked]
            self.assertEqual(warm(asked), cold(asked))


def a_figure(source, **more):
    about = {
        "name": "试", "unit": "件", "definition": "试。", "group": "", "family": "meetings",
        "behaviour": Behaviour.FLOW, "shape": Shape.COUNT,
    }  # fmt: skip
    return Figure(**about | more, source=source)


def ask_years(figure, years=(2019, 2020, 2021, 2022)):
    known = Ledger({"meetings": day("2000-01-01")})
    asked = [Asked(figure, Period.of_year(year)) for year in years]
    return [evaluate([each], known)[each].number for each in asked]


@pytest.mark.django_db
class TestWhatIsNeverKept:
    def test_what_reads_the_database_while_it_is_written(self, monkeypatch):
        def source(period):
            return Town.objects.filter(visits_a_year=Town.objects.first().visits_a_year)

        texts = written(monkeypatch)
        assert ask_years(a_figure(source)) == [1, 1, 1, 1]
        assert len(texts) == 4

    def test_what_reads_the_settings(self, monkeypatch):
        texts = written(monkeypatch)
        figure = a_figure(
            lambda period: Town.objects.filter(visits_a_year=Town.get().visits_a_year)
        )
        assert ask_years(figure) == [1, 1, 1, 1]
        assert len(texts) == 4

    def test_a_year_as_a_number_and_a_day_a_year_earlier(self, monkeypatch):
        """The second would be taken for the first day of the period, were that not moved apart."""
        for source in (
            lambda period: Town.objects.annotate(n=Value(period.start.year)).filter(n__gt=2020),
            lambda period: Town.objects.annotate(
                n=Value(period.day.replace(year=period.day.year - 1, month=1, day=1))
            ).filter(n__gte=day("2020-01-01")),
        ):
            texts = written(monkeypatch)
            assert ask_years(a_figure(source)) == [0, 0, 1, 1]
            assert len(texts) >= 4

    def test_text_that_depends_on_the_days(self, monkeypatch):
        def source(period):
            rows = Town.objects.all()
            return rows if period.start.year > 2020 else rows.none()

        assert ask_years(a_figure(source), (2021, 2022, 2023, 2020)) == [1, 1, 1, 0]


@pytest.mark.django_db
class TestPlaces:
    def test_each_day_of_a_question_finds_its_place(self, monkeypatch):
        """Begun on the first, ended by the last, known by the day of record, and not after today."""
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2024-05-05"))

        def source(period):
            days = {
                "a": period.start, "b": period.end, "c": period.last_day, "d": period.day, "e": today(),
            }  # fmt: skip
            rows = Town.objects.annotate(**{name: Value(each) for name, each in days.items()})
            seen.append(days)
            return rows.filter(
                a=days["a"],
                b__gt=days["a"],
                c__lte=days["d"],
                d__lte=days["e"],
                e=day("2024-05-05"),
            )

        seen = []
        figure = a_figure(source)
        assert ask_years(figure) == [1, 1, 1, 1]
        [kept] = kept_sql.KEPT.values()
        assert isinstance(kept, list)
        assert {
            each.index for each in kept[0].parameters if isinstance(each, kept_sql.DayPlace)
        } >= {
            0,
            3,
        }
        # Written of the first year alone, and of days far ahead and far back.
        assert [days["a"].year for days in seen] == [2019, 2419, 819]

    def test_far_days_are_of_the_same_kind(self):
        days = kept_sql.Days(
            day("2024-01-01"), day("2025-01-01"), day("2024-12-31"), day("2026-03-01")
        )
        back = kept_sql.moved(days, back=True)
        assert [str(each) for each in back] == [
            "0824-01-01",
            "1225-01-01",
            "1224-12-31",
            "1626-03-01",
        ]
        far = kept_sql.moved(days)
        assert [str(each) for each in far] == [
            "2424-01-01",
            "2825-01-01",
            "2824-12-31",
            "3226-03-01",
        ]

    def test_when_full_it_begins_anew(self, monkeypatch):
        monkeypatch.setattr(kept_sql, "MOST", 2)
        figures = [a_figure(lambda period, n=n: Town.objects.filter(pk__lte=n)) for n in (1, 2, 3)]
        assert [ask_years(figure, [2020]) for figure in figures] == [[1], [1], [1]]
        assert len(kept_sql.KEPT) == 1
