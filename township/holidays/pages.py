"""粘贴放假通知, and 加上 of published years: two ways to a year of holidays without forty forms."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from records.once import unless_overtaken
from township.holidays import reading, storing
from township.rulebook import in_words
from township.spans import today

EARLIER = 10  # years before this one that a notice may be of
LOOK_AGAIN = "还没有存入：文字或者表里的日子在看过以后有变化。下面是现在的样子，请再看一遍。"
EXAMPLE = (
    "二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。"
    "2月14日（周六）、2月28日（周六）上班。"
)


class PasteForm(forms.Form):
    text = forms.CharField(
        label="通知原文", max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
        help_text=f"整篇粘贴，或者只要其中几段，如：{EXAMPLE}也可以只写日子，"
        "如：2027年2月5日至11日放假，1月31日、2月20日上班。",
    )  # fmt: skip
    year = forms.TypedChoiceField(
        label="哪一年的", required=False, coerce=int, empty_value=None,
        help_text="通知里写了年份的不用选。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        next_year = today().year + 1
        years = range(next_year, next_year - EARLIER - 2, -1)
        self.fields["year"].choices = [
            ("", "按通知里写的"), *((year, f"{year}年") for year in years),
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if "text" in cleaned:
            self.refuse_other_year(cleaned)
            try:
                cleaned["understood"] = reading.read(cleaned["text"], cleaned.get("year"))
            except ValidationError as error:
                self.add_error("text", error)
        return cleaned

    def refuse_other_year(self, cleaned):
        named, chosen = reading.year_named(reading.tidied(cleaned["text"])), cleaned.get("year")
        if named and chosen and named != chosen:
            self.add_error(
                "year", f"通知写的是{named}年，选的是{chosen}年：请选“按通知里写的”，或者核对原文。"
            )


def paste_view(model_admin, request):
    """Shows day by day what was understood; stores it when just that was confirmed."""
    if not (model_admin.has_add_permission(request) and model_admin.has_change_permission(request)):
        raise PermissionDenied
    form = PasteForm(request.POST or None, initial={"year": request.GET.get("year", "")})
    understood = form.cleaned_data["understood"] if form.is_valid() else None
    comparison = storing.compared(understood.days) if understood else None
    if comparison and "_store" in request.POST:
        if request.POST.get("seen") == comparison.mark:
            act = partial(storing.store_notice, understood.days, by=request.user)
            if done := unless_overtaken(act, None):
                return stored(model_admin, request, done)
        messages.error(request, LOOK_AGAIN)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "粘贴放假通知", "opts": model_admin.opts, "form": form, "found": comparison,
        "passed_over": understood.passed_over if understood else [],
        "years_offered": in_words(storing.years_offered()),
        "media": model_admin.media + form.media, "back": model_admin.url("changelist"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/township/paste.html", context)


def stored(model_admin, request, done):
    parts = [f"新增{len(done.new)}天"] if done.new else []
    parts += [f"改了{len(done.changed)}天"] if done.changed else []
    messages.success(request, f"{'，'.join(parts)}。" if parts else "表里已经都有，没有变化。")
    if parts:
        model_admin.offer_to_recompute(request)
    return redirect(model_admin.url("changelist"))


def add_published_view(model_admin, request):
    """One button: adds the published years that the table lacks."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    years = unless_overtaken(lambda: storing.add_years_offered(by=request.user), [])
    if years:
        messages.success(request, f"已加上{in_words(years)}的放假和调休，请核对；不对的可以改。")
        model_admin.offer_to_recompute(request)
    else:
        messages.info(request, "公布过的年份表里都有了，没有要加的。")
    return redirect(model_admin.url("changelist"))
