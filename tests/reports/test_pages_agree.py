"""Two pages that speak of the same thing say the same, and stand on one day of record.

Every number of a page leads to its records. So each is read where it stands, its address is
understood, and what the figure comes to is counted once more: as many as there are pages. 2024 has
its 截至日 in January 2025, 2021 is closed, and 2026 is the year that runs.
"""

import re
from collections import defaultdict
from urllib.parse import parse_qs, unquote, urlsplit

import lxml.html
import pytest

from accounts.models import User
from reports.asking.periods import Periods
from reports.asking.registry import REGISTRY, Asked, Shape
from reports.counting.evaluate import evaluate
from reports.figures.dimensions import PEOPLE
from reports.models import Report
from reports.studio import services
from reports.words.drafting import draft, report_of, term_of
from tests.cast import day
from tests.demo_town import OfDemoTown
from tests.trial import length
from township.numbers import chinese_number, plain, share, ten_thousands
from township.spans import Period, today

ADDRESS = re.compile(r"/reports/(\d{4})/figures/([^/]+)/")
NUMBER = re.compile(r"\d+(?:\.\d+)?%?|[〇一二三四五六七八九十百两]+")
# A comparison opens what is compared; it says another number.
COMPARED = re.compile(r"^(比|与.*持平)")
SIGNED_ON = day("2025-01-10")
PERIODS = {}  # of each year, with its term
# Each costs as much as all its pages. The one with a day of its own shows the most.
HOW_MANY = length(sample=1, whole=3)


def asked_at(address):
    """The Asked that an address of a number means, or None."""
    parts = urlsplit(address)
    found = ADDRESS.fullmatch(unquote(parts.path))
    if not found or found[2] not in REGISTRY:
        return None
    told = {key: values[0] for key, values in parse_qs(parts.query).items()}
    year = int(found[1])
    periods = PERIODS.setdefault(year, Periods(year, term_of(year)))
    period = periods.resolve(periods.from_parameter(told.get("period", "")))
    on = day(told["day"]) if "day" in told else None
    return Asked(REGISTRY[found[2]], period, told.get("member", ""), on)


def said(value, figure):
    """The ways in which a page may say a value, as the first number in its words."""
    if figure.shape is Shape.RATE:
        of = [share(value.n, value.total)] if value.total else []
        return {*of, str(value.n), str(value.total)}
    if value.number is None:
        return set()
    ways = {plain(value.number)}
    if figure.shape is Shape.SUM:
        ways.add(ten_thousands(value.number))
    if figure.shape is Shape.COUNT:
        whole = int(value.number)
        ways |= {chinese_number(whole), "两"} if whole == 2 else {chinese_number(whole)}
    return ways


@pytest.mark.trial
@pytest.mark.sqlite  # what is counted is counted on both; here pages are compared
class Pages(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        staff = User.objects.get(username="staff")
        report = report_of(2024)
        if report.pk is None:
            report = services.begin(draft("annual", 2024), by=staff)
        report.signed_on = report.recorded_on = SIGNED_ON
        report.full_clean()
        report.save()

    def numbers(self, address):
        """(what is said, its Asked) of every number of a page."""
        answer = self.client.get(address)
        self.assertEqual(answer.status_code, 200, address)
        page = lxml.html.fromstring(answer.content.decode())
        for link in page.iter("a"):
            to = link.get("href") or link.get("xlink:href") or ""
            asked = asked_at(to)
            text = "".join(link.text_content().split())
            # What is told of one person is counted for all in one statement, with a test of its own.
            is_of_person = asked and asked.member and asked.figure.dimension is PEOPLE
            if asked and text and not is_of_person and not COMPARED.match(text):
                yield text, asked

    def read(self, addresses):
        return {address: list(self.numbers(address)) for address in addresses}

    def check(self, year, addresses):
        found = self.read(addresses)
        values = evaluate({asked for numbers in found.values() for _, asked in numbers})
        wrong, days = [], defaultdict(set)
        for address, numbers in found.items():
            self.assertTrue(numbers, address)
            for text, asked in numbers:
                token, value = NUMBER.search(text), values[asked]
                if token and asked.figure.shape is not Shape.NAMES:
                    if token[0] not in said(value, asked.figure):
                        wrong.append((address, asked.name, str(asked.period), text, value))
                if asked.figure.by_day and asked.period == Period.of_year(year):
                    days[asked.day].add(address)
        self.assertEqual(wrong, [])
        return found, days

    def test_every_number_of_a_year_is_the_same_on_every_page(self):
        self.client.force_login(User.objects.get(username="leader"))
        for year in (2024, 2021, today().year)[:HOW_MANY]:
            with self.subTest(year=year):
                addresses = [
                    f"/reports/{year}/?live=1", f"/reports/{year}/annex/", f"/reports/{year}/figures/",
                    f"/reports/{year}/handling/?live=1", f"/overview/?year={year}",
                    f"/reports/{year - 1}-{year}/", *[f"/reports/{year}/plan/"] * (year != 2024),
                ]  # fmt: skip
                _, days = self.check(year, addresses)
                usual = min(Period.of_year(year).last_day, today())
                chosen = SIGNED_ON if year == 2024 else usual
                others = {on: pages for on, pages in days.items() if on != chosen}
                # The report on the handling of motions is a paper of its own, with its own day.
                self.assertLessEqual(
                    set().union(*others.values()), {f"/reports/{year}/handling/?live=1"}
                )

    def test_the_list_of_reports(self):
        self.client.force_login(User.objects.get(username="leader"))
        found, _ = self.check(2024, ["/reports/"])
        on = {asked.day for _, asked in found["/reports/"] if asked.period == Period.of_year(2024)}
        self.assertEqual(on, {SIGNED_ON})

    def test_the_handling_report_has_its_own_day(self):
        self.assertIsNone(Report.objects.filter(kind="handling", year=2024).first())
        self.assertEqual(report_of(2024, "handling").periods.day, day("2024-12-31"))
