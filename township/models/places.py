"""Villages and their liaisons, departments, topics, and where the ledger begins."""

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from records.bounds import PLACES, between
from records.columns import TitleColumn
from township.pinyin import InitialsField, SpellingField
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    refuse_overlap,
    span_in_order,
)
from township.words import said


class Village(models.Model):
    """A village or community of the town."""

    name = TitleColumn("名称", max_length=30, unique=True)
    spelling = SpellingField("拼音", is_person=False)
    initials = InitialsField("拼音首字母", is_person=False)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)
    population = models.PositiveIntegerField(
        "户籍人口", null=True, blank=True, validators=between(0, 999_999)
    )

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "村（社区）"
        verbose_name_plural = "村（社区）"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


# How an office writes whose a department is, behind its name or in a column of a table.
WHOSE = {
    "town": re.compile(
        "([乡镇]|苏木)?(政府)?(机构|站所|机构、站所|部门)|[乡镇]级(机构|部门|单位)?"
    ),
    "village": re.compile("村|社区|村[（(]社区[）)]|村级"),
    "above": re.compile("上级(部门|单位)?|[县市区旗][级直](部门|单位|机关)?|垂直管理(部门|单位)?"),
}


class Department(models.Model):
    """Who handles what is handed over: offices of the town, villages, offices above."""

    class Kind(models.TextChoices):
        TOWN = "town", said("镇政府机构、站所")
        VILLAGE = "village", "村（社区）"
        ABOVE = "above", "上级部门"

        @classmethod
        def called(cls, word):
            """The Kind that an office means by `word`, or None."""
            return next((cls(kind) for kind, words in WHOSE.items() if words.fullmatch(word)), None)

    name = TitleColumn("名称", max_length=40, unique=True)
    spelling = SpellingField("拼音", is_person=False)
    initials = InitialsField("拼音首字母", is_person=False)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.TOWN)
    contact = models.CharField("联系人", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)
    starts_on = models.DateField("启用日期", default=datetime.date(2000, 1, 1))
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "承办单位"
        verbose_name_plural = "承办单位"
        ordering = ["order", "name"]
        constraints = [span_in_order()]

    def __str__(self):
        return self.name


class Topic(models.Model):
    """What a motion or an opinion is about. The list is the town's own."""

    name = TitleColumn("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "内容类别"
        verbose_name_plural = "内容类别"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class LedgerStart(models.Model):
    """The day from which one family of records is complete (台账起始日)."""

    class Family(models.TextChoices):
        MEETINGS = "meetings", "会议"
        ELECTIONS = "elections", "选举与职务"
        DEPUTIES = "deputies", "代表"
        HOUSEHOLDS = "households", "联系户与走访"
        OPINIONS = "opinions", "意见建议"
        MOTIONS = "motions", "议案建议"
        ACTIVITIES = "activities", "活动"
        HONOURS = "honours", "先进事迹"
        ALLOWANCES = "allowances", "补助经费"
        PROJECTS = "projects", "民生工程"

    family = models.CharField("哪一类记录", max_length=12, choices=Family, unique=True)
    complete_from = models.DateField("从哪天起登记齐全")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "台账起始日"
        verbose_name_plural = "台账起始日"
        ordering = ["family"]

    def __str__(self):
        return f"{self.get_family_display()}：{self.complete_from}"


class Liaison(models.Model):
    """村联络员: who helps the deputies in one village, and writes down visits for them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        related_name="villages_served",
    )
    village = models.ForeignKey(
        Village, models.PROTECT, verbose_name="村（社区）", related_name="liaisons"
    )
    starts_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "村联络员"
        verbose_name_plural = "村联络员"
        ordering = ["village", "-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["user", "village"], condition=Q(ended_on=None),
                name="liaison_one_open",
                violation_error_message="此人已是这个村（社区）的联络员。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user}（{self.village}）"

    def clean(self):
        if self.user_id and not self.user.holds(Role.LIAISON):
            raise ValidationError({"user": "这个账号的角色不是村联络员，请由系统管理员先改角色。"})
        if self.user_id and self.village_id:
            others = Liaison.objects.filter(user=self.user_id, village=self.village_id)
            refuse_overlap(self, others, "此人在这个村（社区）的任职时间重叠。")
