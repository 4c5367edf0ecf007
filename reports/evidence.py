"""The records behind figures, each with a digest of what it says: what an edition is proven by."""

import datetime
import hashlib
import json
from decimal import Decimal

from django.apps import apps
from django.db.models import CharField, F, Subquery
from django.db.models import Value as DbValue
from django.db.models.functions import Cast, Concat

from reports.evaluate import NamesOf, select
from reports.registry import DAYS, Shape


class KeysOf(NamesOf):
    """The keys of a queryset's rows with what each adds, "12/63200.00", as one JSON array."""

    def __init__(self, queryset, columns=()):
        label = Cast("pk", CharField())
        for column in columns:
            label = Concat(label, DbValue("/"), Cast(F(column), CharField()))
        Subquery.__init__(self, queryset.order_by().values("pk", label_=label))


def canonical(facts):
    """`facts` as JSON bytes in the one form that is digested."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def row_digest(values):
    """32 hex digits over all stored columns of a row (a dict): any later change shows."""
    words = {name: None if value is None else str(value) for name, value in values.items()}
    return hashlib.sha256(canonical(words)).hexdigest()[:32]


def columns_of(figure):
    """The columns that make a row's share of the value: none where a row counts one."""
    if figure.shape is Shape.SUM:
        return [figure.field]
    return figure.field.split("/") if figure.shape in DAYS else []


def amount_of(figure, parts):
    """What a row adds (a str): its yuan, its days, or 1."""
    if figure.shape in DAYS:
        start, end = map(datetime.date.fromisoformat, parts)
        return str((end - start).days)
    return str(Decimal(parts[0]).quantize(Decimal("0.01"))) if parts else "1"


def rows_behind(wanted, ledger):
    """{asked: (one list for each of its querysets, of (pk, amount) by pk)}; nothing where the
    ledger does not reach.
    """
    periods = {asked: ledger.reach(asked)[0] for asked in wanted}
    queries = {
        asked: [
            KeysOf(queryset, columns_of(asked.figure))
            for queryset in asked.figure.querysets(period, asked.member)
        ]
        for asked, period in periods.items()
        if period is not None
    }
    return {
        asked: tuple(keys_in(asked.figure, text) for text in answers)
        for asked, answers in select(queries).items()
    }


def keys_in(figure, text):
    rows = [label.split("/") for label in json.loads(text or "[]")]
    return sorted((int(pk), amount_of(figure, parts)) for pk, *parts in rows)


def models_of(asked):
    """The models of the rows behind `asked`, by label, one for each queryset."""
    return [q.model._meta.label for q in asked.figure.querysets(asked.period, asked.member)]


def digests(wanted):
    """{label of a model: {pk: digest}} of the rows `wanted` ({label: set of pk}) that are stored.

    One statement a model, however many rows: the span of their keys, and what lies between.
    """
    found = {}
    for label, keys in wanted.items():
        if not keys:
            continue
        rows = apps.get_model(label)._base_manager.filter(pk__gte=min(keys), pk__lte=max(keys))
        found[label] = {
            values["id"]: row_digest(values)
            for values in rows.order_by().values().iterator(chunk_size=2000)
            if values["id"] in keys
        }
    return found


def keys_by_model(evidence):
    """{label: set of pk} over all of `evidence` (what rows_behind gives)."""
    wanted = {}
    for asked, lists in evidence.items():
        for label, rows in zip(models_of(asked), lists, strict=True):
            wanted.setdefault(label, set()).update(pk for pk, _ in rows)
    return wanted
