"""Forms that create are stored once, however often a browser sends them."""

import uuid

from django.db import IntegrityError, transaction

from records.models import OnceKey


def once_key(request):
    """The one-time key of an add form, or None where there is none that can be read."""
    try:
        return uuid.UUID(request.POST.get("_once", ""))
    except ValueError:
        return None


def was_stored(request):
    """True where the form that was sent has been stored before."""
    key = once_key(request)
    return key is not None and OnceKey.objects.filter(key=key).exists()


def is_first(request):
    """Remember the form's key; False where somebody did so before. Call it in the transaction
    that stores the form: what fails there gives the key back.
    """
    return OnceKey.objects.get_or_create(key=once_key(request))[1]


def unless_overtaken(act, otherwise):
    """What `act()` returns; `otherwise` where somebody else has stored the same in this very moment."""
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        return otherwise
