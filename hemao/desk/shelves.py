"""Where the ledgers stand: the shelves of the menu 台账, and the tab to which each page belongs.

One table for the masthead, the workbench and the current tab, so that they cannot differ. A ledger
that is registered and has no place here fails the test of this module.
"""

from dataclasses import dataclass

from django.apps import apps
from django.urls import get_script_prefix, reverse

from accounts import roles
from accounts.models import Role

# The tabs of the masthead. A page of the admin is lit where its subject is, not where Django keeps it.
DESK, HOUSEHOLDS, OPINIONS = "desk", "households", "opinions"
MOTIONS, MEETINGS, DEPUTIES, REPORTS = "motions", "meetings", "deputies", "reports"
OVERVIEW, ME, STATUS = "overview", "me", "status"

SHELVES = {
    "日常": {
        "motions.motion": MOTIONS,
        "motions.supervisionact": MOTIONS,
        "motions.tabling": MOTIONS,
        "representatives.opinion": OPINIONS,
        "representatives.visit": HOUSEHOLDS,
        "congress.session": MEETINGS,
        "congress.presidiummeeting": MEETINGS,
        "congress.agendaitem": MEETINGS,
        "congress.resolution": MEETINGS,
        "congress.activity": MEETINGS,
        "congress.reply": MEETINGS,
        "congress.campaign": MEETINGS,
        "congress.project": MEETINGS,
        "congress.researchreport": MEETINGS,
        "congress.honour": DEPUTIES,
        "congress.allowance": DEPUTIES,
        "reports.report": REPORTS,
    },
    "名册": {
        "representatives.deputy": DEPUTIES,
        "representatives.mandate": DEPUTIES,
        "representatives.person": DEPUTIES,
        "representatives.household": HOUSEHOLDS,
        "representatives.assignment": HOUSEHOLDS,
        "congress.body": DEPUTIES,
        "congress.post": DEPUTIES,
        "congress.poll": DEPUTIES,
        "congress.election": MEETINGS,
        "representatives.constituency": DEPUTIES,
        "township.liaison": HOUSEHOLDS,
    },
    "设置": {
        "township.town": DESK,
        "township.townname": DESK,
        "township.term": DESK,
        "township.village": DESK,
        "township.department": DESK,
        "township.topic": DESK,
        "township.deadlinerule": DESK,
        "township.holiday": DESK,
        "motions.resultclass": DESK,
        "representatives.category": DESK,
        "township.ledgerstart": DESK,
        "reports.baseline": REPORTS,
    },
    "账号与日志": {
        "accounts.user": DESK,
        "accounts.loginlink": DESK,
        "accounts.device": DESK,
        "accounts.emergency": DESK,
        "records.readrecord": DESK,
        "admin.logentry": DESK,
        "accounts.login": DESK,
        "accounts.loginrefusal": DESK,
        "accounts.wrongtries": DESK,
    },
}
# Rows that are written on another record's page and only read on their own: where that record is.
PARTS = {
    "congress.meeting": MEETINGS,
    "congress.sitting": MEETINGS,
    "congress.attendance": MEETINGS,
    "congress.activityplace": MEETINGS,
    "congress.activityphoto": MEETINGS,
    "congress.participation": MEETINGS,
    "congress.finding": MEETINGS,
    "congress.bodyname": DEPUTIES,
    "congress.candidacy": DEPUTIES,
    "representatives.categoryname": DESK,
    "representatives.householdcategory": HOUSEHOLDS,
    "motions.signature": MOTIONS,
    "motions.handling": MOTIONS,
    "motions.rating": MOTIONS,
    "motions.motionscan": MOTIONS,
}
PLACES = {**PARTS, **{label: place for shelf in SHELVES.values() for label, place in shelf.items()}}

# What stands on a shelf and is no ledger: the name, its address, and for whom.
PAGES = {
    "名册": (("从表格导入", "import", (Role.STAFF,)),),
    "设置": (("开始使用", "start", (Role.STAFF,)),),
}

# The pages beside the admin, by how the name of their address begins; the first that fits counts.
# "meeting" stands for an activity's page as well: both are one calendar.
BEGINNINGS = [
    ("household", HOUSEHOLDS), ("assignment", HOUSEHOLDS), ("visit", HOUSEHOLDS),
    ("opinion", OPINIONS), ("motion", MOTIONS), ("meeting", MEETINGS), ("activity", MEETINGS),
    ("deputy", DEPUTIES), ("report", REPORTS), ("figure", REPORTS), ("table", REPORTS),
    ("overview", OVERVIEW), ("status", STATUS), ("start", DESK), ("import", DESK), ("me", ME), ("password", ME),
]  # fmt: skip


@dataclass(frozen=True)
class ShelfEntry:
    """One ledger of the menu. `add_url` is "" where nobody adds by hand, or it was not asked."""

    name: str
    url: str
    add_url: str = ""


@dataclass(frozen=True)
class Shelf:
    title: str
    ledgers: tuple


# What a set of roles may open does not change while the program runs.
KEPT = {}


def shelves(user):
    """The shelves that `user` may look into, as a list of Shelf: no query."""
    if not (user.is_authenticated and roles.works_in_admin(user)):
        return []
    key = (user.roles, get_script_prefix())
    if key not in KEPT:
        KEPT[key] = on_shelves(user, lambda label: ledger(user, label))
    return KEPT[key]


def on_shelves(user, ledger_of):
    """A list of Shelf with what `ledger_of` (a function of a model's label) finds, and with the pages that
    are for `user`; none is empty.
    """
    found = [
        Shelf(title, (*filter(None, map(ledger_of, labels)), *pages(user, title)))
        for title, labels in SHELVES.items()
    ]
    return [shelf for shelf in found if shelf.ledgers]


def pages(user, title):
    """The pages on the shelf `title` that are no ledgers."""
    rows = PAGES.get(title, ())
    return (ShelfEntry(name, reverse(view)) for name, view, who in rows if user.holds(*who))


def ledger(user, label):
    """The ledger of the model `label` for `user`; None where it is not theirs to see."""
    app_label, _, name = label.partition(".")
    if not roles.may(user, f"{app_label}.view_{name}"):
        return None
    # Said when it is shown: entries are kept, and a town that begins gets its name while the program runs.
    names = apps.get_model(label)._meta.verbose_name_plural
    return ShelfEntry(names, reverse(f"admin:{app_label}_{name}_changelist"))


def with_ways_to_add(user, app_list):
    """The shelves of `user`'s `app_list` (AdminSite.get_app_list), each ledger with where one is added."""
    found = {}
    for app in app_list:
        for entry in app["models"]:
            add_url = entry["add_url"] or ""
            found[entry["model"]._meta.label_lower] = ShelfEntry(
                entry["name"], entry["admin_url"], add_url
            )
    return on_shelves(user, found.get)


def place_of(match):
    """The tab to which the page of `match` (a ResolverMatch, or None) belongs; "" for none."""
    if match is None or not match.url_name:
        return ""
    if match.app_name == "admin":
        label = ".".join(match.url_name.split("_")[:2])
        return PLACES.get(label, DESK)
    return next((place for start, place in BEGINNINGS if match.url_name.startswith(start)), "")
