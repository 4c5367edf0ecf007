"""Since when a motion is 重点督办, and since when a deputy is silent: entered, and filled in."""

from importlib import import_module

import lxml.html
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from motions.models import Motion, MotionEvent, Rating
from records.sources import DaySource, day_with_source
from tests import cast
from tests.cast import day
from tests.motions.test_as_it_stood import LAST, TWICE, tell
from tests.motions.test_lifecycle import SILENT, Story
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.stage import staged

__all__ = ["office"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: LAST)


@staged(on=LAST)
def story():
    return Story()


def words_of(response):
    """What a page says, without its tags and its lines."""
    return " ".join(lxml.html.fromstring(response.content.decode()).text_content().split())


def entered(model, row, on, **fields):
    """Let the first line of history of `row` say `fields`, on the day `on` (in 2022)."""
    lines = model.history.filter(id=row.pk)
    lines.update(history_date=f"2022-{on} 04:00Z", **fields)


class TestKey:
    def test_whoever_marks_it_without_a_day_means_today(self, story):
        motion = story.enter(kind="suggestion", is_key=True)
        assert (motion.key_on, motion.key_on_from) == (LAST, "")
        motion.is_key = False
        motion.save()
        assert motion.key_on is None

    def test_of_a_day(self, story):
        story.enter(kind="suggestion", is_key=True, key_on=day("2022-04-01"))
        counts = [Motion.objects.key(day(f"2022-{on}")).count() for on in ("03-31", "04-01")]
        assert counts == [0, 1]
        assert Motion.objects.key().count() == Motion.objects.key(LAST).count() == 1
        Motion.objects.update(key_on=None)  # nobody knows since when
        assert Motion.objects.key(day("2022-03-31")).count() == 1

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            ("2022-02-28", "列为重点督办的日期不能早于提出日期2022-03-01。"),
            ("2023-01-01", "列为重点督办的日期不能在今天之后。"),
        ],
    )
    def test_no_odd_day(self, office, story, on, said):
        motion = story.enter(kind="suggestion")
        form = AdminForm(office, url(motion, "change", motion.pk)).fill(is_key=True, key_on=on)
        assert said in errors_of(form.send())
        with pytest.raises(ValidationError):
            story.enter(kind="suggestion", is_key=True, key_on=day(on))

    def test_on_its_page(self, office, story):
        """Ticked with a day, and unticked again; a day that was concluded says from what."""
        motion = story.enter(kind="suggestion")
        page = url(motion, "change", motion.pk)
        accepted(AdminForm(office, page).fill(is_key=True, key_on="2022-04-01").send())
        motion.refresh_from_db()
        assert (motion.is_key, motion.key_on) == (True, day("2022-04-01"))
        Motion.objects.update(key_on_from=DaySource.ACCEPTANCE)
        assert "由受理日推定" in words_of(office.get(page))
        shown = words_of(office.get(motion.get_absolute_url()))
        assert "2022-04-01（由受理日推定） 列为重点督办" in shown
        accepted(AdminForm(office, page).fill(key_on="2022-04-02").send())
        motion.refresh_from_db()
        assert motion.key_on_from == ""  # somebody has entered it
        accepted(AdminForm(office, page).fill(is_key=False).send())
        motion.refresh_from_db()
        assert (motion.is_key, motion.key_on) == (False, None)

    def test_a_draft_is_of_no_day_before_it_is_handed_in(self, story):
        motion = story.enter(is_draft=True, is_key=True, key_on=day("2022-03-05"))
        story.do(motion, "register", on=day("2022-03-09"), by=story.own)
        assert motion.key_on == day("2022-03-09")


class TestSilence:
    @pytest.fixture
    def answered(self, story):
        return tell(story, story.enter(signers=story.signers), *TWICE[:2], ("reply", "04-01", {}))

    def test_then_a_verdict(self, story, answered):
        tell(story, answered, ("rate", "04-10", SILENT), ("rate", "04-12", SILENT))
        row = answered.ratings.get()
        assert (row.silent_on, row.rated_on) == (day("2022-04-10"), None)
        tell(story, answered, ("rate", "05-10", {}))
        row.refresh_from_db()
        assert (row.silent_on, row.rated_on) == (day("2022-04-10"), day("2022-05-10"))

    def test_closed_only_afterwards(self, story, answered):
        tell(story, answered, ("rate", "04-10", SILENT))
        with cast.refused("日期不能早于评价的2022-04-10。"):
            tell(story, answered, ("close", "04-09", {}))
        tell(story, answered, ("close", "04-10", {}))

    def test_its_day_is_shown(self, office, story, answered):
        tell(story, answered, ("rate", "04-10", SILENT))
        Rating.objects.update(silent_on_from=DaySource.HISTORY)
        for page in (url(answered, "change", answered.pk), answered.get_absolute_url()):
            assert "2022-04-10（由变更记录推定）" in words_of(office.get(page))

    def test_without_a_day_it_is_so_on_every_day(self, answered):
        cast.make_rating(motion=answered, handling="none", result="none", rated_on=None)
        assert Motion.objects.rated("none", on=day("2022-04-01")).count() == 1


class TestFilled:
    """motions.0008, with the rows as an earlier version left them."""

    def fill(self, name):
        getattr(import_module("motions.migrations.0008_since_when_key_and_silent"), name)(
            apps, None
        )

    def key_day(self, motion):
        Motion.objects.filter(pk=motion.pk).update(is_key=True, key_on=None, key_on_from="")
        self.fill("fill_key")
        motion.refresh_from_db()
        return f"{motion.key_on:%m-%d}", motion.key_on_from

    def test_key_by_what_is_known_of_it(self, story):
        motion = story.enter(kind="suggestion")
        assert self.key_day(motion) == ("03-01", "submission")
        tell(story, motion, ("accept", "03-04", {}))
        assert self.key_day(motion) == ("03-04", "acceptance")
        tell(story, motion, ("refer", "03-05", {}), ("supervise", "05-01", {}))
        tell(story, motion, ("supervise", "04-01", {}))
        assert self.key_day(motion) == ("04-01", "supervision")
        motion.supervision_acts.get(acted_on="2022-04-01").void(reason="登记错了。")
        assert self.key_day(motion) == ("05-01", "supervision")

    @pytest.mark.parametrize(
        ("on", "found"),
        [
            ("03-03", ("03-03", "history")), ("03-04", ("03-04", "acceptance")),
            ("02-01", ("03-01", "history")),
        ],
    )  # fmt: skip
    def test_key_by_the_history_where_it_is_earlier(self, story, on, found):
        motion = tell(story, story.enter(kind="suggestion"), ("accept", "03-04", {}))
        entered(Motion, motion, on, is_key=True)
        assert self.key_day(motion) == found

    def test_an_entered_day_stays(self, story):
        motion = story.enter(kind="suggestion", is_key=True, key_on=day("2022-06-01"))
        self.fill("fill_key")
        motion.refresh_from_db()
        assert (motion.key_on, motion.key_on_from) == (day("2022-06-01"), "")

    def test_silence(self, story):
        """By its event; without one by the history; without either it has no day."""
        steps = [*TWICE[:2], ("reply", "04-01", {}), ("rate", "04-10", SILENT)]
        motion = tell(story, story.enter(signers=story.signers), *steps, ("rate", "05-10", {}))
        row = motion.ratings.get()
        found = []
        for forget in (list, MotionEvent.objects.filter(verb="rate").delete, self.no_history):
            forget()
            Rating.objects.update(silent_on=None, silent_on_from="")
            self.fill("fill_silent")
            row.refresh_from_db()
            found.append(day_with_source(row.silent_on, row.silent_on_from))
            entered(Rating, row, "04-15", result="none")
        assert found == ["2022-04-10（由评价经过推定）", "2022-04-15（由变更记录推定）", ""]

    def no_history(self):
        Rating.history.all().delete()

    def test_silence_is_of_its_round(self, story):
        """Round 1 had a verdict at once, round 2 had none: only round 2 was silent."""
        steps = [
            *TWICE[:2],
            ("reply", "04-01", {}),
            ("rate", "04-10", {}),
            ("rehandle", "04-11", {}),
        ]
        steps += [("reply", "05-01", {}), ("rate", "05-10", SILENT)]
        motion = tell(story, story.enter(signers=story.signers), *steps)
        Rating.objects.update(silent_on=None)
        self.fill("fill_silent")
        days = [row.silent_on for row in motion.ratings.order_by("round")]
        assert days == [None, day("2022-05-10")]

    @pytest.mark.parametrize(
        ("source", "on", "found"),
        [
            ("heard", "03-01", ("04-02", "motion")), ("hand_over", "03-05", ("04-02", "motion")),
            ("history", "03-20", ("03-20", "history")), ("history", "04-20", ("04-02", "motion")),
            ("", "03-20", ("03-20", "")),
        ],
    )  # fmt: skip
    def test_a_suggestion_since_it_was_submitted(self, story, source, on, found):
        opinion = cast.make_opinion(disposal="motion")
        story.enter(kind="suggestion", opinion=opinion, submitted_on=day("2022-04-02"))
        opinion.disposed_on, opinion.disposed_on_from = day(f"2022-{on}"), source
        opinion.save()
        self.fill("fill_suggestions")
        opinion.refresh_from_db()
        assert (f"{opinion.disposed_on:%m-%d}", opinion.disposed_on_from) == found
