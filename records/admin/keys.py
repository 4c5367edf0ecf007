"""Which keys a row may not share with another, asked without the database."""

from django.db.models import Q, UniqueConstraint


def unique_constraints(model):
    return [c for c in model._meta.constraints if isinstance(c, UniqueConstraint) and c.fields]


def holds(condition, row):
    """True when the Q object `condition` is true of `row`, without asking the database.

    The row is not stored yet, so the database could not say. Q(role="lead", voided_at=None) holds of a
    lead that stands. It knows what our constraints use: equality, isnull, and, or, not.
    """
    results = (
        holds(part, row) if isinstance(part, Q) else matches(row, *part)
        for part in condition.children
    )
    result = any(results) if condition.connector == Q.OR else all(results)
    return not result if condition.negated else result


def matches(row, lookup, wanted):
    name, _, kind = lookup.partition("__")
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if value is None and field.is_relation and field.is_cached(row):
        value = getattr(row, name) or None  # a parent that is not stored yet
    if kind == "isnull":
        return (value is None) == wanted
    if kind:
        raise NotImplementedError(f"{lookup} in a unique constraint")
    return value == wanted
