"""In a freshly loaded demo no number contradicts another: counted row by row, not by the checks."""

from collections import Counter, defaultdict

import pytest

from congress.models import (
    AgendaItem,
    Attendance,
    Body,
    Election,
    Meeting,
    Poll,
    Post,
    Resolution,
    Sitting,
)
from reports.checking import bounds, checks
from reports.checking.asked import CHECKS
from representatives.models import Constituency, Household, Mandate
from tests.demo_town import OfDemoTown
from township.models import Level
from township.spans import Period, today


def covers(row, day):
    return row.starts_on <= day and (row.ended_on is None or day < row.ended_on)


@pytest.mark.sqlite  # the generator is asked, not the database
class NumbersThatBoundEachOther(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.meetings = {row.pk: row for row in Meeting.objects.all()}
        cls.expected = {pk: cls.expected_at(row) for pk, row in cls.meetings.items()}

    @classmethod
    def expected_at(cls, meeting):
        day = meeting.starts_on
        if meeting.kind == Meeting.Kind.SESSION:
            rows = Mandate.objects.filter(term__level=Level.TOWN, confirmed_on__isnull=False)
        else:
            rows = Post.objects.filter(body__kind=Body.Kind.PRESIDIUM)
        return {row.person_id for row in rows if covers(row, day)}

    @property
    def voters(self):
        """{meeting: how many were there, or may have been} by its fullest full sitting."""
        full = {row.pk for row in Sitting.objects.all() if row.kind == Sitting.Kind.FULL}
        rolls = defaultdict(Counter)
        for row in Attendance.objects.filter(capacity=Attendance.Capacity.MEMBER):
            if row.sitting_id is None or row.sitting_id in full:
                may_vote = row.state in (Attendance.State.PRESENT, Attendance.State.UNKNOWN)
                rolls[row.meeting_id][row.sitting_id] += may_vote
        return {meeting: max(counts.values()) for meeting, counts in rolls.items()}

    def test_nobody_votes_who_was_not_there(self):
        voters, votes = self.voters, Counter()
        for item in AgendaItem.objects.filter(votes_for__isnull=False):
            meeting, where = self.meetings[item.meeting_id], (item.meeting_id, str(item))
            cast = item.votes_for + item.votes_against + item.abstained
            self.assertLessEqual(cast, voters[meeting.pk], where)
            adopted = item.outcome in (AgendaItem.Outcome.PASSED, AgendaItem.Outcome.REVISED)
            has_majority = item.votes_for * 2 > len(self.expected[meeting.pk])
            self.assertEqual(adopted, has_majority, where)
            votes[meeting.kind] += 1
        self.assertGreaterEqual(votes[Meeting.Kind.SESSION], 67)
        self.assertGreaterEqual(votes[Meeting.Kind.PRESIDIUM], 24)
        for row in Resolution.objects.filter(votes_for__isnull=False):
            self.assertLessEqual(row.votes_for, voters[row.meeting_id], row)
            self.assertGreater(row.votes_for * 2, len(self.expected[row.meeting_id]), row)
        elections = Election.objects.all()
        self.assertGreaterEqual(len(elections), 12)
        for election in elections:
            self.assertLessEqual(election.ballots_issued, voters[election.meeting_id], election)

    def test_who_is_on_a_roll_was_expected(self):
        members = Attendance.objects.filter(capacity=Attendance.Capacity.MEMBER)
        self.assertGreater(len(members), 3_000)
        for row in members:
            self.assertIn(row.person_id, self.expected[row.meeting_id], row)

    def test_parts_fit_their_whole(self):
        for contest in (*Poll.objects.all(), *Election.objects.all()):
            rows = list(contest.candidacies.all())
            self.assertLessEqual(contest.ballots_returned, contest.ballots_issued)
            self.assertLessEqual(sum(row.is_elected for row in rows), contest.seats)
            most = contest.ballots_valid * contest.seats
            self.assertLessEqual(sum(row.votes_for for row in rows), most, contest)
            for row in rows:
                cast = row.votes_for + row.votes_against + row.abstained
                self.assertLessEqual(cast, contest.ballots_valid, row)
        for poll in Poll.objects.select_related("constituency"):
            self.assertLessEqual(poll.seats, poll.constituency.seats)
            self.assertLessEqual(poll.by_proxy, poll.voted)
            self.assertLessEqual(poll.voted, poll.electorate)
        wholes = [*Constituency.objects.prefetch_related("mandates")]
        wholes += [body for body in Body.objects.prefetch_related("posts") if body.seats]
        for whole in wholes:
            parts = list(
                getattr(whole, "mandates" if hasattr(whole, "mandates") else "posts").all()
            )
            for part in parts:
                held = sum(covers(other, part.starts_on) for other in parts)
                self.assertLessEqual(held, whole.seats, (whole, part))
        for home in Household.objects.all():
            self.assertLessEqual(home.workers or 0, home.members or 99, home)
            self.assertLessEqual(home.away or 0, home.members or 99, home)

    def test_the_checks_find_nothing(self):
        mine = [c for c in CHECKS if c.find.__module__ == bounds.__name__]
        self.assertEqual(len(mine), 14)
        for year in range(2017, today().year + 1):
            period = Period.of_year(year)
            counted = checks.counted(mine, period, period.end)
            self.assertEqual({c.code: n for c, n in counted if n}, {}, year)
