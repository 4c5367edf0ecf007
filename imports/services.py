"""The verbs of an import: read in, mend, confirm, take back, and forget what nobody confirmed."""

import datetime
import hashlib
from collections import Counter

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import may
from imports import storing, undoing
from imports.heads import propose, remember
from imports.kinds import KINDS
from imports.models import STOPS, UNDO_KEPT, Import, ImportRow, RowState, Trace
from imports.planning import plan
from imports.reading import read_file, read_pasted, understand, without_identity
from imports.sweeping import few_sweeps

NOT_LISTED = "请从列出的里面选一个。"
CROSSED = "正好有人在登记同样的内容，这张表一行也没有导入。请再确认一次，看看有没有变化。"


def kinds_for(user):
    """The kinds that `user` may bring in: those whose records they may enter by hand."""
    return [kind for kind in KINDS.values() if may(user, kind.permission)]


def kind_for(user, key):
    """The kind called `key` where `user` may bring it in, or None."""
    return next((kind for kind in kinds_for(user) if kind.key == key), None)


def refuse_stranger(kind, by):
    if not may(by, kind.permission):
        raise PermissionDenied


@few_sweeps()
@transaction.atomic
def read_in(kind, *, by, name="", data=None, text="", answers=None):
    """Read a file (its `name` and bytes), or cells that were pasted, as a table of `kind`.

    Returns the Import, which waits: nothing is stored as a record. ValidationError says in one
    sentence why nothing can be read.
    """
    refuse_stranger(kind, by)
    if sentence := kind.refusal():
        raise ValidationError(sentence)
    name = without_identity(name)
    sheets = read_file(name, data) if data is not None else read_pasted(text)
    digest = hashlib.sha256(data if data is not None else text.encode()).hexdigest()
    known = {ask.name: ask.default() for ask in kind.asks} | (answers or {})
    table = Import(
        kind=kind.key, file_name=name[:200], digest=digest, by=by, answers=storable(known)
    )
    rows = take_sheets(kind, table, sheets)
    if not rows:
        raise ValidationError(
            f"没有找到{kind.title}的数据：{'；'.join(one.rstrip('。') for one in table.left_out) or '表是空的'}。"
        )
    if kind.at_most and len(rows) > kind.at_most:
        raise ValidationError(
            f"{kind.title}一次最多导入{kind.at_most}{kind.unit}，这张表有{len(rows)}行，请分成几张表。"
        )
    table.save()
    judge(kind, table, rows, by)
    ImportRow.objects.bulk_create(rows, batch_size=storing.LINES)
    log(table, by, ADDITION, f"读入{kind.title}，共{len(rows)}行")
    return table


def answered_before(kind, by):
    """{name of an Ask: answer}: what `by` said of the last table of `kind` that was stored or waits,
    as far as it can be said again. Days and terms are those of one table."""
    states = (Import.State.STORED, Import.State.WAITING)
    last = Import.objects.filter(kind=kind.key, by=by, state__in=states).first()
    known = last.answers if last else {}
    return {
        ask.name: known[ask.name]
        for ask in kind.asks
        if ask.lasts and ask.name in known and is_answer(ask, known[ask.name])
    }


def is_answer(ask, value):
    """Whether `value` is an answer still: what it names can be gone by now."""
    try:
        ask.field().clean(value)
    except ValidationError:
        return False
    return True


def log(table, by, flag, words):
    """Note in the log what `by` did with the table, as the pages of the ledger do for theirs."""
    LogEntry.objects.create(
        user=by, content_type=ContentType.objects.get_for_model(Import), object_id=table.pk,
        object_repr=str(table)[:200], action_flag=flag, change_message=words,
    )  # fmt: skip


def storable(answers):
    return {name: storing.plain(value) for name, value in answers.items()}


def take_sheets(kind, table, sheets):
    """The rows of all sheets that have the kind's columns; what is left out is said in the table."""
    rows, table.columns, table.left_out = [], [], []
    for sheet in sheets:
        found = understand(sheet, kind.knows)
        told = [*map(str, found.left_out), *found.remarks]
        table.left_out += [f"{found.sheet}：{one}" for one in told]
        fields = propose(kind, found)
        if not any(fields):
            table.left_out.append(f"{found.sheet}：没有找到{kind.title}的列")
            continue
        for heading, field in zip(found.headings, fields, strict=True):
            table.columns.append(
                {"sheet": found.sheet, "column": heading.column, "words": heading.words, "field": field}
            )  # fmt: skip
        rows += [
            ImportRow(
                table=table, sheet=found.sheet, number=row.number,
                given=[cell_as_json(value) for value in row.cells],
            )
            for row in found.rows
        ]  # fmt: skip
    return rows


def cell_as_json(value):
    """A cell as it is kept while it waits: text, a number, yes or no; a day as 2021-03-05."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else value


def judge(kind, table, rows, by, is_final=False, tell=None):
    """Plan `rows` anew, note on each what would become of it, and count; returns the Outcomes."""
    outcomes = plan(kind, table, rows, by, is_final, tell)
    for row, found in zip(rows, outcomes, strict=True):
        row.state, row.says, row.cells = found.state, found.says, found.cells
    counts = Counter(row.state for row in rows)
    table.totals = {state.value: counts.get(state, 0) for state in RowState}
    if not is_final:
        table.save(update_fields=["totals"])
    return outcomes


@few_sweeps()
def judge_again(kind, table, by):
    """After something was mended or chosen: each row that is otherwise now is stored so."""
    rows = list(table.rows.all())
    before = {row.pk: (row.state, row.says, row.cells) for row in rows}
    judge(kind, table, rows, by)
    moved = [row for row in rows if before[row.pk] != (row.state, row.says, row.cells)]
    ImportRow.objects.bulk_update(moved, ["state", "says", "cells"], batch_size=storing.LINES)


def waiting_alone(table, by):
    """As `waiting`, with all tables of the kind: of two clerks who store the same file in the same
    moment the second waits, and then finds it stored."""
    refuse_stranger(kind_of(table), by)
    rows = Import.objects.waiting().filter(kind=table.kind).order_by("pk")
    keys = rows.select_for_update().values_list("pk", flat=True)
    return kind_of(table) if table.pk in list(keys) else waiting(table, by)


def kind_of(table):
    return KINDS[table.kind]


def waiting(table, by):
    """The kind of `table`, locked for a change; ValidationError where it does not wait any more."""
    refuse_stranger(kind_of(table), by)
    locked = Import.objects.select_for_update().get(pk=table.pk)
    if not locked.is_waiting:
        raise ValidationError(f"这张表{locked.get_state_display()}，不能再改。")
    return kind_of(table)


@transaction.atomic
def settle(table, mended, chosen, *, by):
    """Mend cells and settle what others mean, of several rows at once, and judge the table again.

    `mended`: {ImportRow: {column: text}}; `chosen`: {ImportRow: {column: key of a choice}}, of the
    choices it was shown with. A cell that is mended means nothing settled any more. Identity numbers
    are taken out of what was typed; returns of how many cells.
    """
    kind, cut = waiting(table, by), 0
    for row, texts in mended.items():
        kept = {kind.column(name).name: without_identity(text) for name, text in texts.items()}
        cut += sum(kept[name] != text for name, text in texts.items())
        row.mended = row.mended | kept
        row.chosen = {name: key for name, key in row.chosen.items() if name not in texts}
    for row, keys in chosen.items():
        for name, key in keys.items():
            if key not in [known for known, _ in row.cells.get(name, {}).get("choices", ())]:
                raise ValidationError(NOT_LISTED)
        row.chosen = row.chosen | keys
    ImportRow.objects.bulk_update(
        {*mended, *chosen}, ["mended", "chosen"], batch_size=storing.LINES
    )
    judge_again(kind, table, by)
    return cut


@transaction.atomic
def look_again(table, *, by):
    """Judge the table again, where the ledger may say something else than when it was last looked at."""
    judge_again(waiting(table, by), table, by)


@transaction.atomic
def leave_out(table, rows, is_left_out=True, *, by):
    """Leave `rows` (a queryset of the table's) out, or take them in again."""
    kind = waiting(table, by)
    rows.update(is_left_out=is_left_out)
    judge_again(kind, table, by)


@transaction.atomic
def set_columns(table, fields, *, by):
    """Let the columns of `table` be `fields`: a column of the kind for each, "" for none.

    ValidationError where one is there twice in a sheet. What was set otherwise than proposed is
    remembered for the next table of this kind.
    """
    kind = waiting(table, by)
    known = {"", *(column.name for column in kind.columns)}
    taken, otherwise = Counter(), {}
    for one, field in zip(table.columns, fields, strict=True):
        if field not in known:
            raise ValidationError(NOT_LISTED)
        taken[one["sheet"], field] += 1
        if field and taken[one["sheet"], field] > 1:
            raise ValidationError(f"有两列都选了“{kind.column(field).heading}”，请留一列。")
        if one["field"] != field:
            otherwise[one["words"]] = field
        one["field"] = field
    remember(kind, otherwise)
    table.save(update_fields=["columns"])
    judge_again(kind, table, by)


@transaction.atomic
def set_answers(table, answers, *, by):
    """What the table lacks, {name of an Ask: cleaned value}; and judge it again."""
    kind = waiting(table, by)
    table.answers = table.answers | storable(answers)
    table.save(update_fields=["answers"])
    judge_again(kind, table, by)


@few_sweeps()
def confirm(table, *, by, leave_out_bad=False, tell=lambda done, of: None, seen=None):
    """Store the table whole: all rows, or nothing. What it said is forgotten then; what it did is kept.

    ValidationError where a row is doubtful or wrong, unless these are to be left out, and where
    something that was entered meanwhile makes it so now. `seen` are the totals that were shown: where
    others would be stored, or a record says something else now than was shown, nothing is.
    """
    try:
        with transaction.atomic():
            confirm_at_once(table, by, leave_out_bad, tell, seen)
    except IntegrityError as error:
        # What no lock keeps away: the database has the last word, at the latest when all is stored.
        raise ValidationError(CROSSED) from error


def olds(row):
    """The state of a row of a table, and what its record said before: nobody overwrites what a page
    did not show."""
    return row.state, {name: cell["old"] for name, cell in row.cells.items() if "old" in cell}


def confirm_at_once(table, by, leave_out_bad, tell, seen):
    kind = waiting_alone(table, by)
    rows = list(table.rows.all())
    shown = [olds(row) for row in rows]
    outcomes = judge(kind, table, rows, by, is_final=True, tell=tell)
    if seen is not None and (seen != table.totals or shown != [olds(row) for row in rows]):
        raise ValidationError("台账里刚才有改动，这张表要导入的和刚才看到的不一样了，请再看一遍。")
    bad = sum(table.totals[state] for state in STOPS)
    if bad and not leave_out_bad:
        raise ValidationError(f"还有{bad}行要选择或者有错，请先改好，或者不导入这几行。")
    works = [found.work for found in outcomes if found.work is not None]
    storing.store(table, kind, works, by, tell)
    table.state, table.stored_at = Import.State.STORED, timezone.now()
    # Which rows, and not what they said: cells of somebody's table are not kept for good.
    table.left_out = [f"{row}没有导入" for row in rows if row.state in (*STOPS, RowState.LEFT_OUT)]
    table.save(update_fields=["state", "stored_at", "left_out", "totals"])
    new, changed = table.totals[RowState.NEW], table.totals[RowState.CHANGED]
    log(table, by, CHANGE, f"导入{kind.title}：新增{new}{kind.unit}，改动{changed}{kind.unit}")
    table.rows.all()._raw_delete(table.rows.db)


@few_sweeps()
def undo(table, *, by):
    """Take a stored table back: what it made goes, what it changed says what it said before.

    ValidationError names what was built on it meanwhile.
    """
    refuse_stranger(kind_of(table), by)
    try:
        with transaction.atomic():
            undo_at_once(table, by)
    except IntegrityError as error:
        # What was put in the place of something that would come back; only the database knows.
        raise ValidationError(TAKEN) from error


TAKEN = (
    "不能撤回：导入时改动的内容要改回去，可是它原来的位置后来已经登记了别的（如同一户又安排了代表）。"
    "请先处理后来登记的，再撤回。"
)


def undo_at_once(table, by):
    kind = kind_of(table)
    locked = Import.objects.select_for_update().get(pk=table.pk)
    if locked.state != Import.State.STORED:
        raise ValidationError(f"这张表{locked.get_state_display()}，没有可以撤回的。")
    if not locked.can_be_undone:
        raise ValidationError(
            f"导入已经超过{UNDO_KEPT.days}天，不能再整张撤回；请逐条改正或者作废。"
        )
    undoing.take_back(table, kind, by)
    table.state, table.undone_at, table.undone_by = Import.State.UNDONE, timezone.now(), by
    table.save(update_fields=["state", "undone_at", "undone_by"])
    table.traces.all().delete()
    log(table, by, CHANGE, f"撤回导入的{kind.title}")


def drop(table, *, by):
    """Forget a table that waits: of what it said nothing stays, only who read which file and when."""
    with transaction.atomic():
        kind = waiting(table, by)
        forget([table])
        log(table, by, CHANGE, f"没有导入{kind.title}，读入的内容已清除")


def forget_stale(now):
    """Forget what nobody confirmed within a week before the moment `now`; returns how many tables."""
    return forget(Import.objects.stale(now))


def forget_traces(now):
    """Forget what stored tables changed, where the moment `now` is past undoing; returns how many tables."""
    past = Import.objects.past_undoing(now).filter(traces__isnull=False).distinct()
    keys = list(past.values_list("pk", flat=True))
    Trace.objects.filter(table__in=keys).delete()
    return len(keys)


def forget(tables):
    keys = [table.pk for table in tables]
    rows = ImportRow.objects.filter(table__in=keys)
    rows._raw_delete(rows.db)
    said = {"columns": [], "answers": {}, "left_out": []}
    Import.objects.filter(pk__in=keys).update(state=Import.State.DROPPED, **said)
    return len(keys)
