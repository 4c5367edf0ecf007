"""一次发给多名代表: what is the same for all is typed once, the deputies are ticked, and before anything
is stored the page shows what each gets, who had the same that day already, and the sum.
"""

import uuid
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from congress.admin.participants import TicksField, in_groups
from congress.models import Allowance
from congress.services import pay
from records.admin.form_parts import Cell, laid
from records.admin.forms import put_errors
from records.fields import choice_field, day_field
from records.models import OnceKey
from records.once import once_key
from representatives.models import Mandate, Person
from township.models import Level
from township.numbers import plain
from township.spans import day_in_words, today

NOBODY = "请至少勾一名代表。"
NOT_IN_OFFICE = "{names}在{day}不是代表，不能发给；请去掉勾，或者改发放日期。"
LOOK_FIRST = "还没有保存：请先核对下面每人的金额和合计。"


def amount_field(**options):
    return forms.DecimalField(
        label="每人金额（元）", max_digits=12, decimal_places=2,
        validators=[MinValueValidator(Allowance._meta.get_field("amount").validators[0].limit_value)],
        **options,
    )  # fmt: skip


@dataclass
class PayRow:
    """What one deputy gets, as it was typed; `wrong` says why it cannot be."""

    person: Person
    typed: str
    amount: object = None
    wrong: str = ""
    before: tuple = ()  # what of the kind was paid to them on that day already


class PayForm(forms.Form):
    """The allowance of many. `rows` are those ticked, once the rest is right."""

    kind = choice_field("类别", [c for c in Allowance.Kind.choices if c[0] != "election"])
    paid_on = day_field("发放日期")
    amount = amount_field(help_text="各人不一样的，下一步逐人改。")
    note = forms.CharField(label="说明", max_length=80, required=False)
    ticked = TicksField(label="发给哪些代表")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        self.offer(self.day() or today())

    def day(self):
        try:
            return self.fields["paid_on"].to_python(self["paid_on"].value())
        except ValidationError:
            return None

    def offer(self, day):
        """Offer those in office on `day`, and whoever was ticked. Whom the page lists already
        has the tick there.
        """
        sent = self.data.getlist("ticked") if self.is_bound else []
        sent = {int(key) for key in sent if key.isdecimal() and len(key) < 12}
        held = Mandate.objects.at(Level.TOWN).in_force(day)
        self.mandates = {row.person_id: row for row in held}
        people = Person.objects.filter(pk__in=set(self.mandates) | sent)
        people = list(people.order_by("spelling", "pk").only("pk", "name", "initials"))
        self.people = {one.pk: one for one in people}
        self.listed = [one for one in people if f"amount_{one.pk}" in self.data]
        field = self.fields["ticked"]
        self.day_offered = day
        field.choices = in_groups(people, day, set(self.mandates))
        field.widget.day, field.widget.offered_on = "paid_on", day
        field.widget.letters = {one.pk: one.initials for one in people}

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > today():
            raise ValidationError("发放日期不能在今天之后。")
        return day

    def clean_ticked(self):
        ticked = dict.fromkeys(self.cleaned_data["ticked"])
        if not ticked:
            raise ValidationError(NOBODY)
        strangers = [self.people[key].name for key in ticked if key not in self.mandates]
        if strangers and self.cleaned_data.get("paid_on"):
            told = {
                "names": "、".join(strangers),
                "day": day_in_words(self.cleaned_data["paid_on"]),
            }
            raise ValidationError(NOT_IN_OFFICE.format(**told))
        return list(ticked)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.rows = list(self.rows_of(cleaned))
            if any(row.wrong for row in self.rows):
                raise ValidationError("有的金额不对，见下面。")
            listed = {row.person.pk for row in self.rows}
            rest = [one for one in self.people.values() if one.pk not in listed]
            # The tick of whom the page lists stands there.
            groups = in_groups(rest, self.day_offered, set(self.mandates))
            self.fields["ticked"].widget.choices = groups
        return cleaned

    def rows_of(self, told):
        paid = {}
        same = Allowance.objects.same_as(told["kind"], told["paid_on"]).select_related("mandate")
        for row in same:
            paid.setdefault(row.mandate.person_id, []).append(row)
        # Whoever was given the common amount gets the new one, where that was changed since.
        common, before = self.data.get("amount", ""), self.data.get("amount_before")
        for key in told["ticked"]:
            typed = self.data.get(f"amount_{key}", common)
            typed = common if typed == before else typed
            row = PayRow(self.people[key], typed, before=tuple(paid.get(key, ())))
            try:
                row.amount = amount_field().clean(typed)
            except ValidationError as error:
                row.wrong = " ".join(error.messages)
            yield row

    @property
    def total(self):
        return sum(row.amount or 0 for row in self.rows)

    @property
    def paid_already(self):
        return [row for row in self.rows if row.before]

    @property
    def was_shown(self):
        """Whether the page that was sent listed all whom it pays, and said who was paid before."""
        told = set(self.data.getlist("told"))
        said = {str(row.person.pk) for row in self.paid_already} <= told
        return said and {row.person for row in self.rows} <= set(self.listed)

    def do(self, user):
        told = {name: self.cleaned_data[name] for name in ("kind", "paid_on", "note")}
        amounts = [(self.mandates[row.person.pk], row.amount) for row in self.rows]
        return pay(amounts, by=user, **told)


def many_view(model_admin, request):
    """The page; like every form that creates, it is stored once."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if model_admin.was_stored(request, None):
        return model_admin.already_stored(request)
    asked = {name: request.GET[name] for name in ("paid_on",) if name in request.GET}
    form = PayForm(request.POST or None, initial=model_admin.first_values(request) | asked)
    if request.method == "POST" and form.is_valid() and "_save" in request.POST:
        if not form.was_shown:
            form.add_error(None, LOOK_FIRST)
        elif rows := stored(model_admin, request, form):
            total = plain(sum(row.amount for row in rows))
            words = f"已登记{len(rows)}笔{rows[0].get_kind_display()}，合计{total}元。"
            model_admin.message_user(request, words)
            return redirect(model_admin.url("changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "一次发给多名代表", "opts": model_admin.opts, "form": form,
        "cells": laid(Cell(form[n].label, form[n]) for n in ("kind", "paid_on", "amount", "note")),
        "ticks": Cell(form["ticked"].label, form["ticked"]), "total": plain(form.total),
        "media": model_admin.media + form.media, "once": once_key(request) or uuid.uuid4(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/congress/allowances.html", context)


def stored(model_admin, request, form):
    """The rows, stored with the one-time key; None where they were refused, and the form says why."""
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=once_key(request))
            rows = form.do(request.user)
            for row in rows:
                model_admin.log_addition(request, row, "一次发给多名代表")
            return rows
    except ValidationError as error:
        put_errors(form, error)
        return None
