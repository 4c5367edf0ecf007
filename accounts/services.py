"""The verbs on the way in: links that are issued, proved and spent."""

import datetime
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import phones
from accounts.entry import brake, devices
from accounts.models import Device, FirstKey, LoginLink, Role, User, hash_of

TOKEN_BYTES = 18  # 144 bits; more would only make the QR code denser


@transaction.atomic
def issue_link(user, *, by):
    """Make a one-time link for `user`; what was issued before is void. Returns the token, which
    is stored nowhere. Raises ValidationError where it would lead nowhere.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.may_use_pin:
        raise ValidationError(f"{user}的账号用密码登录，不发登录链接。")
    if not user.is_active:
        raise ValidationError(f"{user}的账号已经停用，请先由系统管理员启用。")
    if user.is_only_for_trial:
        raise ValidationError(f"{user}的账号是演示账号，正式使用时不能登录，不发登录链接。")
    if not phone_of(user):
        raise ValidationError(
            f"{user}没有登记电话。登录时要核对电话的后四位，请先登记本人的手机号，再发链接。"
        )
    void_links(user, reason=LoginLink.VoidFor.REISSUED)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    LoginLink.objects.create(
        user=user, token_hash=hash_of(token), issued_by=by,
        expires_at=timezone.now() + datetime.timedelta(days=LoginLink.VALID_DAYS),
    )  # fmt: skip
    return token


def phone_of(user):
    """The last four digits of the number that is recorded for the person of `user`."""
    return phones.last_four(user.person.phone) if hasattr(user, "person") else ""


def void_links(user, *, reason):
    """Make every link void that `user` has not used yet."""
    return user.login_links.open().update(void_at=timezone.now(), void_for=reason)


@transaction.atomic
def prove(link, digits):
    """True where `digits` end the phone number of the person for whom `link` was issued.

    Each wrong answer is counted; the fifth makes the link void.
    """
    link = locked(link)
    if link.state != "open":
        return False
    if secrets.compare_digest(digits, phone_of(link.user)):
        return True
    link.wrong += 1
    if not link.tries_left:
        link.void_at, link.void_for = timezone.now(), LoginLink.VoidFor.DIGITS
    link.save()
    return False


@transaction.atomic
def enter(link, secret):
    """Spend `link` on a new PIN or password. Of two phones at once, one wins: True for that one.

    It ends all earlier logins, so that somebody who found the old phone does not stay logged in.
    """
    link = locked(link)
    if link.state != "open":
        return False
    link.used_at = timezone.now()
    link.save()
    link.user.set_password(secret)
    link.user.must_change_password = False
    link.user.save(update_fields=["password", "must_change_password"])
    devices.end(link.user.devices.all(), reason=Device.EndedFor.PASSWORD, by=link.user)
    return True


def locked(link):
    """`link` as it is now. The account is locked first, as `issue_link` does: no two wait for
    each other.
    """
    user = User.objects.select_for_update().get(pk=link.user_id)
    link = LoginLink.objects.select_for_update().get(pk=link.pk)
    link.user = user
    return link


@transaction.atomic
def shut_out(user, *, by):
    """End every login of `user` for good, and void their link. The account stays, as what it did does.

    No cookie of before opens anything again, whatever becomes of the account.
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    void_links(user, reason=LoginLink.VoidFor.CLOSED)
    return devices.end(user.devices.all(), reason=Device.EndedFor.CLOSED, by=by)


@transaction.atomic
def hand_password(user, *, by):
    """Note that `by` has set the password of `user`: it opens one page, where its owner sets another."""
    User.objects.filter(pk=user.pk, is_demo=False).update(must_change_password=True)
    shut_out(user, by=by)
    brake.lift(user)  # what was tried before fits no longer


# The first account.


@transaction.atomic
def issue_first_key():
    """Make the key to the page of the first account, and put it in the place of an earlier one that
    nobody used. Returns the key, which is stored nowhere.
    """
    FirstKey.objects.filter(used_at=None).delete()
    key = secrets.token_urlsafe(TOKEN_BYTES)
    end = timezone.now() + datetime.timedelta(days=FirstKey.VALID_DAYS)
    FirstKey.objects.create(key_hash=hash_of(key), expires_at=end)
    return key


@transaction.atomic
def make_first_account(first_key, user, *, keeps_ledger):
    """Spend `first_key` on `user`, an account not stored yet, as 系统管理员, and 工作人员 too where
    it `keeps_ledger`. Of two browsers at once, one wins: True for that one.
    """
    rows = FirstKey.objects.filter(pk=first_key.pk, used_at=None, expires_at__gt=timezone.now())
    if User.objects.able().exists() or not rows.update(used_at=timezone.now()):
        return False
    user.role, user.is_staff = Role.ADMIN, True
    user.second_role = Role.STAFF if keeps_ledger else ""
    user.save()
    return True
