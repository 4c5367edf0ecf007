"""The key to the page on which a new town makes its first account, and a line for a wrong one."""

from django.db import migrations, models

WHY = [
    ("wrong", "PIN或密码不对"),
    ("old", "修改PIN或密码时，原来的不对"),
    ("digits", "登录链接：手机号后四位不对"),
    ("locked", "连续输错，暂停15分钟"),
    ("braked", "当天输错太多，暂停到第二天"),
    ("inactive", "账号已停用"),
    ("lifted", "管服务器的人解除了这个网段的暂停"),
    ("demo", "演示账号，正式使用时不能登录"),
    ("key", "建立第一个账号的网址不对"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_network_lifted")]

    operations = [
        migrations.CreateModel(
            name="FirstKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="摘要"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="生成时间")),
                ("expires_at", models.DateTimeField(verbose_name="有效至")),
                (
                    "used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="使用时间"),
                ),
            ],
            options={
                "verbose_name": "第一个账号的钥匙",
                "verbose_name_plural": "第一个账号的钥匙",
            },
        ),
        migrations.AlterField(
            model_name="loginrefusal",
            name="why",
            field=models.CharField("情形", choices=WHY, max_length=10),
        ),
    ]
