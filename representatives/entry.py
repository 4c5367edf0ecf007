"""录入登记卡: one filled card after the other, with the keyboard alone."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from records.admin.forms import put_errors
from records.fields import ButtonRow, day_field
from representatives import services
from representatives.models import Assignment, Household, Opinion, Visit
from representatives.names import Names, only
from township.models import Topic

LONG = 500
SHOWN_HOMES = 8
MET = [("yes", "见到"), ("no", "没见到")]


def nobody_keeps(home, day):
    """What is said of a visit on `day` to a household with which no deputy kept in touch."""
    return f"“{home}”在{day}没有代表联系，请核对走访日期和联系安排。"


def line(label):
    """A text on one line, so that Enter stores the card."""
    return forms.CharField(label=label, required=False, max_length=LONG)


class LateChoice(forms.ChoiceField):
    """A choice whose rows are only known once the rest of the form is read, which checks it."""

    def valid_value(self, value):
        return True


class CardForm(forms.Form):
    """One card: whom the deputy visited follows from the household and the day.

    What cannot be told from a name alone is asked for, and everything typed stays. The last
    field is a line, so that Enter ends the card from there.
    """

    home = forms.CharField(label="联系户", max_length=60)
    pick = LateChoice(label="是哪一户", required=False, widget=ButtonRow)
    visited_on = day_field("走访日期")
    again = forms.BooleanField(label="确实是另一次走访", required=False)
    method = forms.ChoiceField(label="方式", choices=Visit.Method.choices)
    met = forms.ChoiceField(label="见到没有", choices=MET)
    production = line("生产情况")
    livelihood = line("生活情况")
    policy = line("宣讲政策")
    good_deed = line("办实事")
    topic = forms.ModelChoiceField(
        Topic.objects, label="意见类别", required=False, empty_label="没有意见"
    )
    disposal = forms.ChoiceField(label="处理方式", choices=Opinion.Disposal.choices)
    text = line("反映的意见")

    def __init__(self, data=None, **kwargs):
        kwargs["initial"] = {"met": "yes", "disposal": Opinion.Disposal.TOWN} | kwargs["initial"]
        super().__init__(data, **kwargs)
        self.fields["home"].widget.attrs |= {
            "list": "homes",
            "autocomplete": "off",
            "autofocus": True,
        }
        self.assignment, self.twin = None, None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("home") and cleaned.get("visited_on"):
            try:
                self.assignment = self.whose(cleaned["home"], cleaned["visited_on"])
            except ValidationError as error:
                self.add_error("home", error)
        if self.assignment and not cleaned.get("again"):
            self.refuse_twice(cleaned["visited_on"])
        if cleaned.get("text") and not cleaned.get("topic"):
            self.add_error("topic", "记了意见，请选意见类别。")
        if cleaned.get("topic") and not cleaned.get("text"):
            self.add_error("text", "选了意见类别，请填写反映的意见。")
        return cleaned

    def whose(self, typed, day):
        """The assignment in force on `day` of the household that was `typed`, or picked."""
        rows = Assignment.objects.in_force(day).select_related("person", "household__village")
        by_home = {row.household: row for row in rows}
        found = Names(by_home, "head_name").find(typed)
        if not found and Names(Household.objects.select_related("village"), "head_name").find(
            typed
        ):
            raise ValidationError(nobody_keeps(typed, day))
        picked = [home for home in found if str(home.pk) == self.cleaned_data.get("pick")]
        if len(found) > SHOWN_HOMES:
            raise ValidationError(f"符合“{typed}”的有{len(found)}户，请把姓名写全一些。")
        if len(found) > 1:
            self.offer(found, by_home)
        if len(found) > 1 and not picked:
            raise ValidationError(f"符合“{typed}”的有{len(found)}户，请在下面选一户。")
        return by_home[only(picked or found, typed, "请核对户主姓名")]

    def offer(self, found, by_home):
        self.fields["pick"].choices = [
            (str(home.pk), f"{home}，{by_home[home].person}联系") for home in found
        ]

    def refuse_twice(self, day):
        """The deputy may have entered on the phone what is on the card as well."""
        twin = self.assignment.visits.filter(visited_on=day).select_related("recorded_by").first()
        if twin:
            self.twin = twin
            self.add_error(
                "again",
                f"这一户{day}已有一条走访记录（{twin.recorded_by}登记）。确实是另一次走访的，勾选后再存。",
            )

    @cached_property
    def asks(self):
        """The two questions that most cards never raise."""
        return {"pick": bool(self.fields["pick"].choices), "again": bool(self.twin)}

    def store(self, user):
        """The stored visit; None where a field now says why not."""
        told = self.cleaned_data
        texts = {n: told[n] for n in ("production", "livelihood", "policy", "good_deed")}
        visit = Visit(
            assignment=self.assignment, visited_on=told["visited_on"], method=told["method"],
            was_met=told["met"] == "yes", **texts,
        )  # fmt: skip
        try:
            return services.record_visit(visit, by=user, heard=self.opinion())[0]
        except ValidationError as error:
            put_errors(self, error)
            return None

    def opinion(self):
        told = self.cleaned_data
        if not told["text"]:
            return None
        return Opinion(topic=told["topic"], text=told["text"], disposal=told["disposal"])

    def look_at_first_error(self):
        """The cursor goes where something is wrong."""
        first = next((name for name in self.fields if name in self.errors), "home")
        self.fields["home"].widget.attrs.pop("autofocus")
        self.fields[first].widget.attrs["autofocus"] = True
