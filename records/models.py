"""What is kept beside the records: who read them, which forms were stored, which columns somebody chose.

The tables have the names they had in accounts, where they come from: no row had to be moved.
"""

from django.conf import settings
from django.db import models


class ReadRecord(models.Model):
    """One line for each request that showed personal data. Written once, never changed."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        related_name="read_records",
        null=True,
    )
    what = models.CharField("看了什么", max_length=60)
    object_id = models.CharField("编号", max_length=40, blank=True)
    rows = models.PositiveIntegerField("条数", default=1)
    path = models.CharField("地址", max_length=300)
    address = models.GenericIPAddressField("来自", null=True)

    class Meta:
        db_table = "accounts_readrecord"
        verbose_name = "查看记录"
        verbose_name_plural = "查看记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="read_by_user")]

    def __str__(self):
        return f"{self.user} {self.what}"


class ColumnChoice(models.Model):
    """Which columns of a list somebody exported last: so that they are chosen the next time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="账号", related_name="column_choices"
    )
    listing = models.CharField("列表", max_length=60)
    columns = models.JSONField("列", default=list)

    class Meta:
        db_table = "accounts_columnchoice"
        verbose_name = "导出的列"
        verbose_name_plural = "导出的列"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing"], name="column_choice_once",
                violation_error_message="这个列表已记下所选的列。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} {self.listing}"


class OnceKey(models.Model):
    """The key of a form that creates a record: sent twice, it is stored once.

    A browser that got no answer sends again; without the key, the second
    sending would make a second record that nobody asked for.
    """

    key = models.UUIDField("表单编号", primary_key=True)
    stored_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        db_table = "accounts_oncekey"
        verbose_name = "表单编号"
        verbose_name_plural = "表单编号"
        indexes = [models.Index(fields=["stored_at"], name="once_key_by_time")]

    def __str__(self):
        return str(self.key)
