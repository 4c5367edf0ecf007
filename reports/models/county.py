"""上级报表: a table that the county asks for each year, as it laid it out, with figures in its cells."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from papers.workbook import WorkbookField
from township.words import said


class CountyTable(models.Model):
    """One table, from year to year. Its file is that of its last version."""

    name = models.CharField(
        "名称", max_length=60, unique=True,
        help_text=said("如：镇人大工作情况统计表。下载的文件按年份加这个名称。"),
        error_messages={"unique": "已有同名的报表。还是那一张的，打开它再“换文件”。"},
    )  # fmt: skip
    note = models.CharField(
        "说明", max_length=200, blank=True, help_text=said("如：市人大每年12月要，报代表工委。")
    )
    is_retired = models.BooleanField("停用", default=False, editable=False)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "上级报表"
        verbose_name_plural = "上级报表"
        ordering = ["is_retired", "name"]

    def __str__(self):
        return self.name

    def url_in(self, year):
        return reverse("table-detail", args=[year, self.pk])


class TableVersionQuerySet(models.QuerySet):
    def current(self):
        """Of each table the version that is filled."""
        last = TableVersion.objects.filter(table=OuterRef("table")).order_by("-number")
        return self.filter(number=Subquery(last.values("number")[:1]))


class TableVersion(models.Model):
    """A file of a table as it was uploaded. It never changes: another one comes after it."""

    table = models.ForeignKey(
        CountyTable, models.PROTECT, verbose_name="上级报表", related_name="versions"
    )
    number = models.PositiveSmallIntegerField("第几版")
    file = WorkbookField("表格文件")
    given_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("校验码", max_length=64)
    # [[sheet, reference, words, whether it shows a share]]: what was checked is what is filled.
    cells = models.JSONField("有占位符的单元格", default=list)
    remarks = models.JSONField("提醒", default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = TableVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "报表文件"
        verbose_name_plural = "报表文件"
        ordering = ["table", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"], name="table_version_once",
                violation_error_message="刚才有人换过这张表的文件，请刷新以后再看。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.table}（第{self.number}版）"
