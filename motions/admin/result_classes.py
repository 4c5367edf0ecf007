"""The dictionary of result classes: what a class is called proposes whether it counts as solved."""

from django import forms
from django.contrib import admin, messages

from motions.models import ResultClass
from records.admin.forms import RecordForm
from records.admin.pages import RecordAdmin
from records.fields import ButtonRow

BY_NAME = ("", "按含义认")
YES, NO = ("yes", "算"), ("no", "不算")


class ResultClassForm(RecordForm):
    """算作解决 is no tick: one that was overlooked would say that class A is not solved."""

    is_solved = forms.ChoiceField(
        label="算作解决", choices=[BY_NAME, YES, NO], widget=ButtonRow, required=False,
        help_text="解决的件数、解决率按它算。按含义认的，写着已经解决、基本解决的算，A类也算。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = self.fields.get("is_solved")  # not where the form is only read
        if self.instance.pk and shown:
            shown.choices = [YES, NO]
            self.initial["is_solved"] = (YES if self.instance.is_solved else NO)[0]

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get("is_solved")
        row = ResultClass(code=cleaned.get("code", ""), name=cleaned.get("name", ""))
        cleaned["is_solved"] = row.sounds_solved if said == BY_NAME[0] else said == YES[0]
        return cleaned


@admin.register(ResultClass)
class ResultClassAdmin(RecordAdmin):
    deletable_unused = True
    menu_order = 3
    nothing_yet = "答复按A、B、C分的类，哪一类算已经解决。"
    form = ResultClassForm
    list_display = ["code", "name", "is_solved", "needs_promise", "order"]
    search_fields = ["code__contains", "name__contains"]

    def store(self, request, obj, form, change):
        super().store(request, obj, form, change)
        if request.POST.get("is_solved") == BY_NAME[0]:
            said = "算作解决" if obj.is_solved else "不算解决"
            messages.info(request, f"按含义认，{obj}{said}；不对的，打开这一类改。")
