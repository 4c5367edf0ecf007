"""How much one sheet may hold, in whatever form it comes."""

from django.core.exceptions import ValidationError

ROWS, COLUMNS, SHEETS = 20_000, 200, 50

TOO_MANY_ROWS = f"有内容的行超过{ROWS}行，请拆成几个文件再上传。"
TOO_MANY_COLUMNS = f"有内容的列超过{COLUMNS}列，请删掉用不着的列，另存以后再上传。"
TOO_MANY_SHEETS = f"工作表超过{SHEETS}张，请只留下要导入的，另存以后再上传。"


def check_size(rows):
    """Raise ValidationError where `rows` of values are more than can be taken in."""
    if sum(any(value not in ("", None) for value in row) for row in rows) > ROWS:
        raise ValidationError(TOO_MANY_ROWS)
    if max((last_filled(row) for row in rows), default=0) > COLUMNS:
        raise ValidationError(TOO_MANY_COLUMNS)


def last_filled(row):
    """The number of the last column of `row` with something in it; 0 where there is none."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1] not in ("", None)), 0)
