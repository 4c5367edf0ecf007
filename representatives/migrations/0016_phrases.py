from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("representatives", "0015_what_was_merged"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="livelihood_phrases",
            field=models.TextField(
                blank=True,
                help_text="走访登记时点一下就写上的词，用顿号隔开，或者一行一个；最多12个，每个最多12个字。空着就用通用的。",
                verbose_name="生活短语",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="production_phrases",
            field=models.TextField(
                blank=True,
                help_text="走访登记时点一下就写上的词，用顿号隔开，或者一行一个；最多12个，每个最多12个字。空着就用通用的。",
                verbose_name="生产短语",
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="livelihood_phrases",
            field=models.TextField(
                blank=True,
                help_text="走访登记时点一下就写上的词，用顿号隔开，或者一行一个；最多12个，每个最多12个字。空着就用通用的。",
                verbose_name="生活短语",
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="production_phrases",
            field=models.TextField(
                blank=True,
                help_text="走访登记时点一下就写上的词，用顿号隔开，或者一行一个；最多12个，每个最多12个字。空着就用通用的。",
                verbose_name="生产短语",
            ),
        ),
    ]
