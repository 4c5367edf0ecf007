"""What an address of the admin may ask for: what its page offers, and nothing else.

A filter that no page offers answers one question a request about a column that nobody is shown:
whether a key begins with a, whether a name is there.
"""

import re

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ValidationError
from django.db import models

LONGEST_SEARCH = 100
"""How many characters may be searched for: each word more is one more condition of the statement."""

PAGE = re.compile(r"[1-9][0-9]{0,5}")
SHOWN = 60
# What the years, months and days above a list ask for.
DAY_PARTS = ("year", "month", "day")
DAY_PART = re.compile(r"[1-9][0-9]{0,3}")


class NotOffered(Exception):
    """Asked for what the page of `model_admin` does not offer. Its text is a sentence to show."""

    def __init__(self, sentence, model_admin=None):
        super().__init__(sentence)
        self.model_admin = model_admin


def not_offered(model_admin, name, value):
    """The NotOffered that names the parameter."""
    told = f"{name}={value}"
    told = told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
    return NotOffered(f"地址里的“{told}”不是这一页提供的。", model_admin)


def is_key(model, text):
    """True where `text` can be the key of a row of `model`, there or not."""
    field = model._meta.pk
    try:
        field.run_validators(field.to_python(text))
    except ValidationError:
        return False
    return True


def is_search(text):
    """True of what the search box can send."""
    return len(text) <= LONGEST_SEARCH and "\0" not in text


def is_page(text):
    """True of what a link to a page of a list can send."""
    return PAGE.fullmatch(text) is not None


def is_day_part(text):
    """True of what a link to a year, a month or a day can send."""
    return DAY_PART.fullmatch(text) is not None


def parameters_of(list_filter, model):
    """The parameters that `list_filter` of a list of `model` reads: {name: values}, where None
    stands for values that only the database knows.
    """
    if isinstance(list_filter, type):
        return {list_filter.parameter_name: None}
    path, kind = list_filter if isinstance(list_filter, tuple) else (list_filter, None)
    field = get_fields_from_path(model, path)[-1]
    if kind is admin.EmptyFieldListFilter:
        return {f"{path}__isempty": {"0", "1"}}
    names = {f"{path}{ending}": values for ending, values in endings_of(field).items()}
    return names | ({f"{path}__isnull": {"True", "False"}} if field.null else {})


def endings_of(field):
    """The look-ups that Django's own filters offer of `field`."""
    if field.remote_field:
        return {f"__{field.target_field.name}__exact": None}
    if isinstance(field, models.BooleanField):
        return {"__exact": {"0", "1"}}
    if field.choices:
        return {"__exact": {str(key) for key, _ in field.flatchoices}}
    if isinstance(field, models.DateField):
        return {"__gte": None, "__lt": None}
    return {"": None}
