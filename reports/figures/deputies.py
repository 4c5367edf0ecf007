"""Figures of deputies and their composition."""

from django.db.models import Exists, OuterRef

from reports.asking.registry import Behaviour, Shape, choices_dimension, figures
from representatives.models import Mandate
from representatives.models.deputies import Gender, Occupation, Party
from township.models import LedgerStart, Level
from township.spans import within

STOCK = Behaviour.STOCK
# 基层代表: the classes that the national statistics add up as such.
GRASSROOTS = (Occupation.WORKER, Occupation.FARMER, Occupation.SPECIALIST)

# A mandate counts once its qualification is confirmed, and that may be after the period.
deputy = figures("代表", LedgerStart.Family.DEPUTIES, by_day=True)


def town_mandates(period):
    """The mandates of the town's congress in force on the period's last day."""
    return Mandate.objects.at(Level.TOWN).in_force(period.last_day, known_on=period.day)


@deputy("镇代表人数", "名", "期末在任（资格已确认）的镇人大代表。", behaviour=STOCK)
def town_deputies(period):
    return town_mandates(period)


@deputy("县级代表人数", "名", "期末在任的、本镇选区产生的县（市、区）人大代表。", behaviour=STOCK)
def county_deputies(period):
    return Mandate.objects.at(Level.COUNTY).in_force(period.last_day, known_on=period.day)


OCCUPATION_DIMENSION, OCCUPATIONS = choices_dimension("身份", Occupation)


@deputy(
    "各类身份代表人数", "名", "期末在任镇代表，按身份分。", behaviour=STOCK, dimension=OCCUPATION_DIMENSION
)  # fmt: skip
def by_occupation(period, member):
    rows = town_mandates(period)
    return rows.filter(person__occupation=OCCUPATIONS[member]) if member else rows


@deputy("妇女代表人数", "名", "期末在任镇代表中的妇女。", behaviour=STOCK)
def women(period):
    return town_mandates(period).filter(person__gender=Gender.FEMALE)


@deputy("党员代表人数", "名", "期末在任镇代表中的中共党员。", behaviour=STOCK)
def party_members(period):
    return town_mandates(period).filter(person__party=Party.CPC)


@deputy("基层代表人数", "名", "期末在任镇代表中的一线工人、农民和专业技术人员。", behaviour=STOCK)
def grassroots(period):
    return town_mandates(period).filter(person__occupation__in=GRASSROOTS)


@deputy(
    "少数民族代表人数", "名", "期末在任镇代表中的少数民族代表。", behaviour=STOCK
)  # fmt: skip
def minorities(period):
    return town_mandates(period).exclude(person__ethnicity="汉族")


@deputy("连任代表人数", "名", "期末在任镇代表中，上一届也是本镇代表的。", behaviour=STOCK)
def continuing(period):
    before = Mandate.objects.at(Level.TOWN).confirmed(on=period.day).filter(
        person=OuterRef("person"), term__number=OuterRef("term__number") - 1
    )  # fmt: skip
    return town_mandates(period).filter(Exists(before))


@deputy(
    "妇女代表占比",
    "%",
    "期末在任镇代表中妇女的占比。",
    shape=Shape.RATE,
    parts=("妇女代表人数", "镇代表人数"),
)
def women_share(period):
    return women(period), town_mandates(period)


@deputy(
    "党员代表占比",
    "%",
    "期末在任镇代表中中共党员的占比。",
    shape=Shape.RATE,
    parts=("党员代表人数", "镇代表人数"),
)
def party_share(period):
    return party_members(period), town_mandates(period)


@deputy(
    "基层代表占比",
    "%",
    "期末在任镇代表中一线工人、农民和专业技术人员的占比。",
    shape=Shape.RATE,
    parts=("基层代表人数", "镇代表人数"),
)
def grassroots_share(period):
    return grassroots(period), town_mandates(period)


END_DIMENSION, ENDS = choices_dimension("终止原因", Mandate.EndedFor)


@deputy(
    "终止代表资格人数",
    "名",
    "期间内任期未满而终止资格的代表，可按原因分；一人在两级都终止的各计。",
    dimension=END_DIMENSION,
)
def mandates_ended(period, member):
    rows = Mandate.objects.confirmed(on=period.day).filter(within(period, "ended_on"))
    rows = rows.exclude(ended_for=Mandate.EndedFor.TERM)
    return rows.filter(ended_for=ENDS[member]) if member else rows


GAIN_DIMENSION, GAINS = choices_dimension("产生方式", Mandate.GainedBy)


@deputy(
    "新任代表人数",
    "名",
    "期间内资格开始并已确认的镇代表，含换届和补选，连任的也计，可按产生方式分。",
    dimension=GAIN_DIMENSION,
)
def mandates_begun(period, member):
    rows = Mandate.objects.at(Level.TOWN).confirmed(on=period.day)
    rows = rows.filter(within(period, "starts_on"))
    return rows.filter(gained_by=GAINS[member]) if member else rows
