"""Forms and formsets of records: what the database would refuse is refused here, in Chinese.

Django checks a constraint only where all its fields are on the form, and never looks from
one row of a formset to the next; the database would answer with an error page instead.
"""

import copy
import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q
from django.forms.formsets import TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

from records.admin import twins
from records.admin.choices import RowChoice
from records.bounds import DAYS
from records.constraints import holds, unique_constraints
from records.controls import name_nothing

COLLISION = (
    "没有保存：与刚刚存入的另一条记录冲突。您填的都还在，请核对后再保存；"
    "如果是把两行的内容互相对调，请分两步：先改一行保存，再改另一行。"
)
INCOMPLETE = "没有保存：这一页没有完整打开就提交了。您填的都还在，请核对后再保存。"
EXCHANGE = "几行的内容互相对调，不能一次保存。请分两步：先改其中一行保存，再改另一行。"
NOT_STORED_YET = -1
VOIDED_WITH_OWNER = "在所属页面上作废"


class ConstraintForm(forms.ModelForm):
    """Checks every constraint of its model, also those that name fields it does not show."""

    request = None  # set by RecordAdmin.get_form and Rows.get_formset

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.instance._meta.concrete_fields:
            if field.name in self.fields:
                refuse_early(field, self.fields[field.name])

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.check_constraints()
        except ValidationError as error:
            put_errors(self, error)

    def _update_errors(self, errors):
        """Django fails where the model complains of a field that the form does not show."""
        super()._update_errors(on_form(self, errors))


def refuse_early(field, shown):
    """Let `shown`, the form's field, refuse every value that the model's `field` would refuse.

    Django puts a value into the row before it validates the row. A clean() that calculates with an
    impossible value would then end in an error page instead of a sentence.
    """
    if isinstance(field, models.IntegerField) and isinstance(shown, forms.IntegerField):
        shown.validators = list(field.validators)
    elif isinstance(shown, forms.DateField):
        shown.validators = [*shown.validators, *DAYS]


class RecordForm(ConstraintForm):
    """The form of a record. It also says why the admin refuses what was sent."""

    entry = None  # set by RecordAdmin.get_form: it knows what looks like a twin

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            twins.ask(self)
        # The rows of the page are handed this instance, not this form.
        self.instance.is_refused = bool(self.errors)

    def clean(self):
        cleaned = super().clean()
        for reason in ("incomplete", "lost_update", "collision"):
            sentence = getattr(self.request, reason, "")
            if sentence:
                self.add_error(None, sentence)
        return cleaned

    def check_constraints(self):
        self.instance.validate_constraints(exclude=unsaved_relations(self.instance))


class RowForm(ConstraintForm):
    """A row of a formset: uniqueness is the formset's, which sees the other rows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = inner_widget(field)
            if isinstance(widget, RowChoice):
                # Fetched with the row, where the entry names it in row_select.
                widget.chosen = self.instance._state.fields_cache.get(name)

    @cached_property
    def changed_data(self):
        """A new row that has its number only, which the page proposes, was not touched."""
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["order"] else changed

    def _post_clean(self):
        super()._post_clean()
        parents = unsaved_relations(self.instance)
        # A parent that is refused may lack what the row asks about: first things first.
        if parents and not self.errors and not getattr(self.parent, "is_refused", False):
            self.clean_as_if_stored(parents)

    def clean_as_if_stored(self, parents):
        """Run the row's clean() as if its parents had been stored.

        clean() asks about the parent only where its key is set, and a new parent gets its key only
        after this form was judged. So the row says -1 meanwhile, a key that no stored row has. It is
        written into __dict__, because setting the attribute would make Django forget the parent.
        """
        row = self.instance
        columns = [row._meta.get_field(name).attname for name in parents]
        row.__dict__.update(dict.fromkeys(columns, NOT_STORED_YET))
        try:
            row.clean()
        except ValidationError as error:
            put_errors(self, error)
        row.__dict__.update(dict.fromkeys(columns))

    def check_constraints(self):
        exclude = unsaved_relations(self.instance)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if isinstance(constraint, CheckConstraint):
                    constraint.validate(model, self.instance, exclude=exclude)


def inner_widget(field):
    """The widget of `field` without the links that the admin puts around it."""
    return getattr(field.widget, "widget", field.widget)


def unsaved_relations(instance):
    """The names of `instance`'s relations that point at a row not stored yet."""
    return {
        field.name
        for field in instance._meta.concrete_fields
        if field.is_relation
        and field.is_cached(instance)
        and getattr(instance, field.name) is not None
        and getattr(instance, field.name).pk is None
    }


def put_errors(form, error):
    """Show `error` (a ValidationError) on `form`: beside the field where the form has it."""
    form.add_error(None, on_form(form, error))


def on_form(form, error):
    """`error` with each sentence at a field that `form` shows, or else of the form as a whole."""
    by_field = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
    found = {}
    for name, errors in by_field.items():
        for one in errors:
            place = name if name in form.fields else place_of(form, one)
            found.setdefault(place, []).append(one)
    return ValidationError(found)


def place_of(form, error):
    """The field at which a constraint about several fields is said: the last that was filled in.

    Django hands on only the sentence of the constraint that was broken, not its name, so the
    constraint is found by its sentence. `violation_error_message` must differ within a model.
    """
    if not isinstance(form, forms.ModelForm):
        return NON_FIELD_ERRORS
    said = error.messages[0]
    for constraint in form.instance._meta.concrete_model._meta.constraints:
        if constraint.get_violation_error_message() == said:
            shown = [n for n, field in form.fields.items() if not field.widget.is_hidden]
            names = [name for name in shown if name in fields_of(constraint)]
            filled = [n for n in names if form.cleaned_data.get(n) not in (None, "")]
            return (filled[-1:] or names[:1] or [NON_FIELD_ERRORS])[0]
    return NON_FIELD_ERRORS


def fields_of(constraint):
    if isinstance(constraint, CheckConstraint):
        return constraint.condition.referenced_base_fields
    return constraint.fields


class SentRows:
    """For a formset: it has the rows that were sent, whatever number of rows comes with them.

    Django makes up to two thousand rows of such a number, one after the other: a minute of work.
    """

    def total_form_count(self):
        return self.at_most_sent(super().total_form_count())

    def initial_form_count(self):
        return self.at_most_sent(super().initial_form_count())

    def at_most_sent(self, count):
        return min(count, self.count_sent) if self.is_bound else count

    @cached_property
    def count_sent(self):
        """How many rows have sent something, and those that were offered and may be untouched."""
        row = re.compile(rf"{re.escape(self.prefix)}-([0-9]+)-")
        sent = {found[1] for found in map(row.match, [*self.data, *self.files]) if found}
        return len(sent) + self.extra

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.management_form.cleaned_data[TOTAL_FORM_COUNT] > self.count_sent:
            self._non_form_errors.append(INCOMPLETE)


class RecordFormSet(SentRows, BaseInlineFormSet):
    """The rows that belong to a record, judged together before any of them is stored.

    A motion has 水利站 as lead and 农业站 as assistant, and one lead is allowed
    (`handling_one_lead`). Somebody sends the form with the two roles exchanged:

    - `refuse_twice` compares the rows as sent: one lead, as it should be.
    - `keys_beside` looks for a lead that a colleague stored since; it is not on this form.
    - `order_to_save` stores 水利站 first: 农业站 wants what `keys_held` says 水利站 still holds.

    Exchanging the two departments instead has no such order, as each row wants what the other holds
    (`handling_department_once`): it is refused with the sentence EXCHANGE.
    """

    # Names of the fields whose rows must not share a day; the row's own clean() asks the
    # database only about rows that are not on this form.
    overlap_fields = ()
    overlap_sentence = "与本表另一行的时间重叠。"
    saving_order = None

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.parent = self.instance
        form.instance.same_form = self.stored_pks
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.removal_word()
        if form.instance._state.adding and "order" in form.fields:
            self.propose_order(form, index)
        for name, field in form.fields.items():
            if is_drop_down(field):
                field.choices = self.choices_of(name, field)

    def propose_order(self, form, index):
        """A new row that is numbered from the start comes after all others."""
        if form.initial.get("order", form.fields["order"].initial):
            beyond = 0 if index is None else index - self.initial_form_count()
            form.initial["order"] = self.last_order + 1 + beyond

    @cached_property
    def last_order(self):
        """The highest number among the stored rows; 0 where there is none."""
        return max((row.order for row in self.get_queryset()), default=0)

    def choices_of(self, name, field):
        """What the drop-down `name` offers, read once for all rows."""
        if name not in self.choices_read:
            name_nothing(field)
            self.choices_read[name] = list(field.choices)
        return self.choices_read[name]

    @cached_property
    def choices_read(self):
        return {}

    @classmethod
    def removal_word(cls):
        return "作废" if hasattr(cls.model, "voided_at") else "删除"

    @cached_property
    def stored_pks(self):
        """The stored rows that are on this form; a colleague may have added others since."""
        if not self.is_bound:
            return {row.pk for row in self.get_queryset()}
        names = (
            f"{self.add_prefix(i)}-{self.model._meta.pk.name}"
            for i in range(self.initial_form_count())
        )
        posted = {self.data.get(name, "") for name in names}
        return {row.pk for row in self.get_queryset() if str(row.pk) in posted}

    @property
    def initial_forms(self):
        forms_in_order = super().initial_forms
        return self.saving_order or forms_in_order

    def standing_forms(self):
        """The forms of the rows that will stand once this formset is stored."""
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form)
            and (form.instance.pk is not None or form.has_changed())
        ]

    def clean(self):
        standing = self.standing_forms()
        if any(form.errors for form in standing):
            return  # rows are compared once each is right by itself
        for constraint in unique_constraints(self.model):
            self.refuse_twice(constraint, standing)
        self.refuse_overlaps(standing)
        if not any(form.errors for form in standing) and self.order_to_save() is None:
            raise ValidationError(EXCHANGE)

    def refuse_twice(self, constraint, standing):
        seen = self.keys_beside(constraint, standing)
        for form in standing:
            key = self.key(constraint, form.instance)
            if key is None:
                continue
            if key in seen:
                put_errors(form, ValidationError(constraint.get_violation_error_message()))
            seen.add(key)

    def keys_beside(self, constraint, standing):
        """Which of the rows' keys are taken by rows that are not on this form."""
        wanted = Q()
        for form in standing:
            key = self.key(constraint, form.instance)
            if form.has_changed() and key is not None and self not in key:
                wanted |= Q(**dict(zip(constraint.fields, key, strict=True)))
        if not wanted:
            return set()
        rows = self.model._default_manager.filter(wanted).exclude(pk__in=self.stored_pks)
        if constraint.condition is not None:
            rows = rows.filter(constraint.condition)
        return {self.key(constraint, row) for row in rows}

    def key(self, constraint, row):
        """What `constraint` forbids to be there twice; None where it says nothing of `row`.

        A parent that is not stored yet has no key: the formset itself stands for it.
        """
        if constraint.condition is not None and not holds(constraint.condition, row):
            return None
        values = [self.value(row, name) for name in constraint.fields]
        return None if None in values else tuple(values)

    def value(self, row, name):
        field = self.model._meta.get_field(name)
        value = getattr(row, field.attname)
        return self if value is None and field.name == self.fk.name else value

    def refuse_overlaps(self, standing):
        if not self.overlap_fields:
            return
        rows = [form for form in standing if form.instance.starts_on]
        for index, form in enumerate(rows):
            if any(self.overlap(form.instance, other.instance) for other in rows[:index]):
                form.add_error(None, self.overlap_sentence)

    def overlap(self, one, other):
        same = all(self.value(one, name) == self.value(other, name) for name in self.overlap_fields)
        return (
            same
            and (one.ended_on is None or other.starts_on < one.ended_on)
            and (other.ended_on is None or one.starts_on < other.ended_on)
        )

    def order_to_save(self):
        """The stored rows in an order in which no key is ever there twice; None if no order does.

        A row that gives up a key (the lead becomes assistant, or is voided) goes before the row
        that takes it.
        """
        waiting, ordered = list(super().initial_forms), []
        before = {form: self.rows_before(form, waiting) for form in waiting}
        while waiting:
            ready = next((form for form in waiting if not before[form] & set(waiting)), None)
            if ready is None:
                return None
            waiting.remove(ready)
            ordered.append(ready)
        return ordered

    def rows_before(self, form, others):
        if self._should_delete_form(form) or not form.has_changed():
            return set()
        wanted = {
            (constraint.name, key)
            for constraint in unique_constraints(self.model)
            if (key := self.key(constraint, form.instance)) is not None
        }
        return {other for other in others if other is not form and wanted & self.keys_held(other)}

    def keys_held(self, form):
        """The keys that the stored row of `form` holds in the database now."""
        row = copy.copy(form.instance)
        for name, value in form.initial.items():
            field = next((f for f in self.model._meta.concrete_fields if f.name == name), None)
            if field:
                setattr(row, field.attname, value)
        return {
            (constraint.name, key)
            for constraint in unique_constraints(self.model)
            if (key := self.key(constraint, row)) is not None
        }

    def save_existing_objects(self, commit=True):
        self.saving_order = self.order_to_save()
        saved = super().save_existing_objects(commit)
        self.saving_order = None
        return saved

    def delete_existing(self, obj, commit=True):
        """Void `obj` where it is a record, which is never deleted; delete other rows."""
        if not hasattr(obj, "voided_at"):
            super().delete_existing(obj, commit)
        elif commit:
            obj.void(reason=VOIDED_WITH_OWNER)


def is_drop_down(field):
    """True where `field` offers the rows of a table; its own key is hidden, and others are searched."""
    widget = inner_widget(field)
    is_list = isinstance(widget, forms.Select) and not isinstance(widget, AutocompleteSelect)
    return is_list and isinstance(field, forms.ModelChoiceField)
