"""Names, groups and telephone numbers are kept in one form from now on: 张 三 becomes 张三.

Nobody corrected anything, so no edition sees a change (records.rewrites). A row whose number cannot be
read keeps it: whoever edits it next is told what would be right. The readings by which people are found
are made of the names here as well. Who may be one and the same afterwards is listed by 数据核对.
"""

from django.core.exceptions import ValidationError
from django.db import migrations

from records.rewrites import Rewrites
from records.written import normal, read_group, read_phones

BATCH = 500
KEYS = ["spelling", "initials", "readings"]


def read_or_keep(phone):
    """`phone` in its normal form, where it is one number."""
    try:
        numbers = read_phones(phone)
    except ValidationError:
        return phone
    return numbers[0] if len(numbers) == 1 else phone


# The columns of each model, and what brings them into their form.
FORMS = {
    "Person": {"name": normal, "phone": read_or_keep},
    "Household": {"head_name": normal, "group": read_group, "phone": read_or_keep},
}


def write_in_one_form(apps, schema_editor):
    for name, forms in FORMS.items():
        rows = apps.get_model("representatives", name)._base_manager
        for row in rows.only("pk", *forms, *KEYS).iterator(chunk_size=BATCH):
            changed = [
                column
                for column, form in forms.items()
                if form(getattr(row, column)) != getattr(row, column)
            ]
            for column in changed:
                setattr(row, column, forms[column](getattr(row, column)))
            keys = KEYS + ["stroke_key"] * (name == "Person")
            row.save(update_fields=changed + keys if changed else keys)


class Migration(migrations.Migration):
    rewrites = {
        "representatives_person": ["name", "phone", "stroke_key", *KEYS],
        "representatives_household": ["head_name", "group", "phone", *KEYS],
    }

    dependencies = [
        ("representatives", "0012_written_in_one_form"),
        ("reports", "0012_first_editions_without_derived_columns"),
    ]

    operations = [
        Rewrites(
            ["Person", "Household"],
            [migrations.RunPython(write_in_one_form, migrations.RunPython.noop)],
        )
    ]
