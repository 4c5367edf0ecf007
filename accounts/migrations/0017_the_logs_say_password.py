"""What the logs say of a login names a password, no longer a PIN."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_first_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="device",
            name="ended_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("logout", "本人退出"),
                    ("revoked", "注销"),
                    ("password", "改了密码"),
                    ("closed", "账号停用或代表资格终止"),
                ],
                max_length=10,
                verbose_name="结束原因",
            ),
        ),
        migrations.AlterField(
            model_name="loginrefusal",
            name="why",
            field=models.CharField(
                choices=[
                    ("wrong", "密码不对"),
                    ("old", "修改密码时，原来的不对"),
                    ("digits", "登录链接：手机号后四位不对"),
                    ("locked", "连续输错，暂停15分钟"),
                    ("braked", "当天输错太多，暂停到第二天"),
                    ("inactive", "账号已停用"),
                    ("lifted", "管服务器的人解除了这个网段的暂停"),
                    ("demo", "演示账号，正式使用时不能登录"),
                    ("key", "建立第一个账号的网址不对"),
                ],
                max_length=10,
                verbose_name="情形",
            ),
        ),
    ]
