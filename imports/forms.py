"""What is asked of a table: the table itself, what its columns are, what it lacks."""

from django import forms
from django.core.exceptions import ValidationError

from papers.workbook import MEGABYTES

ACCEPTED = ".xlsx,.xls,.xlsm,.et,.ods,.csv,.txt,.htm,.html"
FILE_HELP = (
    f"xlsx、xls、et、csv都可以，不大于{MEGABYTES}MB；也可以把文件拖到这里。"
    "标题、合计、填表人不用删，有身份证号的列不会读入。"
)
TEXT_HELP = "在WPS或者Excel里连表头一起选中，复制，粘贴到这里。"
NO_TABLE = "请选择文件，或者把表格粘贴在下面。"
BOTH = "选了文件，又粘贴了内容：请只留一样。"
NOT_READ = "不读入"
ROWS_AT_ONCE = 1000


class TableForm(forms.Form):
    """A file, or cells that were pasted."""

    file = forms.FileField(
        label="表格文件", required=False, help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop"}),
        error_messages={"empty": "文件是空的，没有内容。"},
    )  # fmt: skip
    text = forms.CharField(
        label="粘贴的表格", required=False, strip=False, help_text=TEXT_HELP,
        widget=forms.Textarea(attrs={"rows": 6, "wrap": "off"}),
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        has_text = bool(cleaned.get("text", "").strip())
        if cleaned.get("file") and has_text:
            self.add_error("text", BOTH)
        elif not (cleaned.get("file") or has_text or self.errors):
            self.add_error("file", NO_TABLE)
        return cleaned

    @property
    def source(self):
        """The field with the table, and what read_in takes of it."""
        file = self.cleaned_data["file"]
        if file:
            return "file", {"name": file.name, "data": file.read()}
        return "text", {"text": self.cleaned_data["text"]}


class HeadsForm(forms.Form):
    """Which column of the kind each column of the table is."""

    def __init__(self, kind, table, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", NOT_READ), *((one.name, one.heading) for one in kind.columns)]
        self.table = table
        for place, one in enumerate(table.columns):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=one["words"] or f"第{one['column'] + 1}列", choices=choices,
                required=False, initial=one["field"],
            )  # fmt: skip

    @property
    def chosen(self):
        """The fields in the order of the table's columns."""
        return [self.cleaned_data[f"column{place}"] for place in range(len(self.table.columns))]


class AnswersForm(forms.Form):
    """What the table does not say, once for all its rows."""

    def __init__(self, kind, table, *args, **kwargs):
        super().__init__(*args, initial=table.answers, **kwargs)
        for ask in kind.asks:
            self.fields[ask.name] = ask.field()


def row_key(text):
    """The key of a row as an address or a form says it; None of what can be none."""
    return int(text) if text.isdecimal() and len(text) < 18 else None


def one_kind_of_line_end(text):
    """A browser sends other ends of lines than those it was given."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class RowsForm:
    """What was typed and chosen in the rows of a page: cell-12-name, pick-12-village."""

    def __init__(self, kind, table, sent):
        names = {column.name for column in kind.columns}
        self.texts, self.picks = {}, {}
        for key, value in sent.items():
            what, _, rest = key.partition("-")
            row, _, name = rest.partition("-")
            if what in ("cell", "pick") and name in names and (pk := row_key(row)) is not None:
                told = self.texts if what == "cell" else self.picks
                told.setdefault(pk, {})[name] = value
        keys = {*self.texts, *self.picks}
        if len(keys) > ROWS_AT_ONCE:
            raise ValidationError(f"一次最多改{ROWS_AT_ONCE}行，请分几次改。")
        self.rows = table.rows.in_bulk(keys)

    def changes(self, shown):
        """({row: {column: text}}, {row: {column: key}}): what is otherwise than `shown(row, column)`."""
        mended, chosen = {}, {}
        for pk, row in self.rows.items():
            texts = {
                name: text
                for name, sent in self.texts.get(pk, {}).items()
                if (text := one_kind_of_line_end(sent)) != one_kind_of_line_end(shown(row, name))
            }
            if texts:
                mended[row] = texts
            picks = {
                name: key
                for name, key in self.picks.get(pk, {}).items()
                if key and name not in texts and row.chosen.get(name) != key
            }
            if picks:
                chosen[row] = picks
        return mended, chosen
