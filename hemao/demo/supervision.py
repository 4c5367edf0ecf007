"""督办: the ladder, from a reminder to the report to the congress."""

import datetime

from congress.models import AgendaItem
from hemao.demo import data
from hemao.demo.bodies import ORDINAL
from hemao.demo.build import days, own_times
from motions.models import Handling, MotionEvent, SupervisionAct, Verb
from representatives.models import Opinion

Rung = SupervisionAct.Rung
ANSWER = days(8)  # the time a department takes to answer


def make(build):
    supervisor = Supervisor(build)
    leads = Handling.objects.lead().filter(round=1).select_related("department")
    lead_of = {row.motion_id: row for row in leads}
    for motion in build.motions:
        if motion.pk in lead_of:
            supervisor.watch(motion, lead_of[motion.pk])
    supervisor.other_things()
    build.save(sorted(supervisor.acts, key=lambda act: act.acted_on))
    with own_times(MotionEvent, "at"):
        build.save(supervisor.event(act) for act in supervisor.acts if act.motion)


class Supervisor:
    def __init__(self, build):
        self.build = build
        self.words = data.toml("casework")["supervision"]
        self.acts = []
        items = [i for i in build.agenda_items if i.kind == AgendaItem.Kind.SUGGESTIONS]
        self.items = [item for item in items if not item.meeting.is_session]
        self.reports = [item for item in items if item.meeting.is_session]

    def watch(self, motion, lead):
        """Climb the ladder for what is late, or of weight, as far as it is needed."""
        today = self.build.today
        rng = self.build.rng("supervise", motion.submitted_on, motion.title)
        end = lead.replied_on or today
        is_late = lead.due_on < end
        if not (motion.is_key or is_late or rng.random() < 0.05):
            return
        self.act(Rung.REMIND, lead.due_on - days(10), end, motion=motion, lead=lead)
        if is_late:
            self.act(Rung.URGE, lead.due_on + days(3), end, motion=motion, lead=lead)
        if motion.is_key:
            self.at_meeting(Rung.PRESIDIUM, self.items, lead, motion)
        if is_late and (end - lead.due_on).days > 30:
            self.act(Rung.INQUIRE, lead.due_on + days(31), end, motion=motion, lead=lead)
            self.at_meeting(Rung.CONGRESS, self.reports, lead, motion)

    def at_meeting(self, rung, items, lead, motion):
        """The presidium's acts, and the report to the congress, are on an agenda."""
        later = (item for item in items if item.meeting.starts_on > lead.handed_over_on)
        item = min(later, key=lambda item: item.meeting.starts_on, default=None)
        if item:
            day = item.meeting.starts_on
            self.act(rung, day, self.build.today, motion=motion, lead=lead, agenda_item=item)

    def act(self, rung, day, before, *, lead=None, department=None, **what):
        """One step, if its day came before the reply did and before the load."""
        today = self.build.today
        if day >= min(before, today) or (lead and day < lead.handed_over_on):
            return
        term = 1 if day < datetime.date(2022, 1, 13) else 2
        answered = day + ANSWER
        is_answered = answered < today
        self.acts.append(
            SupervisionAct(
                rung=rung, acted_on=day, department=lead.department if lead else department,
                person=self.build.cast[f"主席{ORDINAL[term]}"], content=self.words[rung],
                answer=self.words["answer"] if is_answered else "",
                answered_on=answered if is_answered else None, **what,
            )
        )  # fmt: skip

    def event(self, act):
        """The line of the motion's story; a reminder leaves its state as it was that day."""
        known = {"motion": act.motion, "happened_on__lte": act.acted_on}
        last = MotionEvent.objects.filter(**known).last()
        return MotionEvent(
            motion=act.motion, verb=Verb.SUPERVISE, happened_on=act.acted_on,
            from_status=last.to_status, to_status=last.to_status, by=self.build.by,
            note=f"{act.get_rung_display()}：{act.content}", at=self.build.evening(act.acted_on),
        )  # fmt: skip

    def other_things(self):
        """Opinions answered late, projects that lag, and one topic a year."""
        today = self.build.today
        opinions = [row for row in self.build.opinions if row.due_on]
        for row in opinions:
            end = row.answered_on or today
            if row.due_on < end and row.disposal == Opinion.Disposal.TOWN:
                self.act(
                    Rung.REMIND, row.due_on + days(2), end, opinion=row, department=row.department
                )
        for project in self.build.projects[::6]:
            if project.started_on:
                self.act(
                    Rung.URGE, project.started_on + days(60), today, project=project,
                    department=project.department,
                )  # fmt: skip
        for year in self.build.years:
            day = datetime.date(year, 10, 15)
            self.act(Rung.INQUIRE, day, today, subject="农村人居环境整治",
                     department=self.build.departments["环卫所"])  # fmt: skip
