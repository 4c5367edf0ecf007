"""Which rows a load of the demo data brought."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_first_passwords_and_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="装入时间")),
                ("marks", models.JSONField(default=dict, verbose_name="装入前后的编号")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="清除时间"),
                ),
            ],
            options={
                "verbose_name": "演示数据",
                "verbose_name_plural": "演示数据",
            },
        ),
        migrations.AlterField(
            model_name="loginrefusal",
            name="why",
            field=models.CharField(
                choices=[
                    ("wrong", "PIN或密码不对"),
                    ("old", "修改PIN或密码时，原来的不对"),
                    ("digits", "登录链接：手机号后四位不对"),
                    ("locked", "连续输错，暂停15分钟"),
                    ("braked", "当天输错太多，暂停到第二天"),
                    ("inactive", "账号已停用"),
                    ("demo", "演示账号，正式使用时不能登录"),
                ],
                max_length=10,
                verbose_name="情形",
            ),
        ),
    ]
