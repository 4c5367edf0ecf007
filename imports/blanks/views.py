"""The page of an empty table."""

from django.http import Http404

from imports import services
from imports.blanks.workbook import blank
from papers.sending import attachment
from papers.spreadsheet import CONTENT_TYPE
from township.words import say


def template(request, key):
    """The empty table of the kind `key`, for those who may enter its records by hand."""
    kind = services.kind_for(request.user, key)
    if kind is None:
        raise Http404
    name = f"{say(kind.title)}导入样表.xlsx"
    return attachment(blank(kind), name, f"import-{kind.key}.xlsx", CONTENT_TYPE)
