"""What an activity is called that cares for villages; an example of a number that is of no town."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0003_numbers_have_bounds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("inspection", "视察"),
                    ("research", "调研"),
                    ("law_check", "执法检查"),
                    ("appraisal", "工作评议"),
                    ("training", "学习培训"),
                    ("study_tour", "外出考察"),
                    ("reception", "选民接待"),
                    ("group", "代表小组活动"),
                    ("station", "联络站活动"),
                    ("account", "代表述职"),
                    ("talk", "座谈"),
                    ("briefing", "情况通报"),
                    ("party_report", "向党委请示汇报"),
                    ("publicity", "宣传"),
                    ("flood", "防汛救灾"),
                    ("epidemic", "疫情防控"),
                    ("upkeep", "村庄管护"),
                    ("other", "其他"),
                ],
                max_length=14,
                verbose_name="类别",
            ),
        ),
        migrations.AlterField(
            model_name="historicalactivity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("inspection", "视察"),
                    ("research", "调研"),
                    ("law_check", "执法检查"),
                    ("appraisal", "工作评议"),
                    ("training", "学习培训"),
                    ("study_tour", "外出考察"),
                    ("reception", "选民接待"),
                    ("group", "代表小组活动"),
                    ("station", "联络站活动"),
                    ("account", "代表述职"),
                    ("talk", "座谈"),
                    ("briefing", "情况通报"),
                    ("party_report", "向党委请示汇报"),
                    ("publicity", "宣传"),
                    ("flood", "防汛救灾"),
                    ("epidemic", "疫情防控"),
                    ("upkeep", "村庄管护"),
                    ("other", "其他"),
                ],
                max_length=14,
                verbose_name="类别",
            ),
        ),
        migrations.AlterField(
            model_name="historicalresolution",
            name="number",
            field=models.CharField(
                blank=True, help_text="如：×人发〔2021〕3号", max_length=40, verbose_name="文号"
            ),
        ),
        migrations.AlterField(
            model_name="resolution",
            name="number",
            field=models.CharField(
                blank=True, help_text="如：×人发〔2021〕3号", max_length=40, verbose_name="文号"
            ),
        ),
    ]
