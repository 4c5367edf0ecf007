"""What makes six digits enough against tries from many addresses.

axes locks a name from an address after five mistakes. Whoever has many addresses is stopped
here: a day's wrong tries on one account are counted together, whatever they come from, and no
stranger may try any more that day. A browser in which its owner has logged in before is counted
by itself, against both, so that no stranger can lock anybody out of their own phone
(docs/decisions.md).
"""

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import refusals
from accounts.models import ON_PHONES, Device, LoginRefusal, User, WrongTries, hash_of

WHY = LoginRefusal.Why

# 30 a day of a million PINs: whoever tries every day for a year finds one in a hundred.
A_DAY = 30
BROWSER_COOKIE = "browser"


def browser_of(request):
    """The browser that asks, as it is stored; "" where it has never logged anybody in."""
    secret = request.COOKIES.get(BROWSER_COOKIE)
    return hash_of(secret) if secret else ""


def counted_with(request, user):
    """The key under which tries of `request` on `user` are counted."""
    browser = browser_of(request)
    return browser if browser and Device.objects.known(user, browser).exists() else ""


def holds(request, user):
    """True when no more tries on `user` are allowed today from where `request` comes."""
    rows = WrongTries.objects.filter(user=user, browser=counted_with(request, user))
    return rows.filter(on=timezone.localdate(), number__gte=A_DAY).exists()


def spared(request, user):
    """True in the owner's own browser, where the mistakes that locked `user` at this address were
    made in another: a whole village can stand behind one address.
    """
    browser = counted_with(request, user)
    rows = WrongTries.objects.filter(user=user, browser=browser, on=timezone.localdate())
    return browser != "" and not rows.filter(number__gte=settings.AXES_FAILURE_LIMIT).exists()


@transaction.atomic
def count(request, user):
    """Remember one wrong try."""
    today = timezone.localdate()
    rows = WrongTries.objects.select_for_update()
    row, _ = rows.get_or_create(
        user=user, browser=counted_with(request, user), defaults={"on": today}
    )
    before = F("number") if row.on == today else 0
    WrongTries.objects.filter(pk=row.pk).update(on=today, number=before + 1)


class BrakeHandler(AxesDatabaseHandler):
    """axes, with the brake beside its lock."""

    def is_locked(self, request, credentials=None):
        user, locked = tried_on(credentials), super().is_locked(request, credentials)
        if user is None:
            return locked
        return (locked and not spared(request, user)) or holds(request, user)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        was_locked = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None:
            return  # a command asked, not a browser
        user = tried_on(credentials)
        if user is not None and not was_locked:
            count(request, user)
        keep_record(request, credentials, was_locked)


def keep_record(request, credentials, was_locked):
    """Add what happened to the record of refusals: the try, and the pause that it begins or meets."""
    username = (credentials or {}).get("username")
    user = User.objects.filter(username=username).first() if username else None
    if not was_locked:
        closed = user is not None and not user.is_active
        refusals.note(request, WHY.INACTIVE if closed else WHY.WRONG, user=user)
    if user is not None and user.may_use_pin and holds(request, user):
        refusals.note(request, WHY.BRAKED, user=user)
    elif getattr(request, "axes_locked_out", False):
        refusals.note(request, WHY.LOCKED, user=user)


def tried_on(credentials):
    """The account that may use a PIN and whose name was tried, or None."""
    username = (credentials or {}).get("username")
    return User.objects.filter(username=username, role__in=ON_PHONES).first() if username else None
