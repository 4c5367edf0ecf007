"""How late: one definition, asked of the database and of a pair of dates."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from motions.lateness import Lateness, lateness, lateness_of
from motions.models import Handling, Motion
from tests import cast
from tests.cast import day
from township.models import Town

BEGAN = day("2022-01-10")
DATES = st.dates(day("2022-02-01"), day("2022-06-30"))
TOWNS = st.builds(Town, due_soon_days=st.integers(0, 40), very_late_days=st.integers(0, 60))
LATE = {Lateness.LATE, Lateness.VERY_LATE, Lateness.ANSWERED_LATE}


def stored(due, answered, **fields):
    """A handling that is due and was answered on these days."""
    row = cast.make_handling(
        motion=cast.make_motion(submitted_on=BEGAN), replied_on=answered, **fields
    )
    Handling.objects.filter(pk=row.pk).update(due_on=due)
    return row


class TestBothWays(TestCase):
    """The database and plain Python give the same answer."""

    @classmethod
    def setUpTestData(cls):
        cls.row = stored(None, None)
        cls.classes = cast.make_frame().classes

    def late_in_database(self, due, answered, on, town):
        rows = Handling.objects.filter(pk=self.row.pk)
        rows.update(due_on=due, replied_on=answered, result_class=self.classes[0])
        return rows.annotate(late=lateness(on, town)).get().late

    @settings(deadline=None)
    @given(st.none() | DATES, st.none() | DATES, DATES, TOWNS)
    def test_they_agree(self, due, answered, on, town):
        word = lateness_of(due, answered, on, town)
        assert self.late_in_database(due, answered, on, town) == word
        assert (word is None) == (due is None)

    @settings(deadline=None)
    @given(DATES, st.none() | DATES, DATES, TOWNS)
    def test_late_is_what_the_report_counts_as_late(self, due, answered, on, town):
        """An answer of a later day was not known at the end of the day `on`."""
        known = answered if answered and answered <= on else None
        word = self.late_in_database(due, known, on, town)
        self.late_in_database(due, answered, on, town)  # which stores the answer
        assert Handling.objects.late_on(on).exists() == (word in LATE)
        if known is None:
            assert Handling.objects.overdue_on(on).exists() == (word in LATE)

    @settings(deadline=None)
    @given(DATES, st.integers(0, 90), TOWNS)
    def test_it_only_ever_gets_later(self, due, days, town):
        order = [Lateness.ON_TIME, Lateness.SOON, Lateness.LATE, Lateness.VERY_LATE]
        words = [
            lateness_of(due, None, due + datetime.timedelta(days=n), town)
            for n in range(-days, days + 1)
        ]
        assert words == sorted(words, key=order.index)


@pytest.mark.django_db
class TestByHand:
    """Due on 2022-06-02; seven days before it is soon, thirty days after it is grave."""

    @pytest.mark.parametrize(
        ("due", "answered", "on", "word"),
        [
            ("2022-06-02", None, "2022-05-25", "正常"),
            ("2022-06-02", None, "2022-05-26", "即将到期"),
            ("2022-06-02", None, "2022-06-02", "即将到期"),  # the last day is still in time
            ("2022-06-02", None, "2022-06-03", "超期"),
            ("2022-06-02", None, "2022-07-01", "超期"),
            ("2022-06-02", None, "2022-07-02", "严重超期"),
            ("2022-06-02", "2022-05-01", "2022-05-25", "按期答复"),
            ("2022-06-02", "2022-06-02", "2022-07-02", "按期答复"),
            ("2022-06-02", "2022-06-03", "2022-07-02", "超期答复"),
            (None, None, "2022-07-02", None),
            (None, "2022-06-03", "2022-07-02", None),
        ],
    )
    def test_in_words(self, due, answered, on, word):
        due, answered, on = (text and day(text) for text in (due, answered, on))
        row = stored(due, answered)
        town = Town.get()
        found = Handling.objects.annotate(late=lateness(on, town)).get(pk=row.pk).late
        assert found == lateness_of(due, answered, on, town)
        assert (Lateness(found).label if found else None) == word

    def test_a_town_that_is_stricter(self):
        town = Town(due_soon_days=14, very_late_days=10)
        days = ["2022-05-18", "2022-05-19", "2022-06-03", "2022-06-11", "2022-06-12"]
        words = [lateness_of(day("2022-06-02"), None, day(text), town).label for text in days]
        assert words == ["正常", "即将到期", "超期", "超期", "严重超期"]

    def test_where_no_delay_is_borne_the_last_day_is_still_in_time(self):
        town = Town(due_soon_days=0, very_late_days=0)
        days = ["2022-06-01", "2022-06-02", "2022-06-03"]
        words = [lateness_of(day("2022-06-02"), None, day(text), town).label for text in days]
        assert words == ["正常", "即将到期", "严重超期"]

    def test_of_the_last_round(self):
        """What the lists show: the first round was answered in time, the second is late."""
        row = stored(day("2022-04-10"), day("2022-04-01"))
        second = cast.make_handling(motion=row.motion, round=2, handed_over_on=day("2022-04-10"))
        assert second.due_on == day("2022-05-10")
        listed = Motion.objects.with_lead(day("2022-05-11")).get()
        assert listed.late_word == Lateness.LATE
