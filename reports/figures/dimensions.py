"""The dimensions whose members are the town's own data."""

import json
import re
from collections import Counter
from dataclasses import dataclass

from congress.models import Campaign, Meeting
from motions.models import ResultClass
from reports.asking.registry import Dimension
from reports.counting.evaluate import NamesOf, select
from representatives.models import Category, Person
from township.models import Department, Topic, Village
from township.numbers import chinese_number


@dataclass(frozen=True)
class MemberNames:
    """The members that are the rows of a dictionary, by the name in `field`."""

    model: type
    field: str = "name"

    def __call__(self):
        return list(self.model.objects.values_list(self.field, flat=True))


def members_of(dimensions):
    """{dimension: its members} of several at once: those of dictionaries in one statement."""
    listed = {
        one: [NamesOf(one.members.model.objects.all(), one.members.field)]
        for one in dimensions
        if isinstance(one.members, MemberNames)
    }
    found = {one: json.loads(names or "[]") for one, (names,) in select(listed).items()}
    return found | {one: one.members() for one in dimensions if one not in found}


CATEGORIES = Dimension("联系户类别", MemberNames(Category, "code"))
VILLAGES = Dimension("村（社区）", MemberNames(Village))
TOPICS = Dimension("内容类别", MemberNames(Topic))
DEPARTMENTS = Dimension("承办单位", MemberNames(Department))
CLASSES = Dimension("结果类别", MemberNames(ResultClass, "code"), suffix="类")
CAMPAIGNS = Dimension("专项行动", MemberNames(Campaign))

# Rates are asked for by department and by topic: one dimension, since no name is both.
DEPARTMENTS_AND_TOPICS = Dimension(
    "承办单位或内容类别", lambda: DEPARTMENTS.members() + TOPICS.members()
)


def names_of_people():
    """{person: member of PEOPLE}: the name, of those who share one with the person's number."""
    known = dict(Person.objects.values_list("pk", "name"))
    often = Counter(known.values())
    return {pk: name if often[name] == 1 else f"{name}·{pk}" for pk, name in known.items()}


def is_person(member, prefix="person"):
    """The condition, as keywords of filter(), that a row is about the person `member` of PEOPLE."""
    numbered = re.fullmatch(r".+·([0-9]+)", member)
    return {f"{prefix}_id": int(numbered[1])} if numbered else {f"{prefix}__name": member}


SESSION = re.compile("(.+)届(.+)次")
NUMBERS = {chinese_number(number): number for number in range(1, 1000)}


def name_of_session(meeting):
    """A session of the congress as it is called for short: 二届七次."""
    return f"{chinese_number(meeting.term.number)}届{chinese_number(meeting.number)}次"


def names_of_sessions():
    """Each session so, in order."""
    rows = Meeting.objects.sessions().select_related("term").order_by("term__number", "number")
    return [name_of_session(meeting) for meeting in rows]


def session_named(member):
    """The session that a member of SESSIONS names (a queryset); raises KeyError where it names none."""
    found = SESSION.fullmatch(member)
    if found is None:
        raise KeyError(member)
    term, number = (NUMBERS[words] for words in found.groups())
    return Meeting.objects.sessions().filter(term__number=term, number=number)


def categories_of_villages():
    """Each category in each village: 桥头村·外出户."""
    codes = CATEGORIES.members()
    return [f"{village}·{code}" for village in VILLAGES.members() for code in codes]


SESSIONS = Dimension("会次", names_of_sessions)
PEOPLE = Dimension("姓名", lambda: list(names_of_people().values()), is_personal=True)
VILLAGE_CATEGORIES = Dimension("村（社区）和联系户类别", categories_of_villages)
