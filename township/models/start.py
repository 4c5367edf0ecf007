"""What a new town has set aside of the steps with which it begins."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SetAside(models.Model):
    """One step of 开始使用 that the office has set aside, and by whom. Taking it back removes the row."""

    class Why(models.TextChoices):
        NOT_HERE = "not_here", "不适用"
        LATER = "later", "以后再说"

    step = models.CharField("步骤", max_length=20, unique=True)
    why = models.CharField("情形", max_length=10, choices=Why)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="办理人",
        related_name="steps_set_aside",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "放下的步骤"
        verbose_name_plural = "放下的步骤"

    def __str__(self):
        return f"{self.get_why_display()}（{self.by}，{timezone.localtime(self.at):%Y-%m-%d}）"
