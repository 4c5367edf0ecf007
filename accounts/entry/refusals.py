"""Who was not let in: a record of our own, to which lines are added and from which none is taken.

What axes stores is the working state of its lock, and goes with the next success.
"""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.entry import agents
from accounts.entry.addresses import address_of, network_of

# The law asks for six months (网络安全法第二十一条); the longest six are these.
KEPT = datetime.timedelta(days=184)


class LoginRefusal(models.Model):
    """One try to log in that led nowhere. Written once, never changed.

    What was typed is not kept: where a name belongs, people type their PIN.
    """

    class Why(models.TextChoices):
        WRONG = "wrong", "PIN或密码不对"
        OLD = "old", "修改PIN或密码时，原来的不对"
        DIGITS = "digits", "登录链接：手机号后四位不对"
        LOCKED = "locked", "连续输错，暂停15分钟"
        BRAKED = "braked", "当天输错太多，暂停到第二天"
        INACTIVE = "inactive", "账号已停用"
        DEMO = "demo", "演示账号，正式使用时不能登录"

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", related_name="refusals",
        null=True,
    )  # fmt: skip
    why = models.CharField("情形", max_length=10, choices=Why)
    address = models.GenericIPAddressField("来自", null=True)
    network = models.GenericIPAddressField("网段", null=True, editable=False)
    browser = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = "登录失败"
        verbose_name_plural = "登录失败"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["at"], name="login_refusal_by_time"),
            models.Index(fields=["network", "at"], name="login_refusal_by_network"),
        ]

    def __str__(self):
        when = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        return f"{self.user or '（没有这个账号）'} {when}"

    @property
    def device(self):
        return agents.label(self.browser)


def note(request, why, *, user=None):
    """Add a line: `user`, or nobody we know, was refused for `why`."""
    LoginRefusal.objects.create(
        user=user, why=why, address=address_of(request), network=network_of(request),
        browser=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:200],
    )  # fmt: skip
