"""A planned table is stored whole, with its history, and every row it made or changed is written down."""

import datetime
import decimal
import hashlib
import json
import uuid
from collections import defaultdict
from functools import cache

from django.db import connections, router
from django.db.models import Value
from django.utils import timezone

from imports.models import Trace
from township.pinyin import KeyField

AT_ONCE = 1000  # so many rows have one Trace, and are asked for in one statement of an undo
LINES = 1000  # so many rows are written by one statement


def store(table, kind, works, by, tell=lambda done, of: None):
    """Store the Work of each row, with a Trace of what was made and changed.

    Call it in a transaction. `tell(done, of)` hears how far it is.
    """
    reason = f"导入{table.pk}号：{kind.title}"
    made, changed = defaultdict(list), defaultdict(dict)
    for work in works:
        for row in work.creates:
            made[type(row)].append(row)
        for change in work.changes:
            if change.row.pk > 0:
                olds, _ = changed[type(change.row)].setdefault(change.row.pk, ({}, change.row))
                olds.setdefault(change.column, change.old)
    of = sum(map(len, made.values())) + sum(map(len, changed.values()))
    done, traces = 0, []
    for model in kind.stores:
        # Changes first: who keeps in touch with a household has to end before another begins.
        traces += update(table, model, changed[model], by, reason)
        done += len(changed[model])
        tell(done, of)
        for start in range(0, len(made[model]), AT_ONCE):
            some = made[model][start : start + AT_ONCE]
            create(model, some, by, reason)
            sums = {row.pk: fingerprint(row) for row in some}
            traces.append(Trace(table=table, model=model._meta.label, made=sums))
            done += len(some)
            tell(done, of)
    Trace.objects.bulk_create(traces)


def create(model, rows, by, reason):
    """Store new rows, whose keys were provisional, with their history."""
    for row in rows:
        row.pk = None
        point_to_stored(row)
    model.objects.bulk_create(rows, batch_size=LINES)
    history(model, rows, by, reason)


def point_to_stored(row):
    """Of what a row belongs to, planned with it, the key is known now."""
    for field in row._meta.concrete_fields:
        if field.is_relation and (getattr(row, field.attname) or 0) < 0:
            setattr(row, field.name, getattr(row, field.name))


def update(table, model, changed, by, reason):
    """Store `changed`, {key: ({column: old value}, row)}; yields the traces of it."""
    for start in range(0, len(changed), AT_ONCE):
        some = dict(list(changed.items())[start : start + AT_ONCE])
        rows = [row for _, row in some.values()]
        columns = sorted({column for olds, _ in some.values() for column in olds})
        derived = derived_from(model, columns)
        for row in rows:
            point_to_stored(row)
            refresh(row, derived)
        model._base_manager.bulk_update(rows, [*columns, *derived], batch_size=LINES)
        history(model, rows, by, reason, update=True)
        told = {
            key: {"before": {name: plain(value) for name, value in olds.items()}, "after": fingerprint(row)}
            for key, (olds, row) in some.items()
        }  # fmt: skip
        yield Trace(table=table, model=model._meta.label, changed=told)


def history(model, rows, by, reason, update=False, is_end=False):
    """A line of history for each of `rows`, as it is stored: made, changed, or with `is_end` deleted.

    The database copies them itself: made here and sent again they would take as long as the rows.
    """
    name = getattr(model._meta, "simple_history_manager_attribute", "")
    if not name or not rows:
        return
    lines = getattr(model, name).model
    told = {
        "history_date": timezone.now(), "history_user_id": by.pk,
        "history_change_reason": reason, "history_type": "-" if is_end else "~" if update else "+",
    }  # fmt: skip
    kept = [one.attname for one in lines.tracked_fields]
    worth = {f"told_{one}": Value(value) for one, value in told.items()}
    keys = [row.pk for row in rows]
    found = model._base_manager.filter(pk__in=keys).order_by("pk").annotate(**worth)
    copied, values = found.values_list(*kept, *worth).query.sql_with_params()
    fields = {one.attname: one.column for one in lines._meta.concrete_fields}
    connection = connections[router.db_for_write(model)]
    quoted = ", ".join(connection.ops.quote_name(fields[one]) for one in (*kept, *told))
    table = connection.ops.quote_name(lines._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({quoted}) {copied}", values)


def derived_from(model, columns):
    """The columns that we make of `columns` when a row is stored: spelling, keys to sort by."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, KeyField) and one.source in columns
    ]


def refresh(row, derived):
    for name in derived:
        row._meta.get_field(name).pre_save(row, add=False)


def plain(value):
    """A value as JSON keeps it."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value.normalize())
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.pk if hasattr(value, "_meta") else value


@cache
def columns_kept(model):
    """The columns that a row says itself."""
    return tuple(one for one in model._meta.concrete_fields if not one.generated)


def fingerprint(row):
    """What a row says, as a short sum: it tells whether somebody changed it since."""
    said = [plain(getattr(row, one.attname)) for one in columns_kept(type(row))]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:20]
