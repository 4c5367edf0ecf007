"""An opinion has the day since when it goes its way, and what was so before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("representatives", "0008_surnames_read_as_surnames"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalopinion",
            name="disposed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="从哪天起这样处理"
            ),
        ),
        migrations.AddField(
            model_name="historicalopinion",
            name="disposed_on_from",
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
                verbose_name="这一天怎么来的",
            ),
        ),
        migrations.AddField(
            model_name="historicalopinion",
            name="former_disposal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("explained", "当场答复解释"),
                    ("village", "村（社区）研究办理"),
                    ("town", "镇政府（部门）办理"),
                    ("motion", "作为代表建议提出"),
                    ("above", "交上级代表形成上级建议"),
                    ("outside", "不属受理范围，已告知"),
                ],
                editable=False,
                max_length=10,
                verbose_name="原处理方式",
            ),
        ),
        migrations.AddField(
            model_name="historicalopinion",
            name="former_due_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="原办理期限"
            ),
        ),
        migrations.AddField(
            model_name="historicalopinion",
            name="former_handed_over_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="原转办日期"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="disposed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="从哪天起这样处理"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="disposed_on_from",
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
                verbose_name="这一天怎么来的",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="former_disposal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("explained", "当场答复解释"),
                    ("village", "村（社区）研究办理"),
                    ("town", "镇政府（部门）办理"),
                    ("motion", "作为代表建议提出"),
                    ("above", "交上级代表形成上级建议"),
                    ("outside", "不属受理范围，已告知"),
                ],
                editable=False,
                max_length=10,
                verbose_name="原处理方式",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="former_due_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="原办理期限"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="former_handed_over_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="原转办日期"
            ),
        ),
    ]
