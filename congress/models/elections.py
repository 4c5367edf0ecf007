"""Elections: polls of voters in a constituency, and elections of officers in a session."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from congress.models.bodies import Body, InstitutionQuerySet, Post
from congress.models.meetings import Meeting
from records.base import Record, unless_as_stored, voidable_constraints
from records.bounds import between
from representatives.models import Constituency, Mandate, Person
from township.spans import happened, in_force, refuse_odd_days, today, within
from township.words import speaking_on

# Of voters and of ballots: more than any constituency has, and what both databases store.
HEADS = between(0, 9_999_999)


def ballots_add_up(prefix):
    """The constraints on ballots that polls and elections share (选举法第四十四条)."""
    return [
        models.CheckConstraint(
            condition=Q(ballots_returned__lte=F("ballots_issued")),
            name=f"{prefix}_returned_within_issued",
            violation_error_message="收回票数多于发出票数，选举无效，请核对。",
        ),
        models.CheckConstraint(
            condition=Q(ballots_returned=F("ballots_valid") + F("ballots_invalid")),
            name=f"{prefix}_valid_plus_invalid",
            violation_error_message="有效票与无效票之和要等于收回票数。",
        ),
    ]


class PollQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        return self.filter(within(period, "held_on"))

    def by_elections(self):
        return self.filter(kind=Mandate.GainedBy.BY_ELECTION)

    def at(self, level):
        return self.filter(constituency__term__level=level)


class Poll(Record):
    """The voters of one constituency elect deputies. No register of voters is kept."""

    kind = models.CharField(
        "类别", max_length=12, choices=Mandate.GainedBy, default=Mandate.GainedBy.BY_ELECTION
    )
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, verbose_name="选区", related_name="polls"
    )
    held_on = models.DateField("选举日")
    seats = models.PositiveSmallIntegerField("应选名额", default=1, validators=between(1, 999))
    replaces = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name="补谁的缺", related_name="refilled_by", null=True, blank=True,
        help_text="补选的，选出缺的那项代表资格。",
    )  # fmt: skip
    electorate = models.PositiveIntegerField("选民数", validators=HEADS)
    voted = models.PositiveIntegerField("参加投票人数", help_text="含委托投票。", validators=HEADS)
    by_proxy = models.PositiveIntegerField("其中委托投票", default=0, validators=HEADS)
    stations = models.PositiveSmallIntegerField(
        "投票站（会场）", default=1, validators=between(0, 999)
    )
    mobile_boxes = models.PositiveSmallIntegerField(
        "流动票箱", default=0, validators=between(0, 999)
    )
    ballots_issued = models.PositiveIntegerField("发出票数", validators=HEADS)
    ballots_returned = models.PositiveIntegerField("收回票数", validators=HEADS)
    ballots_valid = models.PositiveIntegerField("有效票", validators=HEADS)
    ballots_invalid = models.PositiveIntegerField("无效票", default=0, validators=HEADS)
    declared_on = models.DateField("选举结果确认日期", null=True, blank=True, editable=False)

    objects = PollQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "代表选举"
        verbose_name_plural = "代表选举"
        ordering = ["-held_on", "pk"]
        constraints = voidable_constraints(
            *ballots_add_up("poll"),
            models.CheckConstraint(
                condition=Q(voted__lte=F("electorate")), name="poll_voted_within_electorate",
                violation_error_message="参加投票人数不能多于选民数。",
            ),
            models.CheckConstraint(
                condition=Q(ballots_issued__lte=F("voted")), name="poll_issued_within_voted",
                violation_error_message="发出票数不能多于参加投票人数。",
            ),
            models.CheckConstraint(
                condition=Q(by_proxy__lte=F("voted")), name="poll_proxy_within_voted",
                violation_error_message="委托投票人数不能多于参加投票人数。",
            ),
            models.CheckConstraint(
                condition=Q(kind="by_election") | Q(replaces=None), name="poll_replaces_only_by_election",
                violation_error_message="只有补选才填补谁的缺。",
            ),
            models.UniqueConstraint(
                fields=["constituency", "held_on"], condition=Q(voided_at=None), name="poll_once_a_day",
                violation_error_message="这个选区这一天已有选举登记。",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.held_on} {self.constituency}{self.get_kind_display()}"

    @property
    def turnout_is_valid(self):
        """More than half of all voters took part (选举法第四十五条)."""
        return self.voted * 2 > self.electorate

    @property
    def need(self):
        """(how many votes elect, by what rule in words)"""
        return self.voted // 2 + 1, "参加投票的选民过半数"

    def clean(self):
        refuse_odd_days(self, happened=["held_on"])
        if not self.constituency_id:
            return
        if self.held_on and self.kind == Mandate.GainedBy.BY_ELECTION:
            if not self.constituency.term.covers(self.held_on):
                raise ValidationError({"held_on": f"补选日期不在{self.constituency.term}任期内。"})
        if self.seats and self.seats > self.constituency.seats:
            raise ValidationError({"seats": f"这个选区只有{self.constituency.seats}个名额。"})
        if self.replaces_id and self.replaces.constituency_id != self.constituency_id:
            raise ValidationError({"replaces": "出缺的代表不是这个选区的。"})
        if self.replaces_id and self.held_on:
            if not self.replaces.ended_on or self.replaces.ended_on > self.held_on:
                raise ValidationError({"replaces": "原代表的资格还没有终止，不能补选。"})
        self.refuse_filled_vacancy()
        if self.declared_on is None:
            self.refuse_more_than_vacant()

    def refuse_filled_vacancy(self):
        """A vacancy is filled once; when that mandate ends too, it is the next vacancy."""
        if self.replaces_id is None:
            return
        others = self.replaces.refilled_by.filter(declared_on__isnull=False).exclude(pk=self.pk)
        if other := others.first():
            raise ValidationError({"replaces": f"这个缺已由{other.held_on}的补选补上。"})

    def refuse_more_than_vacant(self):
        """A by-election elects no more than the seats that nobody holds that day."""
        if self.kind != Mandate.GainedBy.BY_ELECTION or not (self.held_on and self.seats):
            return
        held = self.constituency.mandates.filter(in_force(self.held_on)).count()
        vacant = self.constituency.seats - held
        if self.seats > vacant:
            raise ValidationError(
                {
                    "seats": f"这个选区{self.constituency.seats}个名额，{self.held_on}已有代表{held}名，"
                    f"只缺{max(vacant, 0)}名。"
                }
            )


class ElectionQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        return self.filter(within(period, "meeting__starts_on"))


class Election(Record):
    """A session elects officers (地方组织法第二十五至三十条)."""

    class Way(models.TextChoices):
        SECRET = "secret", "无记名投票"
        HANDS = "hands", "举手表决"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="人代会", related_name="elections",
        limit_choices_to={"kind": "session"},
    )  # fmt: skip
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="机构", related_name="elections")
    role = models.CharField("职务", max_length=14, choices=Post.Role)
    seats = models.PositiveSmallIntegerField("应选名额", default=1, validators=between(1, 999))
    way = models.CharField("表决方式", max_length=8, choices=Way, default=Way.SECRET)
    ballots_issued = models.PositiveIntegerField("发出票数", validators=HEADS)
    ballots_returned = models.PositiveIntegerField("收回票数", validators=HEADS)
    ballots_valid = models.PositiveIntegerField("有效票", validators=HEADS)
    ballots_invalid = models.PositiveIntegerField("无效票", default=0, validators=HEADS)
    declared_on = models.DateField("选举结果确认日期", null=True, blank=True, editable=False)

    objects = ElectionQuerySet.standing_manager("meeting")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "大会选举"
        verbose_name_plural = "大会选举"
        ordering = ["-meeting__starts_on", "pk"]
        constraints = voidable_constraints(
            *ballots_add_up("election"),
            models.UniqueConstraint(
                fields=["meeting", "body", "role"], condition=Q(voided_at=None), name="election_once",
                violation_error_message="这次会议已有这个职务的选举登记。",
            ),
        )  # fmt: skip

    def __str__(self):
        with speaking_on(self.meeting.starts_on):
            return f"{self.meeting}选举{self.body}{self.get_role_display()}"

    def clean(self):
        if not self.meeting_id:
            return
        if not self.meeting.is_session:
            raise ValidationError({"meeting": "选举在人代会上进行。"})
        if self.meeting.starts_on > today():
            raise ValidationError({"meeting": "会议还没有召开，不能登记选举。"})
        if self.body_id and self.seats and self.seats > (self.body.seats or self.seats):
            with unless_as_stored(self, "seats", "body"):
                raise ValidationError({"seats": f"{self.body}只有{self.body.seats}个名额。"})
        with unless_as_stored(self, "ballots_issued", "meeting"):
            self.refuse_more_than_present()

    @property
    def need(self):
        """(how many votes elect, by what rule in words)"""
        return self.meeting.majority(self.meeting.expected_people().count()), "全体代表过半数"

    def refuse_more_than_present(self):
        """A ballot is handed to each deputy who is there, and to nobody else."""
        issued, turnout = self.ballots_issued, self.meeting.could_vote()
        if issued is None or issued <= turnout.number:
            return
        if issued > turnout.expected:
            sentence = f"发出票数多于全体代表{turnout.expected}人。"
        else:
            sentence = f"发出票数{issued}，多于{turnout}{turnout.hint}。"
        raise ValidationError({"ballots_issued": sentence})


class CandidacyQuerySet(InstitutionQuerySet):
    def elected(self, on=None):
        """Those elected; with the day `on`, of what had been declared by its end."""
        rows = self.filter(is_elected=True)
        if on is None:
            return rows
        return rows.filter(
            happened("poll__declared_on", on) | happened("election__declared_on", on)
        )

    def decided_in(self, period):
        """Candidacies of polls and elections held in `period`."""
        return self.filter(
            within(period, "poll__held_on") | within(period, "election__meeting__starts_on")
        )


class Candidacy(Record):
    """A candidate, or a person written in, of one poll or one election, with the votes."""

    class NominatedBy(models.TextChoices):
        PRESIDIUM = "presidium", "主席团提名"
        DEPUTIES = "deputies", "代表十人以上联名"
        PARTY = "party", "政党、团体推荐"
        VOTERS = "voters", "选民十人以上联名"
        WRITTEN_IN = "written_in", "另选他人"

    poll = models.ForeignKey(
        Poll,
        models.PROTECT,
        verbose_name="代表选举",
        related_name="candidacies",
        null=True,
        blank=True,
    )
    election = models.ForeignKey(
        Election,
        models.PROTECT,
        verbose_name="大会选举",
        related_name="candidacies",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="姓名", related_name="candidacies"
    )
    nominated_by = models.CharField(
        "提名方式", max_length=12, choices=NominatedBy, default=NominatedBy.PRESIDIUM
    )
    votes_for = models.PositiveIntegerField("赞成（得票）", validators=HEADS)
    votes_against = models.PositiveIntegerField("反对", default=0, validators=HEADS)
    abstained = models.PositiveIntegerField("弃权", default=0, validators=HEADS)
    is_elected = models.BooleanField("当选", default=False)
    mandate = models.OneToOneField(
        Mandate, models.PROTECT, verbose_name="代表资格", related_name="candidacy",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    post = models.OneToOneField(
        Post, models.PROTECT, verbose_name="任职", related_name="candidacy",
        null=True, blank=True, editable=False,
    )  # fmt: skip

    objects = CandidacyQuerySet.standing_manager("poll", "election", "election__meeting")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "候选人得票"
        verbose_name_plural = "候选人得票"
        ordering = ["-votes_for", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(poll__isnull=False, election=None) | Q(poll=None, election__isnull=False),
                name="candidacy_one_contest",
                violation_error_message="候选人属于一次代表选举或一次大会选举。",
            ),
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(poll__isnull=False, voided_at=None),
                name="candidacy_once_per_poll", violation_error_message="此人已在候选人名单中。",
            ),
            models.UniqueConstraint(
                fields=["election", "person"], condition=Q(election__isnull=False, voided_at=None),
                name="candidacy_once_per_election", violation_error_message="此人已在候选人名单中。",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.person} {self.votes_for}票"

    @property
    def contest(self):
        return self.poll or self.election

    def clean(self):
        contest = self.contest
        if contest is None or self.votes_for is None or contest.ballots_valid is None:
            return
        self.refuse_more_than(contest.ballots_valid)

    def refuse_more_than(self, valid):
        cast = self.votes_for + self.votes_against + self.abstained
        if cast > valid:
            # On a form the box of the person may be refused by itself.
            who = self.person if self.person_id else "这名候选人"
            raise ValidationError(f"{who}的赞成、反对、弃权合计{cast}票，多于有效票{valid}张。")


def refuse_bad_count(contest, rows):
    """Raise ValidationError unless the candidates' votes fit the ballots of `contest`.

    `rows` are (votes_for, is_elected) pairs. Each ballot names at most as many
    people as there are seats (选举法第四十四条).
    """
    total = sum(votes for votes, _ in rows)
    most = contest.ballots_valid * contest.seats
    if total > most:
        raise ValidationError(f"得票合计{total}，多于有效票×应选名额={most}。")
    if sum(elected for _, elected in rows) > contest.seats:
        raise ValidationError(f"当选人数多于应选名额{contest.seats}。")


def refuse_short_of(candidacy, need, rule):
    """Raise ValidationError where `candidacy` has fewer than the `need` votes of a `rule` (words)."""
    votes = candidacy.votes_for
    if votes < need:
        raise ValidationError(f"{candidacy.person}得{votes}票，不到{need}票（{rule}），不能当选。")
