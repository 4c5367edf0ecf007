"""Pictures in cells: WPS writes a formula with their key, which is no value."""

import re
from collections import Counter

from imports.reading.sheets import LeftOut, column_name, trimmed

PICTURE = re.compile(r"\s*=?\s*(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(.*\)\s*", re.IGNORECASE | re.DOTALL)


def strip_pictures(sheet):
    """Take the keys of pictures out of `sheet`, and note in its `left_out` where they were."""
    found = Counter()
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and "(" in value and PICTURE.fullmatch(value):
                row[column] = None
                found[column] += 1
        sheet.rows[number] = trimmed(row)
    sheet.left_out += [
        LeftOut("单元格里的图片不读入", f"{column_name(column)}，{count}格", column=column)
        for column, count in sorted(found.items())
    ]
