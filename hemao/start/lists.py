"""Lists that are short texts: many at once, one a line of a box, all stored or none."""

import re

from django import forms
from django.core.exceptions import ValidationError

from congress.models import Body, BodyName, Post
from congress.models.bodies import new_of_term, presidium_name
from records.fields import choice_field
from records.written import normal, plain
from records.written.characters import number_of
from representatives.models import Constituency, Person
from township.models import Department, Term, Village
from township.spans import today
from township.words import say

AT_MOST = 300
# No name is so long; a longer line is not read at all.
LONGEST_LINE = 200
# So much of a line is shown where it is refused.
SHOWN = 40
# What stands before a name in a list that was copied: 1. 1、 （1） ①
NUMBERED = re.compile(
    r"^\s*(?:[(（]?[0-9]{1,3}[.．、)）]|[(（]?[一二三四五六七八九十]{1,3}[、)）]|[①-⑳]|[·•●\-—*]\s)\s*(?!$)"
)
SEVERAL = re.compile("[、，,；;]")
# 桥头选区 3, 桥头选区3名, 桥头选区（应选3名）, 桥头选区 三.
SEATS = re.compile(
    r"^(.*?)(?:[\s:：，,]+([0-9]+|[一二三])\s*[名人]?|[\s（(]*(?:应选)?([0-9]+|[一二三])[名人][)）]?)$"
)
NUMBER = re.compile(r"第\s*(\d{1,3})\s*选区")


class PastedForm(forms.Form):
    """One text box, one name a line. Each subclass says what a line is.

    `rows` are the records, not stored yet. What is wrong is said by the number of its line, all at once.
    """

    title = unit = hint = example = ""
    model = None
    longest = 30

    lines = forms.CharField(label="一行一个", max_length=20_000, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        box = self.fields["lines"]
        box.widget.attrs |= {"rows": 12, "placeholder": self.example, "spellcheck": "false"}
        box.help_text = self.hint
        box.error_messages["required"] = f"请填写{say(self.title)}，一行一个。"
        self.rows, self.blank = [], []

    def refusal(self):
        """Why no line can be stored at all yet, in words; "" where they can."""
        return ""

    def known(self):
        """The keys of what is there already."""
        return set(self.model.objects.values_list("name", flat=True))

    def key(self, row):
        return row.name

    def clean(self):
        cleaned = super().clean()
        if "lines" in cleaned:
            if sentence := self.refusal():
                raise ValidationError(sentence)
            if wrong := self.read_all(cleaned["lines"]):
                self.add_error("lines", wrong)
        return cleaned

    def read_all(self, text):
        """Fill `rows`; returns the sentences about the lines that are wrong."""
        known, first, wrong = self.known(), {}, []
        lines = text.rstrip().splitlines()
        if len(lines) > AT_MOST:
            return [f"一次最多{AT_MOST}行，这里有{len(lines)}行，请分几次录入。"]
        for number, line in enumerate(lines, 1):
            words = NUMBERED.sub("", line).strip()
            if not words:
                self.blank.append(number)
                continue
            try:
                if len(words) > LONGEST_LINE:
                    raise ValidationError(f"太长，最多{self.longest}个字。")
                row = self.read(words)
                key = self.key(row)
                if key in known:
                    raise ValidationError("已经登记过，请删去这一行。")
                if key in first:
                    raise ValidationError(f"和第{first[key]}行重复。")
            except ValidationError as error:
                shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
                wrong.append(f"第{number}行“{shown}”：{''.join(error.messages)}")
                continue
            first[key] = number
            self.rows.append(row)
        return wrong

    def name_in(self, words):
        if "\t" in words.strip():
            raise ValidationError("像是表格里的几列，请只粘贴名称那一列。")
        name = normal(words)
        if SEVERAL.search(name):
            raise ValidationError("像是几个写在一行里，请一行写一个。")
        if len(name) > self.longest:
            raise ValidationError(f"太长，最多{self.longest}个字。")
        return name

    def read(self, words):
        """The record that `words`, one line, stand for; ValidationError says what is wrong with them."""
        return self.model(name=self.name_in(words))

    def store(self, by):
        """Store the rows in the order of their lines. The history names `by`, who is logged in."""
        for row in self.rows:
            self.put(row)

    def put(self, row):
        row.full_clean()
        row.save()

    def there(self):
        """The names of what is there already, for whoever goes on with the list."""
        return [str(row) for row in self.model.objects.all()]

    def said(self):
        """What was stored, and which lines were nothing."""
        blank = f"第{'、'.join(map(str, self.blank))}行是空行，没有算。" if self.blank else ""
        return f"已录入{say(self.title)}{len(self.rows)}{self.unit}。{blank}"


def next_order(model):
    """The place after the last one of `model`."""
    last = model.objects.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


class OrderedForm(PastedForm):
    """Of records that stand in an order of their own: that of the lines, after what is there."""

    def store(self, by):
        place = next_order(self.model)
        for row in self.rows:
            row.order, place = place, place + 1
        super().store(by)


class VillageForm(OrderedForm):
    title, unit, model = "村（社区）", "个", Village
    hint = "写村和社区的名称，按平时排列的顺序。人口等以后再补。"
    example = "桥头村\n岳山村\n梅渚社区"


class DepartmentForm(OrderedForm):
    title, unit, model, longest = "承办单位", "个", Department, 40
    hint = (
        "写能承办建议的站所、办公室、上级部门和村。类别不一样的，名称后面空一格写明，"
        "如“财政局 上级部门”“桥头村 村”；不写的，按下面选的。"
    )
    example = "农业农村办公室\n派出所\n财政局 上级部门\n桥头村 村"

    kind = choice_field("没写类别的单位是", Department.Kind, initial=Department.Kind.TOWN)

    def read(self, words):
        *parts, last = words.split()
        kind = Department.Kind.called(last) if parts else None
        return Department(name=self.name_in(" ".join(parts) if kind else words), kind=kind or "")

    def put(self, row):
        row.kind = row.kind or self.cleaned_data["kind"]
        super().put(row)


class OfTermForm(PastedForm):
    """Of what belongs to the term that runs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = Term.objects.of_town_on(today())

    def refusal(self):
        return "" if self.term else "还没有登记本届，请先在“开始使用”里填写届次。"


class ConstituencyForm(OfTermForm):
    title, unit, model, longest = "选区", "个", Constituency, 60
    hint = (
        "写选区名称，后面空一格可以写应选名额，如“桥头选区 3”。"
        "选区号按行的顺序编；写了“第5选区”的，就是5号。"
    )
    example = "桥头选区 3\n岳山选区 2\n机关选区 3"

    seats = choice_field(
        "没写名额的，每个选区应选", [("1", "1名"), ("2", "2名"), ("3", "3名")], initial="3"
    )

    def known(self):
        """Also the numbers that are taken: the next one is counted on from them."""
        rows = Constituency.objects.filter(term=self.term)
        self.taken = set(rows.values_list("number", flat=True))
        return set(rows.values_list("name", flat=True))

    def read(self, words):
        found = SEATS.match(plain(words))
        name, seats = (found[1], number_of(found[2] or found[3])) if found else (words, None)
        if seats is not None and not 1 <= seats <= 3:
            raise ValidationError("每一选区选1至3名（选举法第二十五条）。")
        name = self.name_in(name)
        numbered = NUMBER.search(name)
        number = int(numbered[1]) if numbered else max(self.taken, default=0) + 1
        if number in self.taken or number == 0:
            raise ValidationError(f"已经有{number}号选区。")
        self.taken.add(number)
        return Constituency(term=self.term, name=name, number=number, seats=seats)

    def put(self, row):
        row.seats = row.seats or int(self.cleaned_data["seats"])
        super().put(row)

    def there(self):
        return [str(row) for row in Constituency.objects.filter(term=self.term)]


def establish(kind, term, name):
    """The Body `name` of `term`, stored as the last one."""
    body, named = new_of_term(kind, term, name, next_order(Body))
    body.save()
    named.body = body
    named.full_clean()
    named.save()
    return body


class GroupForm(OfTermForm):
    title, unit, model, longest = "代表小组", "个", Body, 60
    hint = "写小组的名称；成员以后在“机构”里逐个小组添加。"
    example = "第一代表小组\n第二代表小组"

    kind = choice_field(
        "这些是", [(Body.Kind.GROUP.value, "代表小组"), (Body.Kind.DELEGATION.value, "代表团")],
        initial=Body.Kind.GROUP,
    )  # fmt: skip

    def known(self):
        kinds = (Body.Kind.GROUP, Body.Kind.DELEGATION)
        rows = BodyName.objects.filter(body__term=self.term, body__kind__in=kinds)
        return set(rows.values_list("name", flat=True))

    def read(self, words):
        return BodyName(name=self.name_in(words))

    def put(self, row):
        establish(self.cleaned_data["kind"], self.term, row.name)

    def there(self):
        return sorted(self.known()) if self.term else []


ROLES = {
    "副主席": Post.Role.VICE_CHAIR, "主席": Post.Role.CHAIR,
    "委员": Post.Role.MEMBER, "成员": Post.Role.MEMBER,
}  # fmt: skip


class PresidiumForm(OfTermForm):
    """Members of the presidium by their names; the body itself is made where it is not there yet."""

    title, unit, model = "主席团成员", "名", Post
    hint = "写姓名，后面空一格可以写主席或者副主席，不写的是成员。先登记代表，再录入这里。"
    example = "马涛静 主席\n王杰平 副主席\n陈明强"

    def body(self):
        rows = Body.objects.of_kind(Body.Kind.PRESIDIUM).in_force(today())
        return rows.order_by("-starts_on").first()

    def known(self):
        day = today()
        return set(Post.objects.presidium_on(day).values_list("person_id", flat=True))

    def key(self, row):
        return row.person_id

    def read(self, words):
        *parts, last = words.split()  # a spreadsheet parts its cells with a tab
        role = ROLES.get(last) if parts else None
        name = self.name_in(" ".join(parts) if role else words)
        people = list(Person.objects.filter(name=name).order_by("pk")[:2])
        if not people:
            raise ValidationError("还没有登记这个人，请先登记代表。")
        if len(people) > 1:
            raise ValidationError("登记的人里不止一个叫这个名字，请在“任职”里新增。")
        return Post(person=people[0], role=role or Post.Role.MEMBER)

    def store(self, by):
        self.presidium = self.body() or self.new_body()
        super().store(by)

    def new_body(self):
        return establish(Body.Kind.PRESIDIUM, self.term, presidium_name(self.term))

    def put(self, row):
        row.body = self.presidium
        row.starts_on = max(self.presidium.starts_on, self.term.starts_on)
        super().put(row)

    def there(self):
        posts = Post.objects.presidium_on(today()).select_related("person").order_by("pk")
        return [f"{post.person} {post.role_word}" for post in posts]


FORMS = {
    "villages": VillageForm,
    "departments": DepartmentForm,
    "constituencies": ConstituencyForm,
    "groups": GroupForm,
    "presidium": PresidiumForm,
}
