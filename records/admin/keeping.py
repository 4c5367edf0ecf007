"""What an add form opens with: what a clerk would type anyway, and what the last of a pile said."""

from urllib.parse import urlsplit

from django.db.models import QuerySet

AGAIN = "again"


class Keeping:
    """The part of an entry that fills an add form in advance.

    The first value of a date in an empty row is no entry: a row that says nothing else is not
    stored. What was kept of a row is one, as whoever saves it sees it.
    """

    # The fields that the next one of a pile has in common with the last. Never names, texts and
    # numbers of one: a clerk who overlooks them would store them of somebody else.
    keeps = ()

    def first_values(self, request):
        """Hook: what an add form opens with, {field: value}."""
        return {}

    def get_changeform_initial_data(self, request):
        kept = {name: text for name, text in self.kept(request).items() if name in self.keeps}
        return self.first_values(request) | kept | super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        first = {} if obj.pk else dict(inline.first_values())
        if not obj.pk:
            first |= self.kept_of_row(request, inline, prefix)
        return given | {"initial": [first]} if first else given

    def kept_of_row(self, request, inline, prefix):
        """What was kept of the row of `inline`, for a form that is opened; nothing of one that is sent."""
        kept = self.kept(request) if request.method != "POST" else {}
        return {n: kept[row] for n in inline.keeps if (row := f"{prefix}-{n}") in kept}

    def save_related(self, request, form, formsets, change):
        if not change and "_addanother" in request.POST:
            # In the session, not in the address: addresses stay in histories and logs.
            request.session[self.kept_under] = self.common_to(form, formsets)
        super().save_related(request, form, formsets, change)

    def common_to(self, form, formsets):
        """What was said of the fields that are kept, {field of the form: text}."""
        told = {name: as_text(form.cleaned_data.get(name)) for name in self.keeps}
        rows = {inline.model: inline.keeps for inline in self.inlines}
        for formset in formsets:
            for row in [one for one in formset.forms if one.has_changed()][:1]:
                for name in rows.get(formset.model, ()):
                    told[f"{formset.prefix}-{name}"] = as_text(row.cleaned_data.get(name))
        return {name: text for name, text in told.items() if text}

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST and request.session.get(self.kept_under):
            answer["Location"] = asking(answer["Location"], f"{AGAIN}=1")
        return answer

    def kept(self, request):
        """What was kept, as text; nothing unless the form follows one that was stored."""
        return request.session.get(self.kept_under, {}) if AGAIN in request.GET else {}

    @property
    def kept_under(self):
        return f"kept:{self.opts.label_lower}"


def as_text(value):
    """`value` of a form as its field takes it again; "" of nothing, and of many."""
    if value is None or isinstance(value, QuerySet):
        return ""
    return str(getattr(value, "pk", value))


def asking(address, parameter):
    """`address` with `parameter`, once: Django carries along what the form's own address asked."""
    if parameter in urlsplit(address).query.split("&"):
        return address
    return f"{address}{'&' if '?' in address else '?'}{parameter}"
