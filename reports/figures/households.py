"""Figures of the households kept in touch with, of visits, and of what was heard."""

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from reports.asking.registry import ON_ITS_DAY, Behaviour, Shape, choices_dimension, figures
from reports.figures.dimensions import CATEGORIES, TOPICS, VILLAGE_CATEGORIES, VILLAGES
from representatives.models import Assignment, Category, Household, Opinion, Person, Visit
from township.models import LedgerStart, Level

STOCK, DISTINCT = Behaviour.STOCK, Behaviour.DISTINCT
household = figures("联系户与走访", LedgerStart.Family.HOUSEHOLDS)


def held(period):
    """The assignments in force on the period's last day."""
    return Assignment.objects.in_force(period.last_day)


@household(
    "联系户数", "户", "期末由代表联系的户，可按类别分。", behaviour=STOCK, dimension=CATEGORIES
)
def households_held(period, member):
    return held(period).of_kind(member) if member else held(period)


@household(
    "各村联系户数", "户", "期末由代表联系的户，按所在村分。", behaviour=STOCK, dimension=VILLAGES
)
def households_by_village(period, member):
    rows = held(period)
    return rows.filter(household__village__name=member) if member else rows


@household(
    "各村各类联系户数", "户", "期末由代表联系的户，按所在村和类别分。", behaviour=STOCK,
    dimension=VILLAGE_CATEGORIES,
)  # fmt: skip
def households_by_village_and_category(period, member):
    village, _, code = member.rpartition("·")
    return households_by_village(period, village).of_kind(code) if member else held(period)


@household("联系代表人数", "名", "期末有联系户的代表。", behaviour=STOCK)
def deputies_holding(period):
    return Person.objects.filter(pk__in=held(period).values("person"))


def deputies(period):
    return Person.objects.deputies_on(period.last_day, Level.TOWN, known_on=period.day)


def bound(period):
    """The deputies, as soon as the town has said what each is to keep in touch with."""
    return deputies(period).filter(Exists(Category.objects.all()))


def fully_holding(period):
    """Deputies who hold, of each category, as many households as it asks for."""
    mine = held(period).filter(person=OuterRef(OuterRef("pk")), category=OuterRef("pk"))
    count = mine.order_by().values("category").annotate(n=Count("pk")).values("n")
    short = Category.objects.annotate(held=Coalesce(Subquery(count), 0)).filter(
        held__lt=F("per_deputy")
    )
    return bound(period).filter(~Exists(short))


@household(
    "联系户配齐代表人数",
    "名",
    "期末各类联系户都已配齐的镇代表；没有登记联系户类别的不算。",
    behaviour=STOCK,
    by_day=True,
    redefined=("没有登记联系户类别时，不再把全部代表算作已配齐。", ON_ITS_DAY),
)
def deputies_complete(period):
    return fully_holding(period)


@household(
    "联系户应配齐代表人数",
    "名",
    "期末在任（资格已确认）的镇代表，是联系户配齐率的基数；没有登记联系户类别时，没有规定每名代表联系几户，没有人计入。",
    behaviour=STOCK,
    by_day=True,
)
def deputies_bound(period):
    return bound(period)


@household(
    "联系户配齐率",
    "%",
    "期末镇代表中各类联系户都已配齐的占比；没有登记联系户类别的不算。",
    shape=Shape.RATE,
    parts=("联系户配齐代表人数", "联系户应配齐代表人数"),
    by_day=True,
    redefined=("没有登记联系户类别时，不再算作全部配齐。", ON_ITS_DAY),
)
def complete_share(period):
    return fully_holding(period), bound(period)


@household(
    "待安排户数",
    "户",
    "期末在册（当时属于某一类别，或还没有归类）而没有代表联系的户。",
    behaviour=STOCK,
)
def unassigned(period):
    return Household.objects.unassigned(period.last_day)


@household(
    "走访户次",
    "户次",
    "期间内代表走访联系户、见到人或者联系上的次数，一户一次计一户次；上门、座谈、院坝会的和用电话、微信联系上的都算，可按村分。",
    dimension=VILLAGES,
)
def visits(period, member):
    rows = Visit.objects.met().made_in(period)
    return rows.filter(assignment__household__village__name=member) if member else rows


@household(
    "电话微信走访户次",
    "户次",
    "走访户次中，没有见面、用电话或者微信联系上的，可按村分。",
    dimension=VILLAGES,
)
def visits_from_afar(period, member):
    return visits(period, member).from_afar()


@household("走访未遇次数", "次", "期间内去了没有见到人、或者没有联系上的走访，不在走访户次里。")
def attempts(period):
    return Visit.objects.attempted().made_in(period)


@household(
    "走访户数",
    "户",
    "期间内至少走访到一次（见到人或者联系上）的户，走访几次都只计一户，可按村分。",
    behaviour=DISTINCT,
    dimension=VILLAGES,
)
def households_visited(period, member):
    return visits(period, member).households()


def households_of(period, member):
    """The households kept in touch with on at least one day of the period; `member`: a village."""
    rows = Assignment.objects.overlapping_period(period)
    rows = Household.objects.filter(pk__in=rows.values("household"))
    return rows.filter(village__name=member) if member else rows


@household(
    "先后联系户数",
    "户",
    "期间内至少有一天由代表联系的户，期末以前不再联系的也在内，是走访覆盖率的基数，可按村分；期末还在联系的见联系户数。",
    behaviour=DISTINCT,
    dimension=VILLAGES,
)
def households_kept(period, member):
    return households_of(period, member)


@household(
    "走访覆盖率",
    "%",
    "期间内先后有代表联系的户中，至少走访到一次的占比，可按村分。",
    shape=Shape.RATE,
    parts=("走访户数", "先后联系户数"),
    dimension=VILLAGES,
)
def coverage(period, member):
    seen, theirs = visits(period, "").households(), households_of(period, member)
    return theirs.filter(pk__in=seen.values("pk")), theirs


@household(
    "未走访户数", "户", "期间内先后有代表联系、而一次也没有走访到（见到人或者联系上）的户，可按村分。", behaviour=DISTINCT,
    dimension=VILLAGES,
)  # fmt: skip
def households_missed(period, member):
    seen = visits(period, "").households()
    return households_of(period, member).exclude(pk__in=seen.values("pk"))


@household(
    "参加走访代表人数", "名", "期间内至少走访到一户（见到人或者联系上）的代表。", behaviour=DISTINCT
)
def visiting_deputies(period):
    return Person.objects.filter(pk__in=visits(period, "").values("assignment__person"))


@household(
    "走访办实事件数",
    "件",
    "期间内走访（见到人或者联系上）中登记了为联系户办实事的，一次走访计一件。",
)
def good_deeds(period):
    return visits(period, "").exclude(good_deed="")


@household(
    "宣讲政策户次", "户次", "期间内走访（见到人或者联系上）中登记了宣讲政策的，一次走访计一户次。"
)
def policies_explained(period):
    return visits(period, "").exclude(policy="")


opinion = figures("群众意见建议", LedgerStart.Family.OPINIONS)
BY_DAY = {"by_day": True}
SOURCE_DIMENSION, SOURCES = choices_dimension("来源", Opinion.Source)
DISPOSAL_DIMENSION, DISPOSALS = choices_dimension("处理方式", Opinion.Disposal)


def heard(period):
    return Opinion.objects.heard_in(period)


@opinion("意见建议条数", "条", "期间内听取的群众意见建议，可按内容类别分。", dimension=TOPICS)
def opinions(period, member):
    return heard(period).filter(topic__name=member) if member else heard(period)


@opinion(
    "各来源意见建议条数", "条", "期间内听取的群众意见建议，按来源分。", dimension=SOURCE_DIMENSION
)
def opinions_by_source(period, member):
    return heard(period).filter(source=SOURCES[member]) if member else heard(period)


@opinion(
    "各处理方式意见建议条数",
    "条",
    "期间内听取的群众意见建议，按到截至日的处理方式分。",
    dimension=DISPOSAL_DIMENSION,
    **BY_DAY,
)
def opinions_by_disposal(period, member):
    rows = heard(period)
    return rows.of_disposal(DISPOSALS[member], on=period.day) if member else rows


@opinion("意见建议答复条数", "条", "期间内听取、到截至日已答复的群众意见建议，不论结果。", **BY_DAY)
def opinions_answered(period):
    return heard(period).answered(on=period.day)


@opinion(
    "意见建议解决条数",
    "条",
    "期间内听取、到截至日已答复，结果是已采纳或者已解决的群众意见建议；解释说明、列入计划、转交的不计。",
    **BY_DAY,
)
def opinions_solved(period):
    return heard(period).solved(on=period.day)


@opinion(
    "意见建议答复率",
    "%",
    "期间内听取的群众意见建议中，到截至日已答复的占比；答复了不等于采纳、解决。",
    shape=Shape.RATE,
    parts=("意见建议答复条数", "意见建议条数"),
    **BY_DAY,
)
def answered_share(period):
    return opinions_answered(period), heard(period)


@opinion(
    "回告条数",
    "条",
    "期间内听取、到截至日有了回音的群众意见建议：联系户提的，答复了并且回告了提出的那一户；其他来源的没有哪一户可回告，答复了就算。",
    **BY_DAY,
)
def opinions_told_back(period):
    return heard(period).closed(on=period.day)


@opinion(
    "回告率",
    "%",
    "期间内听取的群众意见建议中，到截至日有了回音的占比：联系户提的，答复了并且回告了提出的那一户；其他来源的没有哪一户可回告，答复了就算。",
    shape=Shape.RATE,
    parts=("回告条数", "意见建议条数"),
    aliases=("件件有回音率",),
    **BY_DAY,
)
def told_back_share(period):
    return opinions_told_back(period), heard(period)


def until(period):
    """What was heard up to the end of the period, in whatever year."""
    return Opinion.objects.filter(heard_on__lt=period.end)


@opinion(
    "超期未答复意见建议条数",
    "条",
    "到截至日已过期限还没有答复的群众意见建议，期末以前听取的，不论哪年；没有规定期限的不计入。",
    behaviour=STOCK,
    undated=lambda period: until(period).undated_on(period.day),
    **BY_DAY,
)
def opinions_overdue(period):
    return until(period).overdue_on(period.day)


@opinion(
    "转为代表建议条数",
    "条",
    "期间内听取、到截至日定为作为代表建议提出的群众意见建议；是否已经提出、受理，见议案建议的数字。",
    **BY_DAY,
)
def became_motions(period):
    return heard(period).of_disposal(Opinion.Disposal.MOTION, on=period.day)
