"""The frame of a town: its names, places, terms, law and calendar."""

import datetime
import functools
import ipaddress
import operator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from records.bounds import between
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    in_force,
    refuse_overlap,
    span_in_order,
    today,
)

LOCAL_NAMES = ("localhost", ".local", ".lan", ".internal", ".localdomain", ".home.arpa")


def is_local(url):
    """True where `url` is empty, or names a machine or a network that only those in it reach."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rstrip(".").endswith(LOCAL_NAMES)


@dataclass
class Reading:
    """What Town.get() has read, and how often it was asked."""

    town: object = None
    times: int = 0


# None where nobody asked to read it only once.
READING = ContextVar("READING", default=None)


class Town(models.Model):
    """The town itself: one row. Nothing in the code knows its name."""

    class NumberStyle(models.TextChoices):
        ARABIC = "arabic", "阿拉伯数字（5次）"
        CHINESE = "chinese", "汉字（五次）"

    number_style = models.CharField(
        "报告里整数一至十的写法", max_length=10, choices=NumberStyle, default=NumberStyle.ARABIC
    )
    visits_a_year = models.PositiveSmallIntegerField(
        "每户每年走访次数",
        default=4,
        validators=between(1, 52),
        help_text="惯例每季度一次。",
    )
    due_soon_days = models.PositiveSmallIntegerField(
        "到期前几天提醒",
        default=7,
        help_text="离期限还有几天起算“即将到期”。",
        validators=between(0, 365),
    )
    very_late_days = models.PositiveSmallIntegerField(
        "超期几天算严重",
        default=30,
        help_text="超过期限这么多天起算“严重超期”。",
        validators=between(0, 365),
    )
    shows_earlier_visits = models.BooleanField(
        "接任代表可看前任的走访记录",
        default=False,
        help_text="勾选后，代表能看自己的联系户从前由别的代表登记的走访和意见，并接着回告。",
    )
    site_url = models.CharField(
        "本系统的对外网址",
        max_length=200,
        blank=True,
        validators=[
            URLValidator(["http", "https"], message="网址要写完整，如：https://rd.example.org")
        ],
        help_text="发给代表的链接用它开头。",
    )

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "本镇设置"
        verbose_name_plural = "本镇设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="township_town_single",
                violation_error_message="只能有一个镇。",
            )
        ]

    def __str__(self):
        return "本镇设置"

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def public_address(self):
        """Where the deputies' phones find this site, without a slash at the end; "" where the
        address is not set, or leads nowhere from outside.
        """
        return "" if is_local(self.site_url) else self.site_url.rstrip("/")

    def soon_after(self, day):
        """The last day that is soon, seen from `day`: what is due by then is 即将到期."""
        return day + datetime.timedelta(days=self.due_soon_days)

    @classmethod
    def get(cls):
        """The one row, with default values where none was stored yet."""
        reading = READING.get()
        if reading is None:
            return cls.objects.first() or cls(pk=1)
        reading.times += 1
        reading.town = reading.town or cls.objects.first() or cls(pk=1)
        return reading.town

    @classmethod
    @contextmanager
    def read_once(cls):
        """While this lasts, get() asks the database once: many figures read the same settings.

        Yields the Reading, which tells whether they were read.
        """
        reading = READING.get() or Reading()
        token = READING.set(reading)
        try:
            yield reading
        finally:
            READING.reset(token)


class TownName(models.Model):
    """What the town and the levels above it are called, from one day to another."""

    starts_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    town = models.CharField("镇名", max_length=30, help_text="如：鹤毛镇")
    county = models.CharField("县（市、区）名", max_length=30, help_text="如：无为市")
    county_party = models.CharField("县（市、区）委简称", max_length=30, help_text="如：市委、县委")
    prefecture = models.CharField("设区的市名", max_length=30, help_text="如：芜湖市")
    signing_body = models.CharField("报告署名", max_length=60, help_text="如：鹤毛镇人大主席团")

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

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        refuse_overlap(self, TownName.objects.all(), "与另一条名称的时间重叠：{other}。")


def place_names():
    """The names of the town and of what is above it, whenever they were in use."""
    rows = TownName.objects.order_by().values_list("town", "county", "prefecture")
    return {name for row in rows for name in row if name}


def town_name(on):
    """The TownName in force on `on`; unnamed towns get a row that says 本镇."""
    return town_names(on)[0]


def town_names(*days):
    """The TownName in force on each of `days`, in one statement."""
    known = list(TownName.objects.filter(functools.reduce(operator.or_, map(in_force, days))))
    return [next((row for row in known if row.covers(on)), None) or unnamed() for on in days]


def unnamed():
    return TownName(
        town="本镇",
        county="本市",
        county_party="市委",
        prefecture="上级市",
        signing_body="镇人大主席团",
    )


def current_town_name():
    """The town's name today (a str), for headers."""
    return town_name(today()).town
