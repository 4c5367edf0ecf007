"""What failed at the login is kept in a record of our own; axes' rows are its working state."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_session_keys_are_hashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoginRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("wrong", "PIN或密码不对"),
                            ("old", "修改PIN或密码时，原来的不对"),
                            ("digits", "登录链接：手机号后四位不对"),
                            ("locked", "连续输错，暂停15分钟"),
                            ("braked", "当天输错太多，暂停到第二天"),
                            ("inactive", "账号已停用"),
                        ],
                        max_length=10,
                        verbose_name="情形",
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="来自")),
                (
                    "network",
                    models.GenericIPAddressField(editable=False, null=True, verbose_name="网段"),
                ),
                ("browser", models.CharField(blank=True, max_length=200, verbose_name="浏览器")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录失败",
                "verbose_name_plural": "登录失败",
                "ordering": ["-pk"],
            },
        ),
        migrations.DeleteModel(
            name="FailedLogin",
        ),
        migrations.AddIndex(
            model_name="loginrefusal",
            index=models.Index(fields=["at"], name="login_refusal_by_time"),
        ),
        migrations.AddIndex(
            model_name="loginrefusal",
            index=models.Index(fields=["network", "at"], name="login_refusal_by_network"),
        ),
    ]
