from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_words_become_sections"),
    ]

    # Columns whose old values go on purpose: see tests/ages.
    rewrites = {"reports_report": ["outline"], "reports_historicalreport": ["outline"]}

    operations = [
        migrations.RemoveField(
            model_name="historicalreport",
            name="outline",
        ),
        migrations.RemoveField(
            model_name="report",
            name="outline",
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__gt", models.F("starts_on"))),
                name="report_span_in_order",
                violation_error_message="报告期的最后一天不能早于第一天。",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["annual", "handling"])),
                fields=("year", "kind"),
                name="report_once_a_year",
                violation_error_message="这一年已有这种报告，请在原来那一份上改。",
            ),
        ),
    ]
