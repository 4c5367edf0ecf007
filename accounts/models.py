"""Who you are, and who saw what."""

from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    STAFF = "staff", "工作人员"
    LEADER = "leader", "领导"
    DEPUTY = "deputy", "代表"
    LIAISON = "liaison", "村联络员"
    AUDITOR = "auditor", "审计员"
    ADMIN = "admin", "系统管理员"


class AccountManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **fields):
        """The first account of a new town: it makes the others."""
        fields.setdefault("role", Role.ADMIN)
        return super().create_superuser(username, email, password, **fields)


class User(AbstractUser):
    """An account. What it may do follows from its role alone (see accounts.roles)."""

    first_name = None
    last_name = None
    display_name = models.CharField("姓名", max_length=40, blank=True)
    role = models.CharField("角色", max_length=10, choices=Role, default=Role.DEPUTY)
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

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @property
    def is_office(self):
        """True for those who keep the ledger: they see and change every record."""
        return self.is_active and (self.role == Role.STAFF or self.is_superuser)

    @property
    def reads_everything_public(self):
        """True for those who read the institution's records: office and leadership."""
        return self.is_office or (self.is_active and self.role == Role.LEADER)


class ReadRecord(models.Model):
    """One line for each request that showed personal data. Written once, never changed."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name="账号", related_name="read_records", null=True
    )
    what = models.CharField("看了什么", max_length=60)
    object_id = models.CharField("编号", max_length=40, blank=True)
    rows = models.PositiveIntegerField("条数", default=1)
    path = models.CharField("地址", max_length=300)
    address = models.GenericIPAddressField("来自", null=True)

    class Meta:
        verbose_name = "查看记录"
        verbose_name_plural = "查看记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="read_by_user")]

    def __str__(self):
        return f"{self.user} {self.what}"


class OnceKey(models.Model):
    """The key of a form that creates a record: sent twice, it is stored once.

    A browser that got no answer sends again; without the key, the second
    sending would make a second record that nobody asked for.
    """

    key = models.UUIDField("表单编号", primary_key=True)
    stored_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        verbose_name = "表单编号"
        verbose_name_plural = "表单编号"

    def __str__(self):
        return str(self.key)


def said_of(login):
    """Who tried when, in the town's time; axes says it in English and in Greenwich's."""
    when = timezone.localtime(login.attempt_time).strftime("%Y-%m-%d %H:%M")
    return f"{login.username or '（未填用户名）'} {when}"


class FailedLogin(AccessAttempt):
    class Meta:
        proxy = True
        verbose_name = "登录失败"
        verbose_name_plural = "登录失败"

    def __str__(self):
        return said_of(self)


class Login(AccessLog):
    class Meta:
        proxy = True
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"

    def __str__(self):
        return said_of(self)
