"""公示: what the presidium chose to publish of the deputies (代表法第五十八条), a row a year.

Only choices are kept here; what is published is made from the records, by reports.deputies.notice.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from records.columns import PhoneColumn
from reports.asking.periods import FIRST_YEAR, LAST_YEAR
from township.spans import refuse_odd_days


class NoticeColumn(models.TextChoices):
    """What can be published of a deputy beside the name: 基本信息 first, then 履职信息.

    No telephone, no birthday, no address: whoever they are is known without (docs/decisions.md).
    """

    GENDER = "gender", "性别"
    ETHNICITY = "ethnicity", "民族"
    PARTY = "party", "政治面貌"
    OCCUPATION = "occupation", "身份"
    EMPLOYER = "employer", "单位及职务"
    CONSTITUENCY = "constituency", "选区"
    DELEGATION = "delegation", "代表团"
    GROUP = "group", "代表小组"
    OFFICE = "office", "人大职务"
    SESSIONS = "sessions", "出席人代会（次）"
    ACTIVITIES = "activities", "参加活动（次）"
    MONITORING = "monitoring", "视察调研检查（次）"
    VISITS = "visits", "走访联系户（次）"
    LED = "led", "领衔议案建议（件）"
    SIGNED = "signed", "联名议案建议（件）"


PERFORMANCE = (
    NoticeColumn.SESSIONS, NoticeColumn.ACTIVITIES, NoticeColumn.MONITORING, NoticeColumn.VISITS, NoticeColumn.LED, NoticeColumn.SIGNED,
)  # fmt: skip
BASIC = tuple(column for column in NoticeColumn if column not in PERFORMANCE)
# 民族 and 政治面貌 are sensitive: who wants them on the wall says so.
AT_FIRST = (
    NoticeColumn.GENDER, NoticeColumn.EMPLOYER, NoticeColumn.CONSTITUENCY, NoticeColumn.GROUP, NoticeColumn.OFFICE,
    NoticeColumn.SESSIONS, NoticeColumn.ACTIVITIES, NoticeColumn.VISITS, NoticeColumn.LED, NoticeColumn.SIGNED,
)  # fmt: skip


def at_first():
    return [str(column) for column in AT_FIRST]


class PublicNotice(models.Model):
    """The choices for the notice of one year; the next year begins with the last one's."""

    class Order(models.TextChoices):
        STROKES = "strokes", "姓氏笔画"
        WHOLE = "whole", "姓名笔画"
        PINYIN = "pinyin", "姓名拼音"

    class Paper(models.TextChoices):
        A4 = "a4", "A4横向"
        A3 = "a3", "A3横向"

    year = models.PositiveSmallIntegerField(
        "年度", unique=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        error_messages={"unique": "这一年的公示内容已经定过，请重新打开再改。"},
    )  # fmt: skip
    columns = models.JSONField("公示哪些栏", default=at_first, blank=True)
    order = models.CharField(
        "排列", max_length=8, choices=Order, default=Order.STROKES,
        help_text="姓氏笔画：同姓的，单名在前；姓名笔画：同姓的，逐字比笔画。",
    )  # fmt: skip
    includes_former = models.BooleanField("列入年内已终止资格的代表", default=False)
    paper = models.CharField("纸张", max_length=2, choices=Paper, default=Paper.A4)
    published_on = models.DateField(
        "公示日期", null=True, blank=True, help_text="不填的，印打开那天的日期。"
    )
    contact = PhoneColumn(
        "联系电话", max_length=20, blank=True,
        help_text="人大办公室的电话，群众有意见打这个；不是代表本人的。",
    )  # fmt: skip

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "代表信息公示"
        verbose_name_plural = "代表信息公示"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年代表信息公示"

    @classmethod
    def of_year(cls, year):
        """What was chosen for `year`; else, unstored, what was chosen the last time."""
        last = cls.objects.filter(year__lte=year).first()
        if last and last.year < year:
            last.pk, last.year, last.published_on = None, year, None
            last._state.adding = True
        return last or cls(year=year)

    @property
    def chosen(self):
        """The columns in the order in which they are printed."""
        return [column for column in NoticeColumn if column in self.columns]

    @property
    def shows_performance(self):
        return any(column in PERFORMANCE for column in self.chosen)

    def clean(self):
        refuse_odd_days(self, planned=["published_on"])
        columns = self.columns if isinstance(self.columns, list) else [None]
        if any(column not in NoticeColumn.values for column in columns):
            raise ValidationError({"columns": "有一栏不是可以公示的。"})
