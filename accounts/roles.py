"""What each role may do. One table; nothing else in the project decides permissions.

Row-level visibility is not here: it is each model's `visible_to(user)`.
"""

from accounts.models import Role

# Apps whose records are the office's daily work. Whatever is not named is denied.
LEDGER = frozenset({"township", "representatives", "congress", "motions", "reports"})
LOGS = frozenset(
    {
        "accounts.view_readrecord",
        "admin.view_logentry",
        "accounts.view_loginrefusal",
        "accounts.view_login",
        "accounts.view_loginlink",
        "accounts.view_device",
        "accounts.view_wrongtries",
    }
)
ACCOUNTS = frozenset(
    {"accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.view_readrecord"}
)


def may(user, permission):
    """True when the active `user` holds `permission` ("app_label.action_model")."""
    app_label, _, _ = permission.partition(".")
    if user.role == Role.STAFF:
        return app_label in LEDGER
    if user.role == Role.AUDITOR:
        return permission in LOGS
    if user.role == Role.ADMIN:
        return permission in ACCOUNTS or permission in LOGS
    return False


def may_enter(user, app_label):
    """True when the admin shows `app_label` to `user` at all."""
    if user.role == Role.STAFF:
        return app_label in LEDGER
    granted = {Role.AUDITOR: LOGS, Role.ADMIN: ACCOUNTS | LOGS}.get(user.role, frozenset())
    return any(permission.startswith(f"{app_label}.") for permission in granted)
