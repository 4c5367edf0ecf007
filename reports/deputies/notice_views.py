"""公示: the sheet for the wall, as a page, a spreadsheet and a Word file.

For office and leadership; the office keeps what is published. A deputy has one record, their own.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.file_links import single_file, word_file
from papers.spreadsheet import CONTENT_TYPE
from records import reads
from records.admin.forms import put_errors
from records.fields import day_field
from reports.asking.periods import FIRST_YEAR, LAST_YEAR
from reports.asking.readers import for_readers
from reports.deputies import duty_record, services
from reports.deputies.notice import NoticeTable
from reports.deputies.notice_word import table_of, word_of
from reports.deputies.views import own_record
from reports.models.notices import BASIC, PERFORMANCE, PublicNotice
from township.spans import today


class YearForm(forms.Form):
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)


def boxes(label, columns, help_text):
    return forms.MultipleChoiceField(
        label=label, choices=[(column.value, column.label) for column in columns], required=False,
        widget=forms.CheckboxSelectMultiple, help_text=help_text,
    )  # fmt: skip


class NoticeForm(forms.ModelForm):
    """What is published: the columns in two groups, and how it looks."""

    basic = boxes(
        "基本信息", BASIC, "姓名总在。民族和政治面貌按敏感个人信息对待，主席团决定公布的才勾选。"
    )
    performance = boxes("履职信息", PERFORMANCE, "都不勾选，就只公布基本信息。")
    published_on = day_field(required=False)

    class Meta:
        model = PublicNotice
        fields = ["order", "paper", "published_on", "contact", "includes_former"]
        widgets = {"order": forms.RadioSelect, "paper": forms.RadioSelect}

    field_order = ["basic", "performance", "order", "paper", "published_on", "contact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = PublicNotice._meta.get_field("published_on")
        self.fields["published_on"].label = named.verbose_name
        self.fields["published_on"].help_text = named.help_text
        self.initial["basic"] = self.initial["performance"] = self.instance.columns

    def choices(self):
        """The fields of a PublicNotice."""
        chosen = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return chosen | {"columns": self.cleaned_data["basic"] + self.cleaned_data["performance"]}


def notice_of(request):
    """The PublicNotice of `?year=`, by default this one."""
    form = YearForm(request.GET)
    if not form.is_valid():
        raise Http404
    return PublicNotice.of_year(form.cleaned_data["year"] or today().year)


def deputy_notice(request):
    """The page to print; for the office with the form, which is sent here too."""
    if not request.user.reads_everything_public:
        return own_record(request)
    notice = notice_of(request)
    form = NoticeForm(request.POST or None, instance=notice)
    if request.method == "POST":
        if not request.user.is_office:
            raise PermissionDenied
        if form.is_valid() and kept(request, form, notice.year):
            return redirect(reverse("deputy-notice", query={"year": notice.year}))
    sheet = NoticeTable(PublicNotice.of_year(notice.year))
    reads.note(request, "代表信息公示", object_id=notice.year, rows=len(sheet.lines))
    context = {
        "sheet": sheet, "form": form if request.user.is_office else None, "year": notice.year,
        "years": duty_record.years_of_all(today()), "opens": form.errors or notice._state.adding,
        "files": files_of(notice.year),
    }  # fmt: skip
    return render(request, "reports/deputy_notice.html", context)


def files_of(year):
    """(label, address) of the sheet as files."""
    names = (("导出表格", "deputy-notice-table"), ("下载Word", "deputy-notice-word"))
    return [(label, reverse(name, query={"year": year})) for label, name in names]


def kept(request, form, year):
    """True when what `form` says is published from now on; else `form` says why not."""
    try:
        services.settle_notice(year, by=request.user, **form.choices())
    except ValidationError as error:
        put_errors(form, error)
        return False
    messages.success(request, "公示内容已保存，下面就是要贴的表。")
    return True


@single_file
@for_readers
def notice_table(request):
    sheet = NoticeTable(notice_of(request))
    reads.note(request, "代表信息公示 表格", object_id=sheet.notice.year, rows=len(sheet.lines))
    name, plain = f"{sheet.title}.xlsx", f"notice-{sheet.notice.year}.xlsx"
    return word_file(table_of(sheet), name, plain, CONTENT_TYPE)


@single_file
@for_readers
def notice_word(request):
    sheet = NoticeTable(notice_of(request))
    reads.note(request, "代表信息公示 Word", object_id=sheet.notice.year, rows=len(sheet.lines))
    name, plain = f"{sheet.title}.docx", f"notice-{sheet.notice.year}.docx"
    return word_file(word_of(sheet), name, plain)
