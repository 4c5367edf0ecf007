"""Reports as records: their kind, their sections, and what they plan for the year that follows.

The numbers are computed when a report is read; what is stored here are its words.
"""

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from congress.models import Meeting
from reports.asking import spelling
from reports.asking.days import paper_day
from reports.asking.periods import FIRST_YEAR, LAST_YEAR, Periods
from reports.asking.placeholders import check_words
from reports.asking.registry import Shape, find
from township.models import Level, Term
from township.spans import Period, today
from township.words import said, say

NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]+、\s*")
YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class Report(models.Model):
    """A report of a span of days. The annual one of a year is found by its year, others by number."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", "年度工作总结"
        PRESIDIUM = "presidium", "人大主席团工作报告"
        FIVE = "five", "五年工作回顾"
        HALF = "half", "半年小结"
        HANDLING = "handling", "建议办理情况报告"
        FREE = "free", "其他报告"

    class Mark(models.TextChoices):
        DRAFT = "draft", "草案"
        REVIEW = "review", "审议稿"

    # Of these a year has one, and its address says which.
    ONE_A_YEAR = (Kind.ANNUAL, Kind.HANDLING)

    kind = models.CharField(
        "种类", max_length=12, choices=Kind, default=Kind.ANNUAL, editable=False
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=YEARS, editable=False, help_text="报告期最后一天所在的年份。"
    )
    starts_on = models.DateField("从", editable=False)
    ended_on = models.DateField("到（不含）", editable=False)
    term = models.ForeignKey(
        Term, models.PROTECT, verbose_name="届次", related_name="reports",
        help_text="“本届”的数字从这一届开始之日算到报告期末（或届满）。",
    )  # fmt: skip
    title = models.CharField(
        "标题", max_length=120, help_text=said("可以用占位符，如 {镇}{年}年人大工作总结。")
    )
    session = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="在哪次会上报告", related_name="reports",
        null=True, blank=True, help_text="标题下印出日期和会次。",
    )  # fmt: skip
    speaker = models.CharField(
        "报告人", max_length=40, blank=True, help_text=said("职务和姓名，如：镇人大主席　张三。")
    )
    mark = models.CharField("文稿标注", max_length=8, choices=Mark, blank=True)
    numbers_sections = models.BooleanField(
        "各部分编号", default=True, help_text="标题前自动加“一、”“二、”，移动以后不用改。"
    )
    signed_on = models.DateField("成文日期", null=True, blank=True, help_text="报告末尾印的日期。")
    recorded_on = models.DateField(
        "截至日", null=True, blank=True,
        help_text="答复、办结、评价、整改等办到哪一天为止，标题下印出。空着的是报告期最后一天"
        "（还没有过完的是今天）；也可以写成文日期。",
    )  # fmt: skip

    # {name of a figure: how often it had been defined anew} when its words were written, or when
    # somebody noted what has changed since (reports.words.meanings).
    revisions = models.JSONField("写下时的口径", default=dict, editable=False)

    history = HistoricalRecords(verbose_name="变更记录", excluded_fields=["revisions"])

    # The Sections of a report that nobody has stored yet.
    draft = ()

    class Meta:
        verbose_name = "报告"
        verbose_name_plural = "报告"
        ordering = ["-year", "kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("starts_on")), name="report_span_in_order",
                violation_error_message="报告期的最后一天不能早于第一天。",
            ),
            models.UniqueConstraint(
                fields=["year", "kind"], condition=Q(kind__in=["annual", "handling"]),
                name="report_once_a_year",
                violation_error_message="这一年已有这种报告，请在原来那一份上改。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.year}年{self.get_kind_display()}"

    def get_absolute_url(self):
        if self.kind == self.Kind.ANNUAL:
            return reverse("report-year", args=[self.year])
        if self.kind == self.Kind.HANDLING:
            return reverse("report-handling", args=[self.year])
        return reverse("report-paper", args=[self.pk])

    @property
    def live_url(self):
        """Where its words stand with today's numbers: once closed, its address opens the newest edition."""
        return f"{self.get_absolute_url()}?live=1"

    @property
    def period(self):
        return Period(self.starts_on, self.ended_on)

    @property
    def periods(self):
        """The Periods that its placeholders speak of."""
        is_annual = self.kind == self.Kind.ANNUAL
        day = paper_day(self.recorded_on, self.signed_on, self.period)
        return Periods(self.year, self.own_term, self.period, is_annual=is_annual, day=day)

    @property
    def own_term(self):
        """The Term whose figures are 本届, or None before the town's first."""
        return self.term if self.term_id else None

    @property
    def is_speech(self):
        """True of what is read out in a session: it names the session and who speaks, no signature."""
        return self.kind == self.Kind.PRESIDIUM or self.session_id is not None

    def standing_sections(self):
        """The Sections that are said, in their order."""
        sections = self.sections.all() if self.pk else self.draft
        return [section for section in sections if not section.is_left_out]

    def clean(self):
        if self.term_id and self.term.level != Level.TOWN:
            raise ValidationError({"term": say("报告属于镇级的一届。")})
        if self.term_id and self.starts_on and not self.term.overlaps(*self.period):
            raise ValidationError({"term": f"{self.term}不在{self.year}年。"})
        if self.signed_on and self.starts_on and self.signed_on < self.starts_on:
            first = self.starts_on
            day = f"{first.year}年" if first == datetime.date(first.year, 1, 1) else f"{first}"
            raise ValidationError({"signed_on": f"成文日期不能早于{day}。"})
        self.refuse_odd_day_of_record()
        if self.session_id and not self.session.is_session:
            raise ValidationError({"session": "报告是在人代会上作的，请选一次人代会。"})
        if self.title and self.starts_on:
            check_words(self.title, self.periods, field="title")

    def refuse_odd_day_of_record(self):
        """Raise ValidationError where the 截至日 lies before the report's days, after its own date,
        or ahead.
        """
        day, wrong = self.recorded_on, ""
        if day is None or self.starts_on is None:
            return
        if day < self.starts_on:
            wrong = f"截至日不能早于报告期的第一天（{self.starts_on}）。"
        elif day > today():
            wrong = "截至日不能在今天之后：还没有到的那天，到了再填。"
        elif self.signed_on and day > self.signed_on:
            wrong = f"截至日不能晚于成文日期（{self.signed_on}）。"
        if wrong:
            raise ValidationError({"recorded_on": wrong})


class Section(models.Model):
    """One part of a report: a heading, and the paragraphs under it."""

    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name="报告", related_name="sections", editable=False
    )
    order = models.PositiveSmallIntegerField("次序", editable=False)
    title = models.CharField(
        "标题", max_length=60, blank=True,
        help_text="不写编号。开头的称谓和引言没有标题，可以空着。",
    )  # fmt: skip
    text = models.TextField(
        "正文", blank=True,
        help_text="一行一段。小标题写作“（一）……”。数字写作占位符，如 {主席团会议次数|汉字}。",
    )  # fmt: skip
    is_left_out = models.BooleanField("不印", default=False, editable=False)
    version = models.PositiveIntegerField("第几次修改", default=1, editable=False)
    changed_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", related_name="+",
        null=True, editable=False,
    )  # fmt: skip

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "报告的一部分"
        verbose_name_plural = "报告的各部分"
        ordering = ["report", "order", "pk"]

    def __str__(self):
        return self.title or "开头"

    def get_absolute_url(self):
        return reverse("report-section", args=[self.report_id, self.pk])

    def clean(self):
        if self.report.numbers_sections:
            self.title = NUMBERED.sub("", self.title)  # pasted along; it is added by itself
        problems = {}
        for name in ("title", "text"):
            try:
                check_words(getattr(self, name), self.report.periods, field=name)
            except ValidationError as error:
                problems |= error.error_dict
        if not (self.title.strip() or self.text.strip()):
            problems["text"] = ["标题和正文不能都空着。"]
        if problems:
            raise ValidationError(problems)


class PlanItemQuerySet(models.QuerySet):
    def planned_in(self, period):
        """The items of the plans whose year begins in `period`."""
        first = period.start.year + (period.start > datetime.date(period.start.year, 1, 1))
        return self.filter(year__gte=first, year__lte=period.last_day.year)

    def answered(self):
        return self.exclude(outcome="")

    def unanswered(self):
        return self.filter(outcome="")

    def done(self):
        return self.filter(outcome=PlanItem.Outcome.DONE)

    def visible_to(self, user):
        return self if user.reads_everything_public else self.none()


class PlanItem(models.Model):
    """计划事项: what a report promises for the next year, whose report answers it."""

    class Outcome(models.TextChoices):
        DONE = "done", "完成"
        PARTLY = "partly", "部分完成"
        MISSED = "missed", "没有完成"
        CARRIED = "carried", "转入下年"

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name="写入哪份报告", related_name="plan_items",
        editable=False,
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("计划年度", validators=YEARS, editable=False)
    order = models.PositiveSmallIntegerField("次序", default=0, editable=False)
    text = models.CharField(
        "计划事项", max_length=120, help_text="如：每季度至少召开一次主席团会议。"
    )
    figure = models.CharField(
        "用哪个数字衡量", max_length=60, blank=True,
        help_text="“数字目录”中的名称，如：主席团会议次数。不能用数字衡量的空着。",
    )  # fmt: skip
    target = models.DecimalField(
        "目标", max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text="比率写百分数，如95。",
    )  # fmt: skip
    outcome = models.CharField("落实情况", max_length=8, choices=Outcome, blank=True)
    answer = models.CharField(
        "说明", max_length=200, blank=True, help_text="没有完成的写明原因和下一步打算。"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="谁答复的", related_name="+",
        null=True, blank=True, editable=False,
    )  # fmt: skip

    history = HistoricalRecords(verbose_name="变更记录")
    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = "计划事项"
        verbose_name_plural = "计划事项"
        ordering = ["year", "order", "pk"]
        indexes = [models.Index(fields=["year", "outcome"], name="plan_item_year")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(figure="") & Q(target=None)) | (~Q(figure="") & Q(target__isnull=False)),
                name="plan_item_figure_has_target",
                violation_error_message="用数字衡量的事项，数字和目标都要填。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["partly", "missed", "carried"]) | ~Q(answer=""),
                name="plan_item_shortfall_has_reason",
                violation_error_message="没有全部完成的，请写明原因和下一步打算。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("report-plan", args=[self.year])

    @property
    def measure(self):
        """The name of what measures it, as the town says it."""
        return spelling.said_name(self.figure)

    def clean(self):
        if self.figure:
            try:
                figure, _ = find(self.figure)
            except LookupError as error:
                raise ValidationError({"figure": str(error)}) from error
            if figure.shape is Shape.NAMES:
                raise ValidationError({"figure": "名单没有目标可比，请选一个次数、件数或比率。"})
            if figure.shape is Shape.RATE and self.target is not None and self.target > 100:
                raise ValidationError({"target": "比率的目标是百分数，不能大于100。"})
