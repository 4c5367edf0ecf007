"""What the town and the levels above it are called and what they are, from one day to another."""

import itertools
import re

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from township import words
from township.spans import ENDED_ON_HELP, SpanQuerySet, refuse_overlap, span_in_order, today


class TownKind(models.TextChoices):
    """What a township is. A 街道 is none: it has no congress (地方组织法第七条)."""

    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    ETHNIC = "ethnic", "民族乡"
    SUMU = "sumu", "苏木"


class CountyKind(models.TextChoices):
    """What is above a township."""

    COUNTY = "county", "县"
    AUTONOMOUS_COUNTY = "autonomous_county", "自治县"
    CITY = "city", "市"
    DISTRICT = "district", "区"
    BANNER = "banner", "旗"
    AUTONOMOUS_BANNER = "autonomous_banner", "自治旗"


# What stands in the middle of a word (乡党委, 县里), and who heads its government.
TOWN_WORDS = {
    TownKind.TOWN: "镇",
    TownKind.TOWNSHIP: "乡",
    TownKind.ETHNIC: "乡",
    TownKind.SUMU: "苏木",
}
HEADS = {
    TownKind.TOWN: "镇长",
    TownKind.TOWNSHIP: "乡长",
    TownKind.ETHNIC: "乡长",
    TownKind.SUMU: "苏木达",
}
COUNTY_WORDS = {
    CountyKind.COUNTY: "县",
    CountyKind.AUTONOMOUS_COUNTY: "县",
    CountyKind.CITY: "市",
    CountyKind.DISTRICT: "区",
    CountyKind.BANNER: "旗",
    CountyKind.AUTONOMOUS_BANNER: "旗",
}
# How a full name ends; the longer ending first.
ENDINGS = (
    ("苏木", TownKind.SUMU), ("族乡", TownKind.ETHNIC), ("乡", TownKind.TOWNSHIP), ("镇", TownKind.TOWN),
)  # fmt: skip
COUNTY_ENDINGS = (
    ("自治县", CountyKind.AUTONOMOUS_COUNTY), ("自治旗", CountyKind.AUTONOMOUS_BANNER),
    ("县", CountyKind.COUNTY), ("市", CountyKind.CITY), ("区", CountyKind.DISTRICT),
    ("旗", CountyKind.BANNER),
)  # fmt: skip
SUBDISTRICT = re.compile("街道(办事处)?$")


def by_ending(name, endings):
    """The kind that the full `name` ends with; None where it ends with none of the `endings`."""
    return next((kind for ending, kind in endings if name.endswith(ending)), None)


class TownName(models.Model):
    """What the town and the levels above it are called, from one day to another."""

    starts_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    town = models.CharField(
        "乡镇名", max_length=30, help_text="写全称，以镇、乡、民族乡或者苏木结尾。"
    )
    kind = models.CharField(
        "乡镇类别", max_length=10, choices=TownKind, blank=True, help_text="不选的，按名称认。"
    )
    county = models.CharField(
        "县（市、区）名", max_length=30, help_text="写全称，以县、市、区或者旗结尾。"
    )
    county_kind = models.CharField(
        "县（市、区）类别", max_length=20, choices=CountyKind, blank=True,
        help_text="不选的，按名称认。",
    )  # fmt: skip
    county_party = models.CharField(
        "县（市、区）委简称", max_length=30, blank=True,
        help_text="如：县委、市委、区委。不填的，按类别写。",
    )  # fmt: skip
    prefecture = models.CharField(
        "设区的市名", max_length=30, help_text="自治州、盟、地区也填在这里；省直管的填省名。"
    )
    signing_body = models.CharField(
        "报告署名", max_length=60, blank=True, help_text="不填的，写乡镇名加“人大主席团”。"
    )

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "名称沿革"
        verbose_name_plural = "名称沿革"
        ordering = ["-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["starts_on"], name="township_townname_start",
                violation_error_message="这一天已经有一条名称。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.town}（{self.county}）"

    def save(self, *args, **kwargs):
        self.kind = self.kind or by_ending(self.town, ENDINGS) or ""
        self.county_kind = self.county_kind or by_ending(self.county, COUNTY_ENDINGS) or ""
        super().save(*args, **kwargs)
        words.forget_names()

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        self.settle_kinds()
        refuse_overlap(self, TownName.objects.all(), "与另一条名称的时间重叠：{other}。")

    def follow_the_name(self):
        """A signing body that was made of the name before is made of the new one."""
        before = TownName.objects.filter(pk=self.pk).first() if self.pk else None
        if before and self.signing_body == f"{before.town}人大主席团":
            self.signing_body = ""

    def settle_kinds(self):
        """Fill in what the names say; refuse names that say none, or another kind than was chosen."""
        if not (self.town and self.county):
            return  # their fields say so
        self.follow_the_name()
        if SUBDISTRICT.search(self.town):
            raise ValidationError(
                {
                    "town": "街道不设人民代表大会（地方组织法第七条），本系统用于镇、乡、民族乡、苏木。"
                }
            )
        self.kind = settled("kind", self.kind, TownKind, self.town, ENDINGS)
        self.county_kind = settled(
            "county_kind", self.county_kind, CountyKind, self.county, COUNTY_ENDINGS
        )
        self.county_party = self.county_party or f"{self.county_word}委"
        self.signing_body = self.signing_body or f"{self.town}人大主席团"

    @classmethod
    def unnamed(cls, like=None):
        """What stands where no name is in force: of the kinds of `like`, the name of another day."""
        row = cls(
            kind=like.kind if like else TownKind.TOWN,
            county_kind=like.county_kind if like else CountyKind.CITY,
        )
        row.town, row.county = f"本{row.kind_word}", f"本{row.county_word}"
        row.county_party = f"{row.county_word}委"
        row.prefecture, row.signing_body = "上级市", f"{row.kind_word}人大主席团"
        return row

    @staticmethod
    def words_of_all_kinds():
        """(乡, 乡长, 县) and all others that there may be."""
        return {
            (TOWN_WORDS[town], HEADS[town], county)
            for town, county in itertools.product(TownKind, COUNTY_WORDS.values())
        }

    @property
    def kind_word(self):
        """镇, 乡 or 苏木: what stands before 党委, 人大 and 级."""
        return TOWN_WORDS[self.kind or TownKind.TOWN]

    @property
    def head_word(self):
        """镇长, 乡长 or 苏木达."""
        return HEADS[self.kind or TownKind.TOWN]

    @property
    def county_word(self):
        """县, 市, 区 or 旗: what stands before 里, 级 and 委."""
        return COUNTY_WORDS[self.county_kind or CountyKind.CITY]


def settled(field, chosen, kinds, name, endings):
    """The kind of the place `name`: the one `chosen`, or that of its ending.

    Raises ValidationError at `field` where neither says one, or the two say different ones.
    """
    ending = by_ending(name, endings)
    if chosen and ending and chosen != ending:
        raise ValidationError(
            {
                field: f"“{name}”是{kinds(ending).label}，不是{kinds(chosen).label}。请改名称，或者改类别。"
            }
        )
    if not (chosen or ending):
        raise ValidationError({field: f"从“{name}”认不出类别，请选一项，或者把名称写全。"})
    return chosen or ending


def place_names():
    """The names of the town and of what is above it, whenever they were in use."""
    rows = TownName.objects.order_by().values_list("town", "county", "prefecture")
    return {name for row in rows for name in row if name}


def town_name(on):
    """The TownName in force on `on`; unnamed towns get a row that says 本镇, or 本乡."""
    return words.name_on(on)


def town_names(*days):
    """The TownName in force on each of `days`, in one statement."""
    with words.reading_names_once():
        return [words.name_on(on) for on in days]


def current_town_name():
    """The town's name today (a str), for headers."""
    return town_name(today()).town
