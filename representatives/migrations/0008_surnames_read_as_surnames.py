"""Eleven surnames are read as surnames from now on: 阚 kan, not han.

Lists and searches go by the pinyin, which is stored. Nobody typed it, so no edition sees a change
(records.rewrites). Only what begins with the old reading is rewritten.
"""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Left, Substr

# surname: (how it was read, how it is read)
READ = {
    "佴": ("er", "nai"), "句": ("ju", "gou"), "卜": ("bo", "bu"), "乜": ("mie", "nie"),
    "粘": ("zhan", "nian"), "莘": ("shen", "xin"), "蔚": ("wei", "yu"), "薄": ("bao", "bo"),
    "藏": ("cang", "zang"), "贠": ("yuan", "yun"), "阚": ("han", "kan"),
}  # fmt: skip
LENGTH = 120  # of the column, which may be full
NAMES = {"Person": "name", "Household": "head_name"}


def read_again(apps, schema_editor):
    for model, column in NAMES.items():
        for surname, (old, new) in READ.items():
            rewrite(apps.get_model("representatives", model), column, surname, old, new)


def rewrite(model, column, surname, old, new):
    rows = model._base_manager.filter(
        **{f"{column}__startswith": surname, "spelling__startswith": old}
    ).exclude(**{column: surname})  # a surname alone is read as the character
    rows.update(
        spelling=Left(Concat(Value(new), Substr(F("spelling"), len(old) + 1)), LENGTH),
        initials=Concat(Value(new[0]), Substr(F("initials"), 2)),
    )


class Migration(migrations.Migration):
    rewrites = {
        "representatives_person": ["spelling", "initials"],
        "representatives_household": ["spelling", "initials"],
    }

    dependencies = [("representatives", "0007_numbers_have_bounds")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
