"""What every countable record has in common: it is voided, never deleted."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from django.utils.html import format_html

from records.constraints import ChecksAtOnce
from records.written.characters import seen

# Of the column in which simple_history keeps why.
REASON_LENGTH = 100


def voidable_constraints(*more):
    """The constraint that belongs to every Record, followed by the model's own.

    Meta.constraints of a child replaces its parent's, so each child calls this.
    """
    return [
        models.CheckConstraint(
            condition=Q(voided_at=None, void_reason="")
            | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            name="%(app_label)s_%(class)s_void_has_reason",
            violation_error_message="作废一条记录要写明原因。",
        ),
        *more,
    ]


class RecordQuerySet(models.QuerySet):
    @classmethod
    def standing_manager(cls, *owners):
        """A manager that sees only rows that stand, and whose `owners` stand.

        `owners` are lookup paths to the records that these rows belong to
        ("meeting", "motion"). As every Record's default manager, it keeps lists,
        related managers and figures from forgetting to leave voided rows out.
        """
        paths = ("voided_at", *(f"{owner}__voided_at" for owner in owners))

        class StandingManager(models.Manager.from_queryset(cls)):
            owned_by = owners

            def get_queryset(self):
                return super().get_queryset().filter(**dict.fromkeys(paths))

        return StandingManager()


class AllRowsManager(models.Manager):
    """Sees the voided rows too, and can be asked whatever the model's `objects` can."""

    def get_queryset(self):
        queryset_class = self.model._default_manager._queryset_class
        return queryset_class(self.model, using=self._db)


class Record(ChecksAtOnce, models.Model):
    """A row that a report can count. `objects` sees what stands, `with_voided` everything."""

    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, editable=False)

    objects = RecordQuerySet.standing_manager()
    with_voided = AllRowsManager()

    class Meta:
        abstract = True

    @transaction.atomic
    def void(self, *, reason):
        """Take this record out of every list and figure, keeping it and its history.

        `reason` is a Chinese sentence; raises ValidationError when it is empty
        or when the record is voided already.
        """
        reason = seen(reason)
        if not reason:
            raise ValidationError("作废一条记录要写明原因。")
        if self.voided_at:
            raise ValidationError("这条记录已经作废。")
        self.voided_at = timezone.now()
        self.void_reason = reason
        self._change_reason = f"作废：{self.void_reason}"[:REASON_LENGTH]
        self.save(update_fields=["voided_at", "void_reason"])

    @transaction.atomic
    def restore(self, *, reason):
        """Take back that this record was voided: it stands again, and with it its parts that stood.

        `reason` is a Chinese sentence, kept in the history. Raises ValidationError without one, where the
        record stands, where what it belongs to is voided, and where it or a part of it would clash
        with what was entered meanwhile.
        """
        reason = seen(reason)
        if not reason:
            raise ValidationError("取消作废要写明原因。")
        if not self.voided_at:
            raise ValidationError("这条记录没有作废，不用恢复。")
        self.voided_at, self.void_reason = None, ""
        self.clean()
        self.refuse_a_clash()
        self._change_reason = f"取消作废：{reason}"[:REASON_LENGTH]
        self.save(update_fields=["voided_at", "void_reason"])
        rows = type(self)._default_manager
        if not rows.filter(pk=self.pk).exists():
            raise ValidationError("它所属的记录已经作废，请先取消那一条的作废。")
        self.refuse_what_is_voided()
        for part in self.standing_parts():
            try:
                part.refuse_a_clash()
            except ValidationError as error:
                raise ValidationError(
                    [format_html("{}：{}", part, message) for message in error.messages]
                ) from None

    def refuse_what_is_voided(self):
        """Raise ValidationError where this row, which is to stand again, points to one that does not."""
        for field in self._meta.concrete_fields:
            is_record = field.is_relation and hasattr(field.related_model, "voided_at")
            pointed = getattr(self, field.name) if is_record else None
            if pointed is not None and pointed.voided_at:
                raise ValidationError(
                    f"{field.verbose_name}“{pointed}”已经作废，请先取消那一条的作废。"
                )

    def refuse_a_clash(self):
        """Raise ValidationError where this row, which is to stand again, clashes with one that stands.

        It asks no more than that: a part may be older than a rule, and does not hold up the whole.
        """
        self.validate_constraints()

    def standing_parts(self):
        """The records that were hidden with this one, and come back with it, one level down."""
        for relation in self._meta.related_objects:
            manager = getattr(relation.related_model, "_default_manager", None)
            if relation.field.name in getattr(manager, "owned_by", ()):
                yield from manager.filter(**{relation.field.name: self})


def relations_to(model):
    """Every relation that leads to the rows of `model`, but for those of histories, which stay as
    they were written. A many-to-many one is told by the rows of its table.
    """
    concrete = model._meta.concrete_model
    return [
        relation
        for relation in concrete._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and not relation.many_to_many
        and not hasattr(relation.related_model, "instance_type")
    ]


def hanging_on(row):
    """[(what they are called, how many)] of the rows that point to `row` and are not voided."""
    found = []
    for relation in relations_to(type(row)):
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
        if hasattr(relation.related_model, "voided_at"):
            rows = rows.filter(voided_at=None)
        if count := rows.count():
            found.append((relation.related_model._meta.verbose_name, count))
    return found


@contextmanager
def unless_as_stored(row, *fields):
    """What is refused inside is let pass where `row` is stored with the same `fields`.

    A rule that came after the row is said where somebody enters or changes what it is about, and in
    数据核对; whoever changes something else is not stopped.
    """
    try:
        yield
    except ValidationError:
        same = {field: getattr(row, field) for field in fields}
        rows = type(row)._base_manager
        if row.pk is None or not rows.filter(pk=row.pk, **same).exists():
            raise


def share_history(proxy, records):
    """Let `proxy` write and show the history (`records`) of its concrete model.

    simple_history listens to the concrete class only: without this, a record
    saved through its proxy would leave no history, silently.
    """
    proxy._meta.simple_history_manager_attribute = records.manager_name
    post_save.connect(records.post_save, sender=proxy, weak=False)
    pre_delete.connect(records.pre_delete, sender=proxy, weak=False)
