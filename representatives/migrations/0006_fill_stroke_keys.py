from django.db import migrations

from township import strokes


def fill(apps, schema_editor):
    """The people who are there already; from now on the key is made whenever one is stored."""
    Person = apps.get_model("representatives", "Person")
    people = list(Person.objects.only("name"))
    for person in people:
        person.stroke_key = strokes.key(person.name)[:120]
    Person.objects.bulk_update(people, ["stroke_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("representatives", "0005_stroke_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
