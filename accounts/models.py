"""Accounts and their roles, and how somebody comes in: links, devices, wrong tries, logins."""

import datetime
import hashlib

from axes.models import AccessLog
from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts import phones
from accounts.emergencies import Emergency
from accounts.entry.refusals import LoginRefusal
from records.written import search_key

__all__ = [  # Django looks for models here; some have a module of their own
    "HELD_TOGETHER", "ON_PHONES", "DemoLoad", "Device", "Emergency", "FirstKey", "Login", "LoginLink",
    "LoginRefusal", "Role", "User", "WrongTries", "hash_of",
]  # fmt: skip


class Role(models.TextChoices):
    STAFF = "staff", "工作人员"
    LEADER = "leader", "领导"
    DEPUTY = "deputy", "代表"
    LIAISON = "liaison", "村联络员"
    AUDITOR = "auditor", "审计员"
    ADMIN = "admin", "系统管理员"


# Those who log in on a phone, may use six digits, and stay in (docs/decisions.md).
ON_PHONES = frozenset({Role.DEPUTY, Role.LIAISON})

# Which two roles one account may hold. In a small town the clerk keeps the accounts too; whoever
# reads the logs does nothing that stands in them.
HELD_TOGETHER = ((Role.ADMIN, Role.STAFF), (Role.STAFF, Role.ADMIN))


class AccountQuerySet(models.QuerySet):
    def known_as(self, text):
        """The accounts that `text` may mean: a login name, a phone number or a person's name.

        One statement, each part by an index. An account that is closed is known by its login
        name alone: it must not stand in the way of another person of that name.
        """
        named = self.order_by().filter(is_active=True)
        ways = [named.filter(person__name=search_key(text))]
        if number := phones.digits(text):
            ways.append(named.filter(person__phone_digits__in=phones.spellings(number)))
        return self.order_by().filter(username=text).union(*ways)

    def able(self):
        """Those that can log in here: not closed, and no demo account where the service is in earnest."""
        rows = self.filter(is_active=True)
        return rows.filter(is_demo=False) if settings.HTTPS else rows


class AccountManager(UserManager.from_queryset(AccountQuerySet)):
    def create_superuser(self, username, email=None, password=None, **fields):
        """The first account of a new town, which makes the others: by its roles, and by nothing else."""
        roles = {"role": Role.ADMIN, "second_role": Role.STAFF, "is_staff": True}
        return self.create_user(username, email, password, **(roles | fields))


class User(AbstractUser):
    """An account. What it may do follows from the roles it holds alone (see accounts.roles).

    `is_superuser` is true while an emergency lasts (accounts.emergencies), and never otherwise.
    """

    first_name = None
    last_name = None
    display_name = models.CharField("姓名", max_length=40, blank=True)
    role = models.CharField("角色", max_length=10, choices=Role, default=Role.DEPUTY)
    second_role = models.CharField("兼任", max_length=10, choices=Role, blank=True, default="")
    session_round = models.PositiveIntegerField("登录轮次", default=0, editable=False)
    must_change_password = models.BooleanField("先改密码", default=False, editable=False)
    is_demo = models.BooleanField(
        "演示账号",
        default=False,
        editable=False,
        help_text="演示数据自带的账号，可用 make password 换口令。",
    )

    objects = AccountManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_role="")
                | Q(*(Q(role=one, second_role=two) for one, two in HELD_TOGETHER), _connector=Q.OR),
                name="user_roles_may_be_held_together",
                violation_error_message="一个账号只能兼任工作人员和系统管理员，别的角色请分开设账号。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.display_name or self.username

    def get_session_auth_hash(self):
        """What a session has to know: another round, as another password, ends those of before.

        Without a round it is Django's own, so that nobody was logged out when rounds began.
        """
        return self.of_this_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        yield from map(self.of_this_round, super().get_session_auth_fallback_hash())

    def of_this_round(self, known):
        return f"{known}.{self.session_round}" if self.session_round else known

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @property
    def roles(self):
        """What it holds now; in an emergency, those of office and administrator too."""
        held = {self.role, self.second_role} - {""}
        return frozenset(held | {Role.ADMIN, Role.STAFF} if self.is_superuser else held)

    def holds(self, *roles):
        """True where it holds one of `roles`. Whatever asks for a role asks here."""
        return not self.roles.isdisjoint(roles)

    @property
    def face(self):
        """The role whose menu it is shown: the office's, where it is of the office too."""
        return Role.STAFF if self.holds(Role.STAFF) else self.role

    @property
    def is_office(self):
        """True for those who keep the ledger: they see and change every record."""
        return self.is_active and self.holds(Role.STAFF)

    @property
    def may_use_pin(self):
        return self.roles <= ON_PHONES

    @property
    def is_only_for_trial(self):
        """True of a demo account where the service is in earnest: its password lies in a file."""
        return self.is_demo and settings.HTTPS

    @property
    def may_take_over(self):
        """True of those for whom the glass may be broken: not for six digits, nor for the auditor."""
        return not self.holds(Role.AUDITOR, *ON_PHONES)

    @property
    def watches(self):
        """True of those who keep the accounts or read the logs."""
        return self.is_active and self.holds(Role.AUDITOR, Role.ADMIN)

    @property
    def reads_everything_public(self):
        """True for those who read the institution's records: office and leadership."""
        return self.is_active and self.holds(Role.STAFF, Role.LEADER)


def hash_of(secret):
    """How a random secret is stored. It has 128 bits or more: nobody tries them out, so no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class LoginLinkQuerySet(models.QuerySet):
    def of_token(self, token):
        """The link that `token` opens, or None."""
        return self.select_related("user").filter(token_hash=hash_of(token)).first()

    def open(self):
        """Neither used nor void; they may have expired."""
        return self.filter(used_at=None, void_at=None)


class LoginLink(models.Model):
    """The way in for one account, once. Its token is seen when it is made, and stored nowhere."""

    class VoidFor(models.TextChoices):
        REISSUED = "reissued", "已重新发放"
        DIGITS = "digits", "手机号后四位填错五次"
        CLOSED = "closed", "账号停用或代表资格终止"

    # A card is handed out at a meeting and used at home in the evening, or at the next market day;
    # a link that nobody used in two weeks lies about somewhere.
    VALID_DAYS = 14
    TRIES = 5

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="login_links")
    token_hash = models.CharField("摘要", max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField("发放时间", auto_now_add=True)
    issued_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="发放人", related_name="login_links_issued"
    )
    expires_at = models.DateTimeField("有效至")
    wrong = models.PositiveSmallIntegerField("填错次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    void_at = models.DateTimeField("失效时间", null=True, blank=True)
    void_for = models.CharField("失效原因", max_length=10, choices=VoidFor, blank=True)

    objects = LoginLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "登录链接"
        verbose_name_plural = "登录链接"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, void_at=None), name="login_link_one_open",
                violation_error_message="这个账号已有一个没有用的登录链接。",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(void_at=None), name="login_link_used_or_void",
                violation_error_message="登录链接不能既已使用又已失效。",
            ),
            models.CheckConstraint(
                condition=Q(void_at=None, void_for="")
                | (Q(void_at__isnull=False) & ~Q(void_for="")),
                name="login_link_void_has_reason",
                violation_error_message="失效时间和失效原因要一起填写。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} {timezone.localtime(self.issued_at):%Y-%m-%d %H:%M}"

    @property
    def tries_left(self):
        return max(self.TRIES - self.wrong, 0)

    @property
    def state(self):
        """One word: open, used, expired, closed, or why it is void."""
        if self.used_at:
            return "used"
        if self.void_at:
            return self.void_for
        if not self.user.is_active or self.user.is_only_for_trial:
            return self.VoidFor.CLOSED.value
        return "expired" if self.expires_at <= timezone.now() else "open"


class FirstKeyQuerySet(models.QuerySet):
    def of_key(self, key):
        """The FirstKey that `key` is, or None."""
        return self.filter(key_hash=hash_of(key)).first()


class FirstKey(models.Model):
    """The key to the page on which a town where nobody can log in makes its first account.

    There is one row at most that is open. The key is told in the terminal, and stored nowhere.
    """

    # From the start of the program to the clerk's next day in the office, holidays between.
    VALID_DAYS = 7

    key_hash = models.CharField("摘要", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    objects = FirstKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "第一个账号的钥匙"
        verbose_name_plural = "第一个账号的钥匙"

    def __str__(self):
        return f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    @property
    def state(self):
        """One word: open, used (also where the account was made in another way), or expired."""
        if self.used_at or User.objects.able().exists():
            return "used"
        return "expired" if self.expires_at <= timezone.now() else "open"


class DeviceQuerySet(models.QuerySet):
    def live(self):
        """Those that are logged in: not ended, and used within the days a login is kept."""
        kept_since = timezone.now() - datetime.timedelta(days=Device.KEPT_DAYS)
        return self.filter(ended_at=None, last_used_at__gt=kept_since)

    def known(self, user, browser):
        """The logins of `user` in a browser that the office or a new password has not cut off."""
        mine = self.filter(user=user, browser=browser)
        return mine.filter(ended_for__in=["", Device.EndedFor.LOGOUT])

    def not_ended_since(self, moment):
        """Those that are open, and those that were ended before `moment`."""
        return self.filter(Q(ended_at=None) | Q(ended_at__lt=moment))


class Device(models.Model):
    """One browser in which somebody is, or was, logged in."""

    class EndedFor(models.TextChoices):
        LOGOUT = "logout", "本人退出"
        REVOKED = "revoked", "注销"
        PASSWORD = "password", "改了密码"
        CLOSED = "closed", "账号停用或代表资格终止"

    # Longer than the two or three months between two meetings (docs/decisions.md).
    KEPT_DAYS = 90

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="devices")
    session_hash = models.CharField("会话摘要", max_length=40, editable=False)
    browser = models.CharField("浏览器", max_length=64, editable=False)
    label = models.CharField("设备", max_length=40)
    created_at = models.DateTimeField("首次登录", auto_now_add=True)
    last_used_at = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_for = models.CharField("结束原因", max_length=10, choices=EndedFor, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="办理人", related_name="devices_ended",
        null=True, blank=True,
    )  # fmt: skip

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "登录设备"
        verbose_name_plural = "登录设备"
        ordering = ["-last_used_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "browser"], name="device_by_user"),
            models.Index(fields=["last_used_at"], name="device_by_use"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "browser"], condition=Q(ended_at=None), name="device_one_open",
                violation_error_message="这个账号在这台设备上已经登录。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_for="")
                | (Q(ended_at__isnull=False) & ~Q(ended_for="")),
                name="device_end_has_reason",
                violation_error_message="结束时间和结束原因要一起填写。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} {self.label}"


class WrongTries(models.Model):
    """How often a wrong PIN or password was tried on one day: one row for each browser that is known to be
    its owner's, one ("") for all the others together. See accounts.entry.brake.
    """

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="wrong_tries")
    browser = models.CharField("浏览器", max_length=64, blank=True)
    on = models.DateField("日期")
    number = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "输错次数"
        verbose_name_plural = "输错次数"
        ordering = ["-on", "-number"]
        indexes = [models.Index(fields=["on"], name="wrong_tries_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "browser"], name="wrong_tries_one_row",
                violation_error_message="这个账号在这台设备上已有一行。",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} {self.on} {self.number}次"


class DemoLoad(models.Model):
    """One load of the demo data: which rows it brought, and when they were taken away."""

    loaded_at = models.DateTimeField("装入时间", auto_now_add=True)
    marks = models.JSONField("装入前后的编号", default=dict)
    removed_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = "演示数据"
        verbose_name_plural = "演示数据"

    def __str__(self):
        return f"{timezone.localtime(self.loaded_at):%Y-%m-%d %H:%M}"


class Login(AccessLog):
    class Meta:
        proxy = True
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"

    def __str__(self):
        """Who came when, in the town's time; axes says it in English and in Greenwich's."""
        when = timezone.localtime(self.attempt_time).strftime("%Y-%m-%d %H:%M")
        return f"{self.username} {when}"
