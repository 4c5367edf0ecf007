"""The check constraints of a row, asked of the database in one statement instead of three for each.

Django asks them one by one, each in a savepoint of its own and with every column of the row. A motion
has nine. Nearly every row keeps them all, and then one question says so; only of a row that does
not is each asked again, for the sentence that belongs to it.

Below that: which keys a row may not share with another, asked without the database.
"""

from functools import cache

from django.db import router
from django.db.models import BooleanField, CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Coalesce


class ChecksAtOnce:
    """For a model: `validate_constraints()` as Django has it, at the price of one statement."""

    checks_are_kept = False

    def validate_constraints(self, exclude=None):
        self.checks_are_kept = keeps_checks(self, exclude)
        try:
            super().validate_constraints(exclude)
        finally:
            del self.checks_are_kept

    def get_constraints(self):
        """Those that are to be asked."""
        found = super().get_constraints()
        if not self.checks_are_kept:
            return found
        return [(model, [one for one in known if not is_check(one)]) for model, known in found]

    def _get_field_expression_map(self, meta, exclude=None):
        """Only of the columns that constraints name: Django builds each into every question."""
        known = super()._get_field_expression_map(meta=meta, exclude=exclude)
        return {name: known[name] for name in named_in_all(meta.model) & known.keys()}


def is_check(constraint):
    return type(constraint) is CheckConstraint


@cache
def named_in_all(model):
    """The columns that the constraints of `model` name beside those that are to be unique."""
    return frozenset().union(*(named_in(model, one) for one in model._meta.constraints))


@cache
def checks_of(model):
    """[(the condition of a check constraint, the columns that it names)]."""
    checks = filter(is_check, model._meta.constraints)
    return [(one.condition, named_in(model, one)) for one in checks]


def named_in(model, constraint):
    told = [constraint.condition, *getattr(constraint, "expressions", ())]
    return {name for one in told if one for name, *_ in model._get_expr_references(one)}


def keeps_checks(row, exclude=None):
    """Whether `row` keeps all its check constraints that name none of the columns `exclude`."""
    values, broken = {}, []
    for model, _ in row.get_constraints():
        known = row._get_field_expression_map(meta=model._meta, exclude=exclude)
        for condition, names in checks_of(model):
            if names <= known.keys():
                values |= {name: known[name] for name in names}
                # What is neither true nor false, for want of a value, is no offence.
                broken.append(~Coalesce(condition, True, output_field=BooleanField()))
    if not broken:
        return True
    # What the database cannot answer at all is True to Django: then each is asked by itself.
    using = router.db_for_write(type(row), instance=row)
    return not Q(*broken, _connector=Q.OR).check(values, using=using)


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
