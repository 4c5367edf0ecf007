"""The brake: it stops guessing from many addresses on one account, or from one address on many.

axes already locks a name for one network after five mistakes. The brake adds two sums a day:

- all wrong tries on one account, from wherever they come (A_DAY), and
- all wrong tries from one network, on whichever account (A_DAY_FROM_NETWORK).

Past either, strangers may not try any more that day. A stranger is a browser in which the owner of
the account has never logged in. A browser in which the owner has is counted by itself, so that
strangers cannot use up the owner's tries. An example: somebody tries thirty PINs on 许桂兰. From now
until midnight every strange browser is refused on her name, and her own phone has thirty tries left.
docs/decisions.md says why the limits are these.
"""

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessLog
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from accounts.entry import refusals
from accounts.entry.addresses import address_of, is_loopback, is_own_machine, network_of
from accounts.models import Device, LoginRefusal, User, WrongTries, hash_of

WHY = LoginRefusal.Why

# 30 a day of a million PINs: whoever tries every day for a year finds one in a hundred.
A_DAY = 30
# All deputies of a town behind one address may err, each once and some more.
A_DAY_FROM_NETWORK = 100
BROWSER_COOKIE = "browser"


def browser_of(request):
    """The browser that asks, as it is stored; "" where it has never logged anybody in."""
    secret = request.COOKIES.get(BROWSER_COOKIE)
    return hash_of(secret) if secret else ""


def counted_with(request, user):
    """The key under which tries of `request` on `user` are counted.

    It is the browser's own hash where the owner of `user` has logged in with it, and "" for all
    strange browsers together.
    """
    browser = browser_of(request)
    return browser if browser and Device.objects.known(user, browser).exists() else ""


def holds(request, user):
    """True when the brake allows `request` no more tries on `user` today.

    `user` is None for a name that no account has; then only the network's tries count.
    """
    browser = counted_with(request, user) if user else ""
    rows = WrongTries.objects.filter(user=user, browser=browser)
    if rows.filter(on=timezone.localdate(), number__gte=A_DAY).exists():
        return True
    return browser == "" and holds_network(request)


def holds_all_here(request, user):
    """True where it is the network of `request` that is held: a new password of `user` changes nothing."""
    is_stranger = user is None or counted_with(request, user) == ""
    return is_stranger and holds_network(request)


def holds_network(request):
    """True where strangers from the network of `request` have erred too often today.

    Not on the machine itself, nor where a proxy that tells no addresses makes all look like it.
    """
    if is_own_machine(request):
        return False
    return is_held(network_of(request))


def is_held(network):
    return LoginRefusal.objects.of_guesses().since_lift(network).count() >= A_DAY_FROM_NETWORK


def held_networks():
    """The networks from which no stranger may try any more today."""
    rows = LoginRefusal.objects.of_guesses().exclude(network=None)
    many = (
        rows.order_by().values("network").annotate(n=Count("pk")).filter(n__gte=A_DAY_FROM_NETWORK)
    )
    found = sorted(many.values_list("network", flat=True))
    return [network for network in found if not is_loopback(network) and is_held(network)]


def spared(request, user):
    """True where the lock of axes does not count for `request`: it comes from the owner's own
    browser, and that browser has not made five mistakes itself.

    axes locks a name for a whole address, and a whole village can stand behind one address.
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


def lift(user):
    """Forget the mistakes on `user`, who has just been given another password."""
    WrongTries.objects.filter(user=user).update(number=0)
    reset(username=user.username)


def lift_network(network):
    """Let strangers from `network` try again. What is kept of it stays; the count begins anew."""
    refusals.note_lift(network)
    reset(ip=network)


class BrakeHandler(AxesDatabaseHandler):
    """axes, with the brake beside its lock. What axes calls an address is a network here."""

    def is_locked(self, request, credentials=None):
        user, locked = tried_on(credentials), super().is_locked(request, credentials)
        if user is None:
            return locked or holds(request, None)
        return (locked and not spared(request, user)) or holds(request, user)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        was_locked = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None:
            return  # a command asked, not a browser
        user = tried_on(credentials)
        if user is not None and not was_locked:
            count(request, user)
        keep_record(request, user, was_locked)

    def user_logged_in(self, sender, request, user, **kwargs):
        super().user_logged_in(sender, request, user, **kwargs)
        newest = AccessLog.objects.filter(username=user.username).order_by("-pk").first()
        newest.ip_address = address_of(request)  # the log of logins is about addresses
        newest.save(update_fields=["ip_address"])


def keep_record(request, user, was_locked):
    """Add what happened to the record of refusals: the try, and the pause that it begins or meets."""
    if not was_locked:
        closed = user is not None and not user.is_active
        refusals.note(request, WHY.INACTIVE if closed else WHY.WRONG, user=user)
    if holds(request, user):
        refusals.note(request, WHY.BRAKED, user=user)
    elif getattr(request, "axes_locked_out", False):
        refusals.note(request, WHY.LOCKED, user=user)


def tried_on(credentials):
    """The account whose name was tried, or None."""
    username = (credentials or {}).get("username")
    return User.objects.filter(username=username).first() if username else None
