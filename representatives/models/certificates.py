"""代表证号: whose a number is, and which comes next. In one term it belongs to one person, who keeps it
through two mandates.
"""

from django.db.models import Max

from records.base import unless_as_stored
from records.known import near
from records.written.numbers import following, refuse_taken
from township.spans import not_on_form


def refuse_taken_certificate(mandate):
    """Raise ValidationError at the field where somebody else of the term has the number of `mandate`.

    What was stored before there was this rule does not hold up who changes something else.
    """
    rows = near(mandate, type(mandate), certificate=mandate.certificate, term=mandate.term_id)
    others = not_on_form(mandate, rows.exclude(person=mandate.person_id))
    holder = others.select_related("person", "term").first()
    if holder:
        with unless_as_stored(mandate, "certificate", "term"):
            refuse_taken("certificate", "这一届已有这个代表证号。", holder)


def certificate_hint(mandates):
    """Which number a card would bear next after those of `mandates` (a queryset); "" after none."""
    last = mandates.aggregate(last=Max("certificate"))["last"]
    return f"本届最大的是{last}，接着是{after}。" if last and (after := following(last)) else ""
