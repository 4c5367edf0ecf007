"""快速登记: many opinions on one page, a line each; all are stored, or none."""

import itertools
import uuid
from functools import cached_property

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from records.admin.forms import INCOMPLETE, ConstraintForm, SentRows, put_errors
from records.controls import verb_for
from records.fields import day_field
from records.models import OnceKey
from records.once import once_key
from representatives import opinions
from representatives.models import Assignment, Household, Opinion, Person
from representatives.names import Names, only
from township.models import Department, Topic
from township.spans import today

LINES = 10


class Known:
    """What the lines may name, read once for all of them."""

    @cached_property
    def people(self):
        return Names(Person.objects.all(), "name")

    @cached_property
    def households(self):
        return Names(Household.objects.select_related("village"), "head_name")

    @cached_property
    def assignments(self):
        return list(Assignment.objects.select_related("person"))

    @cached_property
    def topics(self):
        return {str(row.pk): row for row in Topic.objects.all()}

    @cached_property
    def departments(self):
        return {str(row.pk): row for row in Department.objects.in_force(today())}

    def kept(self, day):
        """{household: its deputy} on `day`."""
        rows = [row for row in self.assignments if row.covers(day)]
        return {row.household_id: row.person for row in rows}


def choice_of(label, rows, **options):
    """A list of `rows` ({number: row}) that are in memory already."""
    return forms.TypedChoiceField(
        label=label, choices=[*BLANK_CHOICE_DASH, *((key, str(row)) for key, row in rows.items())],
        coerce=rows.get, empty_value=None, **options,
    )  # fmt: skip


class LineForm(ConstraintForm):
    """One opinion. A line without day and source was heard on the occasion of the line above."""

    heard_on = day_field("听到日期", required=False)
    source = forms.ChoiceField(
        label="来源", choices=[("", "请选择"), *Opinion.Source.choices], required=False
    )
    hearer = forms.CharField(label="听取人", max_length=30, required=False)
    home = forms.CharField(label="联系户", max_length=60, required=False)
    handed_over_on = day_field("转办日期", required=False)

    class Meta:
        model = Opinion
        fields = [
            "heard_on", "source", "raiser", "topic", "text", "disposal", "department",
            "handed_over_on",
        ]  # fmt: skip

    field_order = [
        "heard_on", "source", "hearer", "home", "raiser", "topic", "text", "disposal", "department",
        "handed_over_on",
    ]  # fmt: skip
    above = None  # the line above it, once the formset has made them all

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["topic"] = choice_of("类别", known.topics)
        self.fields["department"] = choice_of("承办单位", known.departments, required=False)
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["raiser"].help_text = ""
        self.fields["hearer"].widget.attrs["list"] = "hearers"
        self.order_fields(self.field_order)
        number = int(self.prefix.rpartition("-")[2]) + 1
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"第{number}行 {field.label}"

    def clean(self):
        cleaned = super().clean()
        self.find_hearer(cleaned.get("hearer"))
        if not cleaned.get("heard_on") and not cleaned.get("source"):
            self.repeat_above(cleaned)
        else:
            self.ask_for_both(cleaned)
        self.find_home(cleaned.get("home"), cleaned.get("heard_on"))
        return cleaned

    def find_hearer(self, typed):
        if typed:
            found = self.known.people.find(typed)
            self.instance.heard_by = self.only("hearer", typed, found, "请先在“人员”里登记")

    def repeat_above(self, cleaned):
        above = self.above
        while above is not None and not above.has_changed():
            above = above.above
        if above is None:
            self.ask_for_both(cleaned)
            return
        for name in ("heard_on", "source"):
            cleaned[name] = above.cleaned_data.get(name)
        if not cleaned.get("hearer"):
            self.instance.heard_by = above.instance.heard_by

    def ask_for_both(self, cleaned):
        for name in ("heard_on", "source"):
            if not cleaned.get(name) and name not in self.errors:
                field = self.fields[name]
                self.add_error(name, f"请{verb_for(field)}{field.label}。")

    def find_home(self, typed, day):
        """The household; of several of that name, the one that the hearer keeps in touch with."""
        if not typed:
            return
        found = self.known.households.find(typed)
        kept = self.known.kept(day) if day else {}
        hearer = self.instance.heard_by
        if len(found) > 1 and hearer:
            found = [row for row in found if kept.get(row.pk) == hearer] or found
        row = self.instance.household = self.only("home", typed, found, "不是联系户的填在“提出人”")
        if row and not hearer and self.cleaned_data.get("source") == Opinion.Source.VISIT:
            self.instance.heard_by = kept.get(row.pk)

    def only(self, name, typed, found, instead):
        """The one row of `found`; where there is none or several, the field says so."""
        try:
            return only(found, typed, instead)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def check_constraints(self):
        self.instance.validate_constraints()


class Lines(SentRows, forms.BaseFormSet):
    request = None

    @cached_property
    def forms(self):
        made = super().forms
        for above, form in itertools.pairwise(made):
            form.above = above
        return made

    def filled(self):
        return [form for form in self.forms if form.has_changed()]

    def clean(self):
        if getattr(self.request, "incomplete", ""):
            raise ValidationError(INCOMPLETE)
        if not self.filled():
            raise ValidationError("一行都没有填。")


LineFormSet = forms.formset_factory(LineForm, Lines, extra=LINES, max_num=LINES, absolute_max=LINES)


def quick_view(model_admin, request):
    """The page; like every form that creates, it is stored once."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if model_admin.was_stored(request, None):
        return model_admin.already_stored(request)
    lines = LineFormSet(request.POST or None, form_kwargs={"known": Known()})
    lines.request = request
    if request.method == "POST" and lines.is_valid():
        if stored(model_admin, request, lines):
            model_admin.message_user(request, f"已登记{len(lines.filled())}条意见建议。")
            again = "_addanother" in request.POST
            return redirect(model_admin.url("quick" if again else "changelist"))
        if model_admin.was_stored(request, None):  # sent twice in the same moment
            return model_admin.already_stored(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "快速登记意见建议", "opts": model_admin.opts, "lines": lines,
        "media": model_admin.media, "once": once_key(request) or uuid.uuid4(),
        "hearers": Person.objects.deputies_on(today()), "is_nav_sidebar_enabled": False,
    }  # fmt: skip
    return TemplateResponse(request, "admin/representatives/quick.html", context)


def stored(model_admin, request, lines):
    """True when all lines were stored, with the one-time key; otherwise the lines say why not."""
    form = None
    try:
        with transaction.atomic():
            if not OnceKey.objects.get_or_create(key=once_key(request))[1]:
                return False
            for form in lines.filled():
                row = opinions.enter_opinion(form.save(commit=False), by=request.user)
                model_admin.log_addition(request, row, "快速登记")
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True
