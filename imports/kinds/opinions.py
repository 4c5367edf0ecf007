"""意见建议: what people said, as far as it was followed."""

import copy
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError

from imports.kinds import cells
from imports.kinds.base import Ask, Column, Kind, Planner
from imports.kinds.homes import described, parted, place_of
from imports.kinds.lists import NO_TOPIC, topic_ask
from imports.kinds.matching import by_name, the_one
from records.written import names_in, normal
from representatives import opinions
from representatives.models import Household, Opinion, Person
from township.models import Department, Topic, Village
from township.rulebook import Rulebook
from township.words import say

Source, Disposal, Outcome, ToldBack = (
    Opinion.Source, Opinion.Disposal, Opinion.Outcome, Opinion.ToldBack
)  # fmt: skip
STEPS = (
    "handed_over_on", "answered_on", "answer", "outcome", "horizon", "told_back_on", "told_back_by",
)  # fmt: skip
# What a change of the above moves beside it.
MOVED = (
    *opinions.CORRECTABLE, "disposed_on", "disposed_on_from", "rule", "due_on", "due_because",
)  # fmt: skip
# What an answer on the spot fills in; and what is said only together.
AT_ONCE = ("answered_on", "outcome", "told_back_on", "told_back_by")
TOGETHER = (("answered_on", "outcome"), ("told_back_on", "told_back_by"))
BY_KIND = {Department.Kind.VILLAGE: Disposal.VILLAGE, Department.Kind.TOWN: Disposal.TOWN}


def one_name(value):
    """The name of one person; several in a cell are refused."""
    names = names_in(cells.text_of(value))
    if len(names) > 1:
        raise ValidationError(f"这一格写了{len(names)}个人，请只写一人。")
    return names[0] if names else ""


def same_text(text):
    """What was said, without what two copies of it differ in: spaces and the end of the sentence."""
    return "".join(normal(text).split()).rstrip("。.")


def voice(day, household, raiser):
    """Who spoke on which day: of a household nobody is named beside it."""
    return day, household.pk if household else normal(raiser)


def is_same_text(told, known):
    """Whether `told` is what is `known`, or its beginning, as a list shows what is long."""
    return told == known or (told.endswith("…") and known.startswith(told.rstrip("…")))


class OpinionPlanner(Planner):
    def load(self, rows):
        books, self.rules = self.books, Rulebook()
        self.villages = {row.name: row for row in Village.objects.all()}
        self.departments = {row.name: row for row in Department.objects.all()}
        self.topics = {row.name: row for row in Topic.objects.all()}
        self.topic = next(
            (row for row in self.topics.values() if str(row.pk) == str(self.answers["topic"])), None
        )
        books.load(Person, "name", {row.get("heard_by") for row in rows}, ["village"])
        heads = {self.head_of(row) for row in rows}
        books.load(Household, "head_name", heads, ["village"])
        related = ["household", "heard_by", "topic", "department", "rule", "visit__assignment"]
        days = {row.get("heard_on") for row in rows}
        self.said = defaultdict(list)
        for opinion in books.load(Opinion, "heard_on", days, related):
            self.remember(opinion)

    def head_of(self, row):
        """Whose household spoke: the cell of the household; or of who spoke, where a visit was made or
        the cell says where the household is."""
        if "household" in row:
            return parted(row.get("household"))[0]
        raiser, place = parted(row.get("raiser"))
        is_visit = row.get("source", self.answers["source"]) == Source.VISIT
        return (raiser or None) if is_visit or place else None

    def plan(self, row):
        told = row.of("heard_on", "source", "text", "disposal", *STEPS) | self.named(row)
        found = self.known(told)
        if found is None:
            self.enter(told)
            return
        self.say("已经登记过" if found.pk > 0 else "和前面的一行相同")
        self.take_further(found, told)

    def named(self, row):
        """{column: record} of what the row names."""
        told = {}
        if head := self.head_of(row):
            told["household"] = self.household(row, head)
            if "household" not in row:
                self.say("走访听到的，提出人按联系户登记")
        elif "raiser" in row:
            told["raiser"] = row.get("raiser")
        if "heard_by" in row:
            told["heard_by"] = self.hearer(row)
        for name, known, what in (
            ("topic", self.topics, "内容类别"), ("department", self.departments, "承办单位"),
        ):  # fmt: skip
            if name in row:
                told[name] = by_name(name, row.get(name), known, what)
        return told

    def household(self, row, head):
        column = "household" if "household" in row else "raiser"
        found = list(self.books.near(Household, head_name=head))
        if place := parted(row.get(column))[1]:
            found = [home for home in found if place in (str(home.village), place_of(home))]
        if "village" in row:
            village = by_name("village", row.get("village"), self.villages, "村（社区）")
            found = [home for home in found if home.village_id == village.pk]
        return the_one(
            row, column, found, lambda home: f"{home}{home.group}",
            f"没有登记户主叫“{head}”的联系户，请核对；不是联系户提出的，写在“提出人”里，并写明来源。",
            f"叫“{head}”的联系户有{len(found)}户，请选是哪一户。",
        )  # fmt: skip

    def hearer(self, row):
        name = row.get("heard_by")
        found = list(self.books.near(Person, name=name))
        return the_one(
            row, "heard_by", found, described,
            f"没有登记叫“{name}”的人，请核对姓名，或者先登记。",
            f"叫“{name}”的有{len(found)}人，请选是哪一人。",
        )  # fmt: skip

    def known(self, told):
        """The opinion, stored or planned, that says the same on the same day from the same people."""
        text = same_text(told["text"])
        said = self.said[voice(told["heard_on"], told.get("household"), told.get("raiser", ""))]
        return next((one for one in said if is_same_text(text, same_text(one.text))), None)

    def remember(self, opinion):
        self.said[voice(opinion.heard_on, opinion.household, opinion.raiser)].append(opinion)

    def enter(self, told):
        """As the form of a new opinion stores it."""
        if "topic" not in told:
            told["topic"] = self.asked_topic()
        if "source" not in told:
            told["source"] = Source.VISIT if "household" in told else Source(self.answers["source"])
        if "disposal" not in told:
            department = told.get("department")
            told["disposal"] = BY_KIND.get(department and department.kind, Disposal.TOWN)
            self.say(f"没写处理方式，按{say(str(told['disposal'].label))}")
        opinion = opinions.settle(Opinion(**told), self.rules)
        self.say_what_is_filled_in(opinion, told)
        self.refuse_halves(opinion)
        self.remember(self.create(opinion, counts=True))

    def asked_topic(self):
        if self.topic is None:
            raise ValidationError({"topic": NO_TOPIC})
        self.say(f"没写内容类别，按“{self.topic}”")
        return self.topic

    def say_what_is_filled_in(self, opinion, told):
        """Of what was answered on the spot a table seldom says when: it is said in words. Returns the
        columns that `told` left to it."""
        if opinion.disposal not in Opinion.ON_THE_SPOT:
            return ()
        filled = [name for name in AT_ONCE if name not in told and getattr(opinion, name)]
        if "answered_on" not in filled:
            return ()
        days = [self.kind.column(name).heading for name in filled if name.endswith("_on")]
        words = [f"{'、'.join(days)}按听到日期"]
        words += [
            f"{self.kind.column(name).heading}按“{cells.shown(opinion, name, getattr(opinion, name))}”"
            for name in filled if not name.endswith("_on")
        ]  # fmt: skip
        self.say(f"{cells.shown(opinion, 'disposal', opinion.disposal)}的，{'，'.join(words)}")
        return filled

    def refuse_halves(self, opinion):
        """Of two that are said together, the one that is missing is asked for at its own cell."""
        for pair in TOGETHER:
            missing = [name for name in pair if not getattr(opinion, name)]
            if len(missing) == 1:
                first, second, asked = (
                    self.kind.column(name).heading for name in (*pair, *missing)
                )
                raise ValidationError({missing[0]: f"{first}和{second}要一起填写，请填{asked}。"})

    def take_further(self, found, told):
        """What the row says beyond what is stored; the clock is judged again where it is another."""
        for name in ("text", "raiser"):  # but for spaces they are the same
            told.pop(name, None)
        steps = {name: told.pop(name) for name in opinions.CORRECTABLE if name in told}
        later = copy.copy(found)
        opinions.put_right(later, steps, self.rules)
        filled = ()
        if later.disposal != found.disposal:
            opinions.answer_on_the_spot(later)
            filled = self.say_what_is_filled_in(later, steps)
        self.refuse_halves(later)
        self.change(found, told | {name: getattr(later, name) for name in MOVED})
        shown = {one.name for one in self.kind.columns}.difference(filled)
        self.work.olds = {name: old for name, old in self.work.olds.items() if name in shown}


def source_field():
    return forms.ChoiceField(label="没写来源的是", choices=Source)


class Opinions(Kind):
    key, title, unit = "opinions", "意见建议", "条"
    about = "群众反映的意见建议：谁听到的、怎么处理、转给谁、怎么答复和回告的。"
    permission = "representatives.add_opinion"
    listed_at = "admin:representatives_opinion_changelist"
    stores, planner = (Opinion,), OpinionPlanner
    asks = (
        topic_ask(),
        Ask("source", source_field, lambda: Source.LETTER.value),
    )
    columns = (
        Column(
            "heard_on", "听到日期", cells.day, is_required=True, looks="day", example="2022-03-01",
            also=(
                "日期", "时间", "反映时间", "反映日期", "收集时间", "收集日期", "接待日期", "走访日期",
                "登记日期", "提出时间", "提出日期",
            ),
        ),
        Column(
            "text", "内容", cells.text(Opinion, "text"), is_required=True,
            also=(
                "意见内容", "意见建议内容", "意见建议", "群众意见", "反映的意见", "反映内容", "反映问题",
                "反映的问题", "主要诉求", "建议内容", "问题",
            ),
            example="门前水渠堵了，一下雨就淹。",
        ),
        Column(
            "source", "来源",
            cells.choice(
                Source,
                {"走访": "visit", "入户走访": "visit", "入户": "visit", "联系户": "visit",
                 "接待": "reception", "接待日": "reception", "代表接待": "reception",
                 "座谈会": "talk", "会上": "meeting", "来信": "letter", "来访": "letter",
                 "信访": "letter", "来电": "letter"},
            ),
            also=("意见来源", "渠道", "收集渠道", "收集方式", "来源渠道"), choices=Source, example="走访联系户",
        ),
        Column(
            "household", "提出的联系户", one_name, example="王二保",
            also=("联系户", "户主", "户主姓名", "联系户姓名", "联系户户主"),
        ),
        Column(
            "village", "村（社区）", cells.name, example="桥头村",
            also=("村", "村名", "村居", "所在村", "行政村"), hint="用来分清同名的联系户。",
        ),
        Column(
            "raiser", "提出人", cells.text(Opinion, "raiser"), example="",
            also=("反映人", "群众姓名", "群众", "建议人", "提出群众", "来访人", "姓名"),
            hint="不是联系户的写在这里。",
        ),
        Column(
            "heard_by", "听取人", one_name, example="许桂兰",
            also=(
                "听取代表", "代表", "代表姓名", "人大代表", "接待代表", "走访代表", "收集人", "接待人",
                "收集代表", "收集人员", "走访人", "联系代表", "听取人员",
            ),
        ),
        Column(
            "topic", "内容类别", cells.name, also=("类别", "意见类别", "问题类别", "分类"),
            choices=lambda: list(Topic.objects.values_list("name", flat=True)), example="水利设施",
        ),
        Column(
            "disposal", "处理方式",
            cells.choice(
                Disposal,
                {"当场答复": "explained", "当场解释": "explained", "解释": "explained",
                 "村办理": "village", "村里办理": "village", "交村办理": "village",
                 "村研究办理": "village", "镇政府办理": "town", "政府办理": "town", "镇办理": "town",
                 "乡政府办理": "town", "部门办理": "town", "转办": "town", "交办": "town",
                 "代表建议": "motion", "形成建议": "motion", "上级建议": "above",
                 "不予受理": "outside", "不属受理范围": "outside"},
            ),
            also=("处理", "办理方式", "处理意见", "处置方式"), choices=Disposal, example="",
        ),
        Column(
            "department", "承办单位", cells.name, example="水利站",
            choices=lambda: list(Department.objects.values_list("name", flat=True)),
            also=("办理单位", "责任单位", "转办单位", "主办单位", "交办单位", "承办部门"),
        ),
        Column(
            "handed_over_on", "转办日期", cells.day, example="2022-03-03",
            also=("转办时间", "交办日期", "交办时间"),
        ),
        Column(
            "answered_on", "答复日期", cells.day, example="2022-03-20",
            also=("答复时间", "办理日期", "办理时间", "办结日期", "办结时间"),
        ),
        Column(
            "outcome", "结果",
            cells.choice(
                Outcome,
                {"采纳": "adopted", "解决": "solved", "办结": "solved", "已办结": "solved",
                 "计划": "planned", "已列入计划": "planned", "解释": "explained", "已解释": "explained",
                 "转交": "referred"},
            ),
            also=("办理结果", "办理情况", "落实情况", "办结情况"), choices=Outcome, example="已解决",
        ),
        Column(
            "horizon", "解决时限", cells.choice(Opinion.Horizon), also=("时限",),
            choices=Opinion.Horizon, example="短期",
        ),
        Column(
            "answer", "答复内容", cells.text(Opinion, "answer"), example="水渠已经清理。",
            also=("答复", "答复情况", "答复意见", "办理答复", "处理结果", "反馈情况"),
        ),
        Column(
            "told_back_on", "回告日期", cells.day, example="2022-03-21",
            also=("回告时间", "反馈日期", "反馈时间", "回访日期"),
        ),
        Column(
            "told_back_by", "回告方式",
            cells.choice(ToldBack, {"入户": "visit", "当面": "visit", "走访": "visit", "打电话": "phone"}),
            also=("反馈方式", "回访方式"), choices=ToldBack, example="电话",
        ),
    )  # fmt: skip

    def refusal(self):
        if not Topic.objects.exists():
            return "还没有登记内容类别，请先登记，再导入意见建议。"
        return ""
