"""人大办公室 needs no kind of town."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0014_revisions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalpublicnotice",
            name="contact",
            field=models.CharField(
                blank=True,
                help_text="人大办公室的电话，群众有意见打这个；不是代表本人的。",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9+\\- ]{5,20}$", "电话只能有数字、空格和短横线。"
                    )
                ],
                verbose_name="联系电话",
            ),
        ),
        migrations.AlterField(
            model_name="publicnotice",
            name="contact",
            field=models.CharField(
                blank=True,
                help_text="人大办公室的电话，群众有意见打这个；不是代表本人的。",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9+\\- ]{5,20}$", "电话只能有数字、空格和短横线。"
                    )
                ],
                verbose_name="联系电话",
            ),
        ),
    ]
