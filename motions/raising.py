"""A deputy raises a motion: the form, and how it is stored."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from congress.models import Meeting
from motions import services
from motions.models import Motion
from records.fields import ButtonRow
from records.written import names_in
from representatives import opinions
from representatives.models import Mandate, Person
from township.models import Level, town_name

KINDS = (*Motion.SUGGESTIONS, Motion.Kind.BILL)  # what is most common first


def levels_of(person, day):
    """The levels of congress whose deputy `person` is on `day`, the town's first."""
    held = set(
        Mandate.objects.in_force(day).filter(person=person).values_list("term__level", flat=True)
    )
    return [level for level in Level if level in held]


def congress_of(level, day):
    """What the congress of `level` is called: 鹤毛镇人大."""
    names = town_name(day)
    known = {Level.TOWN: names.town, Level.COUNTY: names.county, Level.PREFECTURE: names.prefecture}
    return f"{known.get(level, level.label)}人大"


def new_motion(person, opinion, day):
    """An unsaved Motion of `person`, with the words of `opinion` (or None) carried over."""
    motion = Motion(proposer=person, submitted_on=day, year=day.year, opinion=opinion)
    motion.session = Meeting.objects.sessions().sitting_on(day).first()
    if opinion:
        motion.topic, motion.grounds = opinion.topic, opinion.text
    return motion


def deputies_named(text, level, day, proposer):
    """The deputies of `level` on `day` whose names are in `text`, as Persons.

    Raises ValidationError that lists the names which fit no deputy, or several.
    """
    names = names_in(text)
    people = list(Person.objects.deputies_on(day, level).filter(name__in=names))
    found = [person.name for person in people]
    unknown = [name for name in names if name not in found]
    if unknown:
        congress = congress_of(Level(level), day)
        raise ValidationError(f"{congress}现在没有叫{'、'.join(unknown)}的代表，请核对姓名。")
    twice = [name for name in names if found.count(name) > 1]
    if twice:
        raise ValidationError(
            f"叫{'、'.join(twice)}的代表不止一位，分不清是谁，请让人大办公室代填。"
        )
    if proposer in people:
        raise ValidationError(OWN_NAME)
    return people


OWN_NAME = "您自己是领衔代表，不用再写进来。"


class RaiseForm(forms.ModelForm):
    """What a deputy is asked. `levels` are those of the mandates held: one is not asked for.

    A draft may lack its words; what is handed in may not.
    """

    cosigners = forms.CharField(
        label="请谁附议", max_length=300, required=False,
        help_text="写姓名，用顿号或空格隔开。他们登录以后确认；不请人的留空。",
    )  # fmt: skip

    class Meta:
        model = Motion
        fields = ["level", "kind", "topic", "title", "grounds", "proposal", "is_public"]
        widgets = {
            "level": ButtonRow,
            "kind": ButtonRow,
            "grounds": forms.Textarea(attrs={"rows": 6}),
            "proposal": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {"level": "向谁提出", "grounds": "情况", "proposal": "建议"}
        help_texts = {
            "kind": "议案在人代会期间提出，须代表五人以上联名。",
            "title": "一事一案，如：关于清理桥头村水渠的建议。",
            "grounds": "是什么事、在哪里、影响多少户。",
            "proposal": "希望谁来办、怎么办。",
        }

    field_order = [
        "level", "kind", "title", "topic", "grounds", "proposal", "cosigners", "is_public"
    ]  # fmt: skip

    def __init__(self, *args, levels, day, is_draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.day, self.is_draft = day, is_draft
        self.ask_levels(levels)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in KINDS]
        self.fields["topic"].empty_label = "请选择"
        for name in ("grounds", "proposal"):
            field = self.fields[name]
            field.required = not is_draft
            field.error_messages["required"] = f"请写明{field.label}；没写完的先存草稿。"

    def ask_levels(self, levels):
        if len(levels) == 1:
            self.instance.level = levels[0]
            del self.fields["level"]
            return
        choices = [(level.value, congress_of(level, self.day)) for level in levels]
        self.fields["level"].choices = choices
        self.fields["level"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        self.instance.occasion = self.occasion(cleaned.get("level", self.instance.level))
        return cleaned

    def occasion(self, level):
        """大会期间 while the town's session sits; another level's calendar is not ours to know."""
        if level != Level.TOWN:
            self.instance.session = None
        occasions = Motion.Occasion
        return occasions.SESSION if self.instance.session else occasions.BETWEEN

    def clean_cosigners(self):
        level = self.cleaned_data.get("level", self.instance.level)
        names = self.cleaned_data["cosigners"]
        return deputies_named(names, level, self.day, self.instance.proposer)

    @transaction.atomic
    def do(self, user):
        """Store the motion as 草稿 or 已登记, and ask the others to sign it; returns it."""
        motion = self.save(commit=False)
        if motion.opinion:
            self.take_over(motion.opinion, user)
        services.enter(motion, by=user, is_draft=self.is_draft)
        services.ask_to_sign(motion, self.cleaned_data["cosigners"], by=user)
        return motion

    def take_over(self, opinion, user):
        """What was heard goes on as a motion, once."""
        opinions.note_motion(opinion, by=user, on=self.day)  # waits for whoever is at it
        if opinion.motions.exists():
            raise ValidationError("这条群众意见已经作为代表建议提出，不用再提。")
