"""Whoever was administrator and clerk at once by a flag holds both roles now, and the flag goes.

An account of another role was given that role by a person after the flag, and nobody could see that
the flag stayed: it keeps what its role says. Each is written into the record of changes. The way
back leaves the roles: the flag is not given again.
"""

from django.db import migrations

OTHER = {"admin": "staff", "staff": "admin"}
BOTH = "系统升级：超级用户的标记已取消，改为系统管理员兼工作人员。"
ROLE_ONLY = "系统升级：超级用户的标记已取消，今后只按角色“{}”使用。"


def by_role_alone(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    words = dict(User._meta.get_field("role").choices)
    for user in User.objects.filter(is_superuser=True).order_by("pk"):
        user.second_role = OTHER.get(user.role, "")
        user.is_superuser = False
        user.save(update_fields=["second_role", "is_superuser"])
        said = BOTH if user.second_role else ROLE_ONLY.format(words[user.role])
        note(apps, user, said)


def note(apps, user, said):
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _ = kinds.get_or_create(app_label="accounts", model="user")
    apps.get_model("admin", "LogEntry").objects.create(
        user=user, content_type=kind, object_id=str(user.pk), action_flag=2,
        object_repr=user.display_name or user.username, change_message=said,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_roles_alone_decide"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Tables and columns whose old values are replaced on purpose: see tests/ages.
    rewrites = {"accounts_user": ["is_superuser"]}

    operations = [migrations.RunPython(by_role_alone, migrations.RunPython.noop)]
