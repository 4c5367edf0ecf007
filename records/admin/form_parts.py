"""The form of a record as it is read: sections with a heading, cells in columns, the way to what
is wrong.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import BaseModelFormSet
from django.utils.functional import cached_property
from django.utils.html import format_html, strip_tags

from records.admin.forms import inner_widget
from records.written.numbers import without_links

FIRST = "基本情况"
SAYS_NOTHING = ("", "-", "—")
LONG_TEXT = 30  # letters that are read across all columns
LONG_NAME = 100  # letters that may be typed into a field worth two columns
COLUMNS = 3
ACROSS = (forms.Textarea, forms.SelectMultiple, forms.CheckboxSelectMultiple)
COLUMN = 15  # letters that fit the buttons of one column


class Cell:
    """One field: its name over what is typed, or what is read."""

    is_bare = False  # true of a tick beside nothing that has its name above

    def __init__(self, label, control=None, said="", is_alone=True, name=""):
        self.label, self.control, self.said, self.is_alone = label, control, said, is_alone
        self.name = control.name if control else name

    @property
    def is_hidden(self):
        return self.control is not None and self.control.is_hidden

    @property
    def is_empty(self):
        """Whether it is only read, and says nothing."""
        return self.control is None and self.said.strip() in SAYS_NOTHING

    @cached_property
    def widget(self):
        return inner_widget(self.control.field) if self.control else None

    @property
    def is_filled(self):
        """Whether something is written there, or wrong: then it is not folded away."""
        if self.control is None:
            return True
        nothing = (None, "", [], False, self.control.field.initial)
        return self.control.value() not in nothing or bool(self.control.errors)

    @property
    def is_tick(self):
        return isinstance(self.widget, forms.CheckboxInput)

    @property
    def is_optional(self):
        field = self.control and self.control.field
        return bool(field) and not (field.required or field.disabled or self.is_tick)

    @property
    def tag(self):
        """Several buttons or ticks are one group with a legend."""
        return "fieldset" if self.control.use_fieldset else "div"

    @property
    def label_tag(self):
        return "legend" if self.control.use_fieldset else "label"

    @cached_property
    def width(self):
        """How many columns it wants: one, two or all."""
        if self.control is None:
            return "across" if len(strip_tags(self.said)) > LONG_TEXT else ""
        if isinstance(self.widget, ACROSS):
            return "across"
        if isinstance(self.widget, forms.RadioSelect):
            return self.width_of_buttons()
        longest = getattr(self.control.field, "max_length", None) or 0
        if isinstance(self.widget, forms.TextInput) and longest >= LONG_NAME:
            return "across" if self.is_alone else "two"
        return ""

    def width_of_buttons(self):
        """A button takes the room of three letters beside its own. Rows of a table are not asked."""
        if isinstance(self.control.field, forms.ModelChoiceField):
            return "across"
        letters = sum(len(str(label)) + 3 for _, label in self.widget.choices)
        if letters <= COLUMN:
            return ""
        return "two" if letters <= 2 * COLUMN + 3 else "across"


def cells(fields):
    """The cells of a Fieldset of the admin, or of any other form; hidden ones come last."""
    is_form = isinstance(fields, forms.BaseForm)
    return laid(cells_of_form(fields) if is_form else cells_of_lines(fields))


def laid(made):
    """`made` as it is shown: without what says nothing, and each knowing what stands beside it."""
    shown = sorted((cell for cell in made if not cell.is_empty), key=lambda cell: cell.is_hidden)
    for line in lines_of(cell for cell in shown if not cell.is_hidden):
        for cell in line:
            cell.is_bare = all(beside.is_tick for beside in line)
    return shown


def lines_of(shown):
    """The cells as they come to stand beside each other, in COLUMNS columns."""
    line, room = [], COLUMNS
    for cell in shown:
        wide = {"": 1, "two": 2}.get(cell.width, COLUMNS)
        if wide > room:
            yield line
            line, room = [], COLUMNS
        line.append(cell)
        room -= wide
    yield line


def cells_of_form(form):
    return [Cell(control.label, control) for control in form]


def cells_of_lines(lines):
    for line in lines:
        fields = list(line)
        for field in fields:
            is_alone = len(fields) == 1
            if field.is_readonly:
                told = field.field
                said = field.contents()  # safe: a link stays one
                yield Cell(told["label"], said=said, is_alone=is_alone, name=told["name"])
            else:
                yield Cell(field.field.label, field.field, is_alone=is_alone)


@dataclass
class FormPart:
    """A part of the page, as its heading and the rail name it."""

    name: str
    anchor: str
    cells: list = ()
    description: str = ""
    count: int | None = None
    mistakes: int = 0
    is_read: bool = False
    is_folded: bool = False

    @property
    def is_shown(self):
        """Rows that are only read are not told of where there are none."""
        return bool(self.count) or not self.is_read


def parts_of(adminform):
    """The fieldsets of `adminform` that have something to show."""
    for number, fieldset in enumerate(adminform):
        shown = cells(fieldset)
        if shown or fieldset.description:
            yield FormPart(
                fieldset.name or FIRST, f"section-{number}", shown, fieldset.description or "",
                is_folded="collapse" in fieldset.classes and not any(cell.is_filled for cell in shown),
                mistakes=sum(len(c.control.errors) > 0 for c in shown if c.control),
            )  # fmt: skip


def groups(inline_admin_formsets):
    """The rows of the page that there are, or may be: (FormPart, Django's wrapper of them)."""
    for inline in inline_admin_formsets:
        formset = inline.formset
        count = sum(form.instance.pk is not None for form in formset.initial_forms)
        if formset.is_bound:
            count += sum(form.has_changed() for form in formset.extra_forms)
        is_read = not (inline.has_add_permission or inline.has_change_permission)
        part = FormPart(
            str(inline.opts.verbose_name_plural), f"{formset.prefix}-group", count=count,
            mistakes=formset.total_error_count() if formset.is_bound else 0,
            is_read=is_read,
            is_folded=is_read or (inline.opts.folds_when_empty and not count),
        )  # fmt: skip
        yield part, inline


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where on the page it is mended; `anchor` is empty where nowhere."""

    words: str
    anchor: str = ""


def mistakes(*forms_and_formsets):
    """Everything that was refused, in the order of the page."""
    for one in forms_and_formsets:
        if isinstance(one, forms.BaseFormSet):
            yield from mistakes_of_rows(one)
        else:
            yield from mistakes_of(one)


def mistakes_of(form, where=""):
    for name, errors in form.errors.items():
        for error in errors:
            if name == NON_FIELD_ERRORS:
                yield Mistake(format_html("{}{}", where, error))
            else:
                control = form[name]
                yield Mistake(where + told(control.label, error), control.auto_id)


def told(label, error):
    """The sentence `error` as text, with the name of its field where it does not say it.

    It becomes a link to the field, in which the links of the sentence itself have no place.
    """
    text = without_links(error)
    return text if str(label) in text else f"{label}：{text}"


def mistakes_of_rows(formset):
    """Rows of a record are called by what they are; a page of nothing but lines just counts them."""
    called = formset.model._meta.verbose_name if isinstance(formset, BaseModelFormSet) else ""
    for error in formset.non_form_errors():
        yield Mistake(f"{called}：{error}" if called else str(error))
    for number, form in enumerate(formset.forms, 1):
        yield from mistakes_of(form, f"{called}第{number}行，")
