"""A table as a county asks for it, with figures in its cells: what 上级报表 is about."""

from django.core.files.uploadedfile import SimpleUploadedFile

from hemao.demo import data
from hemao.demo.build import own_times
from papers import scans, workbook
from reports.county import tables as county_tables
from reports.models import CountyTable, TableVersion

NAME, NOTE = "镇人大工作情况统计表", "市人大每年12月要"


def make(build):
    content = (data.FOLDER / "county-table.xlsx").read_bytes()
    book = workbook.prepare(SimpleUploadedFile(f"{NAME}.xlsx", content))
    name = f"scans/{build.uuid(build.rng('county table')).hex}.xlsx"
    scans.keep(name, book)
    [table] = build.save([CountyTable(name=NAME, note=NOTE)])
    with own_times(TableVersion, "uploaded_at"):
        build.save([version_of(table, book, name, build)])


def version_of(table, book, name, build):
    cells = county_tables.cells_to_fill(book.cells)
    return TableVersion(
        table=table, number=1, file=name, given_name=book.given_name, digest=book.digest,
        cells=county_tables.kept(cells), uploaded_by=build.by, uploaded_at=build.midnight,
    )  # fmt: skip
