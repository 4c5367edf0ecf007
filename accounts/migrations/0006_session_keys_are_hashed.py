"""Of each session's key only the hash is kept: no list can be asked for the key of a login.

Whoever is logged in stays so: the cookie holds the key, and its hash is found. No key can be had
back from its hash, so backwards all sessions end and everybody logs in again.
"""

import base64
import hashlib

from django.db import migrations, models


def hash_of_key(key):
    return base64.b85encode(hashlib.sha256(key.encode()).digest()).decode()


def hash_keys(apps, schema_editor):
    sessions = apps.get_model("sessions", "Session").objects
    for key in list(sessions.values_list("pk", flat=True)):
        sessions.filter(pk=key).update(session_key=hash_of_key(key))
    devices = apps.get_model("accounts", "Device").objects
    for key in list(devices.order_by().values_list("session_hash", flat=True).distinct()):
        devices.filter(session_hash=key).update(session_hash=hash_of_key(key))


def end_all(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.all().delete()
    apps.get_model("accounts", "Device").objects.update(session_hash="")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_chosen_columns"),
        ("sessions", "0001_initial"),
    ]

    # Tables and columns whose old values are replaced on purpose: see tests/ages.
    rewrites = {"django_session": ["session_key"], "accounts_device": ["session_key"]}

    operations = [
        migrations.RenameField("device", "session_key", "session_hash"),
        migrations.AlterField(
            model_name="device",
            name="session_hash",
            field=models.CharField(editable=False, max_length=40, verbose_name="会话摘要"),
        ),
        migrations.RunPython(hash_keys, end_all),
    ]
