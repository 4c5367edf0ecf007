"""The office's workbench: Django's admin, in the menu order of the institution."""

from functools import wraps

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse

from accounts import roles
from accounts.entry import devices
from accounts.models import Role
from accounts.views import forget
from hemao import worklist
from hemao.desk.shelves import with_ways_to_add
from hemao.start.guide import guide_line
from hemao.start.way_back import came_back
from records.admin.choices import Suggestions
from records.admin.offers import NotOffered, is_key, not_offered
from township.models import current_town_name
from township.spans import today

# The order in which the office thinks. Apps that are not named are about accounts and logs.
MENU = ["township", "representatives", "congress", "motions", "reports", "accounts"]
LAST = MENU[-1]
# Where the pages of a model stood under another app: what was kept as a bookmark still leads there.
MOVED = {"accounts/readrecord": "records/readrecord"}


class HemaoAdminSite(admin.AdminSite):
    index_title = "工作台"
    site_url = None
    # The menu stands in the masthead (hemao.desk.shelves).
    enable_nav_sidebar = False

    def each_context(self, request):
        """Django's, less its list of apps: only the workbench shows one, and it costs a query."""
        name = current_town_name()
        return {
            "site_header": f"{name}人大 · 工作台",
            "site_title": f"{name}人大",
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
            "town_name": name,
        }

    def has_permission(self, request):
        """By the roles of whoever asks, not by a flag beside them."""
        user = request.user
        return user.is_authenticated and roles.works_in_admin(user)

    def admin_view(self, view, cacheable=False):
        """Whoever is logged in but has no business here finds nothing, instead of a login loop.
        All others get what the pages offer; a refusal says what is not offered.
        """
        guarded = super().admin_view(asking_sense(view), cacheable)

        @wraps(guarded)
        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            try:
                return guarded(request, *args, **kwargs)
            except NotOffered as refusal:
                return self.refused(request, refusal)

        return inner

    def refused(self, request, refusal):
        """Say what is not offered: to a person with the way on, to a script with status 400."""
        if refusal.model_admin is None:
            return HttpResponseBadRequest(str(refusal), content_type="text/plain; charset=utf-8")
        context = {
            **self.each_context(request), "title": "这一页没有提供地址里的这一项",
            "sentence": str(refusal), "opts": refusal.model_admin.opts,
        }  # fmt: skip
        return TemplateResponse(request, "admin/not_offered.html", context, status=400)

    def get_urls(self):
        view = self.admin_view(self.view_on_site)
        address = "r/<path:content_type_id>/<path:object_id>/"
        moved = [re_path(rf"^{old}/(?P<rest>.*)$", self.moved(new)) for old, new in MOVED.items()]
        return [path(address, view, name="view_on_site"), *moved, *super().get_urls()]

    def moved(self, place):
        """The view that leads on to `place`, whatever page of it and whatever was asked of it."""

        def lead(request, rest):
            asked = f"?{request.GET.urlencode()}" if request.GET else ""
            return redirect(f"{reverse('admin:index')}{place}/{rest}{asked}")

        return self.admin_view(lead)

    def view_on_site(self, request, content_type_id, object_id):
        """Lead from a record to its page, whoever may open it here; for others it is not there."""
        entry = self.entry_of(content_type_id)
        if entry is None or not entry.has_view_permission(request):
            raise Http404
        obj = entry.get_object(request, object_id) if is_key(entry.model, object_id) else None
        if not hasattr(obj, "get_absolute_url"):
            raise Http404
        return redirect(obj.get_absolute_url())

    def entry_of(self, content_type_id):
        """The entry for the model of a content type, or None."""
        if not is_key(ContentType, content_type_id):
            return None
        kind = ContentType.objects.filter(pk=content_type_id).first()
        return self._registry.get(kind.model_class()) if kind else None

    def autocomplete_view(self, request):
        return Suggestions.as_view(admin_site=self)(request)

    @login_not_required
    def login(self, request, extra_context=None):
        """There is one login page for all."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request, extra_context=None):
        if request.method == "POST":
            devices.leave(request)
            return forget(super().logout(request, extra_context))
        return redirect("logout")

    def password_change(self, request, extra_context=None):
        """There is one page for one's own password, as there is one to log in."""
        return redirect("password")

    def index(self, request, extra_context=None):
        """The workbench of the office; for those who keep no ledger, the accounts and the logs."""
        came_back(request)
        groups, user = worklist.groups(request.user, today()), request.user
        told = {"worklist": groups, "desk": worklist.laid_out(groups)}
        told["guide"] = guide_line(user, today()) if user.holds(Role.STAFF, Role.ADMIN) else None
        if user.is_office:
            told["ledgers"] = with_ways_to_add(user, self.get_app_list(request))
        else:
            told |= {"title": apps.get_app_config(LAST).verbose_name, "logs": self.logs(request)}
        return super().index(request, told | (extra_context or {}))

    def logs(self, request):
        """What each page about accounts answers, and how much of it is of today: one statement each."""
        found = [model for app in self.get_app_list(request) for model in app["models"]]
        return [(model, self.get_model_admin(model["model"]).asked(today())) for model in found]

    def get_app_list(self, request, app_label=None):
        shown = {label: [] for label in MENU}
        for app in super().get_app_list(request):
            shown[menu_label(app["app_label"])].append(app)
        wanted = menu_label(app_label) if app_label else None
        return [
            self.menu_entry(label, merged)
            for label, merged in shown.items()
            if merged and wanted in (None, label)
        ]

    def menu_entry(self, label, merged):
        """One entry of the menu, called as the app `label`, with the models of all `merged` apps."""
        named = next((app for app in merged if app["app_label"] == label), merged[0])
        models = [model for app in merged for model in app["models"]]
        return named | {
            "name": apps.get_app_config(label).verbose_name,
            "app_label": label,
            "models": sorted(models, key=self.place_in_menu),
        }

    def place_in_menu(self, entry):
        model_admin = self.get_model_admin(entry["model"])
        return getattr(model_admin, "menu_order", 100), entry["name"]


def asking_sense(view):
    """`view` of an entry behind two questions: can the key in its address be one, and is the
    column by which a pop-up names its row the key.
    """
    entry = getattr(view, "__self__", None)
    if not isinstance(entry, admin.ModelAdmin):
        return view

    @wraps(view)
    def inner(request, *args, **kwargs):
        for key in [*args[:1], *filter(None, [kwargs.get("object_id")])]:
            if not is_key(entry.model, unquote(str(key))):
                raise Http404
        refuse_other_columns(request, entry)
        return view(request, *args, **kwargs)

    return inner


def refuse_other_columns(request, entry):
    for told in (request.GET, request.POST):
        if told.get(TO_FIELD_VAR, entry.opts.pk.name) != entry.opts.pk.name:
            raise not_offered(entry, TO_FIELD_VAR, told[TO_FIELD_VAR])


def menu_label(app_label):
    return app_label if app_label in MENU else LAST
