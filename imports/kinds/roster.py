"""代表名册: people, their mandates of one term, and the delegation, group and presidium they are in."""

import datetime
import re
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError

from congress.models import Body, BodyName, Post
from imports.kinds import cells
from imports.kinds.base import Ask, Column, Kind, Planner
from imports.kinds.bodies import DELEGATION, GROUP, Memberships, read_office, read_role
from imports.kinds.lists import NO_TERM, term_ask
from imports.kinds.matching import by_name, the_one
from imports.kinds.people import People
from records.bounds import DAYS
from records.fields import DayField
from records.written import plain
from records.written.characters import number_of
from records.written.phones import NOTHING
from representatives.models import Constituency, Mandate, Person
from representatives.models.certificates import wait_for_other_clerks
from representatives.models.deputies import Education, Gender, Occupation, Party
from township.models import Term, Village
from township.spans import today
from township.words import said

NUMBERED = re.compile(r"第?\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:号?选区)?(?:[(（].*)?")
OF_MANDATE = ("gained_by", "certificate", "starts_on", "confirmed_on")

PARTIES = dict.fromkeys(
    ["党员", "中共", "共产党员", "中国共产党党员", "中共正式党员", "中共预备党员", "预备党员"], Party.CPC
) | dict.fromkeys(
    ["民革", "民盟", "民建", "民进", "农工党", "农工民主党", "致公党", "九三学社", "台盟"],
    Party.DEMOCRATIC,
) | {
    "无党派": Party.NONPARTISAN, "团员": Party.YOUTH, "共青团": Party.YOUTH, "一般群众": Party.MASSES,
}  # fmt: skip
SCHOOLS = dict.fromkeys(
    ["中技", "技校", "职高", "职业高中", "中师", "中等专科"], Education.SENIOR
) | dict.fromkeys(["专科", "大学专科", "高职"], Education.COLLEGE) | dict.fromkeys(
    ["大学", "大学本科", "学士"], Education.BACHELOR
) | dict.fromkeys(
    ["硕士", "博士", "硕士研究生", "博士研究生"], Education.GRADUATE
)  # fmt: skip
OCCUPATIONS = {
    "工人": Occupation.WORKER, "一线职工": Occupation.WORKER, "务农": Occupation.FARMER,
    "专业技术": Occupation.SPECIALIST, "专技人员": Occupation.SPECIALIST,
    "知识分子": Occupation.SPECIALIST, "教师": Occupation.SPECIALIST, "医生": Occupation.SPECIALIST,
    "干部": Occupation.CADRE, "领导干部": Occupation.CADRE, "党政干部": Occupation.CADRE,
    "企业家": Occupation.OWNER, "企业主": Occupation.OWNER, "私营企业主": Occupation.OWNER,
    "其它": Occupation.OTHER,
}  # fmt: skip
GAINED = {"换届": Mandate.GainedBy.GENERAL, "补选产生": Mandate.GainedBy.BY_ELECTION}


def ethnicity(value):
    """汉 is 汉族."""
    words = plain(value).replace(" ", "")
    return words if not words or words.endswith("族") or len(words) > 5 else f"{words}族"


def named(model, column):
    """A reader of what is called or numbered so; 无 and / say that there is none."""
    read_text = cells.text(model, column)
    return lambda value: "" if plain(value) in NOTHING else read_text(value)


def first_day():
    """The first day of the term that runs."""
    term = Term.objects.of_town_on(today())
    return term and term.starts_on


def day_of(answer):
    return datetime.date.fromisoformat(answer) if answer else None


def named_so(constituencies):
    """{words: the constituencies that are called so}: 桥头选区, 桥头, 第1选区（桥头选区）."""
    found = defaultdict(list)
    for one in constituencies:
        for words in {one.name, one.name.removesuffix("选区"), str(one)}:
            found[words].append(one)
    return found


class RosterPlanner(Planner):
    def load(self, rows):
        self.term = Term.objects.get(pk=self.answers["term"])
        self.villages = {one.name: one for one in Village.objects.all()}
        self.constituencies = list(Constituency.objects.filter(term=self.term))
        self.named = named_so(self.constituencies)
        self.people = People(self, self.term)
        people = [person.pk for person in self.people.load(rows)]
        self.load_mandates(people, rows)
        self.memberships = Memberships(self, self.term)
        self.memberships.load(people)

    def find_in(self, address):
        """The Village that an address names; None where it names none, or several."""
        words = plain(address).replace(" ", "")
        found = [one for name, one in self.villages.items() if name in words]
        return found[0] if len(found) == 1 else None

    def load_mandates(self, people, rows):
        """Those of the term, and all of `people`; each is one object, however it is found."""
        if self.is_final:
            wait_for_other_clerks()
        self.books.load(Mandate, "person", people, ("term", "person"))
        ours = self.books.load(Mandate, "term", [self.term.pk], ("person",))
        places = {one.pk: one for one in self.constituencies}
        for one in ours:
            one.term = self.term
            if one.constituency_id in places:
                one.constituency = places[one.constituency_id]
        self.books.file(Mandate, "constituency", ours, places)
        cards = {one.certificate for one in ours} | {row.get("certificate") for row in rows}
        self.books.file(Mandate, "certificate", ours, cards)

    def plan(self, row):
        self.people.begin()
        self.memberships.begin()
        self.read_village(row)
        self.read_employer(row)
        place = self.constituency(row)
        person = self.people.find(row)
        if person is None:
            person = self.people.register(row)
        else:
            self.people.write(person, row)
        mandate = self.mandate(person, row, place)
        self.seat(person, row, mandate)
        self.people.touched.append(person)
        self.people.keep()
        self.memberships.keep()

    def read_village(self, row):
        """Where somebody lives is evidence of who it is, so it is known before."""
        if "village" in row:
            words = plain(row.get("village"))
            row.values["village"] = by_name("village", words, self.villages, "村（社区）")
        elif "address" in row:
            found = self.find_in(row.get("address"))
            if found:
                row.values["village"] = found
            where = f"按它记所在村：{found}" if found else "从里面没有看出是哪个村（社区）"
            self.say(f"住址不保存，{where}")

    def read_employer(self, row):
        """A table may have 单位 and 职务 apart."""
        employer, title = row.get("employer", ""), row.get("title", "")
        if title and not employer.endswith(title):
            row.values["employer"] = f"{employer}{title}"

    def constituency(self, row):
        """The Constituency that the row names, by its name or its number; None where it names none."""
        if "constituency" not in row:
            return None
        words = plain(row.get("constituency")).replace(" ", "")
        numbered = NUMBERED.fullmatch(words)
        found = self.named.get(words) or self.named.get(words.removesuffix("选区"))
        if not found and numbered:
            number = number_of(numbered[1])
            found = [one for one in self.constituencies if one.number == number]
        elif not found:
            known = {one.name: one for one in self.constituencies}
            found = [by_name("constituency", words, known, "选区")]
        missing = f"这一届没有叫“{words}”的选区，请改这一格，或者先登记选区。"
        sentence = f"这一届有几个选区叫“{words}”，请选一个。"
        return the_one(row, "constituency", found, str, missing, sentence)

    def mandate(self, person, row, place):
        """The mandate of the term that the row is about: the one that is there, or a new one."""
        told = row.of(*OF_MANDATE) | ({"constituency": place} if place else {})
        found = next(iter(self.people.mandates(person)), None)
        starts_on = row.get("starts_on")
        if found and not (starts_on and found.ended_on and found.ended_on <= starts_on):
            self.change(found, told)
            if found.ended_on and found.ended_on != self.term.ended_on:
                self.say(f"代表资格已于{found.ended_on}终止（{found.get_ended_for_display()}）")
            return found
        return self.create(self.new_mandate(person, told), counts=True)

    def new_mandate(self, person, told):
        """With what was asked for all rows, where the row does not say it. Pending without its day."""
        start = day_of(self.answers.get("starts_on")) or self.term.starts_on
        mandate = Mandate(
            person=person, term=self.term, starts_on=start,
            gained_by=self.answers["gained_by"], confirmed_on=day_of(self.answers.get("confirmed_on")),
        )  # fmt: skip
        for column, value in told.items():
            setattr(mandate, column, value)
        if self.term.ended_on:
            mandate.ended_on, mandate.ended_for = self.term.ended_on, Mandate.EndedFor.TERM
            self.say(f"本届已结束，资格到{self.term.ended_on}届满")
        return mandate

    def seat(self, person, row, mandate):
        since = mandate.starts_on
        for sort, words, role in (
            (DELEGATION, "delegation", "delegation_role"), (GROUP, "group", "group_role"),
        ):  # fmt: skip
            if words in row:
                self.memberships.join(sort, person, row.get(words), row.get(role), since)
            elif role in row:
                raise ValidationError(
                    {role: f"写了职务，没有写是哪个{sort.suffix}的，请填{sort.suffix}。"}
                )
        if "office" in row:
            self.memberships.preside(person, row.get("office"), since)


class Roster(Kind):
    key, title, unit = "roster", "代表名册", "名"
    about = "一届的代表：本人情况、选区、代表证号、代表团、代表小组和主席团职务。"
    permission = "representatives.add_mandate"
    listed_at = "admin:representatives_deputy_changelist"
    stores, planner = (Person, Mandate, Body, BodyName, Post), RosterPlanner
    asks = (
        term_ask(),
        Ask(
            "gained_by",
            lambda: forms.ChoiceField(label="没写产生方式的代表是", choices=Mandate.GainedBy),
            lambda: Mandate.GainedBy.GENERAL.value,
        ),
        Ask(
            "starts_on",
            lambda: DayField(
                label="资格开始日期", required=False, validators=DAYS, help_text="不填的按这一届的第一天。"
            ),
            first_day, lasts=False,
        ),
        Ask(
            "confirmed_on",
            lambda: DayField(
                label="资格确认日期", required=False, validators=DAYS,
                help_text="经代表资格审查确认的日期；尚待确认的留空，不计入代表。",
            ),
            first_day, lasts=False,
        ),
    )  # fmt: skip
    columns = (
        Column(
            "name", "姓名", cells.name, is_required=True, looks="name", example="许桂兰",
            also=("代表姓名", "代表", "名字"),
        ),
        Column(
            "gender", "性别", cells.choice(Gender), looks="sex", choices=Gender, example="女",
        ),
        Column(
            "ethnicity", "民族", ethnicity, also=("族别",), example="汉族", hint="新登记的人没写的，按汉族。",
        ),
        Column(
            "born_on", "出生年月", cells.month, looks="month", example="1975.06",
            also=("出生日期", "生日", "出生时间", "出生"),
        ),
        Column(
            "party", "政治面貌", cells.choice(Party, PARTIES), also=("党派", "政治面目", "党派情况"),
            choices=Party, example="中共党员",
        ),
        Column(
            "education", "学历", cells.choice(Education, SCHOOLS), choices=Education, example="大专",
            also=("文化程度", "文化", "最高学历"),
        ),
        Column(
            "occupation", "身份", cells.choice(Occupation, OCCUPATIONS), choices=Occupation,
            example="农民",
            also=("职业", "代表阶层", "阶层", "代表身份", "身份类别", "代表结构", "代表类别", "界别"),
        ),
        Column(
            "employer", "单位及职务", cells.text(Person, "employer"), example="桥头村村委会主任",
            also=("单位职务", "工作单位及职务", "工作单位", "单位", "所在单位", "单位和职务", "单位、职务",
                  "工作单位和职务"),
        ),
        Column("title", "职务", cells.text(Person, "employer"), also=("现任职务", "行政职务"),
               hint="和单位写在一起保存。"),
        Column(
            "village", "所在村（社区）", named(Village, "name"), looks="village", example="桥头村",
            also=("村", "村居", "村（居）", "所属村", "村名", "所在村居", "行政村"),
        ),
        Column(
            "address", "详细住址", cells.text(Person, "note"), hint="从住址里找所在的村（社区），住址不保存。",
            also=("住址", "家庭住址", "通讯地址", "居住地址", "地址", "现住址"),
        ),
        Column(
            "phone", "手机号码", cells.phones, looks="phone", example="13800001111",
            also=("电话", "手机", "手机号", "联系电话", "电话号码", "联系方式", "移动电话"),
        ),
        Column(
            "other_phones", "其他电话", cells.phones,
            also=("办公电话", "固定电话", "座机", "宅电", "备用电话", "手机号码", "手机", "手机号", "联系电话",
                  "电话", "电话号码"),
        ),
        Column("constituency", "选区", named(Constituency, "name"), example="桥头选区",
               also=("所在选区", "选区名称", "选区号", "当选选区", "选举单位", "所属选区", "原选区")),
        Column("certificate", "代表证号", named(Mandate, "certificate"), example="0012",
               also=("代表证号码", "代表证编号", "证号", "代表证件号", "代表证")),
        Column("delegation", "代表团", named(BodyName, "name"), example="第一代表团",
               also=("所属代表团", "所在代表团", "团别", "代表团名称", "团组")),
        Column("delegation_role", "团内职务", read_role, also=("代表团职务",)),
        Column("group", "代表小组", named(BodyName, "name"), example="第一代表小组",
               also=("小组", "所属小组", "所在小组", "代表小组名称", "组别")),
        Column("group_role", "组内职务", read_role, also=("小组职务", "代表小组职务")),
        Column("office", "人大职务", read_office, example="主席团成员",
               also=(said("镇人大职务"), "主席团", "主席团成员", "主席团职务", "大会职务",
                     "是否主席团成员")),
        Column("gained_by", "产生方式", cells.choice(Mandate.GainedBy, GAINED),
               choices=Mandate.GainedBy, hint="不填的，按上面选的。"),
        Column("starts_on", "资格开始日期", cells.day, also=("当选日期", "当选时间")),
        Column("confirmed_on", "资格确认日期", cells.day, also=("确认日期",)),
        Column("note", "备注", cells.text(Person, "note"), also=("说明", "附注")),
    )  # fmt: skip

    def refusal(self):
        return "" if Term.objects.exists() else NO_TERM
