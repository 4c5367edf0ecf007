"""A motion has the day since when it is 重点督办, a rating that of its silence; each says where the day comes from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0006_due_dates_before_extensions"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmotion",
            name="key_on",
            field=models.DateField(
                blank=True,
                help_text="勾了重点督办的填写，空着按今天。",
                null=True,
                verbose_name="列为重点督办的日期",
            ),
        ),
        migrations.AddField(
            model_name="historicalmotion",
            name="key_on_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("supervision", "由首次督办推定"),
                    ("acceptance", "由受理日推定"),
                    ("submission", "由提出日推定"),
                    ("rating", "由评价经过推定"),
                    ("motion", "由提出代表建议推定"),
                    ("hand_over", "由转办日推定"),
                    ("answer", "由答复日推定"),
                    ("heard", "由听到日推定"),
                    ("history", "由变更记录推定"),
                ],
                editable=False,
                max_length=12,
                verbose_name="列为重点督办的日期怎么来的",
            ),
        ),
        migrations.AddField(
            model_name="historicalrating",
            name="silent_on",
            field=models.DateField(blank=True, null=True, verbose_name="记为未反馈的日期"),
        ),
        migrations.AddField(
            model_name="historicalrating",
            name="silent_on_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("supervision", "由首次督办推定"),
                    ("acceptance", "由受理日推定"),
                    ("submission", "由提出日推定"),
                    ("rating", "由评价经过推定"),
                    ("motion", "由提出代表建议推定"),
                    ("hand_over", "由转办日推定"),
                    ("answer", "由答复日推定"),
                    ("heard", "由听到日推定"),
                    ("history", "由变更记录推定"),
                ],
                editable=False,
                max_length=12,
                verbose_name="记为未反馈的日期怎么来的",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="key_on",
            field=models.DateField(
                blank=True,
                help_text="勾了重点督办的填写，空着按今天。",
                null=True,
                verbose_name="列为重点督办的日期",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="key_on_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("supervision", "由首次督办推定"),
                    ("acceptance", "由受理日推定"),
                    ("submission", "由提出日推定"),
                    ("rating", "由评价经过推定"),
                    ("motion", "由提出代表建议推定"),
                    ("hand_over", "由转办日推定"),
                    ("answer", "由答复日推定"),
                    ("heard", "由听到日推定"),
                    ("history", "由变更记录推定"),
                ],
                editable=False,
                max_length=12,
                verbose_name="列为重点督办的日期怎么来的",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="silent_on",
            field=models.DateField(blank=True, null=True, verbose_name="记为未反馈的日期"),
        ),
        migrations.AddField(
            model_name="rating",
            name="silent_on_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("supervision", "由首次督办推定"),
                    ("acceptance", "由受理日推定"),
                    ("submission", "由提出日推定"),
                    ("rating", "由评价经过推定"),
                    ("motion", "由提出代表建议推定"),
                    ("hand_over", "由转办日推定"),
                    ("answer", "由答复日推定"),
                    ("heard", "由听到日推定"),
                    ("history", "由变更记录推定"),
                ],
                editable=False,
                max_length=12,
                verbose_name="记为未反馈的日期怎么来的",
            ),
        ),
    ]
