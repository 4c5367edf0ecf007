from django import template

from records.admin import form_parts

register = template.Library()
register.filter("cells", form_parts.cells)


@register.filter
def mistakes(form):
    """What was refused of a form, or of a formset."""
    return list(form_parts.mistakes(form))


@register.filter
def named(control):
    """The control of a table's cell, called as its column is."""
    return control if control.is_hidden else control.as_widget(attrs={"aria-label": control.label})


@register.filter
def badges(row, rows):
    """What the line of a stored `row` says beside its name, as `rows` (its StackedRows) tell it."""
    return rows.badges(row)


@register.filter
def is_filled(cells):
    """Whether something is written, or wrong, in one of them."""
    return any(cell.is_filled for cell in cells)
