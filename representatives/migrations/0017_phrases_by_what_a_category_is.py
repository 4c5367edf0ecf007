"""Each category gets the phrases that fit what it is, by its code and names; the town changes them.

Phrases are words to tap on a form: no figure and no edition knows them.
"""

from django.db import migrations

# By the first of these words that the code has, else the names: what to tap of 生产 and of 生活.
KINDS = [
    (
        ("贫", "帮扶", "低保", "困难", "监测"),
        "收入稳定、有人务工、享受低保、需要帮扶、缺劳力",
        "一家平安、老人身体好、老人要人照料、孩子上学正常、看病有困难",
    ),
    (
        ("外出", "务工", "流动"),
        "在外平安、工作稳定、工资被拖欠、打算返乡、过年回来",
        "一家平安、老人身体好、老人要人照料、孩子上学正常、孩子要人照看",
    ),
    (
        ("种", "养", "农", "产业"),
        "收成正常、长势好、受灾减产、缺劳力、销路不好",
        "一家平安、老人身体好、老人要人照料、孩子上学正常、住房安全",
    ),
]


def phrases_of(texts):
    """(生产, 生活) for the first of `texts` that says what the category is; None where none does."""
    for text in texts:
        for words, production, livelihood in KINDS:
            if any(word in text for word in words):
                return production, livelihood
    return None


def fill(apps, schema_editor):
    Category = apps.get_model("representatives", "Category")
    for row in Category.objects.prefetch_related("names"):
        names = sorted(row.names.all(), key=lambda name: name.starts_on, reverse=True)
        found = phrases_of([row.code, *(name.name for name in names)])
        if found:
            row.production_phrases, row.livelihood_phrases = found
            row.save(update_fields=["production_phrases", "livelihood_phrases"])


class Migration(migrations.Migration):
    dependencies = [("representatives", "0016_phrases")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
