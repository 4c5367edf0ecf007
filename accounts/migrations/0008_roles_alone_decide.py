"""A second role beside the first, and the times that somebody could do everything for some hours."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_login_refusals"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Emergency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("run_by", models.CharField(max_length=60, verbose_name="服务器上的用户")),
                ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="开始时间")),
                ("ends_at", models.DateTimeField(verbose_name="到期时间")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提前结束时间"),
                ),
            ],
            options={
                "verbose_name": "应急授权",
                "verbose_name_plural": "应急授权",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="second_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("staff", "工作人员"),
                    ("leader", "领导"),
                    ("deputy", "代表"),
                    ("liaison", "村联络员"),
                    ("auditor", "审计员"),
                    ("admin", "系统管理员"),
                ],
                default="",
                max_length=10,
                verbose_name="兼任",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_role", ""),
                    models.Q(("role", "admin"), ("second_role", "staff")),
                    models.Q(("role", "staff"), ("second_role", "admin")),
                    _connector="OR",
                ),
                name="user_roles_may_be_held_together",
                violation_error_message="一个账号只能兼任工作人员和系统管理员，别的角色请分开设账号。",
            ),
        ),
        migrations.AddField(
            model_name="emergency",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="emergencies",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="emergency_has_reason",
                violation_error_message="应急授权要写明原因。",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begun_at"))),
                name="emergency_ends_after_begin",
                violation_error_message="应急授权的到期时间要晚于开始时间。",
            ),
        ),
    ]
