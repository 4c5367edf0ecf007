"""The three tracks of a motion beside each other: handling, answer, rating.

Read from `motion.handlings` and `motion.ratings`, so that a page which prefetches them
asks the database nothing more.
"""

from functools import cached_property

from motions.models import Handling, Satisfaction


class Tracks:
    """Where `motion` stands. Handlings that were passed on or withdrawn are left out.

    A merged one is handled and answered as its case, and rated by its own proposer.
    """

    def __init__(self, motion):
        self.motion, self.case = motion, motion.case
        self.handlings = [row for row in self.case.handlings.all() if row.released_on is None]
        self.ratings = {row.round: row for row in motion.ratings.all()}

    @cached_property
    def leads(self):
        """The lead handlings, a round each, in order."""
        rows = [row for row in self.handlings if row.role == Handling.Role.LEAD]
        return sorted(rows, key=lambda row: row.round)

    @property
    def lead(self):
        """The lead of the current round, or None before the hand-over."""
        return self.leads[-1] if self.leads else None

    @property
    def round(self):
        return self.lead.round if self.lead else 0

    @property
    def open_lead(self):
        return self.lead if self.lead and self.lead.is_open else None

    @cached_property
    def assists(self):
        return [row for row in self.handlings if row.role == Handling.Role.ASSIST]

    @property
    def open_assists(self):
        return [row for row in self.assists if row.is_open]

    @property
    def unsigned(self):
        """Open handlings that nobody signed for yet, the lead's first."""
        rows = [row for row in self.handlings if row.is_open and row.accepted_on is None]
        return sorted(rows, key=lambda row: row.role != Handling.Role.LEAD)

    @property
    def answer(self):
        """The lead handling with the last answer, or None."""
        answered = [row for row in self.leads if row.replied_on]
        return answered[-1] if answered else None

    @property
    def tracked(self):
        """The last answer where it is a plan or a no, neither kept nor explained; else None."""
        row = self.answer
        if row is None or row.result_class.is_solved or row.promise_done_on or row.explained_on:
            return None
        return row

    @property
    def rating(self):
        """The rating of the current round, or None."""
        return self.ratings.get(self.round)

    @property
    def is_rated(self):
        """The proposer said something of the current round's result."""
        return self.rating is not None and self.rating.result != Satisfaction.NONE

    @cached_property
    def said(self):
        """{motion: rating of the current round, or None} of all that are handled together."""
        return {
            one: next((row for row in one.ratings.all() if row.round == self.round), None)
            for one in self.case.together
        }

    @property
    def unrated(self):
        """Those handled together whose deputies are neither rated for nor noted as silent."""
        return [one for one, rating in self.said.items() if rating is None]

    @property
    def is_unsatisfied(self):
        """Some deputy of those handled together is not satisfied with the current round."""
        return any(row and row.result == Satisfaction.UNSATISFIED for row in self.said.values())
