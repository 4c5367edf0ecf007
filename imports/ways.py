"""From the lists that tables fill to the pages that read them."""

from django.urls import reverse

from imports.services import kinds_for

WORDS = "从表格导入"


def into_list(label, user):
    """[(words, address)] of the pages where `user` brings in what the list of the model `label` holds."""
    return [
        (WORDS, reverse("import-new", args=[kind.key]))
        for kind in kinds_for(user)
        if kind.fills == label
    ]
