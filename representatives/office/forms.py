"""What the office's pages about households ask for."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from records.fields import day_field
from records.written import search_key
from representatives import services
from representatives.names import Names, only
from township.spans import today
from township.words import say

ALL = ("", "全部")


class DayForm(forms.Form):
    """From which day on."""

    on = day_field()
    day_label = "开始日期"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = self.day_label

    def clean_on(self):
        if self.cleaned_data["on"] > today():
            raise ValidationError(f"{self.day_label}不能在今天之后。")
        return self.cleaned_data["on"]


class SearchForm(forms.Form):
    q = forms.CharField(label="户主或村名", required=False, max_length=30)

    def typed(self):
        return self.cleaned_data["q"] if self.is_valid() else ""


class OverviewForm(forms.Form):
    """Narrows the overview; what makes no sense narrows nothing."""

    q = forms.CharField(
        label="代表或户主", required=False, max_length=30, help_text="姓名、拼音或首字母"
    )
    village = forms.ChoiceField(label="村（社区）", required=False)
    group = forms.ChoiceField(label="村民组", required=False)
    show = forms.ChoiceField(
        label="只看", choices=[ALL, ("gap", "缺的、多的"), ("late", "超期的")], required=False
    )

    def __init__(self, data, *, table):
        super().__init__(data)
        villages = [(str(village.pk), village.name) for village in table.villages]
        self.fields["village"].choices = [ALL, *villages]
        self.fields["group"].choices = [ALL, *((group, group) for group in table.groups)]
        self.is_valid()
        self.told = {name: self.cleaned_data.get(name, "") for name in self.fields}

    @property
    def is_narrowed(self):
        return any(self.told.values())

    def fits(self, line):
        """Whether `line` is of the village, the group and the name that were asked for."""
        return self.is_there(line) and self.is_called(line)

    def is_wanted(self, line):
        return {"gap": line.has_gap, "late": bool(line.late)}.get(self.told["show"], True)

    def is_there(self, line):
        """A deputy of the village, or one with a household there; with one in the group."""
        village, group = self.told["village"], self.told["group"]
        homes = [home.household for home in line.homes]
        if group:
            homes = [home for home in homes if home.group == group]
            return any(village in ("", str(home.village_id)) for home in homes)
        own = str(line.person.village_id)
        return village in ("", own, *(str(home.village_id) for home in homes))

    def is_called(self, line):
        key = search_key(self.told["q"])
        person, homes = line.person, [home.household for home in line.homes]
        keys = [(person.name, person.spelling, person.initials)]
        keys += [(home.head_name, home.spelling, home.initials) for home in homes]
        return any(
            key in name or spelling.startswith(key) or initials.startswith(key)
            for name, spelling, initials in keys
        )


def names_of(people):
    """`people` by what a clerk types; where two have one name, their villages tell them apart."""
    times = Counter(person.name for person in people)

    def label(person):
        alone = times[person.name] == 1 or not person.village
        return person.name if alone else f"{person.name}（{person.village}）"

    return Names(people, "name", label)


class PlacesForm(DayForm):
    """`offers`, each with the deputy of `people` that it goes to; one left empty stays as it is.

    With `picks` the suggestions can be chosen with one click; whoever is typed comes first.
    """

    def __init__(self, data, *, offers, people, giver=None, picks=False, **kwargs):
        self.day_label = "移交日期" if giver else self.day_label
        super().__init__(data, **kwargs)
        self.offers, self.giver, self.picks = offers, giver, picks
        self.people = {str(person.pk): person for person in people}
        self.names = names_of(people)
        for offer in offers:
            self.add_offer(offer)

    def add_offer(self, offer):
        about = f"{offer.household}（{offer.kind}）"
        proposed = self.names.label(offer.proposal) if offer.proposal else ""
        self.fields[offer.name] = forms.CharField(
            label=f"{about}移交给" if offer.is_held else f"{about}安排给",
            required=False, max_length=40, initial=proposed,
        )  # fmt: skip
        self.fields[offer.name].widget.attrs |= {"list": "deputies", "autocomplete": "off"}
        if self.picks and offer.suggestions:
            choices = [
                (str(p.pk), f"{self.names.label(p)}（{near}）") for p, near in offer.suggestions
            ]
            self.fields[f"pick-{offer.name}"] = forms.ChoiceField(
                label=f"{about}交给谁", choices=[*choices, ("", "先不交")], required=False,
                widget=forms.RadioSelect, initial="",
                error_messages={"invalid_choice": "这名代表刚才已经配齐，请另选一名。"},
            )  # fmt: skip

    def rows(self):
        """(offer, its field, the choice of suggestions or None)."""
        for offer in self.offers:
            pick = f"pick-{offer.name}"
            yield offer, self[offer.name], self[pick] if pick in self.fields else None

    def clean(self):
        cleaned = super().clean()
        self.placements = []
        for offer in self.offers:
            to = self.chosen(offer, cleaned)
            if to:
                row = services.Placement(offer.household, offer.category, to, self.giver)
                self.placements.append((offer, row))
        if not self.placements and not self.errors:
            raise ValidationError("一户都没有填。填上代表的姓名再办。")
        return cleaned

    def chosen(self, offer, cleaned):
        typed = cleaned.get(offer.name)
        if not typed:
            return self.people.get(cleaned.get(f"pick-{offer.name}"))
        try:
            return only(self.names.find(typed), typed, say("要填现任镇代表"), self.names.label)
        except ValidationError as error:
            self.add_error(offer.name, error)
            return None

    def place(self, user):
        """How many were placed; None where one was refused: then none is, and its row says why."""
        rows = [placement for _, placement in self.placements]
        try:
            return services.place_all(rows, on=self.cleaned_data["on"], by=user)
        except ValidationError as error:
            for index, sentences in error.message_dict.items():
                self.add_error(self.placements[int(index)][0].name, sentences)
            self.add_error(None, "有的户不能这样安排，这次一户都没有存。改好或者清空那几行再办。")
            return None

    @cached_property
    def known(self):
        """What the browser offers while a name is typed."""
        return [self.names.label(person) for person in self.people.values()]
