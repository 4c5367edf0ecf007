"""定稿: closing a report, and what was closed. It reads the same for ever."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.models import Role
from records import reads
from records.admin.forms import put_errors
from reports.asking.readers import for_readers
from reports.asking.registry import Shape, figure_called
from reports.checking import checks
from reports.editions import addresses, closing, services, text
from reports.editions.forms import EditionForm
from reports.editions.kept import edition_or_404
from reports.figures import rows
from reports.figures.deciding import shown_for
from reports.figures.rows import CELLS_ON_A_CARD, ROWS_ON_A_CARD, WITHHELD
from reports.models import Edition, Waiver
from reports.paper import pdf
from reports.since import corrections, drift
from reports.words import meanings
from reports.words.stored import stored_or_404
from township.spans import today

ROWS_A_PAGE = 50


@for_readers
def report_close(request, pk):
    """定稿, by leadership or by the office with the signed sheet."""
    report = stored_or_404(pk)
    form = close_form(request, report)
    if request.method == "POST" and form.is_valid():
        report.recorded_on = form.cleaned_data["recorded_on"]
        edition = closed(form, report, request.user)
        if edition:
            messages.success(request, done_words(edition))
            return redirect(edition)
    draft = closing.take(report)
    gaps = [gap for gap in draft.document.gaps if not gap.text.startswith("成文日期：")]
    context = {
        "report": report, "form": form, "draft": draft, "gaps": gaps,
        "called": closing.called(draft.following),
        "blocks": draft.document.blocks_for(request.user), "mark": draft.mark,
        "must": faults(report, request.user),
        "meanings": meanings.changed(report, draft.document.values),
        "numbers_count": draft.document.numbers_count,
        "rows_count": sum(len(found) for found in draft.digests.values()),
    }  # fmt: skip
    return render(request, "reports/report_close.html", context)


def done_words(edition):
    """What is said once an edition is stored; of a correction also what became of those before."""
    if edition.number == 1:
        return "第1版已经定稿，以后不会再变。"
    return f"更正好了：第{edition.number}版已经定稿，以后不会再变；以前的版本写明已由这一版更正。"


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


@for_readers
def edition(request, pk, number):
    return edition_page(request, edition_or_404(pk, number))


def edition_page(request, chosen):
    """What was handed in, word for word; each number opens the records it was counted from."""
    report = chosen.report
    editions = list(Edition.objects.filter(report=report).without_bytes())
    successor = editions[0] if editions[0].number > chosen.number else None
    document = text.document_of(chosen, successor)
    has_pdf = Edition.objects.filter(pk=chosen.pk).exclude(pdf=b"").exists()
    context = {
        "edition": chosen, "report": report, "title": document.title, "blocks": document.blocks,
        "outline": document.headings, "numbers_count": document.numbers_count,
        "editions": editions, "successor": successor, "has_pdf": has_pdf,
        "can_set_pdf": pdf.is_available(), "files": files_of(chosen, successor, has_pdf=has_pdf),
        "others": addresses.others_of(report), "called": closing.called(editions[0].number + 1),
        "since": corrections.summary(chosen),
    }  # fmt: skip
    return render(request, "reports/edition.html", context)


def files_of(chosen, successor, *, has_pdf):
    """(label, address) of the files of an edition, the Word last: that is what most come for."""
    forms = [("签发单", "sheet")] * bool(chosen.sheet) + [("JSON（报上级）", "json")]
    is_settable = has_pdf and (successor is None or pdf.is_available())
    forms += [("PDF", "pdf")] * is_settable + [("下载 Word", "word")]
    files = [(label, addresses.edition_file(chosen, form)) for label, form in forms]
    if successor is None:
        return files
    exact = [("定稿原件（Word）", "word"), *[("定稿原件（PDF）", "pdf")] * has_pdf]
    return [(label, addresses.edition_file(chosen, form, exact=1)) for label, form in exact] + files


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


def figure_or_404(pk, number, index):
    """(edition, facts) of one figure of an edition."""
    chosen = edition_or_404(pk, number)
    figures = chosen.facts["figures"]
    if index >= len(figures):
        raise Http404
    return chosen, figures[index]


@for_readers
def edition_figure(request, pk, number, index):
    """The records behind one number of an edition, as they are counted there."""
    chosen, facts = figure_or_404(pk, number, index)
    context = {
        "edition": chosen, "report": chosen.report, "figure": facts,
        "name": drift.title_of(facts), "meaning": drift.meaning_of(facts),
        "successor": chosen.successor(), "live_url": text.live_address(chosen, facts),
        "tables": [
            table(request, entry, title, f"page{place}", shown_then(entry, facts, chosen))
            for place, (title, entry) in enumerate(lists_of(facts))
        ],
    }  # fmt: skip
    return render(request, "reports/edition_figure.html", context)


@for_readers
def edition_figure_card(request, pk, number, index):
    """The first of these records, to stand beside the edition (static/js/report.js)."""
    chosen, facts = figure_or_404(pk, number, index)
    context = {
        "edition": chosen, "figure": facts,
        "name": drift.title_of(facts), "meaning": drift.meaning_of(facts),
        "live_url": text.live_address(chosen, facts),
        "more_url": addresses.figure_address(chosen, index),
        "tables": tables_on_card(request, facts, chosen),
        "cells": f":{CELLS_ON_A_CARD}",
    }  # fmt: skip
    return render(request, "reports/edition_figure_card.html", context)


def lists_of(facts):
    """[(title, records)] of the rows that were counted: of a rate first those not in it, then those in it."""
    records = facts["records"]
    if facts["shape"] != Shape.RATE.value or len(records) != 2:
        return [("明细", entry) for entry in records]
    part, whole = records
    inside = {key for key, _ in part["rows"]}
    missing = [row for row in whole["rows"] if row[0] not in inside]
    return [("不在其中", whole | {"rows": missing}), ("在其中", part)]


def shown_then(entry, facts, chosen):
    """How the rows are shown, with what decided on the day of the edition; None of a kind there is no more."""
    if entry["model"] not in rows.LABELS:
        return None
    model, how = rows.shown_by_label(entry["model"])
    figure = figure_called(facts["name"])
    return shown_for(figure, model, drift.day_of(facts, chosen)) if figure else how


def tables_on_card(request, facts, chosen):
    """The lists of a card: as many rows as it has room for, those not in a rate before those in it."""
    found, room = [], ROWS_ON_A_CARD
    for title, entry in lists_of(facts):
        if room and entry["rows"]:
            how = shown_then(entry, facts, chosen)
            found.append(table(request, entry, title, "page", how, room))
            room -= min(room, len(entry["rows"]))
    return found


def table(request, entry, title, page_parameter, how, rows_a_page=ROWS_A_PAGE):
    """One list of the rows that were counted, page by page, as they read today."""
    keys = [key for key, _ in entry["rows"]]
    page = Paginator(keys, rows_a_page).get_page(request.GET.get(page_parameter))
    if how is None:
        return {"title": title, "total": len(keys), "hidden_note": f"这些是{rows.GONE}。"}
    model = rows.LABELS[entry["model"]]
    found = rows.stored(model, pk__in=page.object_list)
    visible = {row.pk: row for row in how.prepare(how.visible_rows(found, request.user))}
    entries = [
        {
            "url": rows.url_of(row, request.user),
            "cells": [how.cell(column, row) for column in how.columns],
            "decided": how.reasons(row),
        }
        for row in (visible.get(key) for key in page.object_list)
        if row is not None
    ]
    note_personal(request, "定稿明细", {entry["model"]: len(entries)})
    hidden = len(page.object_list) - len(entries)
    return {
        "title": title, "total": len(keys), "columns": how.headings(),
        "rows": entries, "page_obj": page, "page_parameter": page_parameter,
        "hidden_note": f"这一页有{hidden}条看不到：{WITHHELD}" if hidden and how.is_personal
        else f"这一页有{hidden}条记录已经不在了。" if hidden else "",
    }  # fmt: skip
