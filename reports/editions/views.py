"""定稿: closing a report, and what was closed. It reads the same for ever."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.file_links import word_file
from accounts.models import Role
from papers import scans
from records import reads
from records.admin.forms import put_errors
from reports.asking.readers import for_readers
from reports.asking.registry import Shape
from reports.checking import checks
from reports.editions import closing, corrections, drift, exchange, services
from reports.editions.forms import EditionForm
from reports.figures import rows
from reports.figures.rows import WITHHELD
from reports.models import Edition, Waiver
from reports.words.document import Block, Run
from reports.words.stored import stored_or_404
from township.spans import today

ROWS_A_PAGE = 50


@for_readers
def report_close(request, pk):
    """定稿, by leadership or by the office with the signed sheet."""
    report = stored_or_404(pk)
    form = close_form(request, report)
    if request.method == "POST" and form.is_valid():
        edition = closed(form, report, request.user)
        if edition:
            messages.success(request, f"第{edition.number}版已经定稿，以后不会再变。")
            return redirect(edition)
    draft = closing.take(report)
    gaps = [gap for gap in draft.document.gaps if not gap.text.startswith("成文日期：")]
    context = {
        "report": report, "form": form, "draft": draft, "gaps": gaps,
        "blocks": draft.document.blocks_for(request.user), "mark": draft.mark,
        "must": faults(report, request.user),
        "numbers_count": draft.document.numbers_count,
        "rows_count": sum(len(found) for found in draft.digests.values()),
    }  # fmt: skip
    return render(request, "reports/report_close.html", context)


def close_form(request, report):
    return EditionForm(
        request.POST or None, request.FILES or None, report=report,
        is_leader=request.user.holds(Role.LEADER), is_correction=report.editions.exists(),
    )  # fmt: skip


def closed(form, report, user):
    """The Edition, or None where `form` says why there is none."""
    said = form.cleaned_data
    try:
        return services.close(
            report, by=user, signer=said.get("signer", ""), sheet=said.get("sheet"),
            reason=said.get("reason", ""), signed_on=said.get("signed_on"), seen=said["seen"],
        )  # fmt: skip
    except ValidationError as error:
        put_errors(form, error)
        return None


def faults(report, user):
    """What the year's 数据核对 still finds that must be mended (checks.Result)."""
    if not report.periods.is_of_a_year:
        return []
    waivers = {row.code: row for row in Waiver.objects.select_related("by")}
    return checks.review(report.year, today(), waivers, user).must


def edition_or_404(pk, number, *, whole=False, and_also=()):
    chosen = Edition.objects.select_related("report__term", "made_by", *and_also)
    chosen = chosen if whole else chosen.defer("word", "pdf")
    # By the key itself: a relation does not know that a number is too large to be stored.
    return get_object_or_404(chosen, report__pk=pk, number=number)


@for_readers
def edition(request, pk, number):
    """What was handed in, word for word; each number opens the records it was counted from."""
    chosen = edition_or_404(pk, number)
    facts = chosen.facts
    blocks = [block_of(entry, chosen) for entry in facts["blocks"]]
    others = Edition.objects.filter(report=pk).exclude(number=number).without_bytes()
    context = {
        "edition": chosen, "report": chosen.report, "facts": facts, "blocks": blocks,
        "outline": [block for block in blocks if block.kind in ("h1", "h2")],
        "has_pdf": Edition.objects.filter(pk=chosen.pk).exclude(pdf=b"").exists(),
        "since": corrections.summary(chosen),
        "title": facts["report"]["title"], "others": others.select_related("made_by"),
        "numbers_count": sum(run.kind == "number" for block in blocks for run in block.runs),
    }  # fmt: skip
    return render(request, "reports/edition.html", context)


def block_of(entry, chosen):
    runs = tuple(
        Run(run["text"], run["kind"], figure_address(chosen, run["figure"]))
        for run in entry["runs"]
    )
    return Block(entry["kind"], runs, entry["anchor"])


def figure_address(chosen, index):
    if index is None:
        return ""
    return reverse("report-edition-figure", args=[chosen.report_id, chosen.number, index])


@for_readers
def edition_word(request, pk, number):
    chosen = edition_or_404(pk, number, whole=True)
    reads.note(request, "定稿 Word", object_id=chosen.pk)
    return word_file(bytes(chosen.word), f"{name_of(chosen)}.docx", f"edition-{number}.docx")


def name_of(chosen):
    """The name that the files of an edition are saved under."""
    return f"{chosen.facts['report']['title']}（第{chosen.number}版定稿）"


@for_readers
def edition_pdf(request, pk, number):
    chosen = edition_or_404(pk, number, whole=True)
    if not chosen.pdf:
        raise Http404  # it was closed where no PDF could be made
    reads.note(request, "定稿 PDF", object_id=chosen.pk)
    return word_file(
        bytes(chosen.pdf), f"{name_of(chosen)}.pdf", f"edition-{number}.pdf", "application/pdf"
    )


@for_readers
def edition_json(request, pk, number):
    """Figures and definitions for the county, in the form of docs/edition.schema.json."""
    chosen = edition_or_404(pk, number)
    reads.note(request, "定稿 JSON", object_id=chosen.pk)
    answer = JsonResponse(
        exchange.export(chosen), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    named = word_file(b"", f"{name_of(chosen)}.json", f"edition-{number}.json")
    answer["Content-Disposition"] = named["Content-Disposition"]
    return answer


@for_readers
def edition_sheet(request, pk, number):
    """The signed sheet that the office attached."""
    chosen = edition_or_404(pk, number)
    if not chosen.sheet:
        raise Http404
    reads.note(request, "签发单", object_id=chosen.pk)
    return scans.show(chosen.sheet.name, f"签发单-{chosen.report.year}-{number}")


def note_personal(request, page, counts):
    """Keep that rows were looked at on `page`, of `counts` ({label of a model: how many}) those
    that are personal.
    """
    read = {
        apps.get_model(label)._meta.verbose_name: count
        for label, count in counts.items()
        if count and rows.shown_by_label(label)[1].is_personal
    }
    if read:
        reads.note(request, f"{page}·{'、'.join(read)}", rows=sum(read.values()))


@for_readers
def edition_figure(request, pk, number, index):
    """The records behind one number of an edition, as they are counted there."""
    chosen = edition_or_404(pk, number)
    figures = chosen.facts["figures"]
    if index >= len(figures):
        raise Http404
    facts = figures[index]
    titles = ("其中", "全部") if facts["shape"] == Shape.RATE.value else ("明细",)
    context = {
        "edition": chosen, "report": chosen.report, "figure": facts, "name": drift.name_of(facts),
        "tables": [
            table(request, entry, title, f"page{place}")
            for place, (entry, title) in enumerate(zip(facts["records"], titles, strict=False))
        ],
    }  # fmt: skip
    return render(request, "reports/edition_figure.html", context)


def table(request, entry, title, page_parameter):
    """One list of the rows that were counted, fifty a page, as they read today."""
    keys = [key for key, _ in entry["rows"]]
    page = Paginator(keys, ROWS_A_PAGE).get_page(request.GET.get(page_parameter))
    if entry["model"] not in rows.LABELS:
        return {"title": title, "total": len(keys), "hidden_note": f"这些是{rows.GONE}。"}
    model, how = rows.shown_by_label(entry["model"])
    found = rows.stored(model, pk__in=page.object_list)
    visible = {row.pk: row for row in how.prepare(how.visible_rows(found, request.user))}
    entries = [
        {
            "url": rows.url_of(row, request.user),
            "cells": [column(row) for _, column in how.columns],
        }
        for row in (visible.get(key) for key in page.object_list)
        if row is not None
    ]
    note_personal(request, "定稿明细", {entry["model"]: len(entries)})
    hidden = len(page.object_list) - len(entries)
    return {
        "title": title, "total": len(keys), "columns": [label for label, _ in how.columns],
        "rows": entries, "page_obj": page, "page_parameter": page_parameter,
        "hidden_note": f"这一页有{hidden}条看不到：{WITHHELD}" if hidden and how.is_personal
        else f"这一页有{hidden}条记录已经不在了。" if hidden else "",
    }  # fmt: skip
