"""Ticks in a table: √, 有, 是 say yes; ×, 无, 否 and nothing say no."""

from django.core.exceptions import ValidationError

from records.written.characters import plain

YES = frozenset(["√", "✓", "✔", "☑", "有", "是", "对", "已", "y", "yes", "true", "1", "1.0"])
# ○ is yes in one office and no in the next, and is read as neither.
NO = frozenset(
    [
        "",
        *[
            "×",
            "✗",
            "✘",
            "x",
            "□",
            "☐",
            "无",
            "没有",
            "否",
            "不",
            "不是",
            "未",
            "n",
            "no",
            "false",
            "0",
            "0.0",
            "-",
            "/",
        ],
    ]
)


def read_mark(value):
    """True or False, as `value` (text, or a value of a cell) says. Raises a ValidationError."""
    text = plain(value).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise ValidationError(f"“{plain(value)}”看不出是还是否，请写√、有、是，或者×、无、否。")
