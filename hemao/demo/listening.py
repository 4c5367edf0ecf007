"""What deputies heard from people, and what came of it."""

from congress.models import Activity, AgendaItem
from hemao.demo import data
from hemao.demo.build import days
from representatives.models import Opinion
from township.models import DeadlineRule, LedgerStart, Level

Disposal, Outcome = Opinion.Disposal, Opinion.Outcome
HEARD_AT = {
    Activity.Kind.RECEPTION: (Opinion.Source.RECEPTION, 3),
    Activity.Kind.TALK: (Opinion.Source.TALK, 2),
}
LISTENING_MEETINGS = 3  # every third presidium meeting wrote down what somebody said
LETTERS_A_YEAR = 4
OPEN_DAYS = 45  # what was heard since may still be open; before that, hardly anything is


def make(build):
    listener = Listener(build)
    heard = [(row, None) for row in listener.on_visits()]
    heard += [*listener.at_activities(), *listener.in_meetings()]
    heard += [(row, None) for row in listener.by_letter()]
    heard.sort(key=lambda entry: entry[0].heard_on)
    heard[len(heard) // 3][0].voided_at = build.midnight
    heard[len(heard) // 3][0].void_reason = "与另一条重复登记。"
    rows = build.save(row for row, _ in heard)
    build.opinions += [row for row in rows if not row.voided_at]
    link(build, Activity, heard)
    link(build, AgendaItem, heard)


def link(build, model, heard):
    """Tie what was heard at an activity or under an item of an agenda to it."""
    through = model.opinions.through
    build.save(
        through(**{f"{model._meta.model_name}_id": where.pk, "opinion_id": row.pk})
        for row, where in heard
        if isinstance(where, model)
    )


class Listener:
    def __init__(self, build):
        self.build = build
        self.words = data.table("opinions")
        family = LedgerStart.objects.get(family=LedgerStart.Family.OPINIONS)
        self.since = family.complete_from
        self.used = {}  # household or occasion → the texts heard there: nobody says a thing twice

    def on_visits(self):
        for index, visit in enumerate(row for row in self.build.visits if row.was_met):
            rng = self.build.rng("opinion", "visit", index)
            if visit.visited_on >= self.since and rng.random() < 0.12:
                household = visit.assignment.household
                row = Opinion(
                    heard_on=visit.visited_on, source=Opinion.Source.VISIT, visit=visit,
                    household=household, heard_by=visit.assignment.person,
                )  # fmt: skip
                yield self.follow(rng, row, ("household", household.pk))

    def at_activities(self):
        for activity in self.build.activities:
            if activity.kind not in HEARD_AT or activity.starts_on < self.since:
                continue
            source, most = HEARD_AT[activity.kind]
            rng = self.build.rng("opinion", "activity", activity.starts_on, activity.title)
            for _ in range(rng.randint(1, most)):
                row = Opinion(
                    heard_on=activity.starts_on, source=source, raiser=self.raiser(rng),
                    heard_by=rng.choice(activity.who) if activity.who else None,
                )  # fmt: skip
                yield self.follow(rng, row, ("activity", activity.pk)), activity

    def in_meetings(self):
        items = [i for i in self.build.agenda_items if i.kind == AgendaItem.Kind.BRIEFING]
        for item in items[::LISTENING_MEETINGS]:
            day = item.meeting.starts_on
            if day >= self.since:
                rng = self.build.rng("opinion", "meeting", day)
                row = Opinion(heard_on=day, source=Opinion.Source.MEETING, raiser="列席人员")
                yield self.follow(rng, row, ("meeting", item.pk)), item

    def by_letter(self):
        for year in range(self.since.year, self.build.today.year + 1):
            for number in range(LETTERS_A_YEAR):
                rng = self.build.rng("opinion", "letter", year, number)
                day = self.since.replace(year=year) + days(number * 90 + rng.randint(5, 80))
                if day < self.build.today:
                    row = Opinion(
                        heard_on=day, source=Opinion.Source.LETTER, raiser=self.raiser(rng)
                    )
                    yield self.follow(rng, row, ("letter", year))

    def raiser(self, rng):
        return rng.choice(["", "", "一位村民", "一位老人", "沿街商户", "一位家长"])

    # What came of it.

    def follow(self, rng, row, where):
        used = self.used.setdefault(where, set())
        words = rng.choice([w for w in self.words if w["内容"] not in used] or self.words)
        used.add(words["内容"])
        row.text = words["内容"]
        row.topic = self.build.topics[words["类别"]]
        row.disposal, row.disposed_on = self.disposal(rng, row), row.heard_on
        if row.disposal in (Disposal.EXPLAINED, Disposal.OUTSIDE):
            self.answer(row, row.heard_on, Outcome.EXPLAINED, "当场作了解释。")
        else:
            self.hand_over(rng, row, words)
        self.tell_back(rng, row)
        return row

    def disposal(self, rng, row):
        """One of the six legal ways; only a deputy can make a suggestion of it."""
        ways = [Disposal.EXPLAINED, Disposal.VILLAGE, Disposal.TOWN, Disposal.OUTSIDE]
        weights = [28, 18, 40, 2]
        if row.heard_by:
            ways += [Disposal.MOTION, Disposal.ABOVE]
            weights += [7, 5]
        return rng.choices(ways, weights)[0]

    def hand_over(self, rng, row, words):
        today = self.build.today
        handed = row.heard_on + days(rng.randint(1, 5))
        name = words["承办单位"]
        if row.disposal == Disposal.VILLAGE:
            home = row.household or row.heard_by
            name = home.village.name if home else "鹤毛社区"
        row.department = self.build.departments[name]
        if handed >= today:
            return
        row.handed_over_on = handed
        event = DeadlineRule.Event.OPINION
        rule = self.build.rule(level=Level.TOWN, event=event, on=handed)
        row.set_deadline(rule)
        # Most in time, some late; what was heard of late is partly still under way.
        answered = rule.due_on(handed) + days(rng.randint(-24, -1) if rng.random() < 0.93 else 9)
        forgotten = row.heard_on > self.build.ago(150) and rng.random() < 0.1
        if max(answered, handed) < today and not forgotten:
            outcomes = [Outcome.SOLVED, Outcome.SOLVED, Outcome.ADOPTED, Outcome.PLANNED]
            outcome = rng.choice(outcomes)
            if row.disposal in (Disposal.ABOVE, Disposal.MOTION):
                outcome = Outcome.REFERRED
            self.answer(row, max(answered, handed), outcome, words["答复"])
            row.horizon = rng.choice(Opinion.Horizon.values)

    def answer(self, row, day, outcome, text):
        row.answered_on, row.outcome, row.answer = day, outcome, text

    def tell_back(self, rng, row):
        """What came from a household is told back to it, sooner or later; of late, not always."""
        if not (row.household and row.answered_on):
            return
        told = row.answered_on + days(rng.randint(0, 12))
        missed = rng.random() < (0.3 if row.heard_on > self.build.ago(OPEN_DAYS) else 0.02)
        if told < self.build.today and not missed:
            row.told_back_on = told
            row.told_back_by = rng.choice(Opinion.ToldBack.values)
