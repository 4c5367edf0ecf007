"""Households, with what each is and the deputy who keeps in touch with it."""

from imports.kinds import cells
from imports.kinds.base import Column, Kind
from imports.kinds.homes import (
    HomePlanner,
    asked_day,
    category_column,
    day_ask,
    deputy_column,
    group_column,
    village_column,
)
from imports.kinds.matching import Evidence, one_of
from records.columns import BETWEEN_NUMBERS
from representatives.models import Assignment, Category, Household, HouseholdCategory
from township.shipped.content import content

PHONES = {"phone": "phones", "other_phones": "phones"}
TOLD = ("members", "workers", "away", "away_to", "industry", "note")


class HouseholdPlanner(HomePlanner):
    home_column = "head_name"

    def load(self, rows):
        self.since = asked_day(self.answers, "since")
        self.held_since = asked_day(self.answers, "held_since")
        self.load_homes(rows)
        self.met = set()  # the households that an earlier row of this table is about

    def plan(self, row):
        village = self.village_of(row)
        home, why = self.known(row, village)
        if home:
            self.say(why)
            self.say_more(home, row)
        else:
            home = self.create(self.new(row, village), counts=True, told=PHONES)
        self.met.add(home.pk)
        person, start = self.deputy_and_day(row)
        if row.get("category"):
            self.be_of(home, row, start)
        if person:
            self.keep_in_touch(home, row, person, start)

    # Which household it is.

    def known(self, row, village):
        name = row.get("head_name")
        found = self.books.near(Household, head_name=name).filter(village=village)
        if row.get("group"):
            # Two groups tell two households of one name apart, where both are written down.
            found = [home for home in found if home.group in ("", row.get("group"))]
        found = plainly(found, row)
        return one_of(
            row, "head_name", found, lambda home: self.evidence(home, row), describe,
            f"{village}已有叫“{name}”的联系户，看不出是不是同一户，请选。",
        )  # fmt: skip

    def evidence(self, home, row):
        told = [
            Evidence("村", home.village_id, home.village_id),
            Evidence("组", row.get("group"), home.group),
            Evidence("电话", row.get("phones"), shared(home, row.get("phones", ()))),
        ]
        if home.pk in self.met:
            # A household may fill two rows of a table, but then both say the same of it.
            told += [Evidence(name, row.get(name), getattr(home, name)) for name in TOLD]
        return told

    def new(self, row, village):
        return Household(
            head_name=row.get("head_name"), village=village,
            **row.of("group", *TOLD), **new_phones(None, row.get("phones", ())),
        )  # fmt: skip

    def say_more(self, home, row):
        """What the row says of `home`, which is there; the telephones are one column of the table."""
        had = "、".join(known_phones(home))
        numbers = new_phones(home, row.get("phones", ()))
        self.change(home, row.of("group", *TOLD) | numbers, PHONES)
        if home.pk > 0 and numbers:
            self.work.olds["phones"] = had

    # What it is, and who keeps in touch with it.

    def be_of(self, home, row, held_from):
        """It is of the category that the row says, from its day; otherwise from the day that was
        asked, or from that on which somebody begins to keep in touch with it."""
        told = row.get("category_since")
        day = told or min(filter(None, [self.since, held_from]))
        category = self.category_called(row.get("category"), day)
        spans = self.books.near(HouseholdCategory, household=home.pk, category=category.pk)
        found = next((span for span in spans if span.covers(day)), None)
        later = next((span for span in spans if span.ended_on is None and not found), None)
        if later and told:
            self.change(later, {"starts_on": told}, {"starts_on": "category_since"})
        elif not found and not later:
            span = HouseholdCategory(household=home, category=category, starts_on=day)
            if home.pk > 0 and not self.books.near(HouseholdCategory, household=home.pk):
                self.work.olds["category"] = ""
            self.create(span, told={"starts_on": "category_since"})
            if not told:
                self.say(f"{category.name_on(day)}自{day}起")
        elif not told or told != (found or later).starts_on:
            span = found or later
            self.say(f"自{span.starts_on}起已是{category.name_on(span.starts_on)}")

    def deputy_and_day(self, row):
        """(the deputy, the first day): the day of the row, the one asked, or the first of their
        mandate where that is later."""
        if not row.get("deputy"):
            return None, None
        day = row.get("held_since") or self.held_since
        person = self.find_deputy(row, day)
        if "held_since" not in row and not self.mandate_on(person, day):
            later = (one.starts_on for one in self.mandates_of(person) if one.starts_on > day)
            day = next(later, day)
        return person, day

    def keep_in_touch(self, home, row, person, day):
        held = next((one for one in self.assignments_of(home) if one.ended_on is None), None)
        if held and held.person_id == person.pk:
            self.say(f"自{held.starts_on}起已由{person}联系")
            return
        assignment = Assignment(
            person=person, household=home, category=self.category_of(row, home, day), starts_on=day
        )
        self.create(assignment, told={"person": "deputy", "starts_on": "held_since"})
        if home.pk > 0 and not held:
            self.work.olds["deputy"] = ""
        if "held_since" not in row:
            self.say(f"自{day}起由{person}联系")


def plainly(homes, row):
    """Of several households that one to which the telephone or the group of `row` belongs."""
    if len(homes) < 2:
        return homes
    for fits in (
        lambda home: bool(shared(home, row.get("phones", ()))),
        lambda home: bool(home.group) and home.group == row.get("group"),
    ):
        same = [home for home in homes if fits(home)]
        if len(same) == 1:
            return same
    return homes


def known_phones(home):
    return [one for one in (home.phone, *home.other_phones.split(BETWEEN_NUMBERS)) if one]


def shared(home, phones):
    """What `home` says against or for `phones`: they themselves where they share a number."""
    known = known_phones(home)
    return phones if set(known) & set(phones) else tuple(known)


def new_phones(home, phones):
    """{column: value}: the numbers `phones`, where `home` (None where it is new) lacks one."""
    if not phones or (home and set(phones) <= set(known_phones(home))):
        return {}
    known = known_phones(home)[1:] if home else []
    if home and home.phone in phones:
        phones = (home.phone, *(one for one in phones if one != home.phone))
    others = list(dict.fromkeys([*phones[1:], *known]))
    return {"phone": phones[0], "other_phones": BETWEEN_NUMBERS.join(others)}


def describe(home):
    told = [f"家庭人口{home.members}" if home.members is not None else ""]
    told += [f"电话尾号{home.phone[-4:]}" if home.phone else ""]
    words = "，".join(word for word in told if word)
    return f"{home}{'，' if words else ''}{words}"


class Households(Kind):
    key, title, unit = "households", "联系户", "户"
    about = "代表联系的户，带类别的一并登记类别，写了代表的一并安排联系。"
    permission = "representatives.add_household"
    listed_at = "admin:representatives_household_changelist"
    stores, planner = (Household, HouseholdCategory, Assignment), HouseholdPlanner
    asks = (
        day_ask("since", "表里没写日期的，户的类别从哪天起"),
        day_ask("held_since", "表里没写日期的，代表从哪天起联系"),
    )
    columns = (
        Column(
            "head_name", "户主姓名", cells.name, also=("户主", "户名", "姓名", "联系户", "联系户姓名"),
            is_required=True, example="王二保",
        ),
        village_column(is_required=True),
        group_column(),
        Column(
            "phones", "电话", cells.phones, also=("联系电话", "手机", "手机号", "手机号码", "电话号码"),
            looks="phone", example="13800001111",
        ),
        Column(
            "members", "家庭人口", cells.number("人"), example="4",
            also=("人口", "家庭人数", "家庭人口数", "人口数"),
        ),
        Column("workers", "劳动力", cells.number("人"), also=("劳力", "劳动力人数", "劳动力数")),
        Column(
            "away", "外出务工人数", cells.number("人"),
            also=("外出劳动", "外出人数", "外出务工", "务工人数", "外出劳动力"),
        ),
        Column(
            "away_to", "外出大致去向", cells.text(Household, "away_to"),
            also=("外出去向", "务工地点", "外出地点", "务工去向", "去向"),
        ),
        Column(
            "industry", "主要产业", cells.text(Household, "industry"), example="水稻46亩",
            also=("产业", "种植规模", "生产经营", "经营项目"),
        ),
        Column(
            "note", "备注", cells.text(Household, "note"), also=("说明",),
            hint="不记身份证号、病情和未成年人姓名。",
        ),
        category_column(),
        Column(
            "category_since", "类别开始日期", cells.day,
            also=("认定日期", "认定时间", "纳入时间", "纳入日期", "建档时间"),
        ),
        deputy_column(),
        Column(
            "held_since", "联系开始日期", cells.day,
            also=("开始联系日期", "联系时间", "起始时间", "结对时间", "从哪天起联系"),
        ),
    )  # fmt: skip

    def advice(self, wrong):
        """Where the categories are those of the program, and none is used, the table has the town's own."""
        shipped = {row["code"]: row["name"] for row in content("lists")["category"]}
        known = set(Category.objects.values_list("code", flat=True))
        if "category" not in wrong or known != set(shipped) or HouseholdCategory.objects.exists():
            return None
        return (
            f"台账里的联系户类别还是程序带来的{'、'.join(shipped.values())}，和这张表里的不一样。"
            "不这样分的，先改成自己的，再回来重新核对：",
            "admin:representatives_category_changelist", "联系户类别",
        )  # fmt: skip
