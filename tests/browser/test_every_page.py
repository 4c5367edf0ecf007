"""Every page of the office, of leadership and of the auditor in a browser: for everybody, as wide as
its window, with one tab lit. A sample in the gate, all of them in `make trial`.
"""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from congress.models import Activity, Meeting
from motions.models import Motion
from representatives.models import Assignment, Deputy, Household
from tests import trial
from tests.browser.axe import violations
from tests.browser.test_main_journey import PASSWORD, log_in
from tests.demo_town import lay_demo_town

# (width, height, size of text)
SCREENS = [(1280, 720, "100%"), (360, 740, "100%"), (390, 844, "100%"), (1280, 720, "200%")]
LIT = "() => document.querySelectorAll('.tabs [aria-current]').length"
# What the list of own pages names, and the leader may not open: others test who may.
CLOSED = {
    ("leader", "/households/paper/"), ("leader", "/households/late/"), ("leader", "/deputies/notice/"),
}  # fmt: skip
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
# What stands in the gate: one page of each kind of template.
IN_THE_GATE = [
    "/admin/", "/admin/motions/motion/", "/admin/motions/motion/through/",
    "/admin/congress/presidiummeeting/add/", "/admin/congress/activity/add/",
    "/admin/representatives/visit/add/", "/admin/representatives/opinion/quick/",
    "/admin/congress/allowance/many/", "/admin/township/holiday/", "/overview/", "/households/", "/motions/", "/meetings/", "/deputies/",
    "/reports/", "/reports/2021/", "/reports/2021/figures/", "/reports/2026/check/", "/opinions/months/",
    "/reports/2026/plan/", "/admin/records/readrecord/", "/help/", "/help/motions/",
]  # fmt: skip


@pytest.fixture
def town(transactional_db):
    lay_demo_town()
    for user in User.objects.filter(username__in=("staff", "leader", "auditor")):
        user.set_password(PASSWORD)
        user.save()


def pages_of_the_admin(user):
    """The lists that `user` may see, the forms to add, and the page of the first record of each."""
    request = RequestFactory().get("/")
    request.user = user
    for model, entry in admin.site._registry.items():
        if not entry.has_view_permission(request):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if entry.has_add_permission(request):
            yield reverse(f"{name}_add")
        if first := model._default_manager.first():
            yield reverse(f"{name}_change", args=[first.pk])
            yield from (
                reverse(f"{name}_verb", args=[first.pk, verb.slug])
                for verb in getattr(entry, "verbs_for", lambda *_: [])(request, first)
            )


def comparisons():
    """Two people and two households side by side, as they stand before they are merged."""
    for model in (Deputy, Household):
        kept, gone = model._default_manager.order_by("pk").values_list("pk", flat=True)[:2]
        name = f"admin:representatives_{model._meta.model_name}_verb"
        yield reverse(name, args=[kept, "merge"], query={"with": gone})


def own_pages():
    yield from [
        "/overview/", "/households/", "/households/late/", "/households/paper/", "/opinions/months/",
        "/motions/", "/meetings/", "/deputies/", "/deputies/notice/", "/reports/", "/reports/2021/",
        "/reports/2026/", "/reports/2021/annex/", "/reports/2017-2021/", "/reports/2021/figures/",
        "/reports/2026/check/", "/reports/2026/plan/", "/reports/2026/tables/", "/me/",
        "/help/", "/help/motions/", "/help/?q=走访",
    ]  # fmt: skip
    for model in (Motion, Household, Meeting, Activity):
        yield model._default_manager.first().get_absolute_url()
    yield reverse("deputy-detail", args=[Assignment.objects.first().person_id])


def addresses_of(name):
    user = User.objects.get(username=name)
    found = [*pages_of_the_admin(user)] if name != "leader" else []
    found += own_pages() if name != "auditor" else ["/admin/", "/me/"]
    if name == "staff":
        found += [
            "/admin/",
            "/admin/motions/motion/through/",
            "/admin/representatives/opinion/quick/",
            "/admin/congress/allowance/many/",
            *comparisons(),
        ]
    kept = found if trial.WHOLE else [a for a in found if a in IN_THE_GATE]
    return list(dict.fromkeys(kept))


@pytest.mark.trial
def test_every_page_is_for_everybody(town, desktop, figure):
    bad, seen, screens = [], [], SCREENS[: trial.length(sample=2, whole=4)]
    for name in ("staff", "leader", "auditor"):
        desktop.context.clear_cookies()
        log_in(desktop, name)
        for width, height, text in screens:
            desktop.set_viewport_size({"width": width, "height": height})
            for address in addresses_of(name):
                answer = desktop.goto(address)
                if (name, address) in CLOSED:
                    continue
                desktop.evaluate(
                    "(size) => { document.documentElement.style.fontSize = size }", text
                )
                seen.append(address)
                is_examined = trial.WHOLE or width == 1280
                faults = [*violations(desktop)] if is_examined else []
                faults += [] if desktop.evaluate(FITS) else ["wider than its window"]
                lit = 0 if address.startswith("/help/") else 1  # the handbook is under no tab
                faults += [] if desktop.evaluate(LIT) == lit else ["not the tab lit"]
                if answer.status != 200 or faults:
                    bad.append((name, width, text, address, answer.status, faults))
    figure(f"{len(seen)} pages on {len(screens)} screens, {len(bad)} with a fault")
    assert bad == []
    assert set(IN_THE_GATE) <= set(seen)
