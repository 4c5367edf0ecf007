"""The verbs on the county's tables: each changes its rows together or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.county import tables as county_tables
from reports.models import CountyTable, TableVersion

SAME_FILE = "这就是现在用的文件，没有改动。改好以后另存，再选那个文件。"


@transaction.atomic
def add_table(*, name, note, file, by):
    """A new table with its first file (a papers.workbook.Workbook). Returns the CountyTable."""
    table = CountyTable(name=name.strip(), note=note.strip())
    keep_table(table, by)
    store_version(table, file, number=1, by=by)
    return table


@transaction.atomic
def replace_file(table, *, file, by):
    """The `file` that is filled from now on; those before it stay. Returns the TableVersion."""
    table = CountyTable.objects.select_for_update().get(pk=table.pk)
    last = table.versions.first()
    if last.digest == file.digest:
        raise ValidationError({"file": SAME_FILE})
    return store_version(table, file, number=last.number + 1, by=by)


def store_version(table, file, *, number, by):
    """Keep `file`; a placeholder that nobody can fill is refused with the name of its cell."""
    try:
        cells = county_tables.cells_to_fill(file.cells)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    return TableVersion.objects.create(
        table=table, number=number, file=file, given_name=file.given_name[:200], digest=file.digest,
        cells=county_tables.kept(cells),
        remarks=[*county_tables.remarks_on(file.book), *county_tables.doubled_in(cells)],
        uploaded_by=by,
    )  # fmt: skip


@transaction.atomic
def describe_table(table, *, name, note, by):
    table.name, table.note = name.strip(), note.strip()
    keep_table(table, by)


@transaction.atomic
def retire_table(table, *, is_retired, by):
    """The county asks for it no more, or again. Its files stay."""
    table.is_retired = is_retired
    keep_table(table, by)


def keep_table(table, by):
    table._history_user = by
    table.full_clean()
    table.save()
