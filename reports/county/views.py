"""上级报表: the county's tables, filled for a year. Office and leadership read; the office uploads."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.file_links import single_file, word_file
from accounts.guards import office_only
from papers import spreadsheet
from papers.workbook import Book, WorkbookUpload
from records import once, reads
from records.admin.forms import INCOMPLETE, put_errors
from reports.asking.readers import for_readers
from reports.county import pattern as county_pattern
from reports.county import services as county_services
from reports.county.tables import Filler, cells_of
from reports.models import CountyTable, TableVersion
from reports.words.drafting import report_of
from reports.words.stored import periods_of_report, years_with_data

FILE_HELP = "xlsx，不大于10MB。要填数字的单元格里写占位符，如 {满意率}、{本届·人代会次数}。"


class NewTableForm(forms.ModelForm):
    file = WorkbookUpload(label="上级发来的表格", help_text=FILE_HELP)

    class Meta:
        model = CountyTable
        fields = ["name", "note"]


class FileForm(forms.Form):
    file = WorkbookUpload(label="新的表格文件", help_text=FILE_HELP)


class DescriptionForm(forms.ModelForm):
    class Meta:
        model = CountyTable
        fields = ["name", "note"]


def filled(year, versions):
    """{version: its cells as they are filled in `year`}; all figures are asked for together."""
    cells = {version: cells_of(version) for version in versions}
    filler = Filler(report_of(year), [cell for own in cells.values() for cell in own])
    return {version: [filler.fill(cell) for cell in own] for version, own in cells.items()}


@for_readers
def table_list(request, year):
    """The tables of the year, each with what is still missing."""
    versions = TableVersion.objects.current().select_related("table", "uploaded_by")
    versions = list(versions.order_by("table__is_retired", "table__name"))
    known = filled(year, [row for row in versions if not row.table.is_retired])
    lines = [
        (version, version.table.url_in(year), sum(bool(cell.gaps) for cell in cells), len(cells))
        for version, cells in known.items()
    ]
    context = {
        "year": year, "years": years_with_data(), "lines": lines,
        "retired": [(row.table, row.table.url_in(year)) for row in versions if row.table.is_retired],
    }  # fmt: skip
    return render(request, "reports/table_list.html", context)


@for_readers
def table_new(request, year):
    office_only(request)
    if request.method == "POST" and once.was_stored(request):
        messages.info(request, "这张表刚才已经存好了，没有重复存。")
        return redirect("table-list", year)
    form = NewTableForm(request.POST or None, request.FILES or None)
    table = added(request, form) if request.method == "POST" and form.is_valid() else None
    if table:
        return redirect(table.url_in(year))
    context = {"form": form, "year": year, "once": once.once_key(request) or uuid.uuid4()}
    return render(request, "reports/table_new.html", context)


def added(request, form):
    """The CountyTable that was stored; None where `form` says why not."""
    if once.once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return None
    try:
        with transaction.atomic():
            if not once.is_first(request):
                raise ValidationError("这张表刚才已经存好了，没有重复存。")
            table = county_services.add_table(**form.cleaned_data, by=request.user)
    except ValidationError as error:
        put_errors(form, error)
        return None
    messages.success(request, f"“{table}”存好了，每年都可以下载填好的。")
    return table


def shown(year, pk):
    """(table, version in use) behind an address."""
    rows = TableVersion.objects.current().select_related("table", "uploaded_by")
    version = get_object_or_404(rows, table__pk=pk)
    return version.table, version


@for_readers
def table_detail(request, year, pk, form=None, description=None):
    """Each placeholder with what it says this year; `form`, `description` were sent and refused."""
    table, version = shown(year, pk)
    cells = filled(year, [version])[version]
    reads.note(request, "上级报表", object_id=table.pk)
    context = {
        "year": year, "years": years_with_data(), "table": table, "version": version,
        "day": periods_of_report(year).day,
        "cells": cells, "missing": [cell for cell in cells if cell.gaps],
        "earlier": table.versions.exclude(pk=version.pk).select_related("uploaded_by"),
        "can_change": request.user.is_office,
        "form": form or FileForm(), "description": description or DescriptionForm(instance=table),
    }  # fmt: skip
    return render(request, "reports/table_detail.html", context)


@for_readers
@require_POST
def table_replace(request, year, pk):
    office_only(request)
    table, _ = shown(year, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid() and done(form, county_services.replace_file, table, request.user):
        messages.success(request, "换好了。以前的文件还在下面，可以打开看。")
        return redirect(table.url_in(year))
    return table_detail(request, year=year, pk=pk, form=form)


@for_readers
@require_POST
def table_describe(request, year, pk):
    """Another name or note; or, where `retire` is sent, in use no more (0: again)."""
    office_only(request)
    table, _ = shown(year, pk)
    if "retire" in request.POST:
        county_services.retire_table(
            table, is_retired=request.POST["retire"] == "1", by=request.user
        )
        return redirect("table-list", year)
    form = DescriptionForm(request.POST, instance=table)
    if form.is_valid() and done(form, county_services.describe_table, table, request.user):
        messages.success(request, "名称和说明改好了。")
        return redirect(table.url_in(year))
    return table_detail(request, year=year, pk=pk, description=form)


def done(form, verb, table, user):
    """True when `verb` was done with what was typed; else `form` says why not."""
    try:
        verb(table, **form.cleaned_data, by=user)
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True


@single_file
@for_readers
def table_file(request, year, pk):
    """The table as it goes to the county."""
    table, version = shown(year, pk)
    cells = filled(year, [version])[version]
    answers = {(cell.cell.sheet, cell.cell.ref): cell.value for cell in cells}
    content = Book(stored(version)).filled(answers)
    reads.note(request, "上级报表 下载", object_id=table.pk)
    return sent(content, f"{year}年{table.name}.xlsx", f"table-{table.pk}-{year}.xlsx")


@for_readers
def table_version(request, year, pk, number):
    """A version as it was uploaded, with its placeholders: for the office to go on with."""
    office_only(request)
    version = get_object_or_404(
        TableVersion.objects.select_related("table"), table__pk=pk, number=number
    )
    name = f"{version.table.name}（第{number}版，带占位符）.xlsx"
    return sent(stored(version), name, f"table-{pk}-version-{number}.xlsx")


@for_readers
def table_pattern(request, year):
    office_only(request)
    return sent(county_pattern.write(), "全部数字的占位符（空白样表）.xlsx", "placeholders.xlsx")


def stored(version):
    try:
        with default_storage.open(version.file.name) as file:
            return file.read()
    except FileNotFoundError:
        raise Http404 from None


def sent(content, name, plain_name):
    answer = word_file(content, name, plain_name, spreadsheet.CONTENT_TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer
