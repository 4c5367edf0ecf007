"""One more word for a line of the record: a network was let in again. No row is touched."""

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
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_tables_for_records")]

    operations = [
        migrations.AlterField(
            model_name="loginrefusal",
            name="why",
            field=models.CharField("情形", choices=WHY, max_length=10),
        )
    ]
