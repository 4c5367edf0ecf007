"""导出: any list as a spreadsheet of the columns that somebody chose, under its filters and order.

A list says what it is called, which columns there are, and how its rows are fetched once the
columns are known (`Listing`); `answer` asks for the columns, remembers them for the user, sends
the file, and leaves a line in the record of reads.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from papers import spreadsheet
from papers.sending import attachment
from papers.spreadsheet import ExportTable
from records import reads
from records.models import ColumnChoice

# From here on the file takes seconds: two for 5,000 rows of fifteen columns.
MANY = 3000
NONE_CHOSEN = "请至少选一列。"


@dataclass(frozen=True)
class ExportColumn:
    """One column: what it is remembered by, its heading, and its value of a row.

    `needs` are what has to be fetched along with the rows for it (prefetch_related).
    """

    key: str
    heading: str
    value: Callable
    is_usual: bool = True
    is_personal: bool = False
    needs: tuple = ()

    @property
    def label(self):
        return f"{self.heading}（个人信息）" if self.is_personal else self.heading


@dataclass(frozen=True)
class Listing:
    """A list to be exported. `rows(chosen)` gives its rows; `code` is what it is remembered by."""

    code: str
    title: str
    columns: list
    rows: Callable
    count: int
    back: str
    noun: str = "行"
    frozen: str = "B2"
    # How many records were read, where a row holds several.
    noted: int | None = None
    # What the reader is told first: a sentence, and an address where they may mend it.
    notice: object = None

    def usual(self):
        return [column.key for column in self.columns if column.is_usual]


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label="要哪些列", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NONE_CHOSEN},
    )  # fmt: skip

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.listing = listing
        self.fields["columns"].choices = [(c.key, c.label) for c in listing.columns]

    @property
    def chosen(self):
        """The chosen Columns, in the order of the list."""
        keys = set(self.cleaned_data["columns"])
        return [column for column in self.listing.columns if column.key in keys]


def remembered(user, listing):
    """What `user` chose last for this list, as far as there still are such columns."""
    row = ColumnChoice.objects.filter(user=user, listing=listing.code).first()
    known = {column.key for column in listing.columns}
    return [key for key in row.columns if key in known] if row else []


def remember(user, listing, chosen):
    keys = [column.key for column in chosen]
    ColumnChoice.objects.update_or_create(
        user=user, listing=listing.code, defaults={"columns": keys}
    )


def back(request, name, *arguments):
    """The address of the page `name` that shows the list, under the filters of this request."""
    return reverse(name, args=arguments, query=request.GET)


def answer(request, listing):
    """The page that asks for the columns; of a form that was sent, the file."""
    initial = {"columns": remembered(request.user, listing) or listing.usual()}
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, listing=listing, initial=initial)
    if form.is_valid():
        remember(request.user, listing, form.chosen)
        return file_of(request, listing, form.chosen)
    context = {"form": form, "listing": listing, "is_long": listing.count > MANY}
    return render(request, "records/export.html", context)


def file_of(request, listing, chosen):
    rows = ([column.value(row) for column in chosen] for row in listing.rows(chosen))
    headings = [column.heading for column in chosen]
    content = spreadsheet.write(ExportTable(listing.title, headings, rows, listing.frozen))
    personal = "（含个人信息）" if any(column.is_personal for column in chosen) else ""
    noted = listing.count if listing.noted is None else listing.noted
    reads.note(request, f"{listing.title}导出{personal}", rows=noted)
    name = f"{listing.title}_{timezone.localdate()}.xlsx"
    plain = re.sub(r"[^a-z0-9-]+", "-", listing.code)
    return attachment(
        content, name, f"{plain}-{timezone.localdate()}.xlsx", spreadsheet.CONTENT_TYPE
    )
