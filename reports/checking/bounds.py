"""Numbers and days that bound each other: which stored rows contradict the roll, or their whole.

What is entered today is refused by the models. These rows are older than that, or became wrong
when something else was changed: a mandate ended earlier, a body got fewer seats.
"""

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from congress.models import (
    AgendaItem,
    Attendance,
    Body,
    Candidacy,
    Election,
    Meeting,
    Poll,
    Post,
    Resolution,
)
from congress.models.turnout import count_of
from motions.models import Handling, SupervisionAct
from reports.checking.asked import Family, Grade, check
from reports.figures import rows
from representatives.models import Constituency, Mandate, Opinion
from township.models import Level
from township.spans import in_force

ELECTION = rows.Shown(
    (("会议", lambda row: str(row.meeting)), ("职务", rows.Text("role"))),
    related=("meeting__term", "body"),
    prefetch=("body__names",),
)


def shown(model):
    """How rows of `model` are shown: no figure lists elections, so their Shown is here."""
    return ELECTION if model is Election else rows.shown(model)


def url_of(row, user):
    """Where `row` is mended by the office; "" for others."""
    if not isinstance(row, Election):
        return rows.url_of(row, user)
    return reverse("admin:congress_election_change", args=[row.pk]) if user.is_office else ""


def with_roll(queryset):
    """`queryset` of what belongs to a meeting, with `could_vote` and `all_members` of that meeting."""
    meeting = Meeting.objects.filter(pk=OuterRef("meeting")).with_could_vote()
    return queryset.annotate(
        could_vote=Subquery(meeting.values("most_votes")),
        all_members=Subquery(meeting.values("expected")),
    )


def where(row):
    return f"{row.meeting.starts_on}{row.meeting.short_title}"


# 会议


@check(
    "votes-present", Grade.MUST, Family.MEETINGS, "票数多于到会人数的议题",
    "赞成、反对、弃权合计不能多于到会的人（人代会按到会最多的全体会议，没有点名的按应到）：核对票数和点名册。",
    "项",
    words=lambda row: f"{where(row)}：{row}（票数合计{row.votes_cast}，到会{row.could_vote}人）",
)  # fmt: skip
def votes_above_presence(period, day):
    voted = AgendaItem.objects.held_in(period).filter(votes_for__isnull=False)
    cast = F("votes_for") + F("votes_against") + F("abstained")
    return with_roll(voted).filter(could_vote__lt=cast)


@check(
    "votes-outcome", Grade.MUST, Family.MEETINGS, "结果和票数对不上的议题",
    "通过要有全体代表（主席团全体成员）过半数赞成，过了半数的不是未通过（地方组织法第二十五条）。", "项",
    words=lambda row: (
        f"{where(row)}：{row}（{row.get_outcome_display()}，赞成{row.votes_for}，全体{row.all_members}人）"
    ),
)  # fmt: skip
def outcome_against_votes(period, day):
    voted = AgendaItem.objects.held_in(period).filter(votes_for__isnull=False)
    half = with_roll(voted).annotate(twice=F("votes_for") * 2)
    too_few = Q(outcome__in=AgendaItem.ADOPTED, twice__lte=F("all_members"))
    enough = Q(outcome=AgendaItem.Outcome.REJECTED, twice__gt=F("all_members"))
    return half.filter(too_few | enough)


@check(
    "votes-adopted", Grade.MUST, Family.MEETINGS, "赞成票对不上的决议决定",
    "赞成票不能多于到会的人，也不能不到全体的过半数（地方组织法第二十五条）。", "件",
    words=lambda row: (
        f"{row}（赞成{row.votes_for}，到会{row.could_vote}人，全体{row.all_members}人）"
    ),
)  # fmt: skip
def adopted_against_votes(period, day):
    voted = Resolution.objects.adopted_in(period).filter(votes_for__isnull=False)
    adopted = with_roll(voted).annotate(twice=F("votes_for") * 2)
    return adopted.filter(Q(votes_for__gt=F("could_vote")) | Q(twice__lte=F("all_members")))


@check(
    "not-expected", Grade.MUST, Family.MEETINGS, "那天不在任却列为应到的",
    "出席会多于应到：会议那天不是代表（主席团成员）的，改日期或者从点名册移出，来了的列为列席。", "人次",
    words=lambda row: f"{row.person}：{where(row)}",
)  # fmt: skip
def not_expected(period, day):
    on, who = OuterRef("meeting__starts_on"), {"person": OuterRef("person")}
    seats = Mandate.objects.in_force(on).at(Level.TOWN).filter(**who)
    posts = Post.objects.presidium_on(on).filter(**who)
    listed = Attendance.objects.held_in(period).members()
    strangers = listed.annotate(seats=count_of(seats), posts=count_of(posts))
    return strangers.filter(
        Q(meeting__kind=Meeting.Kind.SESSION, seats=0)
        | Q(meeting__kind=Meeting.Kind.PRESIDIUM, posts=0)
    )


# 选举与职务


@check(
    "ballots-present", Grade.MUST, Family.ELECTIONS, "发出票数多于到会人数的选举",
    "到会的代表一人一张票（没有点名的按全体代表）：核对票数和点名册。", "次",
    words=lambda row: f"{row}（发出{row.ballots_issued}张，到会{row.could_vote}人）",
)  # fmt: skip
def ballots_above_presence(period, day):
    held = Election.objects.held_in(period)
    return with_roll(held).filter(ballots_issued__gt=F("could_vote"))


@check(
    "ballots-candidate", Grade.MUST, Family.ELECTIONS, "票数多于有效票的候选人",
    "一名候选人的赞成、反对、弃权合计不能多于有效票。", "名",
    words=lambda row: f"{row.person}：{row.contest}",
)  # fmt: skip
def candidate_above_ballots(period, day):
    cast = F("votes_for") + F("votes_against") + F("abstained")
    known = Candidacy.objects.decided_in(period).annotate(cast=cast)
    return known.filter(
        Q(cast__gt=F("poll__ballots_valid")) | Q(cast__gt=F("election__ballots_valid"))
    )


def elected(contest):
    """How many the contest of an outer query elected."""
    return count_of(Candidacy.objects.filter(is_elected=True, **{contest: OuterRef("pk")}))


@check(
    "votes-officers", Grade.MUST, Family.ELECTIONS, "得票、当选多于票数、名额的大会选举",
    "候选人得票之和不能多于有效票乘以应选名额，当选的不能多于应选名额，应选的不能多于机构的名额。", "次",
)  # fmt: skip
def officers_above_seats(period, day):
    standing = Q(candidacies__voided_at=None)
    held = Election.objects.held_in(period).annotate(
        votes=Sum("candidacies__votes_for", filter=standing), winners=elected("election")
    )
    return held.filter(
        Q(votes__gt=F("ballots_valid") * F("seats"))
        | Q(winners__gt=F("seats"))
        | Q(seats__gt=F("body__seats"))
    )


@check(
    "poll-seats", Grade.MUST, Family.ELECTIONS, "应选、当选多于名额的代表选举",
    "当选的不能多于应选名额，应选的不能多于选区的名额。", "次",
)  # fmt: skip
def poll_above_seats(period, day):
    held = Poll.objects.held_in(period).annotate(winners=elected("poll"))
    return held.filter(Q(winners__gt=F("seats")) | Q(seats__gt=F("constituency__seats")))


@check(
    "post-seats", Grade.MUST, Family.ELECTIONS, "超出机构名额、存续时间的任职",
    "同时任职的不能多于机构的名额，任职在机构成立以后、撤销以前开始。", "项",
)  # fmt: skip
def post_beyond_body(period, day):
    on = OuterRef("starts_on")
    beside = Post.objects.filter(in_force(on), body=OuterRef("body"))
    posts = Post.objects.overlapping_period(period).annotate(held=count_of(beside))
    return posts.filter(
        Q(held__gt=F("body__seats"))
        | Q(starts_on__lt=F("body__starts_on"))
        | Q(starts_on__gte=F("body__ended_on"))
    )


@check(
    "congress-seats", Grade.MUST, Family.ELECTIONS, "名额少于各选区合计的人大",
    "各选区应选名额合计不能多于代表总名额（选举法第十二条、第二十五条）。", "个",
)  # fmt: skip
def constituencies_above_congress(period, day):
    parts = Constituency.objects.filter(term=OuterRef("term")).order_by().values("term")
    congress = Body.objects.of_kind(Body.Kind.CONGRESS).in_force(day)
    congress = congress.annotate(parts=Subquery(parts.annotate(n=Sum("seats")).values("n")))
    return congress.filter(parts__gt=F("seats"))


# 代表


@check(
    "mandate-seats", Grade.MUST, Family.DEPUTIES, "超出选区名额的代表资格",
    "一个选区同时在任的代表不能多于应选名额：核对名额，或者上一名代表的终止日期。", "项",
)  # fmt: skip
def mandate_beyond_seats(period, day):
    beside = Mandate.objects.filter(
        in_force(OuterRef("starts_on")), constituency=OuterRef("constituency")
    )
    mandates = Mandate.objects.overlapping_period(period).annotate(held=count_of(beside))
    return mandates.filter(held__gt=F("constituency__seats"))


# 意见建议和议案建议


@check(
    "heard-before-visit", Grade.MUST, Family.OPINIONS, "听到早于走访的群众意见",
    "走访时听到的，听到日期不能早于走访日期。",
)  # fmt: skip
def heard_before_visit(period, day):
    return Opinion.objects.heard_in(period).filter(heard_on__lt=F("visit__visited_on"))


@check(
    "handling-days", Grade.MUST, Family.MOTIONS, "早于交办的承办",
    "签收、申请调整、沟通、不再承办都在交办以后，交办在提出以后。", "件",
)  # fmt: skip
def handling_before_handover(period, day):
    since = F("handed_over_on")
    return Handling.objects.handed_over_in(period).filter(
        Q(accepted_on__lt=since)
        | Q(contested_on__lt=since)
        | Q(consulted_on__lt=since)
        | Q(released_on__lt=since)
        | Q(motion__submitted_on__gt=since)
    )


@check(
    "supervision-days", Grade.MUST, Family.MOTIONS, "早于所督办事项的督办",
    "督办在议案建议提出、群众意见听到、民生项目谋划以后。", "次",
)  # fmt: skip
def supervised_before_it_was_there(period, day):
    on = F("acted_on")
    return SupervisionAct.objects.acted_in(period).filter(
        Q(motion__submitted_on__gt=on) | Q(opinion__heard_on__gt=on) | Q(project__planned_on__gt=on)
    )
