"""The tables of records, which accounts made: they keep their names and their rows.

Only what Django knows of them changes hands. What other tables say of them by their content type
(who may do what, who did what) follows it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVED = ("columnchoice", "oncekey", "readrecord")


def relabel(old, new):
    def carry(apps, schema_editor):
        kinds = apps.get_model("contenttypes", "ContentType").objects
        for kind in kinds.filter(app_label=old, model__in=MOVED):
            # Django makes one for each table that it knows: nothing stands on that yet.
            kinds.filter(app_label=new, model=kind.model).delete()
            kind.app_label = new
            kind.save()

    return carry


class Migration(migrations.Migration):
    rewrites = {"django_content_type": ["app_label"]}

    dependencies = [
        ("accounts", "0013_devices_and_tries_by_age"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="OnceKey",
                    fields=[
                        (
                            "key",
                            models.UUIDField(
                                primary_key=True, serialize=False, verbose_name="表单编号"
                            ),
                        ),
                        (
                            "stored_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="保存时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "表单编号",
                        "verbose_name_plural": "表单编号",
                        "db_table": "accounts_oncekey",
                        "indexes": [models.Index(fields=["stored_at"], name="once_key_by_time")],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("listing", models.CharField(max_length=60, verbose_name="列表")),
                        ("columns", models.JSONField(default=list, verbose_name="列")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="column_choices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导出的列",
                        "verbose_name_plural": "导出的列",
                        "db_table": "accounts_columnchoice",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "listing"),
                                name="column_choice_once",
                                violation_error_message="这个列表已记下所选的列。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("what", models.CharField(max_length=60, verbose_name="看了什么")),
                        (
                            "object_id",
                            models.CharField(blank=True, max_length=40, verbose_name="编号"),
                        ),
                        ("rows", models.PositiveIntegerField(default=1, verbose_name="条数")),
                        ("path", models.CharField(max_length=300, verbose_name="地址")),
                        (
                            "address",
                            models.GenericIPAddressField(null=True, verbose_name="来自"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="read_records",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "查看记录",
                        "verbose_name_plural": "查看记录",
                        "db_table": "accounts_readrecord",
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["user", "-id"], name="read_by_user")],
                    },
                ),
            ]
        ),
        migrations.RunPython(relabel("accounts", "records"), relabel("records", "accounts")),
    ]
