"""A table that was brought in: what is known of it for good, what it says until it is stored, and what
it made.

What a table says lies here as long as it waits for its confirmation, and no longer than KEPT. Of a
stored one are kept: what was left out, with the beginning of what stood there and why; and for an undo
the keys of the rows it made and what the rows it changed said before.
"""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Role

KEPT = datetime.timedelta(days=7)
UNDO_KEPT = datetime.timedelta(days=90)
"""So long a stored table can be taken back: its traces say what rows said before, and that is a second
copy of what the histories leave out on purpose."""


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office that enters records sees what was brought in; nobody else does."""
        if user.is_authenticated and user.holds(Role.STAFF):
            return self
        return self.none()

    def waiting(self):
        return self.filter(state=Import.State.WAITING)

    def stored(self):
        return self.filter(state=Import.State.STORED)

    def past_undoing(self, now):
        """The stored ones that can be taken back no more, at the moment `now`."""
        return self.stored().filter(stored_at__lt=now - UNDO_KEPT)

    def stale(self, now):
        """Those that nobody confirmed in time, at the moment `now`."""
        return self.waiting().filter(read_at__lt=now - KEPT)


class Import(models.Model):
    """One table, read as records of one kind. Verbs: imports.services."""

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        STORED = "stored", "已导入"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "没有导入"

    kind = models.CharField("种类", max_length=20)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    digest = models.CharField("文件指纹", max_length=64, help_text="SHA-256")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人", related_name="imports"
    )
    read_at = models.DateTimeField("读入时间", auto_now_add=True)
    stored_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤回人", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    answers = models.JSONField("表里没有的", default=dict)
    # Of each sheet [{"sheet", "column", "words", "field"}], in the order of the cells of its rows.
    columns = models.JSONField("各列是什么", default=list)
    left_out = models.JSONField("没有读入的", default=list)
    totals = models.JSONField("各有多少行", default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入记录"
        ordering = ["-read_at", "-pk"]
        indexes = [
            models.Index(fields=["-read_at", "-id"], name="import_by_time"),
            models.Index(fields=["state", "read_at"], name="import_by_state"),
        ]

    def __str__(self):
        return self.file_name or "粘贴的表格"

    @property
    def can_be_undone(self):
        """Whether it is stored, and not too long ago to be taken back."""
        is_stored = self.state == self.State.STORED
        return is_stored and timezone.now() - self.stored_at < UNDO_KEPT

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING


class RowState(models.TextChoices):
    """What becomes of a row when the table is confirmed."""

    NEW = "new", "新增"
    CHANGED = "changed", "有改动"
    SAME = "same", "没有变化"
    DOUBTFUL = "doubtful", "要选择"
    WRONG = "wrong", "有错"
    LEFT_OUT = "left_out", "不导入"


STOPS = (RowState.DOUBTFUL, RowState.WRONG)
"""What has to be settled, or left out, before a table is stored."""


class ImportRow(models.Model):
    """A row of a table that waits: what it says, what was mended, and what would become of it."""

    table = models.ForeignKey(Import, models.CASCADE, verbose_name="导入", related_name="rows")
    sheet = models.CharField("工作表", max_length=100)
    number = models.PositiveIntegerField("行号")
    given = models.JSONField("各格", default=list)
    mended = models.JSONField("改过的格", default=dict)
    chosen = models.JSONField("选定的", default=dict)
    is_left_out = models.BooleanField("不导入", default=False)
    state = models.CharField("状态", max_length=8, choices=RowState, default=RowState.WRONG)
    says = models.CharField("说明", max_length=300, blank=True)
    # {field: {"read", "state", "says", "old", "choices"}} of the cells about which there is something to say.
    cells = models.JSONField("各格的说明", default=dict)

    class Meta:
        verbose_name = "导入的行"
        verbose_name_plural = "导入的行"
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "state", "id"], name="importrow_by_state")]

    def __str__(self):
        return f"{self.sheet}第{self.number}行"


class Trace(models.Model):
    """Which rows of one model a stored table made and changed, so that it can be undone.

    A thousand rows a line. `made`: {key: fingerprint of the row as it was stored}; `changed`:
    {key: {"before": {column: value}, "after": fingerprint}}.
    """

    table = models.ForeignKey(Import, models.CASCADE, verbose_name="导入", related_name="traces")
    model = models.CharField("哪一类记录", max_length=60)
    made = models.JSONField("新增的", default=dict)
    changed = models.JSONField("改动的", default=dict)

    class Meta:
        verbose_name = "导入的痕迹"
        verbose_name_plural = "导入的痕迹"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.table}：{self.model}"


class HeadChoice(models.Model):
    """What a clerk said by hand that a column with these head words is: the next table proposes it."""

    kind = models.CharField("种类", max_length=20)
    words = models.CharField("表头", max_length=100, help_text="去掉空格和括号")
    field = models.CharField("当作哪一列", max_length=30, blank=True, help_text="空的是不读入")

    class Meta:
        verbose_name = "记下的表头"
        verbose_name_plural = "记下的表头"
        ordering = ["kind", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "words"], name="headchoice_once",
                violation_error_message="这个表头已经记下。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.words
