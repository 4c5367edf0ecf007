"""Numbers and days that nobody can mean are refused at their field, and nothing typed is lost."""

import re
from importlib import import_module
from types import SimpleNamespace

import lxml.html
import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models

from records.admin.forms import INCOMPLETE
from records.bounds import DAY_SENTENCE
from records.fields import DayField
from reports.studio.plan_views import PlanFormSet
from representatives.admin.quick import Known, LineFormSet
from representatives.models import Person
from tests import cast
from tests.records.admin_form import AdminForm
from tests.records.test_admin import LEDGER, office, url
from tests.records.test_admin_refusals import at_field
from township.models import Term

__all__ = ["office"]

OURS = ["township", "representatives", "congress", "motions", "reports"]
LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}
# Written by the machine alone: no form and no address says them.
COUNTED = {
    "motions.Motion.year", "motions.NumberSeries.year", "motions.NumberSeries.last",
    "reports.TableVersion.number", "reports.Section.order", "reports.Section.version",
    "reports.PlanItem.order", "reports.Edition.number",
    "representatives.Merge.kept", "representatives.Merge.gone",
}  # fmt: skip
HUGE = "9" * 30


def whole_numbers():
    for model in apps.get_models():
        if model._meta.app_label in OURS and not model.__name__.startswith("Historical"):
            for field in model._meta.local_fields:
                if isinstance(field, models.IntegerField) and not field.primary_key:
                    yield field


def test_every_whole_number_has_bounds_that_both_databases_store():
    unbounded, found = set(), list(whole_numbers())
    for field in found:
        highest = [v.limit_value for v in field._validators if v.code == "max_value"]
        if not highest or highest[0] > LARGEST[type(field)]:
            unbounded.add(str(field))
    assert len(found) > 50
    assert unbounded == COUNTED


def boxes(entry, request, kind):
    """The names of the fields of `kind` on the empty form of `entry`."""
    fields = entry.get_form(request).base_fields
    return [name for name, field in fields.items() if type(field) is kind]


def refusals(client, kind, typed):
    """(model, field, sentences, whether what was typed stands there again) of every empty form."""
    request = client.get("/admin/").wsgi_request
    for entry in map(admin.site.get_model_admin, LEDGER):
        if not entry.has_add_permission(request):
            continue
        form = AdminForm(client, url(entry.model, "add"))
        names = [name for name in boxes(entry, request, kind) if form.could_send(name)]
        form.data |= {name: [typed] for name in names}
        answer = form.send() if names else None
        for name in names:
            page = lxml.html.fromstring(answer.content.decode())
            kept = page.xpath(f"//*[@name='{name}']/@value") == [typed]
            yield entry.model, name, at_field(answer, name), kept


class TestForms:
    def test_a_number_of_thirty_digits(self, office, db):
        cast.make_frame()
        before = Term.objects.count()
        found = list(refusals(office, forms.IntegerField, HUGE))
        assert len(found) > 25
        wrong = [(model, name) for model, name, said, kept in found if not kept or len(said) != 1]
        assert wrong == []
        assert {said[0][:2] for _, _, said, _ in found} == {"请填"}
        assert Term.objects.count() == before

    def test_a_day_at_either_end_of_the_calendar(self, office, db):
        cast.make_frame()
        for typed in ("9999-12-31", "0001-01-01"):
            found = list(refusals(office, DayField, typed))
            assert len(found) > 25
            assert {tuple(said) for _, _, said, _ in found} == {(DAY_SENTENCE,)}
            assert all(kept for *_, kept in found)
        assert not Person.objects.exists()


class TestRows:
    """A form has the rows that were sent, whatever number of rows it says."""

    def test_of_every_record(self, office, db):
        cast.make_frame()
        seen = 0
        for model in LEDGER:
            page = office.get(url(model, "add"))
            if page.status_code != 200 or not page.context_data["inline_admin_formsets"]:
                continue
            form = AdminForm(office, url(model, "add"))
            rows = [one.formset.prefix for one in page.context_data["inline_admin_formsets"]]
            answer = form.fill(**{f"{name}-TOTAL_FORMS": HUGE for name in rows}).send()
            for drawn in answer.context_data["inline_admin_formsets"]:
                sent = {
                    name.split("-")[1]
                    for name in form.data
                    if re.match(rf"{drawn.formset.prefix}-\d", name)
                }
                assert len(drawn.formset.forms) == len(sent) + drawn.formset.extra, model
                assert INCOMPLETE in drawn.formset.non_form_errors(), model
                seen += 1
        assert seen > 10

    def test_of_a_plan_and_of_opinions(self, office, db):
        cast.make_frame()
        data = {"form-TOTAL_FORMS": HUGE, "form-INITIAL_FORMS": HUGE, "form-0-text": "修桥"}
        for rows in (PlanFormSet(data), LineFormSet(data, form_kwargs={"known": Known()})):
            assert len(rows.forms) == min(1 + rows.extra, rows.absolute_max)
            assert rows.non_form_errors()[-1] == INCOMPLETE


class TestTerms:
    @pytest.mark.parametrize("typed", ["99999", "100", "0", "-1", HUGE])
    def test_its_number(self, office, no_town, typed):
        form = AdminForm(office, url(Term, "add")).fill(number=typed, starts_on="2022-01-01")
        assert at_field(form.send(), "number") == ["请填1到99之间的整数。"]
        assert not Term.objects.exists()

    def test_an_upgrade_names_the_term_that_stands_in_its_way(self):
        step = import_module("township.migrations.0003_numbers_have_bounds")
        rows = SimpleNamespace(values_list=lambda *args, **kwargs: [99999])
        term = SimpleNamespace(objects=SimpleNamespace(exclude=lambda **kwargs: rows))
        with pytest.raises(ValueError, match="第99999届"):
            step.tell_of_terms_beyond(SimpleNamespace(get_model=lambda *args: term), None)


class TestMany:
    def test_keys_that_no_column_holds_are_of_no_row(self, db):
        person = cast.make_person()
        found = Person.objects.filter(pk__in=[person.pk, int(HUGE), -int(HUGE)])
        assert list(found) == [person]
        assert list(Person.objects.filter(pk__in=[int(HUGE)])) == []
        assert list(Person.objects.filter(pk__in=Person.objects.values("pk"))) == [person]
