"""Motions and suggestions of both levels, from hand-over to the deputies' verdict."""

import datetime

from hemao.demo import data
from hemao.demo.build import days, spread
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    Rating,
    Satisfaction,
    Signature,
    SupervisionAct,
)
from township.models import Level

Status = Motion.Status
TOWN_A_YEAR, COUNTY_A_YEAR, IN_A_SESSION = 26, 6, 7
# Days before the load on which the recent ones were handed over, and what became of them.
RECENT = [
    (118, "overdue"), (104, "overdue"), (91, "due"), (88, "due"), (86, "due"), (70, "replied"),
    (62, "replied"), (40, "in_hand"), (30, "in_hand"), (14, "referred"), (6, "referred"),
]  # fmt: skip


class Clerk:
    """Writes the rows of one motion after another, numbering as the office does."""

    def __init__(self, build):
        self.build = build
        self.lists = data.toml("casework")
        self.numbers = {}

    def number(self, level, family, scope):
        key = (level, family, scope)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return self.numbers[key]

    def motion(self, rng, level, day, session=None):
        """A saved motion of `day` with its signatures."""
        build = self.build
        people = build.deputies(day, level)
        proposer = rng.choice(people)
        words = rng.choice(self.lists["motion"])
        place = proposer.village.name if proposer.village else "集镇"
        is_bill = level == Level.TOWN and session is not None and rng.random() < 0.12
        kind = (
            Motion.Kind.BILL
            if is_bill
            else rng.choice(["suggestion"] * 8 + ["opinion", "criticism"])
        )
        scope = session.pk if session else day.year
        family = "bill" if is_bill else "suggestion"
        number = self.number(level, family, scope)
        if level == Level.COUNTY:
            number = 10 + 9 * number + rng.randint(0, 8)  # the city numbers all towns together
        noun = {"bill": "议案", "criticism": "批评", "opinion": "意见"}.get(kind, "建议")
        (row,) = build.save(
            [
                Motion(
                    level=level, kind=kind, number=number, year=day.year,
                    title=f"关于{place}{words['about']}的{noun}",
                    occasion="session" if session else "between",
                    session=session, topic=build.topics[words["topic"]], proposer=proposer,
                    submitted_on=day, grounds=f"{place}{words['facts']}，群众反映较多。",
                    proposal=f"建议由{words['department']}牵头，{words['plan']}。",
                    is_key=rng.random() < 0.12, is_complex=rng.random() < 0.08,
                    status=Status.REGISTERED,
                )
            ]
        )  # fmt: skip
        row.department = build.departments[words["department"]]
        others = [person for person in people if person.pk != proposer.pk]
        count = 4 + rng.randint(0, 4) if is_bill else rng.choice([0, 0, 1, 2])
        build.save(
            Signature(motion=row, person=person, signed_on=day)
            for person in rng.sample(others, min(count, len(others)))
        )
        self.event(row, day, Status.REGISTERED)
        build.motions.append(row)
        return row

    def event(self, motion, day, status):
        last = motion.__dict__.get("last_status", "")
        self.build.save(
            [
                MotionEvent(
                    motion=motion, verb=Status(status).label, happened_on=day, from_status=last,
                    to_status=status, by=self.build.by,
                )
            ]
        )  # fmt: skip
        motion.last_status = status

    def keep(self, motion):
        motion._history_user = self.build.by
        motion.save()

    def refer(self, rng, motion, day):
        """Hand over to a lead department, sometimes with an assisting one; returns the lead."""
        lead = self.handling(motion, motion.department, "lead", day, 1)
        if rng.random() < 0.25:
            villages = [d for d in self.build.departments.values() if d.kind == "village"]
            helper = self.handling(motion, rng.choice(villages), "assist", day, 1)
            helper.replied_on = min(day + days(rng.randint(5, 25)), self.build.today)
            helper.save()
        motion.status = Status.REFERRED
        self.event(motion, day, Status.REFERRED)
        return lead

    def handling(self, motion, department, role, day, round_):
        row = Handling(
            motion=motion, department=department, role=role, round=round_, handed_over_on=day,
            accepted_on=min(day + days(2), self.build.today), handler="承办人",
        )  # fmt: skip
        row.judge(self.build.rule(level=motion.level, event=row.event, on=day))
        self.build.save([row])
        return row

    def reply(self, rng, motion, lead, day):
        code = rng.choices(["A", "B", "C"], [60, 28, 12])[0]
        if rng.random() < 0.85:
            lead.consulted_on = lead.handed_over_on + (day - lead.handed_over_on) // 2
            lead.consulted_by = rng.choice(["visit", "meeting", "phone"])
        lead.replied_on, lead.result_class = day, self.build.classes[code]
        lead.reply_number = f"鹤政办〔{day.year}〕{rng.randint(1, 90)}号"
        lead.reply = "收悉后已到现场查看，现将办理情况答复如下。"
        if code == "B":
            lead.promise, lead.promise_due_on = (
                "列入计划，按期完成",
                day + days(rng.randint(60, 240)),
            )
            done = lead.promise_due_on - days(rng.randint(-15, 30))
            if done < self.build.today and rng.random() < 0.85:
                lead.promise_done_on = done
        lead._history_user = self.build.by
        lead.save()
        motion.status = Status.REPLIED
        self.event(motion, day, Status.REPLIED)

    def rate(self, rng, motion, day, round_, weights):
        """The proposer's verdict; returns it."""
        verdicts = [
            Satisfaction.SATISFIED,
            Satisfaction.MOSTLY,
            Satisfaction.UNSATISFIED,
            Satisfaction.NONE,
        ]
        result = rng.choices(verdicts, weights)[0]
        none = result == Satisfaction.NONE
        self.build.save(
            [
                Rating(
                    motion=motion, round=round_, result=result,
                    handling=result if none else Satisfaction.SATISFIED,
                    reason="问题没有真正解决" if result == Satisfaction.UNSATISFIED else "",
                    rated_on=None if none else day,
                )
            ]
        )  # fmt: skip
        return result

    def close(self, motion, day):
        motion.status, motion.closed_on = Status.CLOSED, day
        self.event(motion, day, Status.CLOSED)

    def through(self, rng, motion):
        """From hand-over to 办结, with the detours that happen, as far as the day of the load."""
        today = self.build.today
        if rng.random() < 0.035:
            motion.status, motion.return_reason = (
                Status.RETURNED,
                rng.choice(["private", "empty", "letter"]),
            )
            self.event(motion, motion.submitted_on + days(5), Status.RETURNED)
            return self.keep(motion)
        if rng.random() < 0.02:
            motion.status = Status.WITHDRAWN
            self.event(motion, motion.submitted_on + days(8), Status.WITHDRAWN)
            return self.keep(motion)
        handed = motion.submitted_on + days(rng.randint(3, 12))
        lead = self.refer(rng, motion, handed)
        replied = lead.due_on - days(rng.randint(3, 50))
        if rng.random() < 0.06:
            replied = lead.due_on + days(rng.randint(2, 25))
        if replied >= today:
            return self.keep(motion)
        self.reply(rng, motion, lead, replied)
        rated = replied + days(rng.randint(5, 20))
        if rated >= today:
            return self.keep(motion)
        verdict = self.rate(rng, motion, rated, 1, [66, 22, 6, 6])
        if verdict == Satisfaction.UNSATISFIED:
            rated = self.again(rng, motion, rated)
        if rated and rated + days(3) < today:
            self.close(motion, rated + days(3))
        return self.keep(motion)

    def again(self, rng, motion, day):
        """A second handling with its own clock; returns the day of the second verdict, or None."""
        motion.status = Status.REHANDLING
        self.event(motion, day, Status.REHANDLING)
        second = self.handling(motion, motion.department, "lead", day + days(2), 2)
        replied = second.due_on - days(rng.randint(2, 12))
        if replied + days(10) >= self.build.today:
            return None
        self.reply(rng, motion, second, replied)
        self.rate(rng, motion, replied + days(7), 2, [60, 40, 0, 0])
        return replied + days(7)

    def recent(self, rng, motion, day, fate):
        """What is still on the way when the demo is loaded."""
        motion.is_complex = False  # three months for all, so that each is as late as meant
        lead = self.refer(rng, motion, day)
        if fate in ("overdue", "due", "in_hand"):
            motion.status = Status.IN_HAND
            self.event(motion, day + days(2), Status.IN_HAND)
        if fate == "replied":
            self.reply(rng, motion, lead, self.build.ago(rng.randint(1, 6)))
        self.keep(motion)


def make(build):
    clerk = Clerk(build)
    cutoff = build.ago(170)
    for year in build.years:
        rng = build.rng("motions", year)
        for session in (s for s in build.sessions if s.starts_on.year == year):
            if session.starts_on < cutoff:
                for _ in range(IN_A_SESSION):
                    clerk.through(rng, clerk.motion(rng, Level.TOWN, session.starts_on, session))
        first = max(datetime.date(year, 2, 1), datetime.date(2017, 2, 1))
        last = min(datetime.date(year, 12, 25), cutoff)
        share = max((last - first).days, 0) / 327
        between = round((TOWN_A_YEAR - 2 * IN_A_SESSION) * share)
        for level, count in ((Level.TOWN, between), (Level.COUNTY, round(COUNTY_A_YEAR * share))):
            for day in sorted(spread(rng, first, last) for _ in range(count)):
                clerk.through(rng, clerk.motion(rng, level, day))
    rng = build.rng("motions", "recent")
    for ago, fate in RECENT:
        day = build.ago(ago)
        clerk.recent(rng, clerk.motion(rng, Level.TOWN, day - days(5)), day, fate)
    clerk.motion(rng, Level.TOWN, build.ago(3))
    merge_one(build, clerk)
    supervise(build)


def merge_one(build, clerk):
    """The last registered one of the year before turns out to be the same as an older one."""
    rows = [m for m in build.motions if m.level == Level.TOWN and m.status == Status.CLOSED]
    rng = build.rng("merged")
    twin = clerk.motion(rng, Level.TOWN, build.ago(20))
    twin.status, twin.merged_into = Status.MERGED, rows[-1]
    clerk.event(twin, build.ago(16), Status.MERGED)
    clerk.keep(twin)


def supervise(build):
    """The ladder for what is key or late; the presidium's acts are on the agenda of its meeting."""
    rungs = SupervisionAct.Rung
    chair = build.cast["主席二"]
    for motion in build.motions:
        lead = motion.handlings.lead().order_by("round").first()
        rng = build.rng("supervise", motion.pk)
        if lead is None or not (motion.is_key or rng.random() < 0.06):
            continue
        person = build.cast["主席一"] if motion.submitted_on.year < 2022 else chair
        day = lead.handed_over_on + days(rng.randint(30, 55))
        acts = [(rungs.REMIND, day), (rungs.URGE, day + days(20))][: rng.randint(1, 2)]
        for rung, when in acts:
            keep_act(build, motion, lead, rung, when, person, None)
        if motion.is_key:
            item = next_item(build, day)
            if item:
                keep_act(build, motion, lead, rungs.PRESIDIUM, item.meeting.starts_on, person, item)
    if build.projects:
        keep_subject(build, rungs.INQUIRE, "农村人居环境整治", build.ago(45), chair)
        keep_subject(
            build,
            rungs.CONGRESS,
            "代表建议办理情况",
            datetime.date(2021, 1, 14),
            build.cast["主席一"],
        )


def next_item(build, day):
    """The item on suggestions of the first presidium meeting after `day`."""
    items = (i for i in build.agenda_items if i.kind == "suggestions" and i.meeting.starts_on > day)
    return min(items, key=lambda item: item.meeting.starts_on, default=None)


def keep_act(build, motion, lead, rung, day, person, item):
    if day >= build.today:
        return
    answered = day + days(8)
    done = answered < build.today
    build.save(
        [
            SupervisionAct(
                rung=rung, acted_on=day, motion=motion, department=lead.department, person=person,
                agenda_item=item, content="请按期办理并报告进展",
                answer="已加快办理" if done else "", answered_on=answered if done else None,
            )
        ]
    )  # fmt: skip


def keep_subject(build, rung, subject, day, person):
    build.save([SupervisionAct(rung=rung, acted_on=day, subject=subject, person=person)])
