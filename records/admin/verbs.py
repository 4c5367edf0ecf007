"""Buttons on a record's page: each opens a small form and calls one verb of a services module."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html, format_html_join

SHOWN_REFUSALS = 20


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button asks once more."""


class VoidForm(forms.Form):
    reason = forms.CharField(
        label="作废原因",
        max_length=90,  # the history keeps it behind what was done, in 100
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": "作废一条记录要写明原因。"},
    )


@dataclass(frozen=True)
class Button:
    """One button: `act(obj, request, data)` does it and returns the sentence to show, or a page
    that is seen this once.

    `applies(obj)` says whether it is legal now; `initial(obj)` fills the form. What is rare
    stands behind 更多.
    """

    slug: str
    label: str
    act: Callable
    hint: str = ""
    form: type[forms.Form] = ConfirmForm
    applies: Callable = lambda obj: True
    initial: Callable = lambda obj: {}
    is_last: bool = field(default=False)
    is_rare: bool = field(default=False)

    def open(self, obj, request):
        """The form as it was sent, or as it is first shown."""
        posted = request.POST if request.method == "POST" else None
        return self.form(posted, initial=self.initial(obj))

    def do(self, obj, request, form):
        """Do it with what the valid `form` was told; returns what `act` does."""
        return self.act(obj, request, form.cleaned_data)


def void(obj, request, data):
    obj._history_user = request.user
    obj.void(reason=data["reason"])
    return "已作废。记录和变更历史都还在，不再计入任何统计。"


def restore(obj, request, data):
    obj._history_user = request.user
    obj.restore(reason=data["reason"])
    return "已取消作废，重新计入名册和统计。"


class RestoreForm(VoidForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "为什么取消作废"
        self.fields["reason"].error_messages["required"] = "取消作废要写明原因。"


RESTORE = Button(
    "restore", "取消作废", restore,
    hint="取消以后重新计入名册和统计，和它一起不见的（如会议的点名）也回来。原因写进变更记录。",
    form=RestoreForm,
)  # fmt: skip
VOID = Button(
    "void", "作废", void,
    hint="作废后不再计入任何名册和统计，记录和变更历史保留。作废错了的，可以在这一页取消作废。",
    form=VoidForm, is_last=True,
)  # fmt: skip


def for_each(request, rows, act, done):
    """Call `act(row)` for each of `rows`; tell how many it was done to, and each refusal."""
    count, refusals = 0, []
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
            count += 1
        except ValidationError as error:
            sentences = format_html_join("；", "{}", ((said,) for said in error.messages))
            refusals.append(format_html("{}：{}", row, sentences))
    if count:
        messages.success(request, done.format(count=count))
    for refusal in refusals[:SHOWN_REFUSALS]:
        messages.error(request, refusal)
    if len(refusals) > SHOWN_REFUSALS:
        messages.error(request, f"另有{len(refusals) - SHOWN_REFUSALS}条没有办成。")
