"""Motions and suggestions of both levels, from hand-over to the deputies' verdict."""

import datetime

from hemao.demo import data
from hemao.demo.build import days, own_times, spread
from hemao.demo.docket import Docket
from motions.models import Handling, Motion, MotionEvent, Rating, Satisfaction, Verb
from representatives.models import Opinion
from township.models import Level

Status = Motion.Status
IN_A_SESSION, BETWEEN_A_YEAR = 7, 12  # of the town
COUNTY_SESSION, COUNTY_BETWEEN = 3, 3
QUIET = 130  # what came in since, between the sessions, is written by `recent`
# Days before the load on which the latest ones were handed over, and what became of them.
RECENT = [
    (Level.TOWN, 150, "overdue"), (Level.TOWN, 104, "overdue"), (Level.TOWN, 90, "due"),
    (Level.TOWN, 87, "due"), (Level.COUNTY, 88, "due"), (Level.TOWN, 110, "extended"),
    (Level.TOWN, 76, "rehandling"), (Level.TOWN, 70, "replied"), (Level.TOWN, 62, "replied"),
    (Level.COUNTY, 40, "in_hand"), (Level.TOWN, 30, "in_hand"), (Level.TOWN, 6, "referred"),
    (Level.TOWN, None, "registered"), (Level.TOWN, None, "draft"),
]  # fmt: skip


def make(build):
    docket = Docket(build)
    clerk = Clerk(build, docket)
    for year in build.years:
        for rng, level, day, session, opinion in incoming(build, year):
            clerk.through(rng, docket.motion(rng, level, day, session, opinion))
        for number, day in enumerate(handed_down(build, year)):
            rng = build.rng("handed down", year, number)
            clerk.through(rng, docket.handed_down(rng, day))
    for number, (level, ago, fate) in enumerate(RECENT):
        rng = build.rng("motion", "recent", number)
        clerk.recent(rng, level, ago, fate)
    with own_times(MotionEvent, "at"):
        docket.keep()


def incoming(build, year):
    """What comes in during `year`, in the order of days: (rng, level, day, session, opinion)."""
    rng = build.rng("incoming", year)
    rows = []
    for session in (s for s in build.sessions if s.starts_on.year == year):
        rows += [(Level.TOWN, session.starts_on, session, None)] * IN_A_SESSION
    first, last = datetime.date(year, 2, 1), datetime.date(year, 12, 20)
    for day in (spread(rng, first, last) for _ in range(BETWEEN_A_YEAR)):
        rows.append((Level.TOWN, day, None, None))
    heard = {row.heard_on: row for row in raised(build, year)}
    rows += [(Level.TOWN, day + days(6), None, opinion) for day, opinion in heard.items()]
    congress = datetime.date(year, 1, 21)
    rows += [(Level.COUNTY, congress, None, None)] * COUNTY_SESSION
    for day in (spread(rng, first, last) for _ in range(COUNTY_BETWEEN)):
        rows.append((Level.COUNTY, day, None, None))
    quiet = build.ago(QUIET)
    rows = [row for row in rows if row[1] < build.today and (row[2] or row[1] < quiet)]
    for number, row in enumerate(sorted(rows, key=lambda row: row[1])):
        yield (build.rng("motion", year, number), *row)


def handed_down(build, year):
    """The days on which the city hands something down: in spring, after its session."""
    first = datetime.date(year, 3, 4)
    return [day for day in (first, first + days(1), first + days(40)) if day < build.ago(QUIET)]


def raised(build, year):
    """The opinions of `year` that their deputy made a suggestion of: some four a year."""
    rows = [
        row
        for row in build.opinions
        if row.disposal == Opinion.Disposal.MOTION and row.heard_on.year == year
    ]
    return rows[::2][:4]


class Clerk:
    """Takes a motion through the office as far as the day of the load."""

    def __init__(self, build, docket):
        self.build = build
        self.docket = docket
        self.words = data.toml("casework")
        self.last = {}  # level → the last motion handled, into which a twin is merged

    def through(self, rng, motion):
        """From the review to 办结, with the detours that happen."""
        fate = 1 if motion.is_handed_down else rng.random()
        if fate < 0.035:
            return self.turn_away(
                motion, Verb.TURN_BACK, Status.RETURNED, 5, return_reason=self.reason(rng)
            )
        if fate < 0.055:
            return self.turn_away(motion, Verb.WITHDRAW, Status.WITHDRAWN, 8)
        twin = self.last.get(motion.level)
        if fate < 0.075 and twin and twin.topic_id == motion.topic_id:
            return self.turn_away(motion, Verb.MERGE, Status.MERGED, 6, merged_into=twin)
        accepted = motion.submitted_on + days(rng.randint(0, 2))
        handed = accepted + days(rng.randint(2, 10))
        if accepted >= self.build.today:
            return None
        self.docket.accept(rng, motion, accepted)
        if handed >= self.build.today:
            return None
        if not motion.is_handed_down:
            self.last[motion.level] = motion
        lead = self.refer(rng, motion, handed)
        self.sign_for(rng, motion, lead)
        replied = lead.due_on - days(rng.randint(3, 55))
        if rng.random() < 0.07:
            replied = lead.due_on + days(rng.randint(2, 40))
        if replied < self.build.today:
            self.reply(rng, motion, lead, replied)
            self.conclude(rng, motion, replied)
        return None

    def reason(self, rng):
        reasons = Motion.ReturnReason
        return rng.choice([reasons.PRIVATE, reasons.EMPTY, reasons.LETTER, reasons.ACADEMIC])

    def turn_away(self, motion, verb, status, wait, **fields):
        day = motion.submitted_on + days(wait)
        if day < self.build.today:
            self.docket.event(motion, day, verb, status)
            for name, value in fields.items():
                setattr(motion, name, value)

    def refer(self, rng, motion, day):
        """Hand over to a lead department, sometimes with an assisting one; returns the lead."""
        lead = self.docket.handling(motion, motion.lead, Handling.Role.LEAD, day)
        if motion.helper and rng.random() < 0.5:
            helper = self.docket.handling(motion, motion.helper, Handling.Role.ASSIST, day)
            replied = day + days(rng.randint(6, 34))
            if replied < self.build.today:
                helper.replied_on, helper.reply = replied, "已按职责配合主办单位办理。"
        note = f"主办{lead.department}；期限{lead.due_on}"
        self.docket.event(motion, day, Verb.REFER, Status.REFERRED, note, lead)
        return lead

    def sign_for(self, rng, motion, handling):
        day = handling.handed_over_on + days(rng.randint(1, 4))
        if day < self.build.today:
            handling.accepted_on = day
            handling.handler = rng.choice(self.words["handlers"])
            status = Status.IN_HAND if handling.round == 1 else None
            self.docket.event(
                motion, day, Verb.SIGN_FOR, status, str(handling.department), handling
            )

    def reply(self, rng, motion, lead, day, code=None):
        """The lead's reply of one of the classes, after a meeting with the deputy or without."""
        code = code or rng.choices(["A", "B", "C"], [58, 29, 13])[0]
        if rng.random() < 0.86:
            lead.consulted_on = lead.handed_over_on + (day - lead.handed_over_on) * 2 // 3
            lead.consulted_by = rng.choice(["visit", "visit", "meeting", "phone"])
            words = lead.get_consulted_by_display()
            self.docket.event(motion, lead.consulted_on, Verb.CONSULT, None, words, lead)
        lead.replied_on, lead.result_class = day, self.build.classes[code]
        lead.reply_number = f"鹤政办〔{day.year}〕{self.docket.next('reply', day.year)}号"
        lead.reply = self.words["replies"][code].format(建议=motion.plan)
        if code == "B":
            lead.promise = rng.choice(self.words["promise"]["things"])
            lead.promise_due_on = day + days(rng.randint(60, 300))
            done = lead.promise_due_on - days(rng.randint(-20, 40))
            if done < self.build.today and rng.random() < 0.88:
                lead.promise_done_on = max(done, day)
        note = f"{code}类" + (
            f"，承诺{lead.promise_due_on}前：{lead.promise}" if lead.promise else ""
        )
        self.docket.event(motion, day, Verb.REPLY, Status.REPLIED, note, lead)
        if lead.promise_due_on and not lead.promise_done_on:
            self.explain(rng, motion, lead, lead.promise_due_on + days(rng.randint(30, 300)))
        if lead.promise_done_on:
            self.docket.event(motion, lead.promise_done_on, Verb.FULFIL, None, lead.promise, lead)
        if code == "C":
            self.explain(rng, motion, lead, day + days(rng.randint(4, 20)))

    def explain(self, rng, motion, lead, day):
        """What cannot be done is explained to the deputy, mostly soon."""
        if day < self.build.today and rng.random() < 0.85:
            lead.explained_on, lead.explanation = day, self.words["explanation"]
            self.docket.event(motion, day, Verb.EXPLAIN, None, lead.explanation, lead)

    def conclude(self, rng, motion, replied):
        """The verdict, a second round where it is bad, and the closing."""
        rated = replied + days(rng.randint(5, 25))
        if rated >= self.build.today:
            return
        verdict = self.rate(rng, motion, rated, 1, [62, 24, 8, 6])
        closed = rated + days(3)
        if verdict == Satisfaction.UNSATISFIED:
            closed = self.again(rng, motion, rated)
        if closed and closed < self.build.today:
            self.docket.event(motion, closed, Verb.CLOSE, Status.CLOSED)
            motion.closed_on = closed

    def again(self, rng, motion, day):
        """A second handling with its own clock; returns the day of closing, or None."""
        handed = day
        second = self.second_round(motion, handed)
        self.sign_for(rng, motion, second)
        replied = second.due_on + days(rng.choice([-12, -9, -5, -2, -2, 6]))
        if replied >= self.build.today:
            return None
        self.reply(rng, motion, second, replied, rng.choice("AAB"))
        rated = replied + days(7)
        if rated < self.build.today:
            self.rate(rng, motion, rated, 2, [58, 36, 6, 0])
        return rated + days(3)

    def second_round(self, motion, day):
        second = self.docket.handling(motion, motion.lead, Handling.Role.LEAD, day, round=2)
        note = f"第2次办理，{second.department}；期限{second.due_on}"
        self.docket.event(motion, day, Verb.REHANDLE, Status.REHANDLING, note, second)
        return second

    def rate(self, rng, motion, day, number, weights):
        """The proposer's verdict on the result, and on the handling (which is often better)."""
        verdicts = [Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.UNSATISFIED]
        result = rng.choices([*verdicts, Satisfaction.NONE], weights)[0]
        handling = result
        if result in verdicts[1:] and rng.random() < 0.6:
            handling = verdicts[verdicts.index(result) - 1]
        is_silent = result == Satisfaction.NONE
        row = Rating(
            motion=motion, round=number, handling=handling, result=result,
            rated_on=None if is_silent else day, silent_on=day if is_silent else None,
            is_on_behalf=rng.random() < 0.7,
            reason="" if is_silent else rng.choice(self.words["reasons"][result]),
        )  # fmt: skip
        self.docket.ratings.append(row)
        self.tell_rating(motion, day, row)
        return result

    def tell_rating(self, motion, day, row):
        words = f"办理工作{row.get_handling_display()}，办理结果{row.get_result_display()}"
        self.docket.event(motion, day, Verb.RATE, None, f"{words}：{row.reason}".rstrip("："))

    # What is still on the way when the demo is loaded.

    def recent(self, rng, level, ago, fate):
        build, docket = self.build, self.docket
        if ago is None:
            docket.motion(rng, level, build.ago(2), is_draft=fate == "draft")
            return
        motion = docket.motion(rng, level, build.ago(ago + 5))
        docket.accept(rng, motion, build.ago(ago + 3))
        motion.is_complex = False  # three months for all, so that each is as late as meant
        lead = self.refer(rng, motion, build.ago(ago))
        if fate != "referred":
            self.sign_for(rng, motion, lead)
        if fate == "replied":
            self.reply(rng, motion, lead, build.ago(rng.randint(1, 5)), rng.choice("AB"))
        elif fate == "extended":
            before, lead.extended_to = lead.due_on, build.today + days(25)
            lead.extension_reason = "施工要避开汛期，经代表同意延期。"
            docket.judge(lead)
            note = f"延期至{lead.extended_to}：{lead.extension_reason}"
            docket.event(motion, build.ago(15), Verb.EXTEND, None, note, lead, due_before=before)
        elif fate == "rehandling":
            self.reply(rng, motion, lead, build.ago(35), "C")
            row = Rating(
                motion=motion, handling=Satisfaction.MOSTLY, result=Satisfaction.UNSATISFIED,
                reason=self.words["reasons"]["unsatisfied"][0], rated_on=build.ago(20),
            )  # fmt: skip
            docket.ratings.append(row)
            self.tell_rating(motion, row.rated_on, row)
            self.sign_for(rng, motion, self.second_round(motion, build.ago(20)))
