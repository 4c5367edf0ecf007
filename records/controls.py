"""What every form says in the same words: where something is missing, and where nothing is chosen.

Django makes a Control of each field of each form before it judges what was sent
(settings.FORM_RENDERER), so that no form has to say these things by itself.
"""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.choices import BlankChoiceIterator

NOT_FILLED_IN = "不填"
DASHES = BLANK_CHOICE_DASH[0][1]
NOT_SAID_OTHERWISE = forms.Field.default_error_messages["required"]


class Control(BoundField):
    """A field on its form, with what is said where it lacks something."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        name_nothing(field)
        if field.error_messages.get("required") is NOT_SAID_OTHERWISE and self.label:
            field.error_messages["required"] = f"请{verb_for(field)}{self.label}。"

    def label_tag(self, contents=None, attrs=None, label_suffix=None, tag=None):
        """The label stands over its control, where a colon says nothing."""
        return super().label_tag(contents, attrs, label_suffix or "", tag)


class FormRenderer(DjangoTemplates):
    bound_field_class = Control


def verb_for(field):
    """What somebody does who fills in `field`."""
    if isinstance(field, forms.BooleanField):
        return "勾选"
    return "选择" if isinstance(field, (forms.ChoiceField, forms.FileField)) else "填写"


def name_nothing(field):
    """Call the empty choice of `field` by what it means, where Django has a row of dashes."""
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = nothing(field)
    choices = getattr(field, "_choices", None)
    if isinstance(choices, BlankChoiceIterator) or (isinstance(choices, list) and choices):
        (value, label), *others = choices
        if label == DASHES:
            field.choices = [(value, nothing(field)), *others]


def nothing(field):
    return "请选择" if field.required else NOT_FILLED_IN
