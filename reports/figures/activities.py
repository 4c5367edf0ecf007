"""Figures of activities, research reports and projects."""

from django.db.models import Exists, OuterRef

from congress.models import (
    Activity,
    ActivityPlace,
    Finding,
    Participation,
    Project,
    ResearchReport,
)
from reports.asking.registry import Aside, Behaviour, Shape, choices_dimension, figures
from reports.figures.dimensions import CAMPAIGNS
from representatives.models import Person
from township.models import LedgerStart, Level

Kind = Activity.Kind
activity = figures("活动", LedgerStart.Family.ACTIVITIES)
KIND_DIMENSION, KINDS = choices_dimension(
    "活动类别", Activity.Kind, formerly=(("美丽乡村管护", "村庄管护"),)
)
LEVEL_DIMENSION, LEVELS = choices_dimension("组织级别", Level)
MONITORING = (Kind.INSPECTION, Kind.RESEARCH, Kind.LAW_CHECK, Kind.APPRAISAL)
# What was counted once with what a higher level organised.
TOWN_ALONE = {"redefined": ("只计本镇组织的，上级组织的不再计入，另见“上级组织活动次数”。",)}


def of_kind(rows, member):
    return rows.of_kind(KINDS[member]) if member else rows


@activity(
    "活动次数",
    "次",
    "期间内开始的、本镇组织的各类活动（已开展的），可按类别分；上级组织的另计。",
    dimension=KIND_DIMENSION,
    **TOWN_ALONE,
)
def activities(period, member):
    return of_kind(Activity.objects.held_in(period).of_town(), member)


@activity(
    "上级组织活动次数",
    "次",
    "期间内开始的、上级组织的各类活动（已开展的），可按类别分。",
    dimension=KIND_DIMENSION,
)
def activities_from_above(period, member):
    return of_kind(Activity.objects.held_in(period).from_above(), member)


@activity(
    "各级组织活动次数",
    "次",
    "期间内开始的各类活动（已开展的），本镇组织的和上级组织的都计，可按组织级别分。",
    dimension=LEVEL_DIMENSION,
)
def activities_of_all_levels(period, member):
    rows = Activity.objects.held_in(period)
    return rows.filter(organiser_level=LEVELS[member]) if member else rows


@activity(
    "专项行动活动次数", "次", "期间内属于专项行动的活动，可按专项行动分。", dimension=CAMPAIGNS
)
def campaign_activities(period, member):
    rows = Activity.objects.held_in(period).filter(campaign__isnull=False)
    return rows.filter(campaign__name=member) if member else rows


@activity(
    "监督检查次数",
    "次",
    "期间内本镇组织的视察、调研、执法检查和工作评议；上级组织的另计。",
    **TOWN_ALONE,
)
def monitoring(period):
    return Activity.objects.held_in(period).of_town().of_kind(*MONITORING)


NAMES = {"shape": Shape.NAMES, "behaviour": Behaviour.DISTINCT}


def titles(period, *kinds):
    """Those of the town, in their order: their titles are told."""
    return Activity.objects.held_in(period).of_town().of_kind(*kinds).order_by("starts_on", "pk")


@activity(
    "监督检查题目", "", "期间内本镇组织的视察、调研、执法检查和工作评议各叫什么，按先后。",
    field="title", **NAMES,
)  # fmt: skip
def monitoring_titles(period):
    return titles(period, *MONITORING)


@activity("学习培训题目", "", "期间内本镇组织的学习培训各叫什么，按先后。", field="title", **NAMES)
def training_titles(period):
    return titles(period, Kind.TRAINING)


def participations(period, member):
    """Those of deputies by name."""
    return of_kind(Participation.objects.held_in(period).of_deputies(known_on=period.day), member)


def with_deputies(period, member):
    held = Activity.objects.held_in(period).with_deputies(known_on=period.day)
    return of_kind(held, member)


@activity(
    "活动参加代表人次",
    "人次",
    "期间内代表（各级）参加各类活动的人次，本镇组织的和上级组织的都计，可按类别分；"
    "只登记了人数、没有姓名的按登记的人数计，是约数的，说“约”；其他参加人不计。",
    shape=Shape.SUM,
    field="deputies_there",
    dimension=KIND_DIMENSION,
    by_day=True,
    aside=Aside(
        lambda period, member: with_deputies(period, member).filter(
            is_unnamed_approximate=True, unnamed_deputies__gt=0
        ),
        before="约",
    ),
    redefined=("只登记了代表人数、没有姓名的，按人数计入；依据的记录由每人一条改为每次活动一条。",),
)
def deputies_there(period, member):
    return with_deputies(period, member)


def with_others(period, member):
    """The activities of `period` in which others than deputies took part by number."""
    return of_kind(Activity.objects.held_in(period).filter(other_people__gt=0), member)


@activity(
    "其他参加人次",
    "人次",
    "期间内各类活动登记的其他参加人数（代表以外的人）之和，本镇组织的和上级组织的都计，可按类别分；"
    "有的人数是约数的，说“约”。",
    shape=Shape.SUM,
    field="other_people",
    dimension=KIND_DIMENSION,
    aside=Aside(
        lambda period, member: with_others(period, member).filter(is_approximate=True), before="约"
    ),
)
def other_people(period, member):
    return with_others(period, member)


@activity(
    "参加活动代表人数", "名", "期间内参加过各类活动（本镇组织的和上级组织的都计）、活动开始时是代表（各级）的人，参加几次都只计一人；只登记了人数、没有姓名的不计。",
    behaviour=Behaviour.DISTINCT, by_day=True,
)  # fmt: skip
def participants(period):
    rows = Participation.objects.held_in(period).of_deputies(known_on=period.day)
    return Person.objects.filter(pk__in=rows.values("person"))


@activity("活动办实事件数", "件", "期间内活动中办的实事。")
def good_deeds(period):
    return Activity.objects.held_in(period).exclude(good_deed="")


def places(period, kind):
    rows = ActivityPlace.objects.filter(activity__in=Activity.objects.held_in(period).of_kind(kind))
    return rows.order_by("activity__starts_on", "order", "pk")


@activity("外出考察地", "", "期间内外出考察到过的地方，按先后。", field="name", **NAMES)
def study_places(period):
    return places(period, Kind.STUDY_TOUR)


@activity("防汛救灾地点", "", "期间内防汛救灾到过的地方，按先后。", field="name", **NAMES)
def flood_places(period):
    return places(period, Kind.FLOOD)


@activity("防汛救灾日期", "", "期间内防汛救灾活动开始的日期。", field="starts_on", **NAMES)
def flood_days(period):
    return Activity.objects.held_in(period).of_kind(Kind.FLOOD).order_by("starts_on", "pk")


@activity("发现问题数", "个", "期间内活动中发现的问题。")
def findings(period):
    held = Activity.objects.held_in(period)
    return Finding.objects.filter(activity__in=held.values("pk"))


@activity("整改问题数", "个", "期间内活动中发现的问题，到截至日已整改的。", by_day=True)
def rectified(period):
    return findings(period).rectified(on=period.day)


@activity(
    "问题整改率",
    "%",
    "期间内活动中发现的问题，到截至日已整改的占比。",
    shape=Shape.RATE,
    parts=("整改问题数", "发现问题数"),
    by_day=True,
)
def rectified_share(period):
    return rectified(period), findings(period)


@activity("调研报告篇数", "篇", "期间内报送的调研报告。")
def research_reports(period):
    return ResearchReport.objects.submitted_in(period)


@activity("上级交办调研报告篇数", "篇", "期间内报送的、县（市、区）人大交办的调研报告。")
def entrusted_reports(period):
    return research_reports(period).filter(entrusted_level=Level.COUNTY)


@activity("调研报告题目", "", "期间内报送的调研报告的题目。", field="title", **NAMES)
def report_titles(period):
    return research_reports(period).order_by("submitted_on", "pk")


project = figures("民生项目", LedgerStart.Family.PROJECTS)


@project("谋划项目数", "个", "期间内谋划的民生项目，不论后来是否争取到位。")
def planned(period):
    return Project.objects.planned_in(period)


@project("争取项目数", "个", "期间内争取到位（立项、资金批复）的民生项目，不论何时谋划。")
def won(period):
    return Project.objects.won_in(period)


@project(
    "实施项目数",
    "个",
    "期间内至少有一天在施工的民生项目，含跨年的：期间内完工的和期末在建的合起来。",
    behaviour=Behaviour.DISTINCT,
)
def under_way(period):
    return Project.objects.under_way_in(period)


@project("完工项目数", "个", "期间内完工的民生项目，不论何时开工；是实施项目数的一部分。")
def finished(period):
    return Project.objects.finished_in(period)


@project("完工项目名称", "", "期间内完工的民生项目，按完工先后。", field="name", **NAMES)
def finished_names(period):
    return finished(period).order_by("finished_on", "pk")


@project(
    "在建项目数",
    "个",
    "期末已开工、还没有完工的民生项目，不论何时开工；期末当天完工的不计。",
    behaviour=Behaviour.STOCK,
)
def being_built(period):
    return Project.objects.under_way_after(period.last_day)


@project(
    "开工项目投资额",
    "元",
    "期间内开工的民生项目的总投资，不是期间内完成的投资；没有填总投资的不计。",
    shape=Shape.SUM,
    field="investment",
)
def invested(period):
    return Project.objects.started_in(period).filter(investment__isnull=False)


@project(
    "检查项目数",
    "个",
    "期间内各类活动中检查过的民生项目，检查几次都只计一个。",
    behaviour=Behaviour.DISTINCT,
)
def inspected(period):
    seen = Activity.objects.held_in(period).filter(projects=OuterRef("pk"))
    return Project.objects.filter(Exists(seen))
