"""议案建议: each as far as it went, by the verbs that a clerk would have used on the page of one."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from congress.models import Meeting
from imports.kinds.base import Kind
from imports.kinds.cells import shown
from imports.kinds.homes import described
from imports.kinds.lists import NO_TOPIC
from imports.kinds.matching import by_name, the_one
from imports.kinds.motion_cells import UNKNOWN, HandedDown, PromisedBy, RoughDay, verdict_alone
from imports.kinds.motion_columns import ASKS, COLUMNS, PLANNED, PROMISE_LOST, UNLESS_UNKNOWN
from imports.rehearsing import Rehearsal
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    NumberSeries,
    Rating,
    ResultClass,
    Satisfaction,
    Signature,
    Verb,
)
from motions.services.entry import AMENDABLE, store_amended
from motions.services.through import (
    REPLY_LOST,
    ROUGH_BEFORE_ACCEPTANCE,
    STAGES,
    enter_through,
    go_on,
    stages_left,
)
from records.written import normal
from representatives.models import Mandate, Person
from township.models import Department, Level, Topic

REGISTERED = (
    "level", "kind", "is_handed_down", "title", "submitted_on", "occasion", "grounds", "proposal",
    "is_key", "key_on", "is_complex", "is_public", "other_signers", "submitted_last_on", "topic",
    "proposer", "session",
)  # fmt: skip
PUT_RIGHT = (
    "title", "number", "proposer", "submitted_on", "kind", "topic", "occasion", "grounds", "proposal",
    "is_key", "is_complex", "is_public", "other_signers",
)  # fmt: skip
FREE = frozenset({"topic", "is_public"})
"""What may be put right after the review: nobody signed it, and the department answers without it."""
TICKED = {
    "satisfied": Satisfaction.SATISFIED, "mostly": Satisfaction.MOSTLY,
    "unsatisfied": Satisfaction.UNSATISFIED,
}  # fmt: skip


def same_title(title):
    return "".join(normal(title).split())


class MotionPlanner(Rehearsal):
    def load(self, rows):
        self.topics = {row.name: row for row in Topic.objects.all()}
        self.departments = {row.name: row for row in Department.objects.all()}
        self.sessions = list(Meeting.objects.sessions().select_related("term"))
        self.classes = {}
        for row in ResultClass.objects.all():
            self.classes |= dict.fromkeys((row.code, f"{row.code}类", row.name), row)
        self.load_people(rows)
        self.load_motions(rows)

    def load_people(self, rows):
        names = {
            name for row in rows for field in ("proposer", "signers") for name in row.get(field, ())
        }
        people = Person.objects.filter(name__in=names).select_related("village")
        self.people, keys = defaultdict(list), []
        for person in people:
            self.people[person.name].append(person)
            keys.append(person.pk)
        self.mandates = defaultdict(list)
        for mandate in Mandate.objects.filter(person__in=keys).select_related("term"):
            self.mandates[mandate.person_id].append(mandate)

    def load_motions(self, rows):
        days = [row.get("submitted_on") for row in rows]
        years = {(day.first if isinstance(day, RoughDay) else day).year for day in days}
        self.motions = defaultdict(list)
        for motion in Motion.objects.filter(year__in=years).select_related("proposer"):
            self.remember(motion)

    def remember(self, motion):
        self.motions[motion.level, motion.submitted_on.year].append(motion)

    def plan(self, row):
        told = self.defaults() | row.values
        self.take_day(told)
        self.take_level(told)
        self.name_records(row, told)
        self.fill_in(told)
        found = self.known(told)
        stages = STAGES if found is None else stages_left(found)
        self.take_unknown_days(told, stages)
        self.refuse_missing_days(told, stages)
        stages = [one for one in stages if one.was_done(told)]
        if any(stage.verb == Verb.REPLY for stage in stages):
            self.take_promise(told)
        if found is not None:
            self.put_right(found, told, row)
            self.take_further(found, stages, told)
            return
        if "topic" not in told:
            told["topic"] = self.asked_topic()
        motion = Motion(**{name: told[name] for name in REGISTERED if name in told})
        enter_through(motion, told, by=self.by, signers=told["signers"])
        self.remember(motion)
        self.work.counts = True
        self.say(f"现在是“{motion.get_status_display()}”")

    def defaults(self):
        return {
            "level": Level(self.answers["level"]),
            "occasion": Motion.Occasion(self.answers["occasion"]),
        }

    def take_day(self, told):
        day = told["submitted_on"]
        if isinstance(day, RoughDay):
            told["submitted_on"], told["submitted_last_on"] = day.first, day.last

    def take_level(self, told):
        """县里交办 says two things."""
        if isinstance(told["level"], HandedDown):
            told["level"], told["is_handed_down"] = told["level"].level, True

    # What the row names.

    def name_records(self, row, told):
        names = row.get("proposer")
        told["proposer"] = self.deputy(row, "proposer", names[0], told)
        others = list(dict.fromkeys([*names[1:], *row.get("signers", ())]))
        if told["level"] != Level.TOWN:
            others = self.name_others(others, told)
        told["signers"] = [
            self.deputy(row, "signers" if name in row.get("signers", ()) else "proposer", name, told)
            for name in others if name != names[0]
        ]  # fmt: skip
        if "topic" in row:
            told["topic"] = by_name("topic", row.get("topic"), self.topics, "内容类别")
        told["session"] = self.session(row, told)
        if "lead" in row:
            told["lead"] = by_name("lead", row.get("lead"), self.departments, "承办单位")
        told["assists"] = [
            by_name("assists", name, self.departments, "承办单位")
            for name in row.get("assists", ())
        ]
        if told.get("lead") in told["assists"]:
            raise ValidationError({"assists": "主办单位不再列入协办。"})
        if "result_class" in row:
            told["result_class"] = self.result_class(row.get("result_class"))

    def name_others(self, names, told):
        """Who signs with the proposer and is no deputy of that congress here comes from another town;
        returns the rest."""
        day, level = told["submitted_on"], told["level"]
        here = [
            name for name in names
            if any(self.is_deputy(one, level, day) for one in self.people[name])
        ]  # fmt: skip
        elsewhere = [name for name in names if name not in here]
        if elsewhere:
            known = [told["other_signers"]] if told.get("other_signers") else []
            told["other_signers"] = "、".join([*known, *elsewhere])
            self.say(f"{'、'.join(elsewhere)}按其他乡镇的联名代表登记")
        return here

    def deputy(self, row, column, name, told):
        """Of the people called `name` those who are deputies of that congress on the day, if any are."""
        people = self.people[name]
        if not told.get("is_handed_down"):
            day, level = told["submitted_on"], told["level"]
            people = [one for one in people if self.is_deputy(one, level, day)] or people
        return the_one(
            row, column, people, described,
            f"没有登记叫“{name}”的人，请核对姓名，或者先登记这名代表。",
            f"叫“{name}”的有{len(people)}人，请选是哪一人。",
        )  # fmt: skip

    def is_deputy(self, person, level, day):
        return any(
            one.term.level == level and one.confirmed_on and one.covers(day)
            for one in self.mandates[person.pk]
        )

    def asked_topic(self):
        asked = self.answers.get("topic")
        found = next((one for one in self.topics.values() if str(one.pk) == str(asked)), None)
        if found is None:
            raise ValidationError({"topic": NO_TOPIC})
        self.say(f"没写内容类别，按“{found}”")
        return found

    def session(self, row, told):
        """The session that the row names, or that sat on the day of 大会期间."""
        if told["level"] != Level.TOWN or told["occasion"] != Motion.Occasion.SESSION:
            return None
        if "session" in row:
            named = {str(one): one for one in self.sessions} | {
                one.short_title.removeprefix("人代会"): one
                for one in self.sessions if one.term.covers(told["submitted_on"])
            }  # fmt: skip
            return by_name("session", row.get("session"), named, "人代会")
        day = told["submitted_on"]
        return next(
            (
                one
                for one in self.sessions
                if one.starts_on <= day <= (one.last_on or one.starts_on)
            ),
            None,
        )

    def result_class(self, words):
        if words not in self.classes:
            known = "、".join(
                f"{row.code}类（{row.name}）" for row in dict.fromkeys(self.classes.values())
            )
            raise ValidationError(
                {"result_class": f"没有登记叫“{words}”的结果类别，请填：{known}。"}
            )
        return self.classes[words]

    # What follows from other cells.

    def fill_in(self, told):
        self.read_ticks(told)
        self.read_verdict(told)
        is_alone = told.get("rated_result") and not told.get("rated_work")
        if (
            is_alone
            and (told.get("rated_on") or self.answers["days_unknown"])
            and self.answers["rates_work"]
        ):
            told["rated_work"] = told["rated_result"]
            self.say(f"表里只有一个满意度，办理工作也按“{told['rated_result'].label}”")
        if not told.get("replied_on") and told.get("received_on"):
            told["replied_on"] = told["received_on"]
            self.say("答复日期按收到答复函的日期")
        is_replied = told.get("replied_on") or told.get("result_class") or told.get("is_answered")
        if is_replied and not told.get("reply") and self.answers["reply_lost"]:
            told["reply"] = REPLY_LOST
            self.say(f"表里没有答复内容，写“{REPLY_LOST}”")
        if movers := told.get("movers"):
            self.say(f"提出人数{movers}没有存，按联名代表的名单算")
        if told.get("due_on"):
            self.say("要求结办日期没有存，期限按规定计算")
        if told.get("state") and not told["state"].day:
            self.say(f"表里写着“{told['state']}”，这里只登记，请在它的页面上办")
        if told.get("intended"):
            self.say(f"拟主办单位{told['intended']}没有存，交办时再填")

    def read_ticks(self, told):
        """满意, 基本满意 and 不满意 in a column each: one of them is ticked."""
        ticked = [value for name, value in TICKED.items() if told.get(name)]
        if len(ticked) > 1:
            words = "、".join(value.label for value in ticked)
            raise ValidationError({"satisfied": f"{words}都打了勾，请只留一个。"})
        if ticked and told.get("rated_result", ticked[0]) != ticked[0]:
            sentence = (
                f"这里是“{told['rated_result'].label}”，打勾的是“{ticked[0].label}”，请改成一样。"
            )
            raise ValidationError({"rated_result": sentence})
        if ticked:
            told["rated_result"] = ticked[0]

    def read_verdict(self, told):
        """代表意见 heads the verdict in many tables: a cell that says nothing else is no reason."""
        found = verdict_alone(told.get("reason"))
        if not found or told.get("rated_result"):
            return
        if found == Satisfaction.UNSATISFIED:
            raise ValidationError(
                {
                    "rated_result": f"请填{found.label}。",
                    "reason": f"这一格只写了“{found.label}”，请写理由。",
                }
            )
        told["rated_result"] = found
        del told["reason"]
        self.say(f"“{self.heading('reason')}”里写的是满意度，按对办理结果“{found.label}”登记")

    def take_promise(self, told):
        """A plan says what and by when. What is missing is asked for at its cell; the words, where the
        clerk said so of the whole table, are those of the plan."""
        by = told.get("promise_due_on")
        if isinstance(by, PromisedBy):
            told["promise_due_on"] = by.day
            self.say(f"承诺期限写的是“{by.words}”，按{by.day}登记")
        kind = told.get("result_class")
        if not kind or not kind.needs_promise:
            return
        if not told.get("promise") and self.answers.get("promise_lost"):
            told["promise"] = PLANNED
            self.say(f"没写承诺事项，写“{PLANNED}”")
        begins = f"{kind}（{kind.name}）要写明承诺什么、何时完成"
        missing = {
            "promise": f"{begins}，请填承诺事项；整张表都没写的，在上面勾“{PROMISE_LOST}”。",
            "promise_due_on": f"{begins}，请填承诺期限，只知道月份的写“2027年6月”。",
        }
        missing = {name: words for name, words in missing.items() if not told.get(name)}
        if missing:
            raise ValidationError(missing)

    def take_unknown_days(self, told, stages):
        """不详 in the cell of a day, or none where the clerk said so of all: the step was taken all the same."""
        for stage in STAGES:
            if told.get(stage.day) == UNKNOWN:
                if not stage.unknown:
                    raise ValidationError(
                        {stage.day: f"{self.heading(stage.day)}要写明哪一天，或者空着。"}
                    )
                del told[stage.day]
                told[stage.unknown] = True
        if not self.answers["days_unknown"]:
            return
        last = max(
            (at for at, stage in enumerate(stages) if self.was_begun(stage, told)), default=-1
        )
        taken = [
            stage for at, stage in enumerate(stages[: last + 1])
            if stage.unknown and not stage.was_done(told)
            and (stage.verb == Verb.ACCEPT or self.was_begun(stage, told))
        ]  # fmt: skip
        told |= dict.fromkeys((stage.unknown for stage in taken), True)
        if taken:
            self.say(f"{'、'.join(self.heading(stage.day) for stage in taken)}不详")

    def was_begun(self, stage, told):
        """Whether the row says anything of `stage`: its day, what it was told, or that it came so far."""
        state = told.get("state")
        names = (stage.day, stage.unknown, *stage.told.values())
        return any(told.get(name) for name in names) or bool(state and state.day == stage.day)

    def refuse_missing_days(self, told, stages):
        """What a stage is told without its day is not stored, and must not be lost silently."""
        missing = {}
        for stage in stages:
            if stage.was_done(told):
                continue
            why = self.why_begun(stage, told)
            unless = UNLESS_UNKNOWN if stage.unknown else ""
            if why:
                missing[stage.day] = f"{why}，请填{self.heading(stage.day)}{unless}。"
        is_new = stages and stages[0] is STAGES[0]
        if is_new and "submitted_last_on" in told and not STAGES[0].was_done(told):
            missing["submitted_on"] = ROUGH_BEFORE_ACCEPTANCE
        if missing:
            raise ValidationError(missing)

    def why_begun(self, stage, told):
        """What the row says of a stage without its day, in words; "" where nothing."""
        if stage.verb == Verb.REPLY and told.get("is_answered"):
            return "收到答复函的"
        named = [name for name in stage.told.values() if told.get(name)]
        if named:
            return f"填了{self.heading(named[0])}的"
        state = told.get("state")
        return f"表里写着“{state}”" if state and state.day == stage.day else ""

    def heading(self, name):
        return self.kind.column(name).heading

    # What is there already.

    def known(self, told):
        day, level = told["submitted_on"], told["level"]
        title, number = same_title(told["title"]), told.get("number")
        for one in self.motions[level, day.year]:
            is_titled = same_title(one.title) == title
            is_proposed = one.proposer_id == told["proposer"].pk
            is_there = one.session_id == keyed(told["session"])
            is_numbered = number and one.number == number and is_there
            days = (one.submitted_on, one.submitted_last_on)
            is_dated = days == (day, told.get("submitted_last_on"))
            if (is_titled and is_proposed and is_dated) or (
                is_numbered and (is_titled or is_proposed)
            ):
                return one
        return None

    def take_further(self, found, stages, told):
        """The `stages` that come after all that is stored are done; the rest is for its own page."""
        before = found.get_status_display()
        if not stages:
            self.say(f"已登记，现在是“{before}”，办理情况请在它的页面上继续填")
            return
        go_on(found, stages, told, by=self.by)
        self.work.goes_on = True
        self.work.olds |= {stage.day: "" for stage in stages if stage.day in told}
        self.say(f"已登记，原来是“{before}”，现在是“{found.get_status_display()}”")

    def put_right(self, found, told, row):
        """What the page of a registered motion lets somebody change is changed; of the rest no cell that
        says something else may pass for the same."""
        other = [
            name for name in PUT_RIGHT
            if name in row and alike(told[name]) != alike(getattr(found, name))
        ]  # fmt: skip
        may = AMENDABLE if found.is_unreviewed else FREE
        if changed := [name for name in other if name in may]:
            self.change_words(found, changed, told)
        if kept := [self.heading(name) for name in other if name not in may]:
            self.say(f"表里的{'、'.join(kept)}和登记的不一样，没有改，要改请在它的页面上改")

    def change_words(self, found, changed, told):
        """As its page does: before the review by the verb, after it as any record is put right."""
        for name in changed:
            self.work.olds[name] = shown(found, name, getattr(found, name))
            setattr(found, name, told[name])
        self.work.goes_on = True
        if found.is_unreviewed:
            store_amended(found, changed, by=self.by)
            return
        found.full_clean()
        found._history_user = self.by
        found.save()


def alike(value):
    return "".join(normal(value).split()) if isinstance(value, str) else value


def keyed(row):
    return row.pk if row else None


class Motions(Kind):
    key, title, unit = "motions", "议案建议", "件"
    about = "议案和建议、批评、意见，从提出到办结，办到哪一步填到哪一步。"
    permission, listed_at = "motions.add_motion", "admin:motions_motion_changelist"
    stores = (NumberSeries, Motion, Signature, Handling, Rating, MotionEvent)
    planner, at_most, long = MotionPlanner, 500, 100
    asks = ASKS
    columns = COLUMNS

    def refusal(self):
        if not Topic.objects.exists():
            return "还没有登记内容类别，请先登记，再导入议案建议。"
        return ""
