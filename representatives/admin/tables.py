"""Columns that several lists of this app share."""

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from representatives.models import Assignment


def masked(phone):
    """A phone number as a list shows it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else phone


def counted(rows, of="pk"):
    """How many distinct `of` the correlated queryset `rows` has, as an expression."""
    count = rows.order_by().annotate(one=Value(1)).values("one")
    count = count.annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(count), 0, output_field=IntegerField())


def assignments_held(day):
    """How many households a person keeps in touch with on `day`."""
    return counted(Assignment.objects.in_force(day).filter(person=OuterRef("pk")))
