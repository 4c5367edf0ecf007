"""The calls that a deputy has not answered yet, and what a deputy notes of one to remember it."""

import datetime

from django.utils.formats import date_format

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


LONG = 100  # letters of a note that still fit into a reminder


def reminder(entry, reply):
    """What a deputy copies to remember the meeting or activity of `entry`, in plain lines.

    `reply` is what they answered, None while they still have to.
    """
    event = entry.event
    when = (
        f"{event.starts_on.month}月{event.starts_on.day}日（{date_format(event.starts_on, 'l')}）"
    )
    if event.last_on:
        when += f"至{event.last_on.month}月{event.last_on.day}日"
    lines = [f"提醒：{entry.title}", f"时间：{when}"]
    if entry.place:
        lines[-1] += f"，地点：{entry.place}"
    told = " ".join(note_of(event).split())
    if told and len(told) <= LONG:
        lines.append(told)
    if reply is None:
        by = event.starts_on - datetime.timedelta(days=1)
        lines.append(f"请最迟在{by.month}月{by.day}日回复能不能参加。")
    else:
        lines.append(f"我的回执：{reply.words}")
    return "\n".join(lines)


def note_of(event):
    """Where the office writes what to bring."""
    return event.content if isinstance(event, Activity) else event.note
