"""How far a town is: what the steps of the guide are judged by, counted in one statement."""

from types import SimpleNamespace

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import LoginLink, User
from congress.models import Body, Meeting, Post
from motions.models import Motion
from reports.counting.evaluate import CountOf, SumOf
from reports.models import Baseline
from representatives.models import (
    Assignment,
    Category,
    Constituency,
    Household,
    Mandate,
    Person,
)
from township.models import (
    DeadlineRule,
    Department,
    Holiday,
    LedgerStart,
    Level,
    Term,
    Topic,
    Town,
    TownName,
    Village,
)


def facts(user, day):
    """What there is on `day`, by name: one statement, hung on the row of `user`, which is there."""
    asked = {f"n_{name}": column for name, column in columns(day).items()}  # a user has groups too
    row = User.objects.filter(pk=user.pk).order_by().values(**asked).get()
    return SimpleNamespace(**{name[2:]: int(value or 0) for name, value in row.items()})


def columns(day):
    term = Term.objects.at(Level.TOWN).in_force(day)
    seats = Constituency.objects.filter(term__in=term.order_by().values("pk"))
    bodies = Body.objects.in_force(day)
    groups = bodies.of_kind(Body.Kind.GROUP, Body.Kind.DELEGATION)
    members = Post.objects.in_force(day).filter(body=OuterRef("pk"))
    first_day = LedgerStart.objects.order_by("complete_from").values("complete_from")[:1]
    return {
        "names": CountOf(TownName.objects.in_force(day)),
        "villages": CountOf(Village.objects),
        "departments": CountOf(Department.objects.in_force(day)),
        "topics": CountOf(Topic.objects),
        "rules": CountOf(DeadlineRule.objects.in_force(day)),
        "holidays": CountOf(Holiday.objects.filter(day__year=day.year)),
        "settings": CountOf(Town.history.filter(history_type="~")),
        "terms": CountOf(term),
        "term_number": SumOf(term, "number"),
        "terms_before_ledger": CountOf(term.filter(starts_on__lt=Subquery(first_day))),
        "county_terms": CountOf(Term.objects.at(Level.COUNTY).in_force(day)),
        "constituencies": CountOf(seats),
        "seats": SumOf(seats, "seats"),
        "deputies": CountOf(Person.objects.deputies_on(day)),
        "pending": CountOf(Mandate.objects.pending()),
        "presidium": CountOf(Post.objects.presidium_on(day)),
        "groups": CountOf(groups),
        "groups_empty": CountOf(groups.filter(~Exists(members))),
        "categories": CountOf(Category.objects),
        "each": SumOf(Category.objects, "per_deputy"),
        "households": CountOf(Household.objects),
        "assignments": CountOf(Assignment.objects.in_force(day)),
        "ledger": CountOf(LedgerStart.objects),
        "meetings": CountOf(Meeting.objects),
        "motions": CountOf(Motion.objects),
        "baselines": CountOf(Baseline.objects),
        "accounts": CountOf(User.objects.able()),
        "links": CountOf(LoginLink.objects),
        "site": CountOf(Town.objects.exclude(site_url="")),
    }
