"""What the tables about households have in common: which household and which deputy a row means."""

import datetime
import re

from django.core.exceptions import ValidationError

from imports.books import AT_ONCE
from imports.kinds import cells
from imports.kinds.base import Ask, Column, Planner
from imports.kinds.matching import by_name, the_one
from records.fields import day_field
from records.written import names_in, normal, read_group
from representatives.models import (
    Assignment,
    Category,
    Household,
    HouseholdCategory,
    Mandate,
    Person,
)
from township.models import Term, Village
from township.spans import today

WITH_PLACE = re.compile(r"(.+?)（(.+)）")
HOME_HEADS = (
    "户主",
    "户名",
    "联系户",
    "户主（联系户）",
    "姓名",
    "联系对象",
    "走访对象",
    "被走访户",
)
VILLAGE_HEADS = (
    "村",
    "社区",
    "村（居）",
    "村（居委）",
    "村居",
    "行政村",
    "所在村",
    "村名",
    "所属村",
)
GROUP_HEADS = ("组", "组别", "村组", "小组", "村民小组", "所在组", "自然村")
CATEGORY_HEADS = ("户别", "类别", "联系户类别", "户类别", "农户类别", "户类型", "作为哪一类")
DEPUTY_HEADS = (
    "代表", "代表姓名", "帮扶代表", "包户代表", "责任代表", "联系人大代表", "人大代表", "走访代表",
    "由谁联系",
)  # fmt: skip


# What the list of households says where nobody keeps in touch.
NOBODY = ("待安排", "不在册")


def one_name(value):
    """The name of one person; several in a cell are refused."""
    if cells.text_of(value) in NOBODY:
        raise cells.Unsaid("没有安排代表的，不读入。")
    names = names_in(cells.text_of(value))
    if len(names) > 1:
        raise ValidationError(f"这一格写了{len(names)}个人，请只写一名代表。")
    return names[0] if names else ""


def group(value):
    return read_group(cells.text_of(value))


def village_column(**more):
    return Column(
        "village", "村（社区）", cells.name, also=VILLAGE_HEADS, example="桥头村",
        choices=villages_now, **more,
    )  # fmt: skip


def villages_now():
    return list(Village.objects.values_list("name", flat=True))


def group_column():
    return Column("group", "村民组", group, also=GROUP_HEADS, example="6组")


def home_columns():
    """Those by which a household is named that has to be there."""
    head = Column(
        "home", "户主姓名", cells.name, also=HOME_HEADS, is_required=True, example="王二保",
        hint="同名的要写村和组。",
    )  # fmt: skip
    return head, village_column(), group_column()


def category_column(**more):
    return Column(
        "category", "类别", cells.name, also=CATEGORY_HEADS, example="外出户", choices=names_now, **more
    )  # fmt: skip


def names_now():
    """What the categories are called today, for the drop-down of a template."""
    return [row.name_on(today()) for row in Category.objects.prefetch_related("names")]


def deputy_column(**more):
    return Column("deputy", "联系代表", one_name, also=DEPUTY_HEADS, example="许桂兰", **more)


def day_ask(name, label):
    return Ask(name, lambda: day_field(label), first_day, lasts=False)


def first_day():
    """The first day of the term of today; today before there is one."""
    term = Term.objects.of_town_on(today())
    return term.starts_on if term else today()


def asked_day(answers, name):
    """The day that was asked for above the preview; without one, the first day of the term."""
    told = answers.get(name)
    return datetime.date.fromisoformat(told) if told else first_day()


class HomePlanner(Planner):
    """Finds the household, the deputy and the category that a row names."""

    home_column = "home"

    def load_homes(self, rows):
        """Read the households that `rows` name, with what each is, and who kept in touch with it."""
        self.villages = {row.name: row for row in Village.objects.all()}
        self.categories = {row.pk: row for row in Category.objects.prefetch_related("names")}
        self.called = {}  # {day: {code or name: category}}
        names = {self.head_of(row) for row in rows}
        homes = self.books.load(Household, "head_name", names, ["village"])
        people = self.load_deputies(rows)
        self.lock(Person, people)
        self.lock(Household, homes)
        self.load_mandates(people)
        keys = [home.pk for home in homes]
        self.books.load(HouseholdCategory, "household", keys)
        self.load_assignments("household", keys)
        return homes

    def load_deputies(self, rows):
        names = {row.get("deputy") for row in rows if row.get("deputy")}
        return self.books.load(Person, "name", names, ["village"])

    def load_mandates(self, people):
        keys = [person.pk for person in people]
        self.books.load(Mandate, "person", keys)
        self.load_assignments("person", keys)

    def load_assignments(self, column, keys):
        for row in self.books.load(Assignment, column, keys, ["person", "household__village"]):
            row.category = self.categories[row.category_id]

    def lock(self, model, rows):
        """Lock `rows` for the plan that is stored: all of a kind by their keys, people before
        households, as representatives.services does."""
        if not self.is_final:
            return
        keys = sorted(row.pk for row in rows)
        for start in range(0, len(keys), AT_ONCE):
            some = model.objects.filter(pk__in=keys[start : start + AT_ONCE])
            list(some.select_for_update().order_by("pk").values_list("pk"))

    def head_of(self, row):
        """The head's name alone, where the cell says 王二保（桥头村6组）."""
        return parted(row.get(self.home_column))[0]

    def village_of(self, row):
        name = row.get("village")
        return by_name("village", name, self.villages, "村（社区）") if name else None

    def find_home(self, row, prefer=lambda homes: homes):
        """The household that `row` names; Doubt where several can be meant, of which `prefer` may
        leave some."""
        name, place = parted(row.get(self.home_column))
        village, group = self.village_of(row), row.get("group")
        named = list(self.books.near(Household, head_name=name))
        found = [home for home in named if village in (None, home.village)]
        found = [home for home in found if not place or place_of(home) == place]
        if group:
            # Whose group is not written down may be the one.
            same = [home for home in found if home.group == group]
            found = same or [home for home in found if not home.group]
        if len(found) > 1:
            found = prefer(found) or found
        return the_one(
            row, self.home_column, found, str, missing(name, named),
            f"叫“{name}”的联系户有{len(found)}户，请选是哪一户。",
        )  # fmt: skip

    def find_deputy(self, row, day):
        """The deputy whom `row` names: of several people of that name those who are deputies on
        `day`, and of several of these who then keeps in touch with the household of the row."""
        name = row.get("deputy")
        found = list(self.books.near(Person, name=name))
        for fits in (self.mandate_on, lambda person, day: self.keeps(person, row, day)):
            if len(found) > 1:
                found = [person for person in found if fits(person, day)] or found
        return the_one(
            row, "deputy", found, described,
            f"没有登记叫“{name}”的人，请核对姓名，或者先登记这名代表。",
            f"叫“{name}”的有{len(found)}人，请选是哪一人。",
        )  # fmt: skip

    def keeps(self, person, row, day):
        """Whether `person` keeps in touch on `day` with a household that `row` may be about."""
        village = self.village_of(row)
        return any(
            one.person_id == person.pk
            for home in self.books.near(Household, head_name=self.head_of(row))
            if village in (None, home.village) and row.get("group") in (None, home.group)
            for one in self.assignments_of(home).in_force(day)
        )

    def mandates_of(self, person):
        rows = self.books.near(Mandate, person=person.pk)
        return sorted((row for row in rows if row.confirmed_on), key=lambda row: row.starts_on)

    def mandate_on(self, person, day):
        rows = self.mandates_of(person)
        return next((row for row in rows if row.covers(day)), None)

    def category_called(self, text, day):
        """The category with the code `text`, or the one that was ever called so, first of all on `day`."""
        if day not in self.called:
            self.called[day] = called_on(self.categories.values(), day)
        return by_name("category", text, self.called[day], "联系户类别")

    def spans_of(self, home, day):
        """The categories that `home` is of on `day`, in their order."""
        spans = self.books.near(HouseholdCategory, household=home.pk).in_force(day)
        order = list(self.categories)
        return sorted(spans, key=lambda span: order.index(span.category_id))

    def category_of(self, row, home, day):
        """As what the household is kept in touch with: what `row` says, or what it is on `day`, the
        first in their order, as the form of a household takes it."""
        if row.get("category"):
            return self.category_called(row.get("category"), day)
        spans = self.spans_of(home, day)
        if not spans:
            raise ValidationError(
                {"category": f"这一户在{day}没有类别，请填类别，或者先登记它的类别。"}
            )
        return self.categories[spans[0].category_id]

    def assignments_of(self, home):
        return self.books.near(Assignment, household=home.pk)


def called_on(categories, day):
    """{code or name: category}; a name that two had means the one that has it on `day`."""
    found = {}
    for category in categories:
        for name in category.names.all():
            if name.name not in found or name.covers(day):
                found[name.name] = category
    return found | {category.code: category for category in categories}


def described(person):
    """Two people of one name are told apart by where they live and work, and how their number ends."""
    told = [str(person.village or ""), person.employer, person.phone and f"尾号{person.phone[-4:]}"]
    words = "，".join(word for word in told if word)
    return f"{person}（{words}）" if words else str(person)


def parted(text):
    """("王二保", "桥头村6组") of 王二保（桥头村6组）; the place is "" where none is written."""
    found = WITH_PLACE.fullmatch(normal(text))
    return found.groups() if found else (normal(text), "")


def place_of(home):
    return f"{home.village}{home.group}"


def missing(name, named):
    """Why no household fits: there is none of that name, or only elsewhere."""
    if not named:
        return f"没有登记户主叫“{name}”的联系户，请核对户主姓名，或者先登记这一户。"
    places = "、".join(place_of(home) for home in named[:3])
    return f"叫“{name}”的联系户登记在{places}，请核对村和组。"
