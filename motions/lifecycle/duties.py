"""What of the suggestions waits for a deputy: a signature, a rating, a draft that lies."""

from django.db.models import Subquery

from motions.models import Motion
from representatives.duties import Duty
from representatives.models import Person


def waiting_for(user, day):
    """Duties of the deputy who is logged in as `user`; none of them is about `day`."""
    # One key, so that the index by proposer answers: a join would read the motions of all.
    me = Subquery(Person.objects.filter(user=user).values("pk")[:1])
    mine = Motion.objects.filter(proposer=me)
    told = {"one": "motion-detail", "many": "motion-list"}
    return [
        Duty("motions", Motion.objects.asking(user), "submitted_on", to_sign, **told),
        Duty("motions", mine.awaiting_rating(), "submitted_on", to_rate, **told),
        Duty("motions", mine.in_state(Motion.Status.DRAFT), "submitted_on", to_hand_in, **told),
    ]


def to_sign(count, day):
    return f"请您附议{count}件建议"


def to_rate(count, day):
    return f"{count}件建议有了答复，请评价"


def to_hand_in(count, day):
    return f"{count}件建议还是草稿，没有交"
