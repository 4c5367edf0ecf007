"""The rows of the motions while they are being written: all kept at the end, at once."""

import datetime

from hemao.demo import data
from motions.models import Handling, Motion, MotionEvent, Signature, Verb
from representatives.models import Person
from representatives.models.deputies import Gender, Occupation
from township.models import Level

Status = Motion.Status
KINDS = ["suggestion"] * 8 + ["opinion", "criticism"]
NOUNS = {"bill": "议案", "criticism": "批评", "opinion": "意见"}
AGAIN = 2  # years before the same thing is raised in the same place once more
ONLINE_SINCE = datetime.date(2022, 3, 1)  # since then some deputies enter theirs themselves
VOIDED = 40  # the motion entered twice by mistake


class Docket:
    def __init__(self, build):
        self.build = build
        self.subjects = data.table("motions")
        self.county = data.toml("casework")["county"]
        self.numbers = {}
        self.raised = {}  # (place, subject) → the year in which it was last raised
        self.topics = {}  # year → the topics of that year so far
        self.motions, self.signatures, self.handlings = [], [], []
        self.ratings, self.events = [], []
        self.outsiders = self.invent_outsiders()

    def invent_outsiders(self):
        """Two deputies of the city from elsewhere, whose motions the city hands down to the town."""
        rng = self.build.rng("outsiders")
        return self.build.save(
            Person(
                name=self.build.inventor.name(rng, Gender.MALE), gender=Gender.MALE,
                occupation=Occupation.FARMER, employer="邻镇的市人大代表",
            )
            for _ in range(2)
        )  # fmt: skip

    def next(self, *key):
        """The next number of a series."""
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return self.numbers[key]

    def keep(self):
        """Store everything, in the order in which the rows need each other."""
        void = self.motions[VOIDED]
        void.voided_at, void.void_reason = self.build.midnight, "重复登记，以前一件为准。"
        twins = [row for row in self.motions if row.merged_into]
        self.build.save(row for row in self.motions if not row.merged_into)
        self.build.save(twins)
        self.build.motions += [row for row in self.motions if not row.voided_at]
        for rows in (self.signatures, self.handlings, self.ratings, self.events):
            self.build.save(rows)

    def motion(self, rng, level, day, session=None, opinion=None, is_draft=False):
        """A motion of `day` with its signatures and its first event; on paper, or entered by login."""
        people = self.build.deputies(day, level)
        proposer = rng.choice(people)
        if opinion and opinion.heard_by in people:
            proposer = opinion.heard_by
        words, place = self.subject(rng, level, day, proposer, opinion)
        kind, is_converted = self.kind(rng, level, session)
        noun = NOUNS.get(kind, "建议")
        row = Motion(
            level=level, kind=kind, year=day.year, title=f"关于{place}{words['事项']}的{noun}",
            occasion=self.occasion(level, day, session), session=session,
            topic=self.build.topics[words["类别"]], proposer=proposer, submitted_on=day,
            grounds=f"{place}{words['情况']}，群众反映较多。",
            proposal=f"建议由{words['主办']}牵头：{words['建议']}。",
            is_key=rng.random() < 0.12, is_complex=rng.random() < 0.08, is_converted=is_converted,
            is_public=rng.random() < 0.95, opinion=opinion, status="",
        )  # fmt: skip
        row.key_on = day if row.is_key else None
        own = proposer.user if is_draft or (day >= ONLINE_SINCE and rng.random() < 0.4) else None
        row.entered_by, row.is_on_behalf = own or self.build.by, own is None
        row.plan = words["建议"]
        row.lead, row.helper = self.departments(words, level)
        verb, status = (
            (Verb.AMEND, Status.DRAFT) if is_draft else (Verb.REGISTER, Status.REGISTERED)
        )
        self.event(row, day, verb, status)
        self.sign(rng, row, people)
        self.motions.append(row)
        return row

    def subject(self, rng, level, day, proposer, opinion):
        """What it is about and where: nothing comes again soon, and no topic is long left out."""
        place = proposer.village.name
        of_year = self.topics.setdefault(day.year, [])
        words = self.subjects
        if level == Level.COUNTY:
            words = [w for w in words if w["类别"] in self.county]
        words = [w for w in words if day.year - self.raised.get((place, w["事项"]), 0) > AGAIN]
        if opinion:
            words = [w for w in words if w["类别"] == opinion.topic.name] or words
        else:
            least = min(of_year.count(w["类别"]) for w in words)
            words = [w for w in words if of_year.count(w["类别"]) <= least + 1]
        words = rng.choice(words)
        self.raised[place, words["事项"]] = day.year
        of_year.append(words["类别"])
        return words, place

    def kind(self, rng, level, session):
        """A bill needs five deputies and a session; one in five of them is made a suggestion."""
        if level == Level.TOWN and session and rng.random() < 0.15:
            return ("suggestion", True) if rng.random() < 0.2 else ("bill", False)
        return rng.choice(KINDS), False

    def occasion(self, level, day, session):
        in_county_session = level == Level.COUNTY and day.month == 1
        occasions = Motion.Occasion
        return occasions.SESSION if session or in_county_session else occasions.BETWEEN

    def handed_down(self, rng, day):
        """A motion of another town's deputy that the city congress hands down to the town."""
        row = self.motion(rng, Level.COUNTY, day)
        row.is_handed_down, row.proposer = True, rng.choice(self.outsiders)
        row.entered_by, row.is_on_behalf = self.build.by, True
        row.title = row.title.replace("关于", "关于加快", 1)
        row.lead, row.helper = row.helper, None
        self.signatures = [s for s in self.signatures if s.motion is not row]
        return row

    def accept(self, rng, row, day):
        row.number = self.number(rng, row)
        row.key_on = day if row.is_key else None  # chosen with the review
        self.event(row, day, Verb.ACCEPT, Status.ACCEPTED, f"编为第{row.number}号")

    def number(self, rng, row):
        family = "bill" if row.kind == "bill" else "suggestion"
        scope = row.session.pk if row.session else row.year
        number = self.next(row.level, family, scope)
        # The city numbers the suggestions of all its towns together.
        return number if row.level == Level.TOWN else 9 * number + rng.randint(0, 8)

    def departments(self, words, level):
        known = self.build.departments
        if level == Level.COUNTY:
            return known[self.county[words["类别"]]], known[words["主办"]]
        return known[words["主办"]], known.get(words["协办"])

    def sign(self, rng, row, people):
        others = [person for person in people if person.pk != row.proposer.pk]
        count = 4 + rng.randint(0, 4) if row.kind == "bill" else rng.choice([0, 0, 1, 2])
        self.signatures += [
            Signature(motion=row, person=person, signed_on=row.submitted_on)
            for person in rng.sample(others, min(count, len(others)))
        ]

    def handling(self, motion, department, role, day, round=1):
        row = Handling(
            motion=motion, department=department, role=role, round=round, handed_over_on=day
        )
        self.judge(row)
        self.handlings.append(row)
        return row

    def judge(self, row):
        rule = self.build.rule(level=row.motion.level, event=row.event, on=row.handed_over_on)
        row.judge(rule)

    def event(self, motion, day, verb, status=None, note="", handling=None, **more):
        """What happened, and the state it leaves the motion in."""
        before, motion.status = motion.status, status or motion.status
        self.events.append(
            MotionEvent(
                motion=motion, verb=verb, happened_on=day, from_status=before, note=note,
                to_status=motion.status, by=self.build.by, at=self.build.evening(day),
                handling=handling, **more,
            )
        )  # fmt: skip
