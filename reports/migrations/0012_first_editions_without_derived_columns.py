from django.db import migrations

from reports.editions import rebasing
from reports.since import evidence


def leave_derived_out(apps, schema_editor):
    """The first editions were digested over spellings and keys too; from now on they do without.

    Nothing is rewritten in between, so every row that is as it was closed gets a digest over what
    was entered alone, and a later way of spelling names changes nothing.
    """
    finish = rebasing.keep(apps, list(evidence.first_columns()))
    finish(apps, {})


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_rebases"),
        # The rows as they were when the last such edition was closed.
        ("congress", "0002_replies_and_papers"),
        ("motions", "0002_signatures_on_paper"),
        ("representatives", "0006_fill_stroke_keys"),
        ("township", "0002_liaisons"),
    ]

    operations = [migrations.RunPython(leave_derived_out, migrations.RunPython.noop)]
