"""代表证号: whose a number is, and which comes next. In one term it belongs to one person, who keeps it
through two mandates.
"""

from django.db import connection
from django.db.models import Max

from records.known import is_planned, near
from records.written.numbers import following, refuse_taken
from township.models import Term
from township.spans import not_on_form

DECIDES = ("certificate", "term", "person", "voided_at")


def refuse_taken_certificate(mandate):
    """Raise ValidationError at the field where somebody else of the term has the number of `mandate`.

    What was stored before there was this rule does not hold up who changes something else; 数据核对 lists
    it. Inside a transaction nobody else can take the number before `mandate` is stored. Who plans many
    mandates at once (records.known) waits for the other clerks once for all of them.
    """
    if not is_planned(mandate):
        if is_as_stored(mandate):
            return
        wait_for_other_clerks()
    rows = near(mandate, type(mandate), certificate=mandate.certificate, term=mandate.term_id)
    others = not_on_form(mandate, rows.exclude(person=mandate.person_id))
    holder = others.select_related("person", "term").first()
    if holder and not (is_planned(mandate) and is_as_stored(mandate)):
        refuse_taken("certificate", "这一届已有这个代表证号。", holder)


def is_as_stored(mandate):
    """Whether `mandate` says of its number what it says in the database already."""
    if mandate.pk is None:
        return False  # and its person may not be stored either
    told = {field: getattr(mandate, field) for field in DECIDES}
    return type(mandate).with_voided.filter(pk=mandate.pk, **told).exists()


def wait_for_other_clerks():
    """Numbers are given one clerk after the other: the terms stay locked until this one is done.

    No constraint can say the rule, because two mandates of one person may share a number. All terms
    are locked, in one order, so that no two clerks wait for each other.
    """
    if connection.in_atomic_block:
        terms = Term.objects.order_by("pk").select_for_update(no_key=True)
        list(terms.values_list("pk"))


def certificate_hint(mandates):
    """Which number a card would bear next after those of `mandates` (a queryset); "" after none."""
    last = mandates.aggregate(last=Max("certificate"))["last"]
    return f"本届最大的是{last}，接着是{after}。" if last and (after := following(last)) else ""
