"""How much one sheet may hold, in whatever form it comes."""

from django.core.exceptions import ValidationError

ROWS, COLUMNS, SHEETS = 20_000, 200, 50
DOWN = 1_100_000  # with rows that are empty

TOO_MANY_ROWS = f"有内容的行超过{ROWS}行，请拆成几个文件再上传。"
TOO_MANY_COLUMNS = f"有内容的列超过{COLUMNS}列，请删掉用不着的列，另存以后再上传。"
TOO_MANY_SHEETS = f"工作表超过{SHEETS}张，请只留下要导入的，另存以后再上传。"


def within_size(rows):
    """[the rows of values that `rows` yields]; ValidationError as soon as they are too many, or too wide.

    What goes beyond is never collected: ten megabytes may be five million rows.
    """
    found, filled = [], 0
    for row in rows:
        width = last_filled(row)
        filled += bool(width)
        if width > COLUMNS:
            raise ValidationError(TOO_MANY_COLUMNS)
        if filled > ROWS or len(found) > DOWN:
            raise ValidationError(TOO_MANY_ROWS)
        found.append(row[:width])
    return found


def last_filled(row):
    """The number of the last column of `row` with something in it; 0 where there is none."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1] not in ("", None)), 0)
