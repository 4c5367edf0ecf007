"""What each role may do. One table; nothing else in the project decides permissions.

Row-level visibility is not here: it is each model's `visible_to(user)`.
"""

from accounts.models import Role

# Apps whose records are the office's daily work. Whatever is not named is denied.
LEDGER = frozenset({"township", "representatives", "congress", "motions", "reports", "imports"})
LOGS = frozenset(
    {
        "records.view_readrecord",
        "admin.view_logentry",
        "accounts.view_loginrefusal",
        "accounts.view_login",
        "accounts.view_loginlink",
        "accounts.view_device",
        "accounts.view_wrongtries",
        "accounts.view_emergency",
    }
)
ACCOUNTS = frozenset(
    {
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "records.view_readrecord",
        "hemao.view_status",  # no record: whether the machine is well
    }
)


NOTHING = frozenset()
OF_ROLE = {Role.AUDITOR: LOGS, Role.ADMIN: ACCOUNTS | LOGS}
WORK_IN_ADMIN = frozenset({Role.STAFF, Role.AUDITOR, Role.ADMIN})


def may(user, permission):
    """True when the active `user` holds `permission` ("app_label.action_model")."""
    app_label, _, _ = permission.partition(".")
    if user.holds(Role.STAFF) and app_label in LEDGER:
        return True
    return any(permission in OF_ROLE.get(role, NOTHING) for role in user.roles)


def may_enter(user, app_label):
    """True when the admin shows `app_label` to `user` at all."""
    if user.holds(Role.STAFF) and app_label in LEDGER:
        return True
    granted = (permission for role in user.roles for permission in OF_ROLE.get(role, NOTHING))
    return any(permission.startswith(f"{app_label}.") for permission in granted)


def works_in_admin(user):
    """True of those who find the admin at all; for all others it is not there."""
    return user.is_active and user.holds(*WORK_IN_ADMIN)


def said(*roles):
    """The words for `roles`, of which some may be "": 工作人员、系统管理员."""
    return "、".join(Role(role).label for role in roles if role)
