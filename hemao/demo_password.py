"""The one password of the demo accounts, kept in var/ where only its owner reads it."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from hemao.machine import private_files

# Without characters that are taken for one another when read off a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def path() -> Path:
    return settings.VAR / "demo_password"


def ensure() -> str:
    """Return the password, made and stored on first use; DEMO_PASSWORD goes before it."""
    if settings.DEMO_PASSWORD:
        private_files.replace(path(), settings.DEMO_PASSWORD)
    return private_files.read_or_create(path(), invent)


def invent() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def change() -> int:
    """Give all demo accounts a new password; return how many there are.

    They share one password, so they may share its hash: one costs a second of computing.
    """
    password = settings.DEMO_PASSWORD or invent()
    changed = accounts().update(password=make_password(password))
    if changed:
        private_files.replace(path(), password)
    return changed


def accounts():
    return get_user_model().objects.filter(is_demo=True, is_active=True)
