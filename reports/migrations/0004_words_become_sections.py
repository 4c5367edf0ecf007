"""The text of each report becomes its sections: one for each heading numbered 一、."""

import datetime
import re

from django.db import migrations

HEADING = re.compile(r"^[一二三四五六七八九十]+、(\S.{0,38})$")
ENDS_SENTENCE = ("。", "；", "：", "！", "？")


def heading(line):
    found = None if line.endswith(ENDS_SENTENCE) else HEADING.match(line)
    return found[1] if found else None


def cut(text):
    """(title, [[heading, lines]])"""
    title, *lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    parts = [["", []]]
    for line in lines:
        name = heading(line)
        if name is not None:
            parts.append([name, []])
        else:
            parts[-1][1].append(line)
    return title, [part for part in parts if part[0] or part[1]]


def forwards(apps, schema_editor):
    report_model, section_model = (apps.get_model("reports", n) for n in ("Report", "Section"))
    for model in (report_model, apps.get_model("reports", "HistoricalReport")):
        for row in model.objects.all():
            row.title, parts = cut(row.outline)
            row.starts_on = datetime.date(row.year, 1, 1)
            row.ended_on = datetime.date(row.year + 1, 1, 1)
            row.save()
            if model is report_model:
                section_model.objects.bulk_create(
                    section_model(report=row, order=order, title=name[:60], text="\n".join(lines))
                    for order, (name, lines) in enumerate(parts, 1)
                )


def backwards(apps, schema_editor):
    section_model = apps.get_model("reports", "Section")
    for report in apps.get_model("reports", "Report").objects.all():
        lines, number = [report.title], 0
        for section in section_model.objects.filter(report=report).order_by("order", "pk"):
            if section.title:
                number += 1
                lines.append(f"{'一二三四五六七八九十'[min(number, 10) - 1]}、{section.title}")
            lines.append(section.text)
        report.outline = "\n".join(lines)
        report.save()


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_reports_have_sections")]

    operations = [migrations.RunPython(forwards, backwards)]
