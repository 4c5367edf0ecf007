"""What a meeting deals with: the items of its agenda, and what it adopted."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from simple_history.models import HistoricalRecords

from congress.models.bodies import InstitutionQuerySet
from congress.models.meetings import Meeting
from records.base import Record, unless_as_stored, voidable_constraints
from records.bounds import between
from records.rewrites import derived
from records.written.numbers import following, refuse_taken
from representatives.models import Opinion
from township.models import Department
from township.spans import not_on_form, refuse_odd_days, today, within

VOTES = between(0, 9_999)

SAME_ORDER = "这个序号已有另一项议题。"


class AgendaItemQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        return self.filter(within(period, "meeting__starts_on"), meeting__starts_on__lte=today())

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def of_presidium(self):
        return self.filter(meeting__kind=Meeting.Kind.PRESIDIUM)

    def of_sessions(self):
        return self.filter(meeting__kind=Meeting.Kind.SESSION)

    def undone(self):
        """Decisions with a unit and a date that are not done: they return to the next agenda.

        One that came back already is undone once, as the item that it came back as.
        """
        back = AgendaItem.objects.filter(follows__isnull=False).values("follows")
        return self.filter(
            decision_department__isnull=False, decision_due_on__isnull=False, decision_done_on=None
        ).exclude(pk__in=back)

    def done(self, on=None):
        """Decisions done by the end of the day `on` (None: by now): where they were made, or where
        they came back to.
        """
        return self.filter(pk__in=RawSQL(DONE_THERE_OR_LATER, [on or datetime.date.max]))


# An item may come back any number of times, each time as one that follows the last.
DONE_THERE_OR_LATER = """
    WITH RECURSIVE done(id, follows_id) AS (
        SELECT item.id, item.follows_id
        FROM congress_agendaitem item JOIN congress_meeting meeting ON meeting.id = meeting_id
        WHERE decision_done_on <= %s
        AND item.voided_at IS NULL AND meeting.voided_at IS NULL
        UNION
        SELECT item.id, item.follows_id
        FROM congress_agendaitem item JOIN done ON done.follows_id = item.id
    )
    SELECT id FROM done
"""


class AgendaItem(Record):
    """One item of a meeting's agenda, with what came of it."""

    class Kind(models.TextChoices):
        STUDY = "study", "传达学习"
        REVIEW = "review", "审议"
        REPORT = "report", "听取专项工作报告"
        BRIEFING = "briefing", "情况通报"
        SUGGESTIONS = "suggestions", "建议办理情况"
        PREPARE = "prepare", "筹备人代会"
        QUALIFICATION = "qualification", "代表资格审查"
        BY_ELECTION = "by_election", "补选事项"
        ELECTION = "election", "选举"
        BALLOT = "ballot", "民生实事票决"
        PLAN = "plan", "工作要点、活动安排"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        NONE = "", "未登记"
        HEARD = "heard", "听取"
        STUDIED = "studied", "已传达学习"
        PASSED = "passed", "通过"
        REVISED = "revised", "原则通过、修改后印发"
        REJECTED = "rejected", "未通过"
        POSTPONED = "postponed", "暂缓"

    ADOPTED = (Outcome.PASSED, Outcome.REVISED)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="agenda_items"
    )
    order = models.PositiveSmallIntegerField("序号", default=1, validators=between(0, 999))
    kind = models.CharField("类型", max_length=14, choices=Kind, default=Kind.REVIEW)
    title = models.CharField("议题", max_length=120)
    document_title = models.CharField(
        "文件名称", max_length=120, blank=True, help_text="传达学习的文件、会议精神。"
    )
    document_number = models.CharField("文号", max_length=40, blank=True)
    reporter = models.CharField("报告人", max_length=60, blank=True)
    outcome = models.CharField(
        "结果", max_length=10, choices=[c for c in Outcome.choices if c[0]], blank=True, default=""
    )
    votes_for = models.PositiveSmallIntegerField("赞成", null=True, blank=True, validators=VOTES)
    votes_against = models.PositiveSmallIntegerField(
        "反对", null=True, blank=True, validators=VOTES
    )
    abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True, validators=VOTES)
    paper = models.TextField(
        "会议材料", blank=True, help_text="材料全文，代表在手机上直接看；会前贴上。"
    )
    decision = models.TextField("决定、意见", blank=True)
    decision_department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="责任单位",
        related_name="decisions",
        null=True,
        blank=True,
    )
    decision_due_on = models.DateField("完成时限", null=True, blank=True)
    decision_done_on = models.DateField("完成日期", null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, verbose_name="续议上次", related_name="followed_by",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    opinions = models.ManyToManyField(
        Opinion, verbose_name="会上听取的意见建议", related_name="agenda_items", blank=True
    )

    objects = AgendaItemQuerySet.standing_manager("meeting")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["meeting", "order", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(votes_for=None, votes_against=None, abstained=None)
                | Q(votes_for__isnull=False, votes_against__isnull=False, abstained__isnull=False),
                name="agendaitem_votes_complete",
                violation_error_message="赞成、反对、弃权要一起填写，没有的填0。",
            ),
            models.CheckConstraint(
                condition=Q(decision_due_on=None) | Q(decision_department__isnull=False),
                name="agendaitem_due_has_department",
                violation_error_message="有完成时限的决定要写明责任单位。",
            ),
        )  # fmt: skip

    def __str__(self):
        return self.title

    def clean(self):
        if self.kind == self.Kind.STUDY and not self.document_title:
            raise ValidationError({"document_title": "传达学习要写明文件或会议的名称。"})
        refuse_odd_days(self, happened=["decision_done_on"], planned=["decision_due_on"])
        if not self.meeting_id:
            return
        self.refuse_days_before_meeting()
        others = not_on_form(self, AgendaItem.objects.filter(meeting=self.meeting_id))
        if others.filter(order=self.order).exists():
            raise ValidationError({"order": SAME_ORDER})
        if self.votes_for is not None:
            with unless_as_stored(self, "votes_for", "votes_against", "abstained", "outcome"):
                self.refuse_too_many_votes()

    def refuse_days_before_meeting(self):
        day = self.meeting.starts_on
        if self.outcome and day > today():
            raise ValidationError({"outcome": f"{day}才开会，现在还不能登记结果。"})
        if self.votes_for is not None and day > today():
            raise ValidationError({"votes_for": f"{day}才开会，现在还不能登记票数。"})
        if self.decision_done_on and self.decision_done_on < day:
            raise ValidationError({"decision_done_on": "完成日期不能早于会议日期。"})
        # What came back from an earlier meeting keeps the day that meeting set.
        if self.decision_due_on and self.decision_due_on < day and not self.follows_id:
            raise ValidationError({"decision_due_on": "完成时限不能早于会议日期。"})

    @property
    def votes_cast(self):
        """Votes of all three kinds; 0 where there was no vote."""
        return sum(n or 0 for n in (self.votes_for, self.votes_against, self.abstained))

    def refuse_too_many_votes(self):
        turnout = self.meeting.could_vote()
        if self.votes_cast > turnout.number:
            sentence = f"票数合计{self.votes_cast}，多于{turnout}{turnout.hint}。"
            raise ValidationError({"votes_for": sentence})
        self.refuse_contradiction(turnout.expected)

    def refuse_contradiction(self, expected):
        """What was adopted has more than half of ALL, present or not; what was not, has not."""
        need = self.meeting.majority(expected)
        has_enough = self.votes_for >= need
        if self.outcome in self.ADOPTED and not has_enough:
            word = self.get_outcome_display()
            raise ValidationError(
                {"outcome": f"{word}须有全体{expected}人过半数（{need}票）赞成。"}
            )
        if self.outcome == self.Outcome.REJECTED and has_enough:
            sentence = (
                f"赞成{self.votes_for}票，已过全体{expected}人的半数（{need}票），结果应是通过。"
            )
            raise ValidationError({"outcome": sentence})


class ResolutionQuerySet(InstitutionQuerySet):
    def adopted_in(self, period):
        return self.filter(within(period, "adopted_on"))

    def number_hint(self):
        """Which 文号 was given last, and which would come next; "" before the first."""
        numbered = self.exclude(number="").order_by("-adopted_on", "-pk")
        last = numbered.values_list("number", flat=True).first()
        after = last and following(last, today().year)
        return f"上一个是{last}，接着是{after}。没有文号的空着。" if after else ""


class Resolution(Record):
    """What a meeting adopted and issued."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", "决议"
        DECISION = "decision", "决定"
        NOTICE = "notice", "公告"
        RULES = "rules", "制度"
        PLAN = "plan", "方案"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="resolutions"
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name="议题",
        related_name="resolutions",
        null=True,
        blank=True,
    )
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.RESOLUTION)
    title = models.CharField("名称", max_length=120)
    number = models.CharField("文号", max_length=40, blank=True, help_text="如：×人发〔2021〕3号")
    adopted_on = models.DateField("通过日期")
    votes_for = models.PositiveSmallIntegerField("赞成票", null=True, blank=True, validators=VOTES)
    # Written by Meeting.void and restore: a constraint cannot look at another table.
    is_meeting_voided = derived(models.BooleanField("会议已作废", default=False, editable=False))

    objects = ResolutionQuerySet.standing_manager("meeting")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "决议决定"
        verbose_name_plural = "决议决定"
        ordering = ["-adopted_on", "pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["number"], name="resolution_number",
                condition=~Q(number="") & Q(voided_at=None, is_meeting_voided=False),
                violation_error_message="这个文号已经用过。",
            ),
        )  # fmt: skip

    def __str__(self):
        return self.title

    def clean(self):
        refuse_odd_days(self, happened=["adopted_on"])
        if self.number:
            self.refuse_taken_number()
        if not self.meeting_id:
            return
        if self.adopted_on:
            last = self.meeting.last_on or self.meeting.starts_on
            if not self.meeting.starts_on <= self.adopted_on <= last:
                raise ValidationError({"adopted_on": "通过日期不在会期之内。"})
        if self.agenda_item_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": "议题不属于这次会议。"})
        if self.votes_for is not None:
            with unless_as_stored(self, "votes_for"):
                self.refuse_without_majority()

    def refuse_taken_number(self):
        """What is voided, by itself or with its meeting, gives its number back."""
        others = not_on_form(self, Resolution.objects.filter(number=self.number))
        if holder := others.first():
            refuse_taken("number", "这个文号已经用过。", holder)

    def refuse_a_clash(self):
        """As of any record; the number may have been given away since its meeting was voided."""
        super().refuse_a_clash()
        if self.number:
            self.refuse_taken_number()

    def refuse_without_majority(self):
        turnout = self.meeting.could_vote()
        need, most = self.meeting.majority(turnout.expected), turnout.expected
        if not need <= self.votes_for <= most:
            raise ValidationError(
                {"votes_for": f"须全体{most}人过半数（{need}票）赞成，且不多于{most}票。"}
            )
        if self.votes_for > turnout.number:
            sentence = f"赞成票{self.votes_for}，多于{turnout}{turnout.hint}。"
            raise ValidationError({"votes_for": sentence})
