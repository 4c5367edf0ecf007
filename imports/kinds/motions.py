"""议案建议: each as far as it went, by the verbs that a clerk would have used on the page of one."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError

from congress.models import Meeting
from imports.kinds import cells
from imports.kinds.base import Ask, Column, Kind
from imports.kinds.motion_cells import (
    class_words,
    motion_number,
    several_names,
    state_word,
    typed,
    verdict,
)
from imports.kinds.opinions import described
from imports.matching import by_name, the_one
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
)
from motions.services.through import REPLY_LOST, STAGES, enter_through, go_on, stages_left
from records.written import normal
from representatives.models import Mandate, Person
from township.models import Department, Level, Topic

REGISTERED = (
    "level", "kind", "is_handed_down", "title", "submitted_on", "occasion", "grounds", "proposal",
    "is_key", "key_on", "is_complex", "is_public", "other_signers",
)  # fmt: skip
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
        years = {row.get("submitted_on").year for row in rows}
        self.motions = defaultdict(list)
        for motion in Motion.objects.filter(year__in=years).select_related("proposer"):
            self.remember(motion)

    def remember(self, motion):
        self.motions[motion.level, motion.submitted_on.year].append(motion)

    def plan(self, row):
        told = self.defaults() | row.values
        self.name_records(row, told)
        self.fill_in(told)
        self.refuse_missing_days(told)
        found = self.known(told)
        if found is not None:
            self.take_further(found, told)
            return
        motion = Motion(
            **{n: told[n] for n in (*REGISTERED, "topic", "proposer", "session") if n in told}
        )
        enter_through(motion, told, by=self.by, signers=told.get("signers", ()))
        self.remember(motion)
        self.work.counts = True
        self.say(f"现在是“{motion.get_status_display()}”")

    def defaults(self):
        return {
            "level": Level(self.answers["level"]),
            "occasion": Motion.Occasion(self.answers["occasion"]),
        }

    # What the row names.

    def name_records(self, row, told):
        names = row.get("proposer")
        told["proposer"] = self.deputy(row, "proposer", names[0], told)
        others = list(dict.fromkeys([*names[1:], *row.get("signers", ())]))
        told["signers"] = [
            self.deputy(row, "signers" if name in row.get("signers", ()) else "proposer", name, told)
            for name in others if name != names[0]
        ]  # fmt: skip
        told["topic"] = self.topic(row)
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

    def topic(self, row):
        if "topic" in row:
            return by_name("topic", row.get("topic"), self.topics, "内容类别")
        asked = self.answers.get("topic")
        found = next((one for one in self.topics.values() if str(one.pk) == str(asked)), None)
        if found is None:
            raise ValidationError({"topic": "请填内容类别。"})
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
        is_alone = told.get("rated_result") and not told.get("rated_work")
        if is_alone and told.get("rated_on") and self.answers["rates_work"]:
            told["rated_work"] = told["rated_result"]
            self.say(f"表里只有一个满意度，办理工作也按“{told['rated_result'].label}”")
        if not told.get("replied_on") and told.get("received_on"):
            told["replied_on"] = told["received_on"]
            self.say("答复日期按收到答复函的日期")
        if told.get("replied_on") and not told.get("reply") and self.answers["reply_lost"]:
            told["reply"] = REPLY_LOST
            self.say(f"表里没有答复内容，写“{REPLY_LOST}”")
        if movers := told.get("movers"):
            self.say(f"提出人数{movers}没有存，按联名代表的名单算")
        if told.get("due_on"):
            self.say("要求结办日期没有存，期限按规定计算")
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

    def refuse_missing_days(self, told):
        """What a stage is told without its day is not stored, and must not be lost silently."""
        missing = {}
        heading = {one.name: one.heading for one in self.kind.columns}
        for stage in STAGES:
            named = [
                heading[name] for name in stage.told.values() if told.get(name) and name in heading
            ]
            if named and not told.get(stage.day):
                missing[stage.day] = f"填了{named[0]}的，请填{heading[stage.day]}。"
        if told.get("is_answered") and not told.get("replied_on"):
            missing.setdefault("replied_on", "收到答复函的，请填答复日期。")
        state = told.get("state")
        if state and not told.get(state.day):
            missing.setdefault(state.day, f"表里写着“{state.words}”，请填{heading[state.day]}。")
        if missing:
            raise ValidationError(missing)

    # What is there already.

    def known(self, told):
        day, level = told["submitted_on"], told["level"]
        title, number = same_title(told["title"]), told.get("number")
        for one in self.motions[level, day.year]:
            is_titled = same_title(one.title) == title
            is_proposed = one.proposer_id == told["proposer"].pk
            is_numbered = (
                number and one.number == number and one.session_id == keyed(told["session"])
            )
            is_dated = one.submitted_on == day
            if (is_titled and is_proposed and is_dated) or (
                is_numbered and (is_titled or is_proposed)
            ):
                return one
        return None

    def take_further(self, found, told):
        """The stages that come after all that is stored are done; the rest is for its own page."""
        left = stages_left(found, told)
        before = found.get_status_display()
        if not left:
            self.say("已登记，办理情况请在它的页面上继续填")
            return
        go_on(found, left, told, by=self.by)
        self.work.goes_on = True
        self.work.olds = {stage.day: "" for stage in left}
        self.say(f"已登记，原来是“{before}”，现在是“{found.get_status_display()}”")


def keyed(row):
    return row.pk if row else None


def level_field():
    return forms.ChoiceField(label="没写级别的是", choices=Level)


def topic_field():
    return forms.ModelChoiceField(Topic.objects.all(), label="没写内容类别的是", required=False)


def occasion_field():
    return forms.ChoiceField(label="没写提出时段的是", choices=Motion.Occasion)


def reply_lost_field():
    return forms.BooleanField(label=f"表里没有答复内容的，写“{REPLY_LOST}”", required=False)


def rates_work_field():
    return forms.BooleanField(label="只有一个满意度的，办理工作和办理结果都按它", required=False)


class Motions(Kind):
    key, title, unit = "motions", "议案建议", "件"
    about = "议案和建议、批评、意见，从提出到办结，办到哪一步填到哪一步。"
    permission, listed_at = "motions.add_motion", "admin:motions_motion_changelist"
    stores = (NumberSeries, Motion, Signature, Handling, Rating, MotionEvent)
    planner, at_most = MotionPlanner, 500
    asks = (
        Ask("level", level_field, lambda: Level.TOWN.value),
        Ask("topic", topic_field),
        Ask("occasion", occasion_field, lambda: Motion.Occasion.BETWEEN.value),
        Ask("reply_lost", reply_lost_field, lambda: True),
        Ask("rates_work", rates_work_field, lambda: True),
    )
    columns = (
        Column(
            "title", "案由", cells.text(Motion, "title"), is_required=True, example="关于清理排水沟的建议",
            also=("标题", "题目", "建议标题", "议案标题", "建议名称", "建议题目", "建议案由", "名称"),
        ),
        Column(
            "number", "编号", motion_number, example="12",
            also=("建议编号", "议案编号", "建议(议案)编号", "议案建议编号", "建议号", "案号"),
        ),
        Column(
            "proposer", "领衔代表", several_names, is_required=True, example="许桂兰",
            also=(
                "提建议人", "姓名", "提出人", "提案人", "领衔人", "代表姓名", "代表", "提出代表", "建议人",
            ),
        ),
        Column(
            "signers", "联名代表", several_names, example="单国富、曾玉梅",
            also=("附议人", "附议代表", "附议", "联名人", "联名", "提出人数/附议人"),
        ),
        Column("movers", "提出人数", typed(lambda: forms.CharField()), also=("人数", "联名人数", "附议人数")),
        Column(
            "submitted_on", "提出日期", cells.day, is_required=True, looks="day", example="2022-03-01",
            also=("提出时间", "提交日期", "提交时间", "收到日期", "收到建议日期", "日期", "登记日期"),
        ),
        Column(
            "level", "级别", cells.choice(
                Level, {"镇级": "town", "乡级": "town", "县级": "county", "区级": "county", "县": "county",
                        "市级": "county", "省级": "province"},
            ),
            also=("层级",), choices=Level, example="镇",
        ),
        Column(
            "kind", "文种", cells.choice(
                Motion.Kind, {"建议、批评和意见": "suggestion", "代表建议": "suggestion"},
            ),
            also=("类型", "类别", "种类"), choices=Motion.Kind, example="建议",
        ),
        Column(
            "topic", "内容类别", cells.name, also=("内容分类", "分类", "建议类别", "所属类别"),
            choices=lambda: list(Topic.objects.values_list("name", flat=True)), example="水利设施",
        ),
        Column(
            "occasion", "提出时段", cells.choice(
                Motion.Occasion,
                {"大会": "session", "会议期间": "session", "会中": "session", "人代会": "session",
                 "闭会": "between", "平时": "between"},
            ),
            also=("立案形式", "时段", "提出形式"), choices=Motion.Occasion, example="闭会期间",
        ),
        Column("session", "在哪次人代会", cells.name, also=("会次", "会议", "届次会次", "人代会")),
        Column("is_handed_down", "上一级交办", cells.mark, also=("上级交办",)),
        Column("grounds", "情况（案据）", cells.text(Motion, "grounds"), also=("情况", "案据", "建议内容", "内容")),
        Column("proposal", "建议（方案）", cells.text(Motion, "proposal"), also=("方案", "具体建议")),
        Column("is_key", "重点督办", cells.mark, also=("重点", "是否重点", "重点建议", "是否重点督办")),
        Column("key_on", "列为重点督办的日期", cells.day),
        Column("is_complex", "涉及面广、处理难度大", cells.mark),
        Column("is_public", "同意公开", cells.mark, also=("是否公开", "公开")),
        Column("other_signers", "其他乡镇的联名代表", cells.text(Motion, "other_signers")),
        Column(
            "accepted_on", "受理日期", cells.day, example="2022-03-02",
            also=("受理时间", "立案日期", "立案时间", "审查日期"),
        ),
        Column(
            "handed_over_on", "交办日期", cells.day, example="2022-03-05",
            also=("交办时间", "转办日期", "转办时间"),
        ),
        Column("intended", "拟主办单位", typed(lambda: forms.CharField()), also=("拟办单位", "拟承办单位")),
        Column(
            "lead", "主办单位", cells.name, also=("承办单位", "办理单位", "主办", "责任单位", "承办部门"),
            example="水利站",
        ),
        Column(
            "assists", "协办单位", several_names, also=("协办", "会办单位", "分办单位"),
            example="农业农村办公室",
        ),
        Column("due_on", "要求结办日期", cells.day, also=("办理期限", "要求办结日期", "办结期限")),
        Column("consulted_on", "沟通日期", cells.day, also=("沟通时间", "面商日期", "走访日期")),
        Column(
            "way", "沟通方式", cells.choice(
                Handling.Consultation, {"走访": "visit", "上门": "visit", "面商": "visit", "打电话": "phone"},
            ),
            also=("面商方式",), choices=Handling.Consultation,
        ),
        Column("is_answered", "是否收到答复函", cells.mark, also=("收到答复函", "是否答复")),
        Column("received_on", "收到时间", cells.day, also=("收到答复函时间", "收到答复时间")),
        Column(
            "replied_on", "答复日期", cells.day, example="2022-04-01",
            also=("答复时间", "办复日期", "办复时间", "复函日期"),
        ),
        Column(
            "result_class", "结果类别", class_words, example="A",
            also=("办理类型", "办理结果", "办复类型", "办理类别", "答复类别", "结果"),
        ),
        Column("reply_number", "答复文号", typed(lambda: forms.CharField(max_length=40)), also=("文号", "复函文号")),
        Column(
            "reply", "答复内容", typed(lambda: forms.CharField(max_length=10_000)),
            also=("答复", "答复情况", "办理情况", "答复意见"), example="水渠已经清理。",
        ),
        Column("promise", "承诺事项", typed(lambda: forms.CharField(max_length=200)), also=("承诺",)),
        Column("promise_due_on", "承诺期限", cells.day, also=("计划完成日期", "计划完成时间")),
        Column(
            "rated_on", "评价日期", cells.day, example="2022-04-08",
            also=("评价时间", "反馈日期", "反馈时间", "测评日期", "征询日期", "签名日期"),
        ),
        Column(
            "rated_work", "对办理工作", verdict, also=("对办理工作的评价", "工作满意度", "办理态度"),
            choices=Satisfaction, example="满意",
        ),
        Column(
            "rated_result", "对办理结果", verdict, choices=Satisfaction, example="满意",
            also=(
                "满意度", "代表满意度", "满意情况", "评价", "代表评价", "测评结果", "代表测评情况", "反馈意见",
                "满意/基本满意/不满意", "满意、基本满意、不满意", "满意，基本满意，不满意", "对办理结果的评价",
                "是否满意",
            ),
        ),
        Column("satisfied", "满意", cells.mark),
        Column("mostly", "基本满意", cells.mark, also=("较满意", "比较满意")),
        Column("unsatisfied", "不满意", cells.mark),
        Column(
            "reason", "意见", typed(lambda: forms.CharField(max_length=200)),
            also=("对办理情况意见", "代表意见", "不满意的理由", "不满意理由", "不满意原因"),
        ),
        Column("closed_on", "办结日期", cells.day, also=("办结时间", "结案日期", "完成日期"), example="2022-04-10"),
        Column("state", "状态", state_word, also=("提交状态", "办理状态", "办理进度", "进展", "进度")),
    )  # fmt: skip

    def refusal(self):
        if not Topic.objects.exists():
            return "还没有登记内容类别，请先登记，再导入议案建议。"
        return ""
