"""The check constraints of a row, asked of the database in one statement instead of three for each.

Django asks them one by one, each in a savepoint of its own and with every column of the row. A motion
has nine. Nearly every row keeps them all, and then one question says so; only of a row that does
not is each asked again, for the sentence that belongs to it.

Below that: which keys a row may not share with another, asked without the database.
"""

import operator
from functools import cache, partial

from django.db import router
from django.db.models import BooleanField, CheckConstraint, F, Q, UniqueConstraint, Value
from django.db.models.expressions import CombinedExpression
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
    lead that stands. What is unknown for want of a value does not hold.
    """
    return truth(condition, row) is True


def broken_checks(row):
    """The check constraints of `row`'s model that it breaks, without asking the database.

    As there: what is neither true nor false, for want of a value, is no offence.
    """
    return [one for one, asks in tests_of(type(row)) if asks(row) is False]


@cache
def tests_of(model):
    """[(a check constraint, what tells whether a row keeps it)]."""
    return [(one, test_of(one.condition)) for one in filter(is_check, model._meta.constraints)]


def truth(condition, row):
    """True, False, or None where it is unknown, as SQL reckons with what is missing."""
    return test_of(condition)(row)


def test_of(condition):
    """What answers `truth` of any row: the tree of the condition is walked here, once for all rows."""
    parts = [
        test_of(part) if isinstance(part, Q) else partial(matches, part[0], part[1])
        for part in condition.children
    ]
    decides, is_negated = condition.connector == Q.OR, condition.negated

    def test(row):
        result = not decides
        for part in parts:
            said = part(row)
            if said is None:
                result = None
            elif said == decides:
                result = decides
                break
        return result if result is None or not is_negated else not result

    return test


RECKONED = {"+": operator.add, "-": operator.sub, "*": operator.mul}
COMPARED = {
    "": operator.eq, "exact": operator.eq, "gt": operator.gt, "gte": operator.ge,
    "lt": operator.lt, "lte": operator.le,
}  # fmt: skip


def matches(lookup, wanted, row):
    """What the condition `lookup`=`wanted` says of `row`: True, False, or None for unknown."""
    name, _, kind = lookup.partition("__")
    value = value_in(row, name)
    if kind == "isnull":
        return (value is None) == wanted
    if wanted is None:
        return value is None
    if kind == "in":
        return None if value is None else value in wanted
    if kind == "range":
        return None if value is None else wanted[0] <= value <= wanted[1]
    if kind not in COMPARED:
        raise NotImplementedError(f"{lookup} in a constraint")
    wanted = worth(wanted, row)
    return None if value is None or wanted is None else COMPARED[kind](value, wanted)


def worth(wanted, row):
    """What an expression of columns is worth in `row`, None for unknown; anything else is itself."""
    if isinstance(wanted, F):
        return value_in(row, wanted.name)
    if isinstance(wanted, Value):
        return wanted.value
    if isinstance(wanted, CombinedExpression):
        sides = [worth(side, row) for side in (wanted.lhs, wanted.rhs)]
        return None if None in sides else RECKONED[wanted.connector](*sides)
    if hasattr(wanted, "resolve_expression"):
        raise NotImplementedError(f"{wanted} in a constraint")
    return wanted


def value_in(row, name):
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if value is None and field.is_relation and field.is_cached(row):
        value = getattr(row, name) or None  # a parent that is not stored yet
    return value
