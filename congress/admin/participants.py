"""Who took part in an activity: the deputies of its day as ticks, all others in rows."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from congress.models import Body, Participation, Post
from records.admin.forms import VOIDED_WITH_OWNER, RecordForm, RecordFormSet
from representatives.models import Person
from township.spans import day_in_words, today
from township.words import said

NO_GROUP = "没有编入小组的"
OTHERS = "那一天不是代表的"
NOT_IN_OFFICE = said(
    "{names}在{day}不是镇人大代表。下面已经换成那一天在任的代表；确实参加了的，留着勾，再保存一次。"
)


class PeopleTicks(forms.CheckboxSelectMultiple):
    """Names in columns under the headings of their groups; a script finds one and ticks them all."""

    template_name = "admin/congress/people_ticks.html"
    # The field with the day that the names are of. For which day they are; who is found by which letters; who stands in a row instead; who
    # was recorded when the page was opened.
    day, offered_on, letters, in_rows, seen = "starts_on", None, {}, (), ""

    class Media:
        js = [forms.Script("js/ticks.js", defer=True)]

    def _render(self, template_name, context, renderer=None):
        return mark_safe(
            render_to_string(template_name, context)
        )  # the renderer knows Django's own

    def get_context(self, name, value, attrs):
        ticked = {str(key) for key in value or ()}
        groups = [
            (
                title,
                [(key, words, str(key) in ticked, self.letters.get(key)) for key, words in people],
            )
            for title, people in self.choices
        ]
        context = {"name": name, "groups": groups, "in_rows": self.in_rows, "seen": self.seen}
        days = {"day": self.day, "on": self.offered_on}
        return {"widget": context | days | {"attrs": attrs or {}}}


class TicksField(forms.TypedMultipleChoiceField):
    widget = PeopleTicks

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


class ActivityForm(RecordForm):
    """An activity, with a tick for each deputy who may have been there."""

    ticked = TicksField(label="参加的代表")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "ticked" in self.fields:
            self.offer(self.day() or today())

    def day(self):
        """The first day of the activity, as far as the form or the record says it; else None."""
        field = self.fields.get("starts_on")
        told = self.initial.get("starts_on")
        if self.is_bound and field:
            told = field.widget.value_from_datadict(
                self.data, self.files, self.add_prefix("starts_on")
            )
        try:
            return field.to_python(told) if field else self.instance.starts_on
        except ValidationError:
            return None

    def offer(self, day):
        """Offer those in office on `day`, whoever is recorded, and whoever was ticked."""
        stored = list(self.stored().values_list("person", "note"))
        noted = {person for person, note in stored if note}
        self.recorded = {person for person, note in stored if not note}
        self.day_offered, ticked = day, self.recorded | self.sent()
        self.in_office = set(Person.objects.deputies_on(day).values_list("pk", flat=True))
        people = Person.objects.filter(pk__in=self.in_office | ticked | noted)
        people = list(people.order_by("spelling", "pk").only("pk", "name", "initials"))
        field = self.fields["ticked"]
        shown = [one for one in people if one.pk not in noted]
        field.choices = in_groups(shown, day, self.in_office)
        field.widget.letters = {one.pk: one.initials for one in people}
        field.widget.in_rows = [one.name for one in people if one.pk in noted]
        field.widget.offered_on = day
        recorded = ",".join(map(str, sorted(self.recorded)))
        field.widget.seen = self.data.get(f"{self.add_prefix('ticked')}_seen", recorded)
        self.initial["ticked"] = sorted(self.recorded)

    def stored(self):
        return Participation.objects.filter(activity=self.instance.pk or 0)

    def sent(self):
        """The keys that were ticked, if any."""
        if not self.is_bound:
            return set()
        told = self.fields["ticked"].widget.value_from_datadict(
            self.data, self.files, self.add_prefix("ticked")
        )
        return {int(key) for key in told or () if key.isdecimal() and len(key) < 12}

    @property
    def names_are_sent(self):
        """False of a form without the names: nothing is known of who was there."""
        return f"{self.add_prefix('ticked')}_on" in self.data

    def clean(self):
        cleaned = super().clean()
        # Whoever was there on the day that was recorded is asked about only where that day is another now.
        known = set() if "starts_on" in self.changed_data else self.recorded
        new = set(cleaned.get("ticked") or ()) - known - self.in_office
        shown_for = self.data.get(f"{self.add_prefix('ticked')}_on")
        if new and shown_for != str(self.day_offered):
            names = Person.objects.filter(pk__in=new).values_list("name", flat=True)
            told = {"names": "、".join(names), "day": day_in_words(self.day_offered)}
            self.add_error("ticked", NOT_IN_OFFICE.format(**told))
        return cleaned

    def keep_ticks(self, *, by, in_rows):
        """Make and void what the ticks say; whoever stands in a row of the page stays."""
        if "ticked" not in self.fields or not self.names_are_sent:
            return
        ticked = set(self.cleaned_data["ticked"])
        for person in sorted(ticked - self.recorded - in_rows):
            row = Participation(activity=self.instance, person_id=person)
            row._history_user = by
            row.save()
        # Whom a colleague recorded meanwhile nobody took off: this page never showed the tick.
        seen = {int(key) for key in self.fields["ticked"].widget.seen.split(",") if key.isdecimal()}
        gone = self.recorded & seen - ticked - in_rows
        gone = self.stored().filter(person__in=gone, note="")
        for row in gone:
            row._history_user = by
            row.void(reason=VOIDED_WITH_OWNER)


def in_groups(people, day, in_office):
    """`people` under the headings of their groups on `day`, where there are groups; `in_office` are
    the keys of those who are deputies then.
    """
    kinds = (Body.Kind.GROUP, Body.Kind.DELEGATION)
    posts = Post.objects.sitting_on(day, *kinds).order_by("body__order", "body")
    posts = list(posts.select_related("body").prefetch_related("body__names"))
    kind = min((post.body.kind for post in posts), key=kinds.index, default=None)
    bodies = {post.person_id: post.body for post in reversed(posts) if post.body.kind == kind}
    named = {body.pk: body.name_on(day) for body in bodies.values()}
    headings = {name: [] for pk, name in sorted(named.items(), key=lambda one: place(posts, one))}
    headings |= {NO_GROUP: [], OTHERS: []}
    for one in people:
        body = bodies.get(one.pk)
        heading = named[body.pk] if body else NO_GROUP
        headings[heading if one.pk in in_office else OTHERS].append((one.pk, one.name))
    return [(heading, members) for heading, members in headings.items() if members]


def place(posts, named):
    """Where the body of `named` (its key, its name) comes among `posts`."""
    return next(number for number, post in enumerate(posts) if post.body_id == named[0])


class ParticipationFormSet(RecordFormSet):
    """The rows beside the ticks: people who are no deputies, and whoever has a 说明."""

    @property
    def people(self):
        return {form.instance.person_id for form in self.standing_forms()}

    def keys_beside(self, constraint, standing):
        """A new row may name whom a tick has: it then says something more about them."""
        return super().keys_beside(constraint, [form for form in standing if form.instance.pk])

    def save_new(self, form, commit=True):
        row = Participation.objects.filter(
            Q(activity=self.instance.pk), person=form.instance.person_id
        ).first()
        if row is None:
            return super().save_new(form, commit)
        row.note = form.instance.note
        row.save()
        return row
