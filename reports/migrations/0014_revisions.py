"""A stored report knows how often its numbers had been defined anew when its words were written."""

from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

# What version 0.3.0 had defined anew by then, once each; three of them twice.
DEFINED_ANEW = [
    "不满意件数",
    "交办件数",
    "件件有回音率",
    "会议决定落实率",
    "兑现承诺件数",
    "党员代表人数",
    "党员代表占比",
    "办结件数",
    "办结率",
    "县级交办件数",
    "县级交办答复件数",
    "县级代表人数",
    "县级议案建议件数",
    "县级议案建议办结件数",
    "县级议案建议答复件数",
    "参加活动代表人数",
    "受表彰代表人数",
    "各办理时限件数",
    "各办理状态件数",
    "各处理方式意见建议条数",
    "各承办单位件数",
    "各承办单位在办件数",
    "各承办单位答复件数",
    "各承办单位超期未答复件数",
    "各文种件数",
    "各满意度件数",
    "各类答复件数",
    "各类身份代表人数",
    "基层代表人数",
    "基层代表占比",
    "大会期间件数",
    "妇女代表人数",
    "妇女代表占比",
    "少数民族代表人数",
    "已评价件数",
    "平均答复天数",
    "意见建议答复条数",
    "意见建议答复率",
    "意见建议解决条数",
    "承办单位数",
    "按期答复率",
    "新任代表人数",
    "未兑现承诺件数",
    "未反馈件数",
    "活动参加代表人次",
    "满意和基本满意率",
    "满意率",
    "答复件数",
    "答复天数中位数",
    "答复率",
    "终止代表资格人数",
    "联名代表人次",
    "联系户配齐代表人数",
    "联系户配齐率",
    "解决件数",
    "解决率",
    "超期件数",
    "超期未答复件数",
    "超期未答复意见建议条数",
    "跟踪件数",
    "转为代表建议条数",
    "连任代表人数",
    "退回件数",
    "重新办理件数",
    "重点督办件数",
    "镇代表人数",
    "镇建议件数",
    "镇议案件数",
    "镇议案建议件数",
    "闭会期间件数",
    "问题整改率",
    "面商件数",
    "面商率",
    "领衔代表人数",
]
TWICE = ("按期答复率", "联系户配齐代表人数", "联系户配齐率")
OF_030 = dict.fromkeys(DEFINED_ANEW, 1) | dict.fromkeys(TWICE, 2)


def applied_at(connection):
    """When 0.3.0 came to this database; a moment ago where it comes in the same upgrade."""
    rows = MigrationRecorder(connection).migration_qs.filter(app="reports")
    return rows.get(name="0013_day_of_record").applied


def note_what_was_known(apps, schema_editor):
    """Reports begun while 0.3.0 ran were written with its meanings; older ones are told all."""
    database = schema_editor.connection.alias
    came = applied_at(schema_editor.connection)
    history = apps.get_model("reports", "HistoricalReport").objects.using(database)
    begun = dict(history.values_list("id").annotate(Min("history_date")).order_by())
    for report in apps.get_model("reports", "Report").objects.using(database).iterator():
        first = begun.get(report.pk)
        if first is not None and first >= came:
            report.revisions = OF_030
            report.save(update_fields=["revisions"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_day_of_record")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="revisions",
            field=models.JSONField(default=dict, editable=False, verbose_name="写下时的口径"),
        ),
        migrations.RunPython(note_what_was_known, migrations.RunPython.noop),
    ]
