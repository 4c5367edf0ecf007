"""作为代表建议提出: the button that motions add to the page of an opinion."""

from django import forms
from django.contrib.admin.sites import site
from django.urls import reverse
from django.utils.html import format_html

from motions import services
from motions.models import Motion
from records.admin.choices import RowChoice
from records.admin.verbs import Button
from records.fields import day_field
from representatives.models import Person
from township.spans import today
from township.words import said


class SuggestForm(forms.Form):
    on = day_field("提出日期")
    proposer = forms.ModelChoiceField(
        Person.objects, label="领衔代表", required=False,
        widget=RowChoice(Motion._meta.get_field("proposer"), site),
        help_text=said("留空就是听取人；听取人不是镇代表的，要选一名。"),
    )  # fmt: skip


def suggest(opinion, request, told):
    motion = services.motion_from_opinion(opinion, by=request.user, **told).motion
    url = reverse("admin:motions_motion_change", args=[motion.pk])
    words = '已登记《{}》，领衔代表{}。<a href="{}">在那一件上接着办</a>'
    return format_html(words, motion.title, motion.proposer, url)


SUGGEST = Button(
    "motion", "作为代表建议提出", suggest, form=SuggestForm,
    applies=lambda opinion: not opinion.motions.exists(),
    initial=lambda opinion: {"on": today(), "proposer": opinion.heard_by_id},
    hint="登记成一件闭会期间的建议，类别和原话带过去；审查以前案由、内容都可以改。",
)  # fmt: skip


def suggest_button():
    return SUGGEST
