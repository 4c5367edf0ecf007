"""履职档案: what one deputy did in one year. No points, no rank; unknown is not absent.

`DutyRecord.blocks` makes the sentences and lines; the page, the text to copy and the Word
file all loop over them, so they cannot disagree.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Min

from congress import absences
from congress.calendar import attended
from congress.models import Activity, Attendance, Honour, Meeting, Participation, Post
from motions.models import Motion, Satisfaction, Signature
from papers.official import Paper
from reports.words.stored import seen_year
from representatives.models import Mandate, Opinion, Person, Visit
from township.models import Level, town_name
from township.numbers import chinese_number, share_of
from township.spans import Period, day_in_words, today

# What a 述职 says of oneself no record knows: headings with lines to fill in.
TO_FILL_IN = ("二、存在的不足", "三、下一步打算")
LINES = 4
# The figures and the annex count a presidium's meetings between the sessions, and so the two apart.
PRESIDIUM = (
    ("主席团会议", Meeting.Occasion.BETWEEN),
    ("大会期间主席团会议", Meeting.Occasion.DURING),
)


@dataclass(frozen=True)
class DutyEntry:
    """One line below a sentence; `url` opens its record where the reader may."""

    text: str
    url: str = ""


@dataclass
class DutyBlock:
    """One part of the record. What is `private` stands on the page alone, never on paper."""

    title: str
    sentence: str
    entries: list = field(default_factory=list)
    private: list = field(default_factory=list)
    is_empty: bool = False


class DutyRecord:
    """The record of `person` in `year` as `reader` (a User) may read it.

    What became of motions and opinions is told up to the year's day of record. The numbers are the
    same for every reader; the lines with households are the deputy's own.
    """

    def __init__(self, person, year, reader):
        self.person, self.year, self.reader = person, year, reader
        self.period = seen_year(year)
        self.names = town_name(self.period.last_day)
        rows = Mandate.objects.overlapping_period(self.period).filter(person=person)
        self.mandates = list(rows.select_related("term", "constituency"))
        posts = Post.objects.overlapping_period(self.period).filter(person=person)
        self.posts = list(posts.select_related("body").prefetch_related("body__names"))

    @property
    def title(self):
        return f"{self.person}{self.year}年履职情况"

    @property
    def paper_title(self):
        return f"{self.year}年度履职情况报告"

    @property
    def dated(self):
        return day_in_words(today())

    @property
    def file_name(self):
        return f"{self.person}{self.year}年度述职报告.docx"

    @property
    def opening(self):
        """The first words of a 述职, who reports and as what."""
        return (
            f"我叫{self.person}，{self.seat}。{self.year}年，我依照代表法和选民的托付履行职责，"
            f"现将一年来的履职情况（数字截至{day_in_words(self.period.day)}）报告如下，请予评议。"
        )

    @property
    def seat(self):
        if not self.mandates:
            return "本年没有代表资格"
        return "，".join(self.mandate_words(row) for row in self.mandates)

    def mandate_words(self, mandate):
        names, level = self.names, mandate.term.level
        where = {
            Level.TOWN: names.town,
            Level.COUNTY: names.county,
            Level.PREFECTURE: names.prefecture,
        }
        number = chinese_number(mandate.term.number)
        words = f"{where.get(level, mandate.term.get_level_display())}第{number}届人大代表"
        return f"{words}（{mandate.constituency.name}）" if mandate.constituency else words

    # The blocks.

    def blocks(self):
        return [
            self.office(), self.meetings(), self.visits(), self.opinions(), self.led(),
            self.cosigned(), self.activities(), self.honours(),
        ]  # fmt: skip

    def office(self):
        """代表资格和职务"""
        entries = [DutyEntry(self.mandate_line(row)) for row in self.mandates]
        entries += [DutyEntry(self.post_line(row)) for row in self.posts]
        return DutyBlock("代表资格和职务", f"{self.seat}。", entries)

    def mandate_line(self, row):
        end = (
            f"至{day_in_words(row.ended_on)}（{row.get_ended_for_display()}）"
            if row.ended_on
            else "起"
        )
        # Of a single one the sentence above has said what it is.
        which = f"{self.mandate_words(row)}，" if len(self.mandates) > 1 else ""
        return f"{which}{row.get_gained_by_display()}产生，{day_in_words(row.starts_on)}{end}"

    def post_line(self, row):
        end = f"至{day_in_words(row.ended_on)}" if row.ended_on else "起"
        name = row.body.name_on(min(self.period.last_day, row.ended_on or self.period.last_day))
        return f"{name}{row.role_word}，{day_in_words(row.starts_on)}{end}"

    def meetings(self):
        """Sessions while the mandate was in force, presidium meetings while the post was."""
        called = Meeting.objects.calling(type(self.person).objects.filter(pk=self.person.pk))
        held = list(called.held_in(self.period).select_related("term").order_by("starts_on", "pk"))
        rolls = {}
        rows = Attendance.objects.filter(person=self.person, meeting__in=held)
        for row in rows.order_by("sitting", "pk"):
            rolls.setdefault(row.meeting_id, []).append(row)
        states = dict(rows.members().that_count().values_list("meeting", "state"))
        parts = [
            self.rate("人代会", [m for m in held if m.is_session and self.was_deputy(m)], states),
            *(self.rate(noun, self.of_presidium(held, when), states) for noun, when in PRESIDIUM),
        ]
        guest = rows.guests().present().once_a_meeting().count()
        parts += [f"列席{guest}次"] if guest else []
        said = "；".join(part for part in parts if part)
        entries = [
            DutyEntry(
                f"{day_of(m.starts_on)} {m.short_title}：{attended(rolls.get(m.pk, []))[0]}",
                m.get_absolute_url(),
            )
            for m in held
        ]
        if not said:
            return DutyBlock("参加会议", "没有应参加的会议。", entries, is_empty=not entries)
        return DutyBlock("参加会议", f"{said}。", entries)

    def was_deputy(self, meeting):
        return any(
            row.covers(meeting.starts_on) and row.term_id == meeting.term_id
            for row in self.mandates
        )

    def sat(self, meeting):
        return any(
            row.covers(meeting.starts_on) and row.body.kind == row.body.Kind.PRESIDIUM
            for row in self.posts
        )

    def of_presidium(self, held, occasion):
        return [m for m in held if m.occasion == occasion and self.sat(m)]

    def rate(self, noun, held, states):
        """应参加n次，…: `states` has the state of each of the meetings `held` that was registered."""
        if not held:
            return ""
        state = Attendance.State
        found = [states.get(meeting.pk, state.UNKNOWN) for meeting in held]
        present, unknown = found.count(state.PRESENT), found.count(state.UNKNOWN)
        known = len(found) - unknown
        words = f"{noun}应参加{len(held)}次"
        words += f"，出席{present}次（{present}/{known}）" if known else ""
        words += f"，请假{found.count(state.LEAVE)}次" if state.LEAVE in found else ""
        words += self.absent_words(held, states)
        return words + (f"，{unknown}次出席情况未登记" if unknown else "")

    def absent_words(self, held, states):
        """，缺席n次, or as the law counts them while the mandate is in force: ，未经批准缺席n次."""
        absent = {m.pk for m in held if states.get(m.pk) == Attendance.State.ABSENT}
        missed = self.missed & {m.pk for m in held}
        if missed == absent:
            return f"，未经批准缺席{len(missed)}次" if missed else ""
        words = f"，缺席{len(absent)}次" if absent else ""
        # Some came to a later sitting, or left leave for it: the law asks for all full sittings.
        return words + (f"，按各次全体会议算，未经批准缺席{len(missed)}次" if missed else "")

    @cached_property
    def missed(self):
        """The keys of the sessions missed without leave under the mandate in force today."""
        rows = absences.missed(today()).filter(person=self.person)
        return set(rows.values_list("meeting", flat=True))

    def visits(self):
        mine = Visit.objects.made_in(self.period).filter(assignment__person=self.person)
        rows = list(mine.values_list("was_met", "assignment__household", "good_deed"))
        if not rows:
            return DutyBlock("走访联系户", "没有走访记录。", is_empty=True)
        met = [row for row in rows if row[0]]
        sentence = f"走访联系户{len({row[1] for row in met})}户、{len(met)}次"
        if len(rows) > len(met):
            sentence += f"，另有{len(rows) - len(met)}次没有见到人"
        deeds = sum(bool(row[2]) for row in rows)
        sentence += f"，办实事{deeds}件。" if deeds else "。"
        return DutyBlock("走访联系户", sentence, [], self.own_visits(mine))

    def own_visits(self, mine):
        """With the names of households, as far as the reader sees these visits."""
        seen = mine.visible_to(self.reader).select_related("assignment__household")
        return [
            DutyEntry(
                f"{day_of(row.visited_on)} {row.assignment.household.head_name} {row.get_method_display()}"
                + ("" if row.was_met else "（没见到人）"),
                row.assignment.household.get_absolute_url(),
            )
            for row in seen.order_by("visited_on", "pk")
        ]

    def opinions(self):
        mine = Opinion.objects.heard_in(self.period).filter(heard_by=self.person)
        rows = list(mine)
        if not rows:
            return DutyBlock("听取意见建议", "没有听取意见建议的记录。", is_empty=True)
        echoes = {row.pk: row.echo_on(self.period.day) for row in rows}
        answered = sum(row.is_answered_on(self.period.day) for row in rows)
        echoed = sum(echo == Opinion.TOLD for echo in echoes.values())
        sentence = (
            f"听取意见建议{len(rows)}条，已有答复{answered}条，"
            f"有回音{echoed}条（{echoed}/{len(rows)}）。"
        )
        seen = set(mine.visible_to(self.reader).values_list("pk", flat=True))
        private = [
            DutyEntry(f"{day_of(row.heard_on)} {row.text}（{echoes[row.pk]}）")
            for row in rows
            if row.pk in seen
        ]
        return DutyBlock("听取意见建议", sentence, [], private)

    def led(self):
        rows = self.with_answers(Motion.objects.filter(proposer=self.person))
        if not rows:
            return DutyBlock("领衔提出的议案建议", "没有领衔提出议案建议。", is_empty=True)
        count = f"领衔提出议案建议{len(rows)}件{self.states(rows)}。"
        return DutyBlock("领衔提出的议案建议", count, [self.motion_line(row) for row in rows])

    def cosigned(self):
        mine = Signature.objects.given(on=self.period.day).filter(person=self.person)
        rows = self.with_answers(Motion.objects.filter(pk__in=mine.values("motion")))
        if not rows:
            return DutyBlock("联名的议案建议", "没有联名议案建议。", is_empty=True)
        return DutyBlock(
            "联名的议案建议",
            f"联名议案建议{len(rows)}件。",
            [self.motion_line(row) for row in rows],
        )

    def with_answers(self, rows):
        day = self.period.day
        rows = rows.select_related("merged_into")
        own = handed_in(rows, self.period).with_lead(day, on=day)
        return list(own.order_by("submitted_on", "pk"))

    def states(self, rows):
        """，其中已答复n件；满意率50%（n/N）: what is nought is not said. A share is of what was rated."""
        unreviewed = Motion.Status.REGISTERED  # what is merged since was answered as nothing then
        answered = sum(row.last_reply is not None for row in rows if row.state_then != unreviewed)
        said = [row.last_result for row in rows if row.last_result not in (None, Satisfaction.NONE)]
        words = f"，其中已答复{answered}件" if answered else ""
        if said:
            words += f"；满意率{share_of(said.count(Satisfaction.SATISFIED), len(said))}"
        return words

    def motion_line(self, row):
        state = Motion.Status(row.state_then).label
        if row.state_then == Motion.Status.MERGED and row.merged_into:
            state += f"，并入第{row.merged_into.number}号" + ("，已答复" if row.last_reply else "")
        if row.last_result:
            state += f"，对结果{Satisfaction(row.last_result).label}"
        return DutyEntry(f"{row}（{state}）", row.get_absolute_url())

    def activities(self):
        rows = Participation.objects.held_in(self.period).filter(person=self.person)
        rows = rows.select_related("activity").order_by("activity__starts_on", "pk")
        entries = [
            DutyEntry(
                f"{day_of(row.activity.starts_on)} {row.activity}", row.activity.get_absolute_url()
            )
            for row in rows
        ]
        if not entries:
            return DutyBlock("参加活动", "没有参加活动的记录。", is_empty=True)
        kinds = [Activity.Kind(row.activity.kind) for row in rows]
        parts = "、".join(f"{kind.label}{kinds.count(kind)}次" for kind in dict.fromkeys(kinds))
        return DutyBlock("参加活动", f"参加代表活动{len(entries)}次：{parts}。", entries)

    def honours(self):
        rows = Honour.objects.awarded_in(self.period).filter(person=self.person)
        entries = [
            DutyEntry(
                f"{day_of(row.awarded_on)} {row.title}"
                + (f"（{row.awarded_by}）" if row.awarded_by else "")
            )
            for row in rows.order_by("awarded_on", "pk")
        ]
        if not entries:
            return DutyBlock("表彰和先进事迹", "没有表彰记录。", is_empty=True)
        return DutyBlock("表彰和先进事迹", f"受到表彰、登记先进事迹{len(entries)}项。", entries)


def handed_in(rows, period):
    """Of `rows` (motions) those that our deputies submitted in `period` (a Seen) and that were neither
    drafts nor withdrawn on its day of record.
    """
    states = [s for s in Motion.Status if s not in (Motion.Status.DRAFT, Motion.Status.WITHDRAWN)]
    return rows.own().submitted_in(period).in_state(*states, on=period.day)


def lines_of(record, blocks):
    """The 述职 as (kind of paragraph, text): what goes on paper, and into the text to copy."""
    yield "title", record.paper_title
    yield "p", record.opening
    yield "h1", "一、履职情况"
    told = [block for block in blocks if not block.is_empty]
    for number, block in enumerate(told, 1):
        yield "h2", f"（{chinese_number(number)}）{block.title}"
        yield "p", block.sentence
        for entry in block.entries:
            yield "p", f"{entry.text}。"
    for heading in TO_FILL_IN:
        yield "h1", heading
        yield "blank", ""


def text_of(record, blocks):
    """The same to be copied into a message."""
    lines = [text or "（请填写）" for _, text in lines_of(record, blocks)]
    return "\n".join([*lines, f"{record.person}", record.dated])


def word_of(record, blocks):
    """The bytes of the .docx."""
    paper = Paper(record.paper_title, str(record.person))
    for kind, text in lines_of(record, blocks):
        if kind == "blank":
            paper.lines(LINES)
        else:
            paper.add(kind, text)
    paper.sign(f"述职人：{record.person}", record.dated)
    return paper.content()


def day_of(day):
    """1月15日: the year is in the title."""
    return f"{day.month}月{day.day}日"


def years_of(person, day):
    """The years in which `person` held a mandate, up to that of `day`, the last first."""
    spans = Mandate.objects.confirmed().filter(person=person).values_list("starts_on", "ended_on")
    years = set()
    for start, end in spans:
        last = Period(start, end).last_day if end else day
        years |= set(range(start.year, min(last, day).year + 1))
    return sorted(years, reverse=True)


def deputies_of(year):
    """Who held a confirmed mandate of any level on a day of `year`: a queryset of Person."""
    held = Mandate.objects.overlapping_period(Period.of_year(year))
    return Person.objects.filter(pk__in=held.values("person"))


def years_of_all(day):
    """The years that somebody's mandate covers, up to that of `day`, the last first."""
    first = Mandate.objects.confirmed().aggregate(first=Min("starts_on"))["first"]
    return range(day.year, (first or day).year - 1, -1)
