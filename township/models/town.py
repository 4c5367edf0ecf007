"""The town itself: how it works, and where its site is found."""

import datetime
import ipaddress
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from records.bounds import between
from records.columns import PhoneColumn
from township.words import said, say

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

    office_phone = PhoneColumn(
        "人大办公室电话", max_length=20, blank=True,
        help_text="代表要打电话的地方，都给一个拨号的按钮，登录页上也有。",
    )  # fmt: skip

    history = HistoricalRecords(verbose_name="变更记录", excluded_fields=["office_phone"])

    class Meta:
        verbose_name = said("本镇设置")
        verbose_name_plural = said("本镇设置")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="township_town_single",
                violation_error_message=said("只能有一个镇。"),
            )
        ]

    def __str__(self):
        return say("本镇设置")

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
