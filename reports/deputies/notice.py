"""公示: the sheet for the wall, one row a deputy, made from the records and the choices.

Counts are those of the figures and of each deputy's own record; nothing here reads a household.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q

from congress.models import Attendance, Body, Post
from records.written import spaced
from reports.deputies import notice_sums
from reports.figures.rolls import session_roll
from reports.models.notices import PERFORMANCE, NoticeColumn, PublicNotice
from reports.words.stored import seen_year
from representatives.models import Mandate, Person
from township import strokes
from township.models import LedgerStart, Level, town_name
from township.numbers import chinese_number
from township.spans import Period, day_in_words, today

NOTHING = "—"
OFFICES = (Body.Kind.CONGRESS, Body.Kind.PRESIDIUM, Body.Kind.QUALIFICATION)
BODIES = {
    NoticeColumn.OFFICE: OFFICES, NoticeColumn.DELEGATION: (Body.Kind.DELEGATION,), NoticeColumn.GROUP: (Body.Kind.GROUP,),
}  # fmt: skip
KINDS = {
    NoticeColumn.GENDER: "short", NoticeColumn.ETHNICITY: "short",
    NoticeColumn.PARTY: "word", NoticeColumn.OCCUPATION: "word",
} | dict.fromkeys(PERFORMANCE, "count")  # fmt: skip
NUMBER, NAME, REMARK = "序号", "姓名", "备注"
LAW = "《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》第五十八条"
FAMILIES = {
    NoticeColumn.SESSIONS: LedgerStart.Family.MEETINGS,
    NoticeColumn.ACTIVITIES: LedgerStart.Family.ACTIVITIES,
    NoticeColumn.MONITORING: LedgerStart.Family.ACTIVITIES,
    NoticeColumn.VISITS: LedgerStart.Family.HOUSEHOLDS,
    NoticeColumn.LED: LedgerStart.Family.MOTIONS,
    NoticeColumn.SIGNED: LedgerStart.Family.MOTIONS,
}


@dataclass
class NoticeLine:
    """One deputy: mandates of the town in the year, the posts of the day, what was counted."""

    person: Person
    mandates: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    @property
    def constituency(self):
        found = self.mandates[-1].constituency
        return str(found) if found else ""

    def names(self, kind, day):
        """What the bodies of `kind` are called, with the role of who is more than a member."""
        member = Post.Role.MEMBER
        return "、".join(
            post.body.name_on(day) + ("" if post.role == member else f"（{post.role_word}）")
            for post in self.posts
            if post.body.kind == kind
        )

    @property
    def offices(self):
        held = [post for kind in OFFICES for post in self.posts if post.body.kind == kind]
        return "、".join(map(office_of, held))

    def remark(self, period, day):
        """Since when, or until when, where that is not the whole year."""
        first, last = self.mandates[0], self.mandates[-1]
        words = []
        if first.starts_on > period.start:
            words.append(f"{first.get_gained_by_display()}，{spoken(first.starts_on)}起任")
        if last.ended_on and last.ended_on <= day:
            words.append(f"{spoken(last.ended_on)}起不再担任")
        return "；".join(words)


def office_of(post):
    """主席; 主席团成员, which its chair is too (地方组织法第十九条); 代表资格审查委员会主任."""
    if post.body.kind == Body.Kind.PRESIDIUM:
        return "主席团成员"
    body = "" if post.body.kind == Body.Kind.CONGRESS else post.body.kind_on(post.body.last_day)
    return f"{body}{post.role_word}"


def spoken(day):
    return f"{day.month}月{day.day}日"


class NoticeTable:
    """What hangs on the wall: `heads` and `rows` of equally many cells, and the words around."""

    def __init__(self, notice):
        self.notice = notice
        self.period = Period.of_year(notice.year)
        self.seen = seen_year(notice.year)
        self.day = self.seen.last_day
        self.names = town_name(self.day)

    @cached_property
    def lines(self):
        """The deputies of the town in the order chosen; constant in statements."""
        mandates = self.mandates()
        posts = self.posts_of(mandates)
        counts = self.counts()
        return [
            NoticeLine(person, mandates[person.pk], posts[person.pk],
                 {column: found.get(person.pk) for column, found in counts.items()})
            for person in self.people(mandates)
        ]  # fmt: skip

    @cached_property
    def mandates_of_year(self):
        """{person's number: their mandates, the first first} of whoever was a deputy on any day."""
        rows = Mandate.objects.overlapping_period(self.period).at(Level.TOWN)
        rows = rows.filter(starts_on__lte=self.day).select_related("term", "constituency")
        found = defaultdict(list)
        for row in rows.order_by("starts_on", "pk"):
            found[row.person_id].append(row)
        return found

    def mandates(self):
        """Of those whoever is a deputy on the last day; with `includes_former`, all."""
        everybody = self.notice.includes_former
        return {
            pk: held
            for pk, held in self.mandates_of_year.items()
            if everybody or any(row.covers(self.day) for row in held)
        }

    def people(self, mandates):
        people = Person.objects.filter(pk__in=mandates).order_by("spelling", "pk")
        order = self.notice.order
        if order == PublicNotice.Order.STROKES:
            return people.by_strokes()
        if order == PublicNotice.Order.WHOLE:
            return sorted(people, key=lambda row: strokes.key(row.name, short_first=False))
        return people

    def posts_of(self, mandates):
        found = defaultdict(list)
        kinds = [kind for column in self.columns for kind in BODIES.get(column, ())]
        if not kinds:
            return found
        rows = Post.objects.in_force(self.day).of_kind(*kinds)
        rows = rows.filter(person__in=mandates).select_related("body")
        for row in rows.prefetch_related("body__names").order_by("body__order", "body", "pk"):
            found[row.person_id].append(row)
        return found

    def counts(self):
        """{column: {person's number: its value}}, a statement a column that was chosen."""
        found = {column: summed.of_people for column, summed in self.sums.items()}
        if NoticeColumn.SESSIONS in self.columns:
            found[NoticeColumn.SESSIONS] = self.attended()
        return found

    @cached_property
    def sums(self):
        """{column: ColumnSum} of what is added up, a statement each."""
        chosen = [column for column in self.columns if column in notice_sums.COUNTED]
        return {column: notice_sums.sum_of(column, self.seen) for column in chosen}

    def attended(self):
        """n of N sessions of the congress for which it is known whether they were there."""
        known = session_roll(self.period).registered().order_by().values("person")
        present = Count("pk", filter=Q(state=Attendance.State.PRESENT))
        counted = known.annotate(n=present, total=Count("pk"))
        return {pk: f"{n}/{total}" for pk, n, total in counted.values_list("person", "n", "total")}

    @property
    def columns(self):
        return self.notice.chosen

    def cell(self, line, column):
        """The value of `line` in `column`: text, or a number of what was counted."""
        if column in PERFORMANCE:
            unknown = NOTHING if column == NoticeColumn.SESSIONS else 0
            return line.counts[column] or unknown
        person, day = line.person, self.day
        words = {
            NoticeColumn.GENDER: person.get_gender_display,
            NoticeColumn.ETHNICITY: lambda: person.ethnicity,
            NoticeColumn.PARTY: person.get_party_display,
            NoticeColumn.OCCUPATION: person.get_occupation_display,
            NoticeColumn.EMPLOYER: lambda: person.employer,
            NoticeColumn.CONSTITUENCY: lambda: line.constituency,
            NoticeColumn.DELEGATION: lambda: line.names(Body.Kind.DELEGATION, day),
            NoticeColumn.GROUP: lambda: line.names(Body.Kind.GROUP, day),
            NoticeColumn.OFFICE: lambda: line.offices,
        }
        return words[column]() or NOTHING

    @cached_property
    def remarks(self):
        return [line.remark(self.period, self.day) for line in self.lines]

    @cached_property
    def heads(self):
        remark = [REMARK] if any(self.remarks) else []
        return [NUMBER, NAME, *(column.label for column in self.columns), *remark]

    @cached_property
    def rows(self):
        has_remarks = any(self.remarks)
        return [
            [number, line.person.name, *(self.cell(line, column) for column in self.columns)]
            + ([remark] if has_remarks else [])
            for number, (line, remark) in enumerate(zip(self.lines, self.remarks, strict=True), 1)
        ]

    @property
    def kinds(self):
        """What each column holds: a number or name, something short, a word, a text, a count."""
        kinds = [KINDS.get(column, "text") for column in self.columns]
        return ["number", "name", *kinds, *(["text"] if any(self.remarks) else [])]

    @property
    def head_cells(self):
        return zip(self.kinds, self.heads, strict=True)

    @property
    def body_cells(self):
        """Rows of (kind, cell) as they stand on paper and on the page that is its like."""
        return [
            [
                (kind, spaced(cell) if kind == "name" else cell)
                for kind, cell in zip(self.kinds, row, strict=True)
            ]
            for row in self.rows
        ]

    # The words around the table.

    @cached_property
    def title(self):
        terms = {mandate.term.number for line in self.lines for mandate in line.mandates}
        which = f"第{chinese_number(terms.pop())}届人大代表" if len(terms) == 1 else "人大代表"
        about = "基本信息和履职信息" if self.notice.shows_performance else "基本信息"
        return f"{self.names.town}{which}{about}公示"

    @property
    def span(self):
        """The days counted, up to today."""
        return f"{day_in_words(self.period.start)}至{day_in_words(self.day)}"

    @property
    def dated(self):
        return day_in_words(self.notice.published_on or today())

    @cached_property
    def sums_note(self):
        """What the columns come to, and why a report says another number; "" without such a column."""
        listed = {line.person.pk for line in self.lines}
        sums, deputies = self.sums, self.mandates_of_year
        return notice_sums.sentence(sums, listed, deputies, self.names.county)

    @property
    def notes(self):
        """The sentences below the table: by what law, in which order, what it adds up to, whom to tell."""
        yield f"根据{LAW}公示。名单按{self.notice.get_order_display()}排列。"
        if self.notice.shows_performance:
            words = f"履职信息统计{self.span}，只列次数和件数。"
            if NoticeColumn.SESSIONS in self.columns:
                words += "出席人代会一栏，斜线前是出席次数，斜线后是已登记出席情况的应到次数；分场登记的按第一次全体会议计。"
            yield words
        if self.sums_note:
            yield self.sums_note
        number = f"，联系电话：{self.notice.contact}" if self.notice.contact else ""
        yield f"对公示内容有意见的，请向{self.names.signing_body}反映{number}。"

    @cached_property
    def doubts(self):
        """The columns that may show too little, because their ledger begins later: for the office."""
        starts = dict(LedgerStart.objects.values_list("family", "complete_from"))
        doubtful = [
            column.label for column in self.columns
            if column in FAMILIES and not begins_by(starts.get(FAMILIES[column]), self.period.start)
        ]  # fmt: skip
        return "、".join(doubtful)


def begins_by(start, day):
    return start is not None and start <= day
