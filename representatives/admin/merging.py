"""合并重复登记: the pages on which the other row is looked for, and both are seen side by side."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from records import reads
from records.admin.forms import put_errors
from records.admin.offers import is_key, is_search, not_offered
from records.admin.verbs import Button
from records.fields import ButtonRow
from records.written import normal
from representatives.admin.tables import masked
from representatives.merging import columns_of, merge, plan_of
from representatives.models import Household, Merge, Person

# How many of a kind are shown: names and rows on this page cost a statement each.
OFFERED = 20
NAMED = 5

MERGE = Button(
    "merge", "合并重复登记", act=None, is_rare=True,
    hint="同一个人（同一户）登记了两次的，并成一条。",
)  # fmt: skip


class ChoicesForm(forms.Form):
    """One choice for each column in which both say something else."""

    sure = forms.BooleanField(
        label="已经核对，两条确实是同一个",
        error_messages={"required": "请核对两条是不是同一个，是的勾选后再合并。"},
    )

    def __init__(self, data=None, *, columns):
        super().__init__(data)
        self.chosen = [column for column in columns if column.differs]
        choices = {
            column.name: forms.ChoiceField(
                label=column.field.verbose_name, initial="kept", widget=ButtonRow,
                choices=[("kept", told(column, column.kept)), ("gone", told(column, column.gone))],
                error_messages={"required": "请选留下哪一个。"},
            )
            for column in self.chosen
        }  # fmt: skip
        self.fields = choices | {"sure": self.fields["sure"]}

    @property
    def from_gone(self):
        return [one.name for one in self.chosen if self.cleaned_data[one.name] == "gone"]


def told(column, value):
    """What a column says, in the words of the forms."""
    if value in (None, ""):
        return "没有填"
    choices = dict(column.field.flatchoices)
    return str(choices.get(value, value))


class MergedAlready(Exception):
    """The other row was merged into this one before."""


class Merging:
    """For the entry of people or of households: two that are one are merged from its page."""

    merges = Person

    def verb_view(self, request, object_id, slug):
        if slug == MERGE.slug:
            return self.merge_view(request, object_id)
        return super().verb_view(request, object_id, slug)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The address of a row that was merged away leads to the one that stays."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("original")
        is_gone = shown is not None and shown.voided_at
        return (is_gone and self.to_heir(request, object_id)) or response

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django's own: a deputy without a mandate is none, and so is one who was merged away."""
        is_number = is_key(self.merges, object_id)
        response = self.to_heir(request, object_id) if is_number else None
        return response or super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def to_heir(self, request, object_id):
        heir = Merge.objects.heir(self.merges, int(object_id))
        if heir is None:
            return None
        self.message_user(request, f"编号{object_id}的登记已经并入这一条。")
        return HttpResponseRedirect(reverse(self.change_name, args=[heir]))

    @property
    def change_name(self):
        return f"admin:representatives_{self.merges._meta.model_name}_change"

    @transaction.atomic
    def merge_view(self, request, object_id):
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        kept = self.merges.objects.select_related("village").get(pk=obj.pk)
        try:
            gone = self.other(request, kept)
        except MergedAlready:  # the button was pressed twice
            return HttpResponseRedirect(reverse(self.change_name, args=[kept.pk]))
        seen = ",".join(str(row.pk) for row in (kept, gone) if row)
        reads.note(request, f"{self.reads_as}·{MERGE.label}", object_id=seen)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "original": kept,
            "title": f"{MERGE.label}：{kept}", "back": self.url("change", obj.pk), "media": self.media,
            "here": request.path, "kind": self.merges._meta.verbose_name,
        }  # fmt: skip
        if gone is None:
            context |= self.looking_for(request, kept)
            return TemplateResponse(request, "admin/representatives/merge.html", context)
        return self.compared(request, context, kept, gone)

    def other(self, request, kept):
        """The row that was chosen, which stands and is another one; None where none was yet."""
        asked = request.GET.get("with")
        if asked is None:
            return None
        if not is_key(self.merges, asked):
            raise not_offered(self, "with", asked)
        rows = self.merges.objects.select_related("village").exclude(pk=kept.pk)
        found = rows.filter(pk=asked).first()
        if found is None and Merge.objects.into(kept).filter(gone=asked).exists():
            raise MergedAlready
        if found is None:
            raise Http404
        return found

    def looking_for(self, request, kept):
        """Whoever is called so, at first who is called the same; and what was merged into it before."""
        name = "head_name" if self.merges is Household else "name"
        typed = request.GET.get("q", getattr(kept, name))
        if not is_search(typed):
            raise not_offered(self, "q", typed)
        others = self.merges.objects.select_related("village").exclude(pk=kept.pk)
        found = others.named(normal(typed))[: OFFERED + 1] if typed.strip() else []
        return {
            "asked": typed, "found": [Candidate(row) for row in found[:OFFERED]],
            "is_more": len(found) > OFFERED, "offered": OFFERED,
            "merged": Merge.objects.into(kept).select_related("by"),
        }  # fmt: skip

    def compared(self, request, context, kept, gone):
        columns = columns_of(kept, gone)
        form = ChoicesForm(request.POST or None, columns=columns)
        if request.method == "POST" and form.is_valid():
            try:
                merge(kept, gone, from_gone=form.from_gone, by=request.user)
            except ValidationError as error:
                put_errors(form, error)
            else:
                self.log_change(request, kept, MERGE.label)
                self.message_user(request, f"已合并。“{gone}”（编号{gone.pk}）并入这一条。")
                return HttpResponseRedirect(reverse(self.change_name, args=[kept.pk]))
        plan = plan_of(kept, gone)
        plan.look_back()
        context |= {
            "gone": gone, "form": form, "plan": plan, "columns": list(map(side_by_side, columns)),
            "hanging": list(map(of_both, plan.hanging)), "clashes": list(map(clash, plan.clashes[:OFFERED])),
            "more_clashes": max(0, len(plan.clashes) - OFFERED),
            "folds": list(folded(plan.folds)), "gone_url": reverse(self.change_name, args=[gone.pk]),
            "turned": reverse(self.change_name, args=[gone.pk]).replace("/change/", "/do/merge/"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/representatives/merge.html", context)


class Candidate:
    """A row that could be the other one, with what tells it from others."""

    def __init__(self, row):
        self.row = row
        parts = [row.village if isinstance(row, Person) else "", getattr(row, "employer", "")]
        parts += [masked(row.phone), f"编号{row.pk}"]
        self.apart = "，".join(str(part) for part in parts if part)


# In words.


def side_by_side(column):
    """(name, what each says, what will be)."""
    if column.differs:
        becomes = "在下面选"
    elif column.is_said_twice:
        becomes = "两边的都留下"
    else:
        becomes = told(column, column.gone if column.kept in (None, "") else column.kept)
    return column.field.verbose_name, told(column, column.kept), told(column, column.gone), becomes


def of_both(hanging):
    return hanging.name, list(map(some, (hanging.kept, hanging.gone)))


def some(rows):
    """How many, and what the first ones are."""
    if not rows:
        return "没有"
    names = "；".join(said(row) for row in rows[:NAMED])
    return f"{len(rows)}项：{names}{'等' if len(rows) > NAMED else ''}"


def owner_of(row):
    """What `row` is a part of, as its model's manager says; None of what is there by itself."""
    names = getattr(type(row)._default_manager, "owned_by", ())
    owners = (getattr(row, name) for name in names if "__" not in name)
    return next((owner for owner in owners if owner is not None), None)


def said(row):
    owner = owner_of(row)
    if owner is None or isinstance(owner, Household):
        return str(row)
    return f"{owner}，{row}"


def linked(row):
    """The words of a row, as a link to the page on which it is put right."""
    shown = row if owner_of(row) is None else owner_of(row)
    try:
        url = reverse(
            f"admin:{shown._meta.app_label}_{shown._meta.model_name}_change", args=[shown.pk]
        )
    except NoReverseMatch:
        url = shown.get_absolute_url()
    since = f"（{row.starts_on}起）" if hasattr(row, "starts_on") else ""
    return format_html('<a href="{}">{}</a>', url, f"{said(row)}{since}")


def clash(one):
    return {
        "kind": one.row._meta.verbose_name, "one": linked(one.other), "other": linked(one.row),
        "why": one.why,
    }  # fmt: skip


def folded(folds):
    """A sentence for each kind of what was registered twice."""
    kinds = {}
    for one in folds:
        kinds.setdefault(one.stays._meta.verbose_name, []).append(one)
    for kind, ones in kinds.items():
        names = "；".join(map(fold, ones[:NAMED]))
        yield f"{kind}{len(ones)}项：{names}{'等' if len(ones) > NAMED else ''}"


def fold(one):
    stays = one.stays
    until = f"到{stays.ended_on}" if one.is_longer and stays.ended_on else ""
    days = f"（时间并为{stays.starts_on}起{until}）" if one.is_longer else ""
    return f"{said(stays)}{days}"
