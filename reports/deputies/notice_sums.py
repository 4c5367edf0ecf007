"""The sums below the 公示: what all columns add up to, and why the report says another number.

The sheet lists the town's deputies of the day and counts all that they moved; a report counts whoever
took part, of activities those too of whom only the number is known, and of motions those that the
town's congress accepted.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from congress.models import Activity
from motions.models import Motion, Signature
from reports.deputies import duty_record
from reports.figures.activities import MONITORING, participations
from reports.figures.households import visits
from reports.figures.motions import county, town
from reports.figures.motions_beyond import motions_above
from reports.models.notices import NoticeColumn
from township.words import say

ELSEWHERE = "不在表内"
# To which congress a motion went, and that it was accepted there.
TOWN, COUNTY, ABOVE, NOT_ACCEPTED = "town", "county", "above", "not accepted"


def handed_in(period):
    return duty_record.handed_in(Motion.objects.all(), period)


def signed(period):
    rows = Signature.objects.given(on=period.day)
    return rows.filter(motion__in=handed_in(period).values("pk"))


# What is counted: the rows of a period (a Seen), and the ways from them to the deputy and, of what is
# moved, to the motion.
COUNTED = {
    NoticeColumn.ACTIVITIES: (lambda period: participations(period, ""), "person", ""),
    NoticeColumn.MONITORING: (
        lambda period: participations(period, "").of_kind(*MONITORING), "person", "",
    ),
    NoticeColumn.VISITS: (lambda period: visits(period, ""), "assignment__person", ""),
    NoticeColumn.LED: (handed_in, "proposer", "pk"),
    NoticeColumn.SIGNED: (signed, "person", "motion"),
}  # fmt: skip


# What the deputies' times and pieces are called where all are added up, as the report calls them.
UNITS = {
    NoticeColumn.ACTIVITIES: "人次", NoticeColumn.MONITORING: "人次", NoticeColumn.VISITS: "户次",
    NoticeColumn.LED: "件", NoticeColumn.SIGNED: "人次",
}  # fmt: skip


@dataclass
class ColumnSum:
    """What a column comes to: of each person, whether on the sheet or not, by congress, and of those of
    whom nobody wrote down the names.
    """

    of_people: dict = field(default_factory=lambda: defaultdict(int))
    by_congress: dict = field(default_factory=lambda: defaultdict(int))
    unnamed: int = 0
    is_approximate: bool = False

    def add(self, person, congress, count):
        self.of_people[person] += count
        self.by_congress[congress] += count

    @property
    def total(self):
        return sum(self.of_people.values()) + self.unnamed

    @property
    def about(self):
        """约 where part of it is said so, as the report's figure says it."""
        return "约" if self.is_approximate else ""

    def of_others(self, listed):
        """How much of it was done by people who are not among `listed` (their keys)."""
        return sum(count for person, count in self.of_people.items() if person not in listed)


def sum_of(column, period):
    """The ColumnSum of `column` in `period` (a Seen): one statement, of activities two."""
    rows, person, motion = COUNTED[column]
    found, summed = rows(period).order_by(), ColumnSum(**unnamed(column, period))
    if not motion:
        for pk, count in found.values_list(person).annotate(n=Count("pk")):
            summed.add(pk, TOWN, count)
        return summed
    found = found.annotate(
        to_town=Exists(town(period).filter(pk=OuterRef(motion))),
        to_county=Exists(county(period).filter(pk=OuterRef(motion))),
        to_above=Exists(motions_above(period, "").filter(pk=OuterRef(motion))),
    )
    ways = {"to_town": TOWN, "to_county": COUNTY, "to_above": ABOVE}  # the county's is above, too
    split = found.values(mover=F(person), **{way: F(way) for way in ways})
    for row in split.annotate(n=Count("pk")):
        congress = next((ways[way] for way in ways if row[way]), NOT_ACCEPTED)
        summed.add(row["mover"], congress, row["n"])
    return summed


def unnamed(column, period):
    """What a ColumnSum says of the deputies who took part by number alone; nothing of other columns."""
    if column not in (NoticeColumn.ACTIVITIES, NoticeColumn.MONITORING):
        return {}
    held = Activity.objects.held_in(period).filter(unnamed_deputies__gt=0)
    if column == NoticeColumn.MONITORING:
        held = held.of_kind(*MONITORING)
    told = held.order_by().aggregate(
        number=Sum("unnamed_deputies", default=0),
        approximate=Count("pk", filter=Q(is_unnamed_approximate=True)),
    )
    return {"unnamed": told["number"], "is_approximate": told["approximate"] > 0}


def sentence(sums, listed, deputies, county_name):
    """各栏合计：… of `sums` ({column: ColumnSum}), or "" where nothing was counted.

    `listed` are the keys of those on the sheet, `deputies` those of all who were a deputy of the town
    on some day of the year.
    """
    told = [in_words(column, one, listed, deputies, county_name) for column, one in sums.items()]
    head = "各栏合计（连同不在表内的）" if any(ELSEWHERE in words for words in told) else "各栏合计"
    return f"{head}：{'；'.join(told)}。" if told else ""


def in_words(column, summed, listed, deputies, county_name):
    """走访联系户607户次（年内离任的代表13户次不在表内）"""
    noun, unit = column.label.partition("（")[0], UNITS[column]
    everybody = set(listed) | set(deputies)
    elsewhere = [
        (f"含向{county_name}人大提出的", summed.by_congress[COUNTY], ""),
        ("含向县级以上人大提出的", summed.by_congress[ABOVE], ""),
        ("含退回、撤回、并案和待审查的", summed.by_congress[NOT_ACCEPTED], ""),
        ("年内离任的代表", summed.of_others(listed) - summed.of_others(everybody), ELSEWHERE),
        (say("不是本镇代表的上级人大代表"), summed.of_others(everybody), ELSEWHERE),
        (f"只登记人数、没有姓名的{summed.about}", summed.unnamed, ELSEWHERE),
    ]
    notes = [f"{what}{count}{unit}{where}" for what, count, where in elsewhere if count]
    return f"{noun}{summed.about}{summed.total}{unit}" + (
        f"（{'，'.join(notes)}）" if notes else ""
    )
