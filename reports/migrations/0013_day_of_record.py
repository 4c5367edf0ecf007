"""A report may choose its day of record (截至日); without one it has the usual one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0012_first_editions_without_derived_columns"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalreport",
            name="recorded_on",
            field=models.DateField(
                blank=True,
                help_text="答复、办结、评价、整改等办到哪一天为止，标题下印出。空着的是报告期最后一天（还没有过完的是今天）；也可以写成文日期。",
                null=True,
                verbose_name="截至日",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="recorded_on",
            field=models.DateField(
                blank=True,
                help_text="答复、办结、评价、整改等办到哪一天为止，标题下印出。空着的是报告期最后一天（还没有过完的是今天）；也可以写成文日期。",
                null=True,
                verbose_name="截至日",
            ),
        ),
    ]
