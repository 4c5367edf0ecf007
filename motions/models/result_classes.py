"""办理结果类别: the classes of replies, and which of them mean that the matter is solved."""

import re

from django.db import models
from simple_history.models import HistoricalRecords

from records.bounds import PLACES

# Words of a class of reply, and the letter that the solved ones have wherever there are letters.
SOLVED = re.compile("解决|采纳|落实|办结|办成")
NOT_SOLVED = re.compile("未|没|不|无法|暂|正在|逐步|列入|计划|留作|参考|研究|上级")
FIRST_CLASS = ("A", "甲")


class ResultClass(models.Model):
    """A class of reply (A/B/C): which letters mean what differs from place to place."""

    code = models.CharField("代码", max_length=4, unique=True)
    name = models.CharField("含义", max_length=60)
    is_solved = models.BooleanField("算作解决", default=False)
    needs_promise = models.BooleanField("要有承诺期限", default=False)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "办理结果类别"
        verbose_name_plural = "办理结果类别"
        ordering = ["order", "code"]

    def __str__(self):
        return f"{self.code}类"

    @property
    def sounds_solved(self):
        """Whether what it is called says that the matter is solved; else the first class does."""
        if NOT_SOLVED.search(self.name):
            return False
        return bool(SOLVED.search(self.name)) or self.code.upper() in FIRST_CLASS
