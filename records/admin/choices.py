"""Choosing a record by typing: the box, and what it is answered."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from records import reads
from records.admin.offers import LONGEST_SEARCH, is_key, is_page, is_search, not_offered

PARAMETERS = {"app_label", "model_name", "field_name", "term", "page"}


class ChosenRows:
    """The part of such a box that draws what is chosen. What was sent and can be no record's key
    is not asked for; its field says that it is wrong.
    """

    def build_attrs(self, base_attrs, extra_attrs=None):
        longest = {"data-maximum-input-length": LONGEST_SEARCH}
        return super().build_attrs(base_attrs, extra_attrs) | longest

    def optgroups(self, name, value, attrs=None):
        model = self.field.remote_field.model
        known = [key for key in value if not key or is_key(model, str(key))]
        return super().optgroups(name, known, attrs)


class RowChoice(ChosenRows, AutocompleteSelect):
    """A box that chooses one record. Told the record `chosen` before, it does not ask for it anew."""

    chosen = None

    def optgroups(self, name, value, attrs=None):
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attrs)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.chosen)
        chosen = self.create_option(name, self.chosen.pk, label, True, len(none))
        return [(None, [*none, chosen], 0)]


class RowChoices(ChosenRows, AutocompleteSelectMultiple):
    """A box that chooses any number of records. Each is taken off by itself: what would take off all
    stands in a list without being one of its items, which nobody can read out.
    """

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class Suggestions(AutocompleteJsonView):
    """The answer to such a box: of a field that is chosen so on some page, and of no other."""

    def process_request(self, request):
        self.refuse_what_no_box_asks(request)
        return super().process_request(request)

    def refuse_what_no_box_asks(self, request):
        tests = dict.fromkeys(PARAMETERS, bool) | {"term": is_search, "page": is_page}
        for name, values in request.GET.lists():
            for value in values:
                if name not in tests or not tests[name](value):
                    raise not_offered(None, name, value)
        asked = [request.GET.get(name, "") for name in ("app_label", "model_name", "field_name")]
        if tuple(asked) not in chosen_by_typing(self.admin_site):
            raise not_offered(None, "field_name", ".".join(asked))

    def get_context_data(self, **kwargs):
        """What is shown, and a line in the record of reads where that is personal."""
        context = super().get_context_data(**kwargs)
        reads_as, shown = getattr(self.model_admin, "reads_as", ""), len(context["object_list"])
        if reads_as and shown:
            reads.note(self.request, f"{reads_as}选单", rows=shown)
        self.alike = self.alike_among(context["object_list"])
        return context

    def alike_among(self, shown):
        """The keys of the rows `shown` that read as another does which could be chosen as well."""
        rows = self.model_admin.get_queryset(self.request)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        return self.model_admin.alike(rows, shown)

    def serialize_result(self, obj, to_field_name):
        """The row's name; where it is not its alone, also what tells the row apart."""
        result = super().serialize_result(obj, to_field_name)
        told = self.model_admin.apart.told_of(obj) if obj.pk in self.alike else ""
        return result | {"text": f"{result['text']}（{told}）"} if told else result


def chosen_by_typing(site):
    """(app, model, field) of each field that a page of the admin lets choose by typing."""
    entries = site._registry.values()
    pages = [page for entry in entries for page in (entry, *entry.inlines)]
    own = [page.model._meta.get_field(name) for page in pages for name in page.autocomplete_fields]
    further = [field for entry in entries for field in entry.also_chosen]
    return {(f.model._meta.app_label, f.model._meta.model_name, f.name) for f in own + further}
