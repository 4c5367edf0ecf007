"""How far a town has come in 开始使用, for the page and for the line on the workbench."""

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import DemoLoad, Role
from hemao.start.facts import facts
from hemao.start.steps import BLOCKED, DONE, GROUPS, NOT_YET, PARTLY, STEPS
from reports.models import Edition
from township.models import SetAside
from township.words import say

# The guide itself, where a town has put it away from the workbench.
GUIDE = "guide"
BADGES = {
    DONE: ("ok", "已完成"), PARTLY: ("due", "部分完成"), NOT_YET: ("", "还没有"), BLOCKED: ("", "还没有"),
}  # fmt: skip
OWNERS = {Role.STAFF: "由工作人员办", Role.ADMIN: "由系统管理员办"}


@dataclass
class Standing:
    """One step as it stands: `state` of hemao.start.steps, and `aside`, the SetAside of it, or None."""

    step: object
    state: str
    words: str
    aside: SetAside | None
    ways: list
    owner: str

    @property
    def is_over(self):
        """True where nobody has to think of it any more."""
        return self.state == DONE or self.aside is not None

    @property
    def is_counted(self):
        return not self.step.is_optional

    @property
    def badge(self):
        """(state, words) of the badge."""
        if self.aside and self.state != DONE:
            return ("", self.aside.get_why_display())
        if self.state == NOT_YET and self.step.is_optional:
            return ("", "可跳过")
        return BADGES[self.state]

    @property
    def may_be_set_aside(self):
        return self.state != DONE and self.aside is None and not self.owner

    @property
    def says_more(self):
        """True where its words say more than its badge."""
        return self.words != self.badge[1]

    @property
    def links(self):
        """(words, address) of its ways, by which the guide knows where whoever follows one came from."""
        code, every = self.step.code, self.step.ways
        return [
            (say(str(way.words)), reverse("start-go", args=[code, every.index(way)]))
            for way in self.ways
        ]

    @property
    def title(self):
        return say(self.step.title)

    @property
    def purpose(self):
        return say(self.step.purpose)


@dataclass
class Guide:
    """All steps of a town as [(title, [Standing])]; `away` is the SetAside of the guide itself, or None."""

    groups: list
    away: SetAside | None

    @cached_property
    def counted(self):
        """The steps that each town takes; the others may be skipped."""
        return [one for _, steps in self.groups for one in steps if one.is_counted]

    @property
    def done(self):
        return sum(one.is_over for one in self.counted)

    @property
    def total(self):
        return len(self.counted)

    @property
    def is_done(self):
        return self.done == self.total

    @property
    def next(self):
        """The first step that is open and that whoever asks can take; None where there is none."""
        return next((one for one in self.counted if not one.is_over and one.ways), None)


def guide(user, day):
    """The Guide of the town on `day`, with the ways that are open to `user`: two statements."""
    aside = {row.step: row for row in SetAside.objects.select_related("by")}
    known = facts(user, day)
    groups = [
        (say(title), [standing(step, known, aside.get(step.code), user) for step in steps])
        for title, steps in GROUPS
    ]
    return Guide(groups, aside.get(GUIDE))


def standing(step, known, aside, user):
    state, words = step.judge(known)
    ways = [way for way in step.ways if user.holds(way.role)]
    owner = "" if ways else OWNERS[step.ways[0].role]
    ways = [way for way in ways if way.where is None or way.where(known)]
    if state == BLOCKED:
        ways = []
    elif state == NOT_YET:
        ways = [way for way in ways if not way.only_looks]
    elif state == DONE:
        # To look at what is there comes first.
        ways = sorted((w for w in ways if not w.is_once), key=lambda way: not way.only_looks)
    return Standing(step, state, say(words), aside, ways, owner)


@dataclass
class GuideLine:
    """The line on the workbench of a town that has not come to the end of the guide; of a demo, how one begins."""

    done: int = 0
    total: int = 0
    next: str = ""
    is_demo: bool = False

    @property
    def url(self):
        return reverse("start")


def guide_line(user, day):
    """The GuideLine for the workbench of `user`, or None: where the guide was put away or is done, and where
    a report was closed, which is where it leads.
    """
    known = how_it_stands()
    if AWAY in known:
        return None
    if DEMO in known:  # whose reports are closed, too
        return GuideLine(is_demo=True)
    if CLOSED in known:
        return None
    found = guide(user, day)
    if found.is_done:
        return None
    return GuideLine(found.done, found.total, found.next.title if found.next else "")


AWAY, CLOSED, DEMO = "away", "closed", "demo"


def how_it_stands():
    """Which of AWAY, CLOSED and DEMO is so: one statement, of a town that has long begun the only one."""
    rows = {
        AWAY: SetAside.objects.filter(step=GUIDE),
        CLOSED: Edition.objects,
        DEMO: DemoLoad.objects.filter(removed_at=None),
    }
    first, *others = [
        some.order_by().values_list(Value(word, CharField())).distinct()
        for word, some in rows.items()
    ]
    return {word for (word,) in first.union(*others)}


def is_demo():
    return DemoLoad.objects.filter(removed_at=None).exists()


def set_aside(code, why, *, by):
    """Set the step `code`, or the guide, aside for `why`; "" takes it back."""
    if not why:
        SetAside.objects.filter(step=code).delete()
        return
    SetAside.objects.update_or_create(step=code, defaults={"why": why, "by": by})


def is_step(code):
    return code == GUIDE or code in STEPS


def is_open_to(user, code):
    """Whether `user` takes the step `code`, and so may set it aside; the guide is everybody's."""
    return code == GUIDE or any(user.holds(way.role) for way in STEPS[code].ways)
