"""The page of a form in the admin: its sections and their rail, what was refused, the way back."""

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.urls import reverse

from records.admin import form_parts


class FormPage:
    """For an entry of the admin: its form looks and works as all others do."""

    change_form_template = "admin/record_change_form.html"
    # What the link to the record's page among the own pages is called.
    own_page_word = "打开页面"
    # Whether a record of it has a name that a person would call it by.
    is_named = True

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, inlines = context["adminform"], context["inline_admin_formsets"]
        parts, rows = list(form_parts.parts_of(form)), list(form_parts.groups(inlines))
        context |= {
            "parts": parts, "row_parts": rows, "own_page_word": self.own_page_word,
            "rail": [*parts, *(part for part, _ in rows if part.is_shown)],
            "list_url": self.list_url(request), "back": self.back(request, obj),
            "show_delete_link_above": change and self.has_delete_permission(request, obj),
        }  # fmt: skip
        if context["errors"]:
            formsets = [inline.formset for inline in inlines]
            context["mistakes"] = list(form_parts.mistakes(form.form, *formsets))
        if obj and self.is_named:
            # The record's own name is what the page is about; what is done to it, the last crumb.
            context |= {"crumb": context["title"], "title": str(obj), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def list_url(self, request):
        """The list with the filters it had."""
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        kept = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(kept, url)

    def back(self, request, obj):
        """Where whoever stores nothing goes: to the list one came from, or the record's own page."""
        if obj and not self.get_preserved_filters(request):
            return self.get_view_on_site_url(obj) or self.list_url(request)
        return self.list_url(request)
