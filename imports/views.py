"""The pages of 从表格导入. What somebody may not enter by hand is not there for them."""

import uuid
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import may
from imports import progress, services, undoing
from imports.forms import AnswersForm, HeadsForm, RowsForm, TableForm, row_key
from imports.models import STOPS, Import, RowState
from imports.planning import fields_of
from imports.preview import (
    BAD,
    Outlook,
    Preview,
    by_words,
    chips,
    missing,
    rows_saying,
    same_cells,
    texts_of,
    unread,
)
from records import reads
from records.admin.forms import INCOMPLETE
from records.once import is_first, once_key, was_stored
from township.words import say

ROWS_A_PAGE = 50
IMPORTS_A_PAGE = 20
SAME_AT_ONCE = 10
NOT_WRONG = "没有哪一行这样写错，没有改动。"
EMPTY = "空着"
READ_ALREADY = "这张表刚才已经读入了，没有重复读。"


def own_table(view):
    """A page of one table, for those who may enter its kind; for all others it is not there."""

    @wraps(view)
    def inner(request, pk, **told):
        tables = Import.objects.visible_to(request.user).select_related("by", "undone_by")
        table = get_object_or_404(tables, pk=pk)
        if not may(request.user, services.kind_of(table).permission):
            raise Http404
        return view(request, table, services.kind_of(table), **told)

    return inner


def import_list(request):
    """What can be brought in, and what was."""
    kinds = services.kinds_for(request.user)
    if not kinds:
        raise Http404
    tables = Import.objects.visible_to(request.user).select_related("by", "undone_by")
    tables = tables.filter(kind__in=[kind.key for kind in kinds])
    page = Paginator(tables, IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(table, services.kind_of(table), told(table)) for table in page]
    context = {
        "kinds": [(kind, kind.registered(request), kind.refusal()) for kind in kinds],
        "lines": lines, "page_obj": page,
    }  # fmt: skip
    return render(request, "imports/import_list.html", context)


def told(table):
    """[(state, rows)] of what there is to say of a table's rows."""
    return [(state.label, n) for state in RowState if (n := table.totals.get(state, 0))]


def import_new(request, key):
    """Choose a file or paste; what is read leads to its preview."""
    kind = services.kind_for(request.user, key)
    if kind is None:
        raise Http404
    if request.method == "POST" and was_stored(request):
        messages.info(request, READ_ALREADY)
        return redirect("import")
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (table := read(request, kind, form)):
        return redirect("import-detail", table.pk)
    context = {
        "kind": kind, "form": form, "refusal": kind.refusal(),
        "once": once_key(request) or uuid.uuid4(),
    }  # fmt: skip
    return render(request, "imports/import_new.html", context)


def read(request, kind, form):
    """The Import that was read; None where `form` says why nothing was."""
    if once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return None
    field, source = form.source
    try:
        with transaction.atomic():
            if not is_first(request):
                raise ValidationError(READ_ALREADY)
            answers = services.answered_before(kind, request.user)
            return services.read_in(kind, by=request.user, answers=answers, **source)
    except ValidationError as error:
        form.add_error(field, ValidationError(error.messages))
        return None


@own_table
def import_detail(request, table, kind, columns_form=None, answers_form=None):
    """The preview of a table that waits, or what became of it; the forms were sent and refused."""
    if not table.is_waiting:
        return render(request, "imports/import_done.html", done(table, kind))
    show = request.GET.get("show", "")
    rows = rows_shown(table, show)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    preview = Preview(kind, table, page, open_row(request))
    wrong = by_words(table)
    alike = same_cells(kind, wrong)
    reads.note(request, f"导入的{kind.title}", object_id=table.pk, rows=len(preview.lines))
    context = {
        "table": table, "kind": kind, "show": show, "page_obj": page, "preview": preview,
        "chips": chips(table), "outlook": Outlook.of(kind, table), "unread": unread(table), "missing": missing(kind, table),
        "identity": [words for words in table.left_out if "身份证号" in words],
        "columns_form": columns_form or HeadsForm(kind, table),
        "answers_form": answers_form or (kind.asks and AnswersForm(kind, table)),
        "several_sheets": len({one["sheet"] for one in table.columns}) > 1,
        "alike": alike[:SAME_AT_ONCE], "more_alike": len(alike[SAME_AT_ONCE:]), "empty": EMPTY,
        "advice": kind.advice({name for name, _ in wrong}),
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, "imports/import_detail.html", context)


def rows_shown(table, show):
    """The rows of a filter: those of a state, or whatever stops the table; Http404 where there is none such."""
    if show not in ("", BAD, *RowState.values):
        raise Http404
    states = STOPS if show == BAD else [show]
    return table.rows.filter(state__in=states) if show else table.rows.all()


def open_row(request):
    """The key of the row that is opened for mending, or None."""
    return row_key(request.GET.get("row", ""))


def done(table, kind):
    is_stored = table.state == Import.State.STORED
    return {"table": table, "kind": kind, "told": told(table), "is_stored": is_stored}


def back_to(request, table):
    """The preview as it was looked at: its filter and page; the opened row is closed."""
    asked = request.GET.copy()
    asked.pop("row", None)
    query = asked.urlencode()
    return redirect(f"{reverse('import-detail', args=[table.pk])}{'?' if query else ''}{query}")


def done_with(request, form, verb, words):
    """Whether `verb` took what `form` says, which `words` then tell; what it refused is on the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    messages.success(request, words)
    return True


@own_table
@require_POST
def columns(request, table, kind):
    form = HeadsForm(kind, table, request.POST)

    def verb():
        services.set_columns(table, form.chosen, by=request.user)

    if done_with(request, form, verb, "各列改好了，下次读这类表格照这样认。"):
        return redirect("import-detail", table.pk)
    table.refresh_from_db()
    return import_detail(request, table.pk, columns_form=form)


@own_table
@require_POST
def answers(request, table, kind):
    form = AnswersForm(kind, table, request.POST)

    def verb():
        services.set_answers(table, form.cleaned_data, by=request.user)

    if done_with(request, form, verb, "填好了，各行已按它重新核对。"):
        return redirect("import-detail", table.pk)
    return import_detail(request, table.pk, answers_form=form)


@own_table
@require_POST
def mend(request, table, kind):
    """Leave one row out or take it in again; what was typed and chosen in the rows is stored with it."""
    is_aside = "leave" in request.POST or "take" in request.POST
    try:
        if is_aside:
            set_row_aside(request, table)
        store_cells(request, table, kind, is_asked=not is_aside)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    return back_to(request, table)


def set_row_aside(request, table):
    is_left_out = "leave" in request.POST
    asked = request.POST["leave" if is_left_out else "take"]
    row = get_object_or_404(table.rows, pk=row_key(asked))
    services.leave_out(table, table.rows.filter(pk=row.pk), is_left_out, by=request.user)
    messages.success(request, f"{row}{'不导入' if is_left_out else '重新导入'}。")


def store_cells(request, table, kind, is_asked):
    """`is_asked`: it was the button for that, so that an answer is due where nothing changed."""
    places = fields_of(table)
    form = RowsForm(kind, table, request.POST)
    mended, chosen = form.changes(lambda row, name: texts_of(places[row.sheet], row).get(name, ""))
    if not (mended or chosen):
        if is_asked:
            messages.info(request, "没有改动。")
        return
    cut = services.settle(table, mended, chosen, by=request.user)
    number = sum(map(len, [*mended.values(), *chosen.values()]))
    messages.success(request, f"改了{number}格，各行已重新核对。")
    if cut:
        messages.warning(request, f"身份证号不读入，填写的{cut}格里已略去。")


@own_table
@require_POST
def same(request, table, kind):
    """Mend what several rows say wrongly alike, in all of them."""
    column, text, to = (request.POST.get(name, "") for name in ("column", "text", "to"))
    rows = rows_saying(table, column, text)
    to = to.strip()
    if not rows:
        messages.info(request, NOT_WRONG)
    elif to in ("", text):
        heading = say(kind.column(column).heading)
        messages.error(request, f"{heading}“{text or EMPTY}”没有改：请写明都改成什么。")
    else:
        mend_alike(request, table, rows, column, to)
    return back_to(request, table)


def mend_alike(request, table, rows, column, to):
    try:
        services.settle(table, {row: {column: to} for row in rows}, {}, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(request, f"{len(rows)}行都改成了“{to}”，各行已重新核对。")


@own_table
@require_POST
def leave_out_bad(request, table, kind):
    """Leave out at once whatever is doubtful or wrong."""
    try:
        rows = table.rows.filter(state__in=STOPS)
        number = rows.count()
        services.leave_out(table, rows, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(request, f"要选择的和有错的{number}行不导入。")
    return redirect("import-detail", table.pk)


@own_table
@require_POST
def again(request, table, kind):
    """Judge the table again: what it names may be registered now."""
    try:
        services.look_again(table, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(request, "各行已按台账现在的内容重新核对。")
    return back_to(request, table)


@own_table
@require_POST
def confirm(request, table, kind):
    """Store the table; where that takes long, the answer tells how far it is."""
    asked = {"leave_out_bad": "leave_out_bad" in request.POST, "seen": seen(request, table)}
    if sum(table.totals.values()) > kind.long:
        return progress.answer(request, table, kind, **asked)
    try:
        services.confirm(table, by=request.user, **asked)
    except ValidationError as error:
        messages.error(request, f"没有导入。{''.join(error.messages)}")
        progress.look_again(table, request.user)
    else:
        messages.success(request, "导入好了。")
    return redirect("import-detail", table.pk)


def seen(request, table):
    """The totals that the page of this form showed."""
    numbers = request.POST.get("seen", "").split("-")
    if len(numbers) != len(RowState) or not all(n.isdecimal() and len(n) < 9 for n in numbers):
        raise Http404
    return dict(zip(RowState.values, map(int, numbers), strict=True))


@own_table
@require_POST
def drop(request, table, kind):
    try:
        services.drop(table, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(request, "没有导入，读入的内容已经清除。")
    return redirect("import")


@own_table
def undo(request, table, kind):
    """What goes and what comes back; and what stands against it."""
    if not table.can_be_undone:
        return redirect("import-detail", table.pk)
    refused = ()
    if request.method == "POST":
        try:
            services.undo(table, by=request.user)
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, "撤回好了，台账和导入以前一样。")
            return redirect("import-detail", table.pk)
    context = done(table, kind) | {
        "refused": refused, "obstacles": undoing.obstacles(table), "effects": undoing.effects(table),
    }  # fmt: skip
    return render(request, "imports/import_undo.html", context)
