"""What the admin's forms with rows cost: as many statements for thirty rows as for three."""

import datetime

import pytest
from django.contrib import admin
from django.forms.models import _get_foreign_key

from congress.models import (
    ActivityPhoto,
    ActivityPlace,
    AgendaItem,
    BodyName,
    Candidacy,
    Finding,
    Participation,
    Post,
    Resolution,
    Sitting,
)
from motions.models import Handling, Rating, Signature
from reports.management.commands.bench_report import clone
from representatives.models import (
    Assignment,
    CategoryName,
    HouseholdCategory,
    Mandate,
    Opinion,
)
from tests import cast
from tests.price import price, statements
from tests.records.test_admin import MODELS, make_some, office, url
from tests.trial import length

__all__ = ["office"]

FEW, MANY = 3, length(sample=12, whole=30)
NOT_DECLARED = {"is_elected": False, "mandate": None, "post": None, "poll": None, "election": None}


class Rows:
    """What one row differs in from the next: each names another person, department, day."""

    def __init__(self):
        self.people = cast.make_deputies(MANY)
        self.departments = [
            cast.keep(cast.Department(name=f"第{number}办公室", order=number + 10))
            for number in range(MANY)
        ]

    def fields(self, model, number):
        """The fields in which row `number` of `model` is its own."""
        person, department = self.people[number], self.departments[number]
        first = datetime.date(1990, 1, 1) + datetime.timedelta(days=40 * number)
        span = {"starts_on": first, "ended_on": first + datetime.timedelta(days=20)}
        known = {
            ActivityPlace: {"order": number + 10, "name": f"第{number}站"},
            ActivityPhoto: {"order": number + 10},
            AgendaItem: {"order": number + 10, "decision_department": department},
            Assignment: {**span, "ended_for": "swap", "person": person},
            BodyName: span,
            Candidacy: {"person": person, **NOT_DECLARED},
            CategoryName: span,
            Finding: {"department": department},
            Handling: {"round": number + 10, "department": department},
            HouseholdCategory: span,
            Mandate: {**span, "ended_for": "term", "confirmed_on": first},
            Opinion: {"department": department},
            Participation: {"person": person},
            Post: {"person": person},
            Rating: {"round": number + 10},
            Resolution: {"number": ""},
            Signature: {"person": person},
            Sitting: {"number": number + 10},
        }
        return known.get(model, {})

    def add(self, parent, inline, numbers):
        """Rows of `inline` on the page of `parent`, like the one that make_some() made."""
        fk = _get_foreign_key(type(parent), inline.model, fk_name=inline.fk_name).name
        model = inline.model
        like = model._default_manager.filter(**{f"{fk}__isnull": False}).first()
        assert like is not None, f"make_some() makes no {model._meta.label}"
        rows = [clone(like) for _ in numbers]
        for number, row in zip(numbers, rows, strict=True):
            for name, value in {**self.fields(model, number), fk: parent}.items():
                setattr(row, name, value)
        model._default_manager.bulk_create(rows)


def forms_with_rows():
    """(model, its entry, its newest row) of each entry whose form has rows."""
    for model in MODELS:
        entry = admin.site.get_model_admin(model)
        if entry.inlines:
            yield entry, entry.narrow(model._default_manager.all()).order_by("-pk").first()


@pytest.mark.sqlite  # Django asks as often on both
@pytest.mark.trial
def test_as_many_statements_for_many_rows_as_for_three(office):
    make_some()
    cast.make_poll(constituency=cast.make_constituency())  # may still be written
    motion = cast.make_motion(status="registered")
    motion.events.create(
        verb="register", happened_on=cast.DAY, to_status="registered", by=cast.the_clerk()
    )
    rows, dearer = Rows(), {}
    for entry, parent in forms_with_rows():
        page = url(entry.model, "change", parent.pk)
        prices = []
        for numbers, asked in ((range(FEW), price), (range(FEW, MANY), statements)):
            for inline in entry.inlines:
                rows.add(parent, inline, numbers)
            prices.append(asked(office, page))
        if prices[0] != prices[1]:
            dearer[entry.model._meta.label] = prices
    assert dearer == {}
