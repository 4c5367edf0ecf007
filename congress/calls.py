"""The calls that a deputy has not answered yet."""

from congress.models import Activity, Meeting
from representatives.duties import Duty
from representatives.models import Person


def waiting_for(user, day):
    """Duties: meetings and activities ahead to which `user` is called, and said neither yes nor no."""
    own = Person.objects.filter(user=user)
    for model, what, address in (
        (Meeting, "会议", "meeting-detail"),
        (Activity, "活动", "activity-detail"),
    ):
        # Once it has begun nobody can answer any more.
        ahead = model.objects.filter(starts_on__gt=day)
        unanswered = ahead.calling(own).exclude(replies__in=replies_of(model, own))
        yield Duty("meetings", unanswered, "starts_on", asks(what), address, "meeting-list")


def replies_of(model, own):
    replies = model._meta.get_field("replies").related_model.objects
    return replies.filter(person__in=own)


def asks(what):
    def words(count, day):
        when = f"{day.month}月{day.day}日"
        if count == 1:
            return f"{when}的{what}，请回复能不能参加"
        return f"{count}次{what}请回复能不能参加，最早的是{when}"

    return words
