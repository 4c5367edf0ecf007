"""Three tables are the app records' from now on (records.0001). No row is touched."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_devices_and_tries_by_age"),
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
    ]
