"""What the history of the records says since an edition was made: change by change, in one statement."""

import datetime
import json
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField
from django.utils.timezone import localdate
from simple_history.utils import get_history_manager_for_model

from motions.models import MotionEvent
from records.rewrites import is_derived
from reports.figures.rows import SHOWN
from reports.models import Edition
from reports.since.watched import WATCHED, paths_of

TOGETHER = datetime.timedelta(seconds=60)
TOLD = ("history_id", "history_date", "history_type", "history_user_id", "history_change_reason")
NOT_CONTENT = ("id", "voided_at", "void_reason")


class RowsOf(Subquery):
    """The rows of a queryset as one JSON array of objects: columns by name, `paths` by their place."""

    output_field = TextField()
    empty_result_set_value = "[]"

    def __init__(self, queryset, names, paths=()):
        aliases = {f"owner_{place}": F(path) for place, path in enumerate(paths)}
        self.names = (*names, *aliases)
        super().__init__(queryset.order_by().values(*names, **aliases))

    def as_sql(self, compiler, connection, template=None, **context):
        pairs = ", ".join(f"'{name}', _n.\"{name}\"" for name in self.names)
        whole = f"(SELECT JSON_GROUP_ARRAY(JSON_OBJECT({pairs})) FROM (%(subquery)s) _n)"
        return super().as_sql(compiler, connection, template=template or whole, **context)

    def as_postgresql(self, compiler, connection):
        return self.as_sql(
            compiler, connection, template="(SELECT JSON_AGG(_n)::text FROM (%(subquery)s) _n)"
        )


@dataclass
class RecordChange:
    """One change of one record: what stood before and after, by whom, when and why.

    `before` is None of a record that was entered then, and where nothing was kept of the time before.
    """

    label: str
    pk: int
    kind: str
    user: int | None
    times: list
    before: dict | None
    after: dict
    ways: set  # (name of a way, key of the owner that it led to, before or after)
    reason: str = ""
    # The days that it is about, before and after, as they are stored; None where no day is told.
    about: tuple = ()

    @property
    def key(self):
        return self.label, self.pk

    @property
    def at(self):
        return self.times[-1]

    @property
    def owners(self):
        """The keys of the records that it belongs to, directly or further on."""
        return {key for _, key in self.ways}

    def owners_by(self, names):
        return {key for name, key in self.ways if name in names}

    @cached_property
    def columns(self):
        """The columns (attname) that say something else after it."""
        if self.before is None or self.kind == ENTERED:
            return []
        return [
            name
            for name in columns_kept(self.label)
            if name not in NOT_CONTENT and self.before[name] != self.after[name]
        ]


ENTERED, CHANGED, DELETED, VOIDED, RESTORED = "补记", "更正", "删除", "作废", "恢复"


@dataclass
class Since:
    """All that was read: the edition's own facts, changes, motion events, and who owns which rows."""

    facts: dict
    changes: list
    events: list
    owned: dict = field(default_factory=dict)


def history_of(model):
    return get_history_manager_for_model(model).model


LABELS = {model._meta.label: model for model in WATCHED}


@cache
def columns_kept(label):
    """The columns of a model, by attname, that its history keeps and that are not made from others."""
    kept = {field.attname for field in history_of(LABELS[label])._meta.concrete_fields}
    fields = LABELS[label]._meta.concrete_fields
    return [f.attname for f in fields if f.attname in kept and not is_derived(f)]


@cache
def columns_not_kept(label):
    """The fields of a model of which its history keeps nothing."""
    kept = {field.attname for field in history_of(LABELS[label])._meta.concrete_fields}
    fields = LABELS[label]._meta.concrete_fields
    return [f for f in fields if f.attname not in kept and not is_derived(f)]


def read(edition):
    """The Since of `edition`: one statement, its own bytes in it."""
    sql, parameters = statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, filled(parameters, edition))
        names = [column[0] for column in cursor.description]
        found = dict(zip(names, cursor.fetchone(), strict=True))
    edition.content = found["content"]  # its page does not ask for it again
    return told(edition.facts, found)


# What stands in the statement where an edition's own moment, day and key will be.
MOMENT = datetime.datetime(1949, 10, 1, 15, 0, 0, 1, tzinfo=datetime.UTC)
DAY, KEY = datetime.date(1949, 10, 2), -19491001


@cache
def statement(vendor):
    """The statement and its parameters; `vendor` names the database.

    To put it together takes twenty times as long as to answer it, so that is done once.
    """
    columns = {"motion_events": events_after(MOMENT, DAY)}
    for place, model in enumerate(WATCHED):
        columns |= columns_about(place, model)
    rows = Edition.objects.order_by().filter(pk=KEY)
    return rows.values("content", **columns).query.sql_with_params()


def filled(parameters, edition):
    """`parameters` with what they are of `edition`."""
    instant_of, day_of = (
        connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value,
    )  # fmt: skip
    day = localdate(edition.made_at)  # no day of record is later, and its own is in its bytes
    own = {
        instant_of(MOMENT): instant_of(edition.made_at), day_of(DAY): day_of(day), KEY: edition.pk,
    }  # fmt: skip
    return [own.get(parameter, parameter) for parameter in parameters]


def columns_about(place, model):
    """The expressions that ask for what became of the rows of `model`."""
    rows = histories(model, MOMENT, DAY)
    names, paths = (*columns_kept(model._meta.label), *TOLD), ways_of(model)
    columns = {
        f"later_{place}": RowsOf(rows, names, paths),
        f"earlier_{place}": RowsOf(last_before(rows, MOMENT), names, paths),
    }
    if model in SHOWN and paths_of(model):
        columns[f"owned_{place}"] = RowsOf(owned(model, MOMENT, DAY), ("id",), paths_of(model))
    return columns


def ways_of(model):
    """The ways to the owners, and last the one to the day that a row is about."""
    about = WATCHED[model].about
    return [*paths_of(model), *([about] if about else [])]


def histories(model, made_at, day):
    """The history rows after `made_at` of records that were there then, or are about the time before."""
    rows, watch = history_of(model).objects.filter(history_date__gt=made_at), WATCHED[model]
    if not watch.about or watch.reads_later:
        return rows
    earlier = history_of(model).objects.filter(id=OuterRef("id"), history_date__lte=made_at)
    return rows.filter(Q((f"{watch.about}__lte", day)) | Exists(earlier))


def last_before(rows, made_at):
    """Of each record in `rows` the history row with which the edition was made."""
    history = rows.model.objects
    earlier = history.filter(id=OuterRef("id"), history_date__lte=made_at)
    latest = earlier.order_by("-history_date", "-history_id").values("history_id")[:1]
    return history.filter(id__in=rows.order_by().values("id"), history_id=Subquery(latest))


def owned(model, made_at, day):
    """The rows of `model` of which an owner changed after `made_at`."""
    owners = Q()
    for path, label in paths_of(model).items():
        changed = history_of(LABELS[label]).objects.filter(history_date__gt=made_at)
        owners |= Q((f"{path}__in", changed.order_by().values("id")))
    about = WATCHED[model].about
    rows = model._base_manager.filter(owners)
    return rows.filter(Q((f"{about}__lte", day)) | Q((about, None))) if about else rows


def events_after(made_at, day):
    """What was done, as it was entered after `made_at`, with the motions submitted until `day`."""
    rows = MotionEvent.objects.filter(at__gt=made_at, motion__submitted_on__lte=day)
    return RowsOf(rows, ("id", "motion_id", "verb", "happened_on", "at"))


def told(facts, found):
    since = Since(facts, [], json.loads(found["motion_events"] or "[]"))
    for event in since.events:
        event["at"] = instant(event["at"])
    for place, model in enumerate(WATCHED):
        later, earlier, below = (
            json.loads(found.get(f"{part}_{place}") or "[]")
            for part in ("later", "earlier", "owned")
        )
        since.changes += changes_of(model, later, {row["id"]: row for row in earlier})
        for row in below:
            for _, owner in owners_in(row, model):
                since.owned.setdefault(owner, set()).add((model._meta.label, row["id"]))
    return since


def instant(text):
    """The aware datetime of a JSON text: SQLite stores it in UTC without saying so."""
    at = datetime.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def owners_in(row, model):
    """The owners that a row names, as (way, key)."""
    ways = enumerate(paths_of(model).items())
    owners = ((path, (label, row[f"owner_{place}"])) for place, (path, label) in ways)
    return {(path, key) for path, key in owners if key[1] is not None}


def about_in(row, model):
    """The day that a history row is about, as it is stored (a str), or None."""
    return row.get(f"owner_{len(paths_of(model))}") if row else None


def changes_of(model, rows, earlier):
    """The RecordChanges that history `rows` of one model tell, the oldest first."""
    found, latest, last = [], {}, dict(earlier)
    for row in rows:
        row["history_date"] = instant(row["history_date"])
    for row in sorted(rows, key=lambda row: (row["history_date"], row["history_id"])):
        pk = row["id"]
        change, last[pk] = change_of(model, last.get(pk), row), row
        if pk in latest and continues(latest[pk], change):
            extend(latest[pk], change)
        else:
            latest[pk] = change
            found.append(change)
    return [one for one in found if one.kind != CHANGED or is_told(one)]


def change_of(model, before, row):
    ways = owners_in(row, model) | (owners_in(before, model) if before else set())
    kind = kind_of(before, row)
    reason = row["void_reason"] if kind == VOIDED else row["history_change_reason"] or ""
    return RecordChange(
        model._meta.label, row["id"], kind, row["history_user_id"], [row["history_date"]],
        None if kind == ENTERED else before, row, ways, reason,
        (about_in(before, model), about_in(row, model)),
    )  # fmt: skip


def kind_of(before, row):
    if row["history_type"] == "+":
        return ENTERED
    if row["history_type"] == "-":
        return DELETED
    was, is_now = bool(before and before.get("voided_at")), bool(row.get("voided_at"))
    if was == is_now:
        return CHANGED
    return VOIDED if is_now else RESTORED


def continues(earlier, later):
    """True of what one person did to one record within a minute, but for taking it away or back."""
    return (
        later.kind == CHANGED
        and earlier.kind in (ENTERED, CHANGED)
        and later.user == earlier.user
        and later.at - earlier.times[0] <= TOGETHER
    )


def extend(change, later):
    change.times += later.times
    change.after = later.after
    change.ways |= later.ways
    change.about = (change.about[0], later.about[1])
    change.reason = change.reason or later.reason


def is_told(change):
    """False of a change that altered nothing, as far as history keeps it: nobody will miss it."""
    return bool(change.before is None or change.columns or columns_not_kept(change.label))
