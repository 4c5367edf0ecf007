"""The office's workbench: Django's admin, in the menu order of the institution."""

from functools import wraps

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from accounts.views import forget
from hemao import worklist
from township.models import current_town_name
from township.spans import today

# The order in which the office thinks. Apps that are not named are about accounts and logs.
MENU = ["township", "representatives", "congress", "motions", "reports", "accounts"]
LAST = MENU[-1]


class HemaoAdminSite(admin.AdminSite):
    index_title = "工作台"
    site_url = None

    def each_context(self, request):
        name = current_town_name()
        return super().each_context(request) | {
            "site_header": f"{name}人大 · 工作台",
            "site_title": f"{name}人大",
            "town_name": name,
        }

    def admin_view(self, view, cacheable=False):
        """Whoever is logged in but has no business here finds nothing, instead of a login loop."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return inner

    @login_not_required
    def login(self, request, extra_context=None):
        """There is one login page for all."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request, extra_context=None):
        if request.method == "POST":
            return forget(super().logout(request, extra_context))
        return redirect("logout")

    def password_change(self, request, extra_context=None):
        """There is one page for one's own password, as there is one to log in."""
        return redirect("password")

    def index(self, request, extra_context=None):
        groups = worklist.groups(request.user, today())
        return super().index(request, {"worklist": groups} | (extra_context or {}))

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


def menu_label(app_label):
    return app_label if app_label in MENU else LAST
