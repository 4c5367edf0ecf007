"""Figures of who was at the meetings.

At a meeting one person is one person: a session with rolls by sitting is counted by its first full
sitting. What nobody registered is neither presence nor absence, and said beside each rate.
"""

from congress.models import Attendance
from reports.asking.registry import Aside, Behaviour, Shape
from reports.figures.congress import meeting, presidium_meetings
from reports.figures.dimensions import PEOPLE, SESSIONS, is_person, session_named
from representatives.models import Person

State = Attendance.State
BY_PERSON = {"dimension": PEOPLE}
ONCE = {"redefined": ("分场登记的只按第一次全体会议计，不再每场各计。",)}
FIRST_SITTING = "分场登记的按第一次全体会议计"


def session_roll(period):
    """Those expected at the sessions of `period`, once a session."""
    return Attendance.objects.of_sessions().members().held_in(period).that_count()


def presidium_roll(period):
    rows = Attendance.objects.members().held_in(period)
    return rows.filter(meeting__in=presidium_meetings(period).values("pk"))


def of_person(rows, member):
    return rows.filter(**is_person(member)) if member else rows


def unregistered(roll):
    """What is said beside a rate of `roll`: how many are in no state that is known."""
    return Aside(
        lambda period: roll(period).unknown(), "另有{}人次没有登记", brief="{}人次没有登记"
    )


@meeting(
    "人代会出席率",
    "%",
    f"期间内人代会已登记的应到人次中出席的占比，{FIRST_SITTING}；没有登记的不算缺席，也不计入，另外说明。",
    shape=Shape.RATE,
    aside=unregistered(session_roll),
    parts=("人代会出席人次", "人代会已登记人次"),
    **ONCE,
)
def session_attendance(period):
    return session_roll(period).present(), session_roll(period).registered()


@meeting(
    "主席团会议出席率",
    "%",
    "期间内闭会期间主席团会议已登记的应到人次中出席的占比；没有登记的不算缺席，也不计入，另外说明。",
    shape=Shape.RATE,
    aside=unregistered(presidium_roll),
    parts=("主席团会议出席人次", "主席团会议已登记人次"),
)
def presidium_attendance(period):
    return presidium_roll(period).present(), presidium_roll(period).registered()


# Of one session people are counted by name, 65名; of several, each session anew, 130人次.


def of_session(rows, member):
    """`rows` at the session that a member of SESSIONS names."""
    return rows.filter(meeting__in=session_named(member).values("pk")) if member else rows


def people_of(rows):
    return Person.objects.filter(pk__in=rows.values("person"))


@meeting(
    "人代会应到人数",
    "名",
    f"期间内人代会点名册上应到的人，{FIRST_SITTING}；一人应到几次会议的只计一人。可按会次分，那一次会议应到多少人。",
    behaviour=Behaviour.DISTINCT,
    dimension=SESSIONS,
)
def people_expected(period, member):
    return people_of(of_session(session_roll(period), member))


@meeting(
    "人代会实到人数",
    "名",
    f"期间内人代会应到的人中出席的，{FIRST_SITTING}；一人出席几次会议的只计一人。可按会次分，那一次会议实到多少人。",
    behaviour=Behaviour.DISTINCT,
    dimension=SESSIONS,
)
def people_present(period, member):
    return people_of(of_session(session_roll(period).present(), member))


@meeting(
    "人代会应到人次",
    "人次",
    f"期间内人代会点名册上应到的人次，一次会议一人只计一次，{FIRST_SITTING}；可按人分。",
    **BY_PERSON,
    **ONCE,
)
def session_expected(period, member):
    return of_person(session_roll(period), member)


@meeting(
    "人代会出席人次", "人次", f"期间内人代会应到人次中出席的，{FIRST_SITTING}；可按人分。",
    **BY_PERSON, **ONCE,
)  # fmt: skip
def session_present(period, member):
    return session_expected(period, member).present()


@meeting(
    "人代会请假人次",
    "人次",
    f"期间内人代会应到人次中经批准请假的，{FIRST_SITTING}；可按人分。",
    **BY_PERSON,
    **ONCE,
)
def leaves(period, member):
    return session_expected(period, member).filter(state=State.LEAVE)


@meeting(
    "人代会缺席人次",
    "人次",
    f"期间内人代会应到人次中未请假缺席的，{FIRST_SITTING}；可按人分。",
    **BY_PERSON,
    **ONCE,
)
def absences(period, member):
    return session_expected(period, member).filter(state=State.ABSENT)


@meeting(
    "人代会未登记人次",
    "人次",
    f"期间内人代会应到人次中出席情况没有登记的，{FIRST_SITTING}；可按人分。",
    **BY_PERSON,
    **ONCE,
)
def session_unknown(period, member):
    return session_expected(period, member).unknown()


@meeting(
    "人代会已登记人次",
    "人次",
    f"期间内人代会应到人次中出席情况已登记的（出席、请假、缺席），{FIRST_SITTING}；可按人分。",
    **BY_PERSON,
)
def session_registered(period, member):
    return session_expected(period, member).registered()


@meeting(
    "未经批准不出席人代会人次",
    "人次",
    "期间内应到人代会，各次全体会议都没有出席、其中有未请假缺席的，一次人代会计一次"
    "（代表法第六十二条第三项）；可按人分。",
    **BY_PERSON,
)
def sessions_missed(period, member):
    return of_person(Attendance.objects.unexcused().held_in(period), member)


@meeting(
    "主席团会议应到人次",
    "人次",
    "期间内闭会期间主席团会议点名册上应到的人次，可按人分。",
    **BY_PERSON,
)
def presidium_expected(period, member):
    return of_person(presidium_roll(period), member)


@meeting(
    "主席团会议出席人次", "人次", "期间内闭会期间主席团会议出席的人次，可按人分。", **BY_PERSON
)
def presidium_present(period, member):
    return presidium_expected(period, member).present()


@meeting(
    "主席团会议请假人次",
    "人次",
    "期间内闭会期间主席团会议经批准请假的人次，可按人分。",
    **BY_PERSON,
)
def presidium_leaves(period, member):
    return presidium_expected(period, member).filter(state=State.LEAVE)


@meeting(
    "主席团会议缺席人次",
    "人次",
    "期间内闭会期间主席团会议未请假缺席的人次，可按人分。",
    **BY_PERSON,
)
def presidium_absences(period, member):
    return presidium_expected(period, member).filter(state=State.ABSENT)


@meeting(
    "主席团会议未登记人次", "人次",
    "期间内闭会期间主席团会议点名册上应到、而出席情况未登记的人次，可按人分。", **BY_PERSON,
)  # fmt: skip
def presidium_unknown(period, member):
    return presidium_expected(period, member).unknown()


@meeting(
    "主席团会议已登记人次", "人次",
    "期间内闭会期间主席团会议点名册上应到、出席情况已登记（出席、请假、缺席）的人次，可按人分。", **BY_PERSON,
)  # fmt: skip
def presidium_registered(period, member):
    return presidium_expected(period, member).registered()


@meeting(
    "出席未登记人次",
    "人次",
    f"期间内各次会议点名册上应到、而出席情况没有登记的人次，人代会{FIRST_SITTING}。",
    **ONCE,
)
def unknown_attendance(period):
    return Attendance.objects.members().held_in(period).that_count().unknown()


@meeting(
    "列席人次",
    "人次",
    "期间内各次会议列席的人次，一次会议列席几场的只计一次。",
    redefined=("一次会议列席几场的只计一次，不再每场各计。",),
)
def guests(period):
    return Attendance.objects.held_in(period).guests().present().once_a_meeting()
