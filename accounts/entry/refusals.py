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


def midnight():
    """The moment at which today began."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class RefusalQuerySet(models.QuerySet):
    def of_guesses(self):
        """The tries of today that may have been guesses."""
        Why = LoginRefusal.Why
        return self.filter(at__gte=midnight(), why__in=[Why.WRONG, Why.INACTIVE, Why.KEY])

    def since_lift(self, network):
        """Those from `network` since its pause was last lifted by hand today."""
        rows = self.filter(network=network)
        today = LoginRefusal.objects.filter(network=network, at__gte=midnight())
        lifts = today.filter(why=LoginRefusal.Why.LIFTED).order_by("-pk")
        newest = lifts.values_list("pk", flat=True).first()
        return rows if newest is None else rows.filter(pk__gt=newest)


class LoginRefusal(models.Model):
    """One try to log in that led nowhere. Written once, never changed.

    One more kind of line stands here (LIFTED): that whoever runs the machine let a network try again.

    What was typed is not kept: where a name belongs, people type their PIN.
    """

    class Why(models.TextChoices):
        WRONG = "wrong", "密码不对"
        OLD = "old", "修改密码时，原来的不对"
        DIGITS = "digits", "登录链接：手机号后四位不对"
        LOCKED = "locked", "连续输错，暂停15分钟"
        BRAKED = "braked", "当天输错太多，暂停到第二天"
        INACTIVE = "inactive", "账号已停用"
        LIFTED = "lifted", "管服务器的人解除了这个网段的暂停"
        DEMO = "demo", "演示账号，正式使用时不能登录"
        KEY = "key", "建立第一个账号的网址不对"

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", related_name="refusals",
        null=True,
    )  # fmt: skip
    why = models.CharField("情形", max_length=10, choices=Why)
    address = models.GenericIPAddressField("来自", null=True)
    network = models.GenericIPAddressField("网段", null=True, editable=False)
    browser = models.CharField("浏览器", max_length=200, blank=True)

    objects = RefusalQuerySet.as_manager()

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
        return f"{self.user or f'（{self.whose}）'} {when}"

    @property
    def whose(self):
        nobody = "整个网段" if self.why == self.Why.LIFTED else "没有这个账号"
        return str(self.user or nobody)

    @property
    def device(self):
        return agents.label(self.browser)


def note(request, why, *, user=None):
    """Add a line: `user`, or nobody we know, was refused for `why`."""
    LoginRefusal.objects.create(
        user=user, why=why, address=address_of(request), network=network_of(request),
        browser=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:200],
    )  # fmt: skip


def note_lift(network):
    """Add the line that the pause of `network` was lifted: what it tried before counts no more."""
    LoginRefusal.objects.create(why=LoginRefusal.Why.LIFTED, address=network, network=network)
