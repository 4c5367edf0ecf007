"""The records behind figures, each with a digest of what it says: what an edition is proven by.

A digest is over the columns that a record was entered with, by name: the edition keeps the list, so
that a column that is added later changes nothing. What is made from other columns is left out.
"""

import datetime
import hashlib
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db.models import CharField, F, Subquery
from django.db.models import Value as DbValue
from django.db.models.functions import Cast, Concat

from records.rewrites import is_derived
from reports.asking.registry import DAYS, Shape
from reports.counting.evaluate import NamesOf, select


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
    """32 hex digits over `values` (a dict) of a row: any later change of one shows."""
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
    known = {asked: ledger.reach(asked)[0] for asked in wanted}
    queries = {
        asked: [
            KeysOf(queryset, columns_of(asked.figure))
            for queryset in asked.figure.querysets(seen, asked.member)
        ]
        for asked, seen in known.items()
        if seen is not None
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
    return [queryset.model._meta.label for queryset in asked.querysets()]


class RowProof(NamedTuple):
    """What a row said: a digest, and the columns that it is over."""

    digest: str
    columns: tuple


def columns_entered(model):
    """The columns of `model` that digests are over: those that are not made from others."""
    return tuple(
        sorted(field.attname for field in model._meta.concrete_fields if not is_derived(field))
    )


def derived_by_name(label):
    """The derived columns of the model called `label`, as this version declares them (a set): the
    models that a migration works with know nothing of `records.rewrites.derived`.
    """
    model = model_of(label)
    fields = model._meta.concrete_fields if model else ()
    return {field.attname for field in fields if is_derived(field)}


@cache
def first_columns():
    """{label: columns} of editions that do not say it themselves: all there were, derived or not.

    tools/make_first_columns.py made the file, from the last version that closed such editions.
    """
    return json.loads(Path(__file__).with_name("first_columns.json").read_text("utf-8"))


def proofs_in(facts, rebased=()):
    """{label of a model: {pk: RowProof}} of the content of an edition, and of what was `rebased` since
    (a list of {model, columns, rows}, the latest last).
    """
    columns = facts.get("columns") or first_columns()
    stored = [
        {"model": label, "columns": columns.get(label, ()), "rows": rows}
        for label, rows in facts["rows"].items()
    ]
    proofs = {}
    for entry in (*stored, *rebased):
        told = tuple(entry["columns"])
        proofs.setdefault(entry["model"], {}).update(
            {int(pk): RowProof(digest, told) for pk, digest in entry["rows"].items()}
        )
    return proofs


def model_of(label, models=apps):
    """The model called `label`, or None where there is none any more."""
    try:
        return models.get_model(label)
    except LookupError:
        return None


def are_there(columns, model):
    """True where `model` still has all of `columns`, so that a digest over them can be made."""
    known = {field.attname for field in model._meta.concrete_fields} if model else set()
    return bool(columns) and known.issuperset(columns)


def digests_over(model, wanted):
    """{pk: digest} of the rows of `model` that are stored, by `wanted` ({pk: its columns}).

    One statement, however many rows: the span of their keys, and what lies between.
    """
    if not wanted:
        return {}
    names = {"id"}.union(*wanted.values())
    rows = model._base_manager.filter(pk__gte=min(wanted), pk__lte=max(wanted))
    return {
        values["id"]: row_digest({name: values[name] for name in wanted[values["id"]]})
        for values in rows.order_by().values(*names).iterator(chunk_size=2000)
        if values["id"] in wanted
    }


def tellable(proofs, models=apps):
    """`proofs` without the rows of which a column is gone: whether they changed nobody can say."""
    return {label: with_columns_of(model_of(label, models), rows) for label, rows in proofs.items()}


def with_columns_of(model, rows):
    lists = {proof.columns for proof in rows.values()}  # mostly one
    there = {columns for columns in lists if are_there(columns, model)}
    return {pk: proof for pk, proof in rows.items() if proof.columns in there}


def altered(proofs, models=apps):
    """The rows of `proofs` (tellable), as (label, pk), that say something else now, or are gone.

    One statement a model.
    """
    found = set()
    for label, rows in proofs.items():
        wanted = {pk: proof.columns for pk, proof in rows.items()}
        now = digests_over(model_of(label, models), wanted)
        found |= {(label, pk) for pk, proof in rows.items() if now.get(pk) != proof.digest}
    return found


def digests(wanted):
    """{label of a model: {pk: digest}} of the rows `wanted` ({label: set of pk}) that are stored."""
    return {
        label: digests_over(apps.get_model(label), dict.fromkeys(keys, columns_of_label(label)))
        for label, keys in wanted.items()
        if keys
    }


def columns_of_label(label):
    return columns_entered(apps.get_model(label))


def keys_by_model(evidence):
    """{label: set of pk} over all of `evidence` (what rows_behind gives)."""
    wanted = {}
    for asked, lists in evidence.items():
        for label, rows in zip(models_of(asked), lists, strict=True):
            wanted.setdefault(label, set()).update(pk for pk, _ in rows)
    return wanted
