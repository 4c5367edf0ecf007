"""Which rows of people and households were merged into which: kept for good, beside the histories."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class MergeQuerySet(models.QuerySet):
    def into(self, row):
        """What was merged into `row`, a Person or a Household."""
        return self.filter(kind=row._meta.concrete_model._meta.model_name, kept=row.pk)

    def heir(self, model, pk):
        """The key of the row that stays instead of the row `pk` of `model`; None where none does."""
        rows = self.filter(kind=model._meta.concrete_model._meta.model_name)
        into = dict(rows.values_list("gone", "kept"))
        if pk not in into:
            return None
        while pk in into:  # a row that stayed may have been merged away later
            pk = into[pk]
        return pk


class Merge(models.Model):
    """That one row was merged into another. The keys are plain numbers: a later merge moves none of them."""

    class Kind(models.TextChoices):
        PERSON = "person", "人员"
        HOUSEHOLD = "household", "联系户"

    kind = models.CharField("类别", max_length=12, choices=Kind)
    kept = models.PositiveBigIntegerField("留下的编号")
    gone = models.PositiveBigIntegerField("并掉的编号")
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+"
    )
    # {"moved": [[model, key, column], …], "folded": [[model, key that stays, key that went], …]}
    content = models.JSONField("改动", default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "合并记录"
        verbose_name_plural = "合并记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "gone"], name="merge_once",
                violation_error_message="这一条已经并掉了。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["kind", "kept"], name="merge_by_kept")]

    def __str__(self):
        return f"{self.get_kind_display()}{self.gone}并入{self.kept}"


class Mergeable:
    """A Record that can be merged into another of its kind; then it stands no more."""

    def refuse_a_clash(self):
        super().refuse_a_clash()
        heir = Merge.objects.heir(type(self), self.pk)
        if heir is not None:
            raise ValidationError(f"这一条已经并掉了（并入编号{heir}），只能从备份恢复。")
