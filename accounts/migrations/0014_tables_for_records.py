"""Three tables are the app records' from now on (records.0001). No row is touched."""

from django.db import migrations

MOVED = ("columnchoice", "oncekey", "readrecord")


def sweep(apps, schema_editor):
    """What Django has made for tables that went on already, where records was migrated alone."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    known = kinds.filter(app_label="records", model__in=MOVED).values_list("model", flat=True)
    kinds.filter(app_label="accounts", model__in=list(known)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_devices_and_tries_by_age"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("records", "0001_tables_of_accounts"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="ColumnChoice"),
                migrations.DeleteModel(name="OnceKey"),
                migrations.DeleteModel(name="ReadRecord"),
            ]
        ),
        migrations.RunPython(sweep, migrations.RunPython.noop),
    ]
