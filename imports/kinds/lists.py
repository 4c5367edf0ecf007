"""Lists that a town begins with: villages, departments, constituencies."""

from django import forms
from django.core.exceptions import ValidationError

from imports.kinds import cells
from imports.kinds.base import Ask, Column, Kind, Planner
from records.written import plain
from representatives.models import Constituency
from township.models import Department, Term, Topic, Village
from township.spans import today


def said_of(found):
    return "已经登记过" if found.pk > 0 else "和前面的一行相同"


def refuse_other_words(found, told, column):
    """Of two rows of one table about the same new record, which say different things, none is right."""
    if found.pk < 0 and any(getattr(found, name) != value for name, value in told.items()):
        raise ValidationError({column: f"前面已有一行也是“{found.name}”，写的不一样，请留一行。"})


class PlannerByName(Planner):
    """Of records with a name that no two share; the place is that of the row, after what is there."""

    def load(self, rows):
        model = self.kind.stores[0]
        known = self.books.load_all(model, "name")
        self.next_place = max((row.order for row in known), default=0) + 1

    def plan(self, row):
        model = self.kind.stores[0]
        told = dict(row.values)
        found = self.books.near(model, name=told.pop("name")).first()
        if found:
            self.say(said_of(found))
            refuse_other_words(found, told, "name")
            self.change(found, told)
            return
        new = model(name=row.values["name"], order=self.next_place, **told)
        self.create(new, counts=True)
        self.next_place += 1


class Villages(Kind):
    key, title, unit = "villages", "村（社区）", "个"
    about = "村和社区的名称、户籍人口。"
    permission, listed_at = "township.add_village", "admin:township_village_changelist"
    stores, planner = (Village,), PlannerByName
    columns = (
        Column(
            "name", "名称", cells.name, is_required=True, looks="village", example="桥头村",
            also=("村名", "村（社区）", "村（居）", "村居", "村委会", "行政村", "村（社区）名称", "单位"),
        ),
        Column(
            "population", "户籍人口", cells.number("人"), example="1860",
            also=("人口", "总人口", "户籍人数", "人口数"),
        ),
    )  # fmt: skip


class DepartmentPlanner(PlannerByName):
    def plan(self, row):
        if "kind" not in row and not self.books.near(Department, name=row.values["name"]):
            row.values["kind"] = self.answers["kind"]
        super().plan(row)


# In a column of its own the bare word is enough.
BY_LEVEL = cells.choice(
    Department.Kind, {"镇": "town", "乡": "town", "县": "above", "市": "above", "区": "above"}
)


def department_kind(value):
    return Department.Kind.called(plain(cells.text_of(value))) or BY_LEVEL(value)


class Departments(Kind):
    key, title, unit = "departments", "承办单位", "个"
    about = "办理意见建议的站所、办公室、村和上级部门。"
    permission, listed_at = "township.add_department", "admin:township_department_changelist"
    stores, planner = (Department,), DepartmentPlanner
    columns = (
        Column(
            "name", "名称", cells.name, is_required=True, example="农业农村办公室",
            also=("承办单位", "单位", "单位名称", "部门", "部门名称", "主办单位"),
        ),
        Column(
            "kind", "类别", department_kind,
            also=("单位类别", "级别"), choices=Department.Kind, example="上级部门",
            hint="不填的，按上面选的。",
        ),
        Column("contact", "联系人", cells.text(Department, "contact"), also=("负责人", "联络员")),
    )  # fmt: skip
    asks = (
        Ask("kind", lambda: forms.ChoiceField(label="没写类别的单位是", choices=Department.Kind),
            lambda: Department.Kind.TOWN.value),
    )  # fmt: skip


def term_ask():
    return Ask(
        "term",
        lambda: forms.ModelChoiceField(Term.objects.all(), label="届次"),
        current_term,
        lasts=False,
    )


NO_TOPIC_IS = "没写内容类别的是"
NO_TOPIC = f"请填内容类别；整张表都没写的，在上面“{NO_TOPIC_IS}”里选。"


def topic_ask():
    """Which topic is meant where a row names none: the town's 其他, where it has one."""
    return Ask(
        "topic",
        lambda: forms.ModelChoiceField(Topic.objects.all(), label=NO_TOPIC_IS, required=False),
        topic_of_the_rest,
    )


def topic_of_the_rest():
    """The key of the topic 其他; None where the town has none, or several."""
    keys = Topic.objects.filter(name__regex="^其[他它]").values_list("pk", flat=True)[:2]
    return keys[0] if len(keys) == 1 else None


def current_term():
    """The key of the town's term of today, None before there is one."""
    term = Term.objects.of_town_on(today())
    return term and term.pk


NO_TERM = "还没有登记届次，请先在“届次”里登记本届。"


class ConstituencyPlanner(Planner):
    def load(self, rows):
        self.term = Term.objects.get(pk=self.answers["term"])
        known = self.books.load(Constituency, "term_id", [self.term.pk])
        self.taken = {row.number for row in known}
        self.named = {row.get("number", 0) for row in rows}

    def plan(self, row):
        told, number = row.of("name", "seats"), row.get("number")
        rows = self.books.near(Constituency, term_id=self.term.pk)
        found = next(
            (one for one in rows if number in (None, one.number) and one.name == told["name"]), None
        )
        if found:
            self.say(said_of(found))
            refuse_other_words(found, told, "name")
            self.change(found, told)
            return
        if number in self.taken:
            raise ValidationError({"number": f"这一届已经有{number}号选区。"})
        number = max(self.taken | self.named) + 1 if number is None else number
        new = self.create(Constituency(term=self.term, number=number, **told), counts=True)
        if "seats" not in told:
            self.say(f"应选名额没写，按{new.seats}名")
        self.taken.add(number)


class Constituencies(Kind):
    key, title, unit = "constituencies", "选区", "个"
    about = "一届的选区和应选名额。"
    permission, listed_at = (
        "representatives.add_constituency", "admin:representatives_constituency_changelist",
    )  # fmt: skip
    stores, planner = (Constituency,), ConstituencyPlanner
    asks = (term_ask(),)
    columns = (
        Column("number", "选区号", cells.constituency_number, also=("选区编号", "编号"), example="1"),
        Column(
            "name", "选区名称", cells.name, also=("选区", "名称"), is_required=True, example="桥头选区",
        ),
        Column(
            "seats", "应选名额", cells.number("名"), also=("名额", "代表名额", "应选人数", "应选代表", "应选代表名额", "应选代表数", "代表数"),
            example="3",
        ),
    )  # fmt: skip

    def refusal(self):
        return "" if Term.objects.exists() else NO_TERM
