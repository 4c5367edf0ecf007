"""The kinds of households that deputies keep in touch with, and the words that fit each on a visit."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from simple_history.models import HistoricalRecords

from records.bounds import PLACES, between
from township.spans import ENDED_ON_HELP, SpanQuerySet, refuse_overlap, span_in_order

# More do not fit on a phone beside the field, and a longer one is a sentence.
PHRASES, LETTERS = 12, 12


def phrases_in(text):
    """The phrases that `text` lists, each once, in its order."""
    return list(dict.fromkeys(filter(None, map(str.strip, re.split(r"[、，,；;\r\n]", text)))))


class PhrasesColumn(models.TextField):
    """Phrases to tap, kept in one line; where they come from they may stand one a line."""

    def __init__(self, *args, **kwargs):
        asked = (
            "走访登记时点一下就写上的词，用顿号隔开，或者一行一个；"
            f"最多{PHRASES}个，每个最多{LETTERS}个字。空着就用通用的。"
        )
        super().__init__(*args, **{"blank": True, "help_text": asked} | kwargs)

    def deconstruct(self):
        """A column like any other: what it takes is no matter of the database."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def clean(self, value, model_instance):
        phrases = phrases_in(super().clean(value, model_instance))
        if len(phrases) > PHRASES:
            raise ValidationError(f"最多写{PHRASES}个短语，现在有{len(phrases)}个。")
        for phrase in phrases:
            if len(phrase) > LETTERS:
                raise ValidationError(f"短语最多{LETTERS}个字，“{phrase}”有{len(phrase)}个字。")
        return "、".join(phrases)


class Category(models.Model):
    """A kind of household each deputy keeps in touch with. Placeholders use its code."""

    code = models.CharField(
        "代号", max_length=12, unique=True, help_text="写在报告占位符里的两三个字，定后不改。"
    )
    per_deputy = models.PositiveSmallIntegerField(
        "每名代表联系户数", default=1, validators=between(1, 99)
    )
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)
    production_phrases = PhrasesColumn("生产短语")
    livelihood_phrases = PhrasesColumn("生活短语")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "联系户类别"
        verbose_name_plural = "联系户类别"
        ordering = ["order", "code"]

    def __str__(self):
        return self.code

    @property
    def phrases(self):
        """{field of a visit: the words to tap there}; without any where the town wrote none."""
        return {
            "production": phrases_in(self.production_phrases),
            "livelihood": phrases_in(self.livelihood_phrases),
        }

    def name_on(self, day):
        """What this category is called on `day` (贫困户 in 2021, another word later)."""
        row = next((name for name in self.names.all() if name.covers(day)), None)
        return row.name if row else self.code

    def card_name_on(self, day):
        """The word for a neighbour's eye, for pages that are opened in a village."""
        row = next((name for name in self.names.all() if name.covers(day)), None)
        return (row.card_name or row.name) if row else self.code


def households_wanted():
    """How many households each deputy keeps in touch with, of all categories together."""
    return Category.objects.aggregate(n=Sum("per_deputy"))["n"] or 0


class CategoryName(models.Model):
    """The official name of a category, from one day to another."""

    category = models.ForeignKey(
        Category, models.CASCADE, verbose_name="类别", related_name="names"
    )
    name = models.CharField("名称", max_length=30)
    card_name = models.CharField(
        "卡片上的叫法", max_length=30, blank=True, help_text="在村里打开时显示的说法，如：帮扶户。"
    )
    starts_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "类别名称"
        verbose_name_plural = "类别名称"
        ordering = ["category", "-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["category"], condition=Q(ended_on=None), name="categoryname_one_open",
                violation_error_message="这个类别还有一个在用的名称，请先填它的停用日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        if self.category_id:
            others = CategoryName.objects.filter(category=self.category_id)
            refuse_overlap(self, others, "与名称“{other}”的时间重叠。")
