"""How a record is found by what a box shows of it, and told from another that reads the same.

A name that is made of several columns is put together by the database, its numbers in digits:
镇第2届人代会第7次会议. What was typed is brought into that form.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Replace

from records.written import read_day, read_phones, search_key

DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
NUMBERED = re.compile(rf"第?([0-9０-９]+|[{''.join([*DIGITS, *UNITS])}]+)(届|次|选区|号)")
# The database puts 镇 before the term of every town, whatever the town is and says.
KIND_OF_TOWN = re.compile("(?:乡|苏木)(?=\0第[0-9]+届)")
# Only such a term is compared with whole names: putting them together costs a pass over the table.
OF_A_NAME = re.compile("[（）第届次号]|选区|联系")
# A shorter number is no day, but how many, or which.
FEWEST_DIGITS = 6
FULL_WIDTH = str.maketrans("()", "（）")


def number_of(words):
    """The number below 1000 that `words` say: 7, 七, 十二, 一百零五."""
    if words.isdecimal():
        return int(words)
    total = digit = 0
    for word in words:
        total += (digit or 1) * UNITS.get(word, 0)
        digit = DIGITS.get(word, 0)
    return total + digit


def pieces_of(term):
    """What has to be in a name that is typed as `term`: 乡二届七次人代会 → 镇, 第2届, 第7次, 人代会."""
    marked = NUMBERED.sub(lambda match: f"\0第{number_of(match[1])}{match[2]}\0", term)
    marked = KIND_OF_TOWN.sub("镇", marked)
    return [piece for piece in marked.split("\0") if piece]


def put_together(*parts):
    """The text of `parts`, one after the other: a string is itself, an expression is its value."""
    parts = [Value(part) if isinstance(part, str) else as_text(part) for part in parts]
    return Concat(*parts, Value(""), output_field=TextField())


def as_text(expression):
    return Cast(expression, TextField())


def word_of(path, choices):
    """The word that is shown of the choice in the column `path`."""
    cases = [When(**{path: key}, then=Value(str(word))) for key, word in choices]
    return Case(*cases, default=Value(""), output_field=CharField())


def day_in(term):
    """The day that was typed, as the database writes it: 2021.3.5 → 2021-03-05; "" where it is none."""
    try:
        day = None if term.isdecimal() and len(term) < FEWEST_DIGITS else read_day(term)
    except ValidationError:
        return ""
    return str(day or "")


def phone_in(term):
    """The telephone number that was typed, as it is stored; "" where it is none."""
    try:
        numbers = read_phones(term)
    except ValidationError:
        return ""
    return numbers[0] if len(numbers) == 1 else ""


@dataclass
class Apart:
    """What tells two rows of one name apart: of several ways to say it, the first that is filled in.

    Each is an attribute that __str__ makes readable, and the same as an expression.
    """

    ways: dict = field(default_factory=dict)

    @classmethod
    def by(cls, *columns):
        return cls({column.replace("__", "."): F(column) for column in columns})

    def told_of(self, row):
        told = (value_at(row, way) for way in self.ways)
        return next((str(value) for value in told if value), "")

    def expression(self):
        nothing = Value("")
        ways = [NullIf(as_text(filled(*way)), nothing) for way in self.ways.items()]
        return Coalesce(*ways, nothing, output_field=TextField()) if ways else nothing


def filled(path, expression):
    """`expression`, or nothing where what it is made of is not there: no term has no 第届."""
    return Case(When(**{f"{path.replace('.', '__')}__isnull": False}, then=expression))


def value_at(row, path):
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


class Search:
    """The part of an entry that finds its rows: by every word, or by the whole name as it is shown."""

    # The row's name as an expression; None where the search_fields find it, and no two are alike.
    label = None
    apart = Apart()
    # The column with the digits of a telephone number; "" where rows have none.
    phone_search = ""

    def get_search_results(self, request, queryset, search_term):
        """Every word has to be found, or all of them as one: 张 国富, zhang guofu, ZGF; a day or a
        telephone number in whatever way it is written.
        """
        term = search_term.strip().lower()
        found, duplicates = super().get_search_results(request, queryset, term)
        joined = search_key(term)
        for other in sorted({joined, "".join(term.split()), day_in(term)} - {term, ""}):
            more, are_double = super().get_search_results(request, queryset, other)
            found, duplicates = found | more, duplicates or are_double
        if self.phone_search and (number := phone_in(term)):
            found = found | queryset.filter(**{self.phone_search: number})
        if self.label is not None and OF_A_NAME.search(joined):
            found = found | self.named_so(queryset, joined.translate(FULL_WIDTH))
        return found, duplicates

    def named_so(self, queryset, term):
        """The rows of `queryset` whose name begins as `term` does, or has all its pieces in it.

        What tells the row apart belongs to the name: it is shown where another reads the same.
        """
        shown = put_together(self.label, "（", self.apart.expression(), "）")
        pieces = [Q(shown__icontains=piece) for piece in pieces_of(term)]
        closed_up = Replace(shown, Value(" "), Value(""), output_field=TextField())
        return queryset.alias(shown=closed_up).filter(Q(shown__istartswith=term) | Q(*pieces))

    def alike(self, rows, shown):
        """The keys of those of `shown` (rows) whose name another of `rows` has too: one statement."""
        if self.label is None or not shown or not self.apart.ways:
            return set()
        rows = rows.order_by().prefetch_related(None).annotate(shown=as_text(self.label))
        names = rows.filter(pk__in=[row.pk for row in shown]).values("shown")
        keys = {}
        for name, key in rows.filter(shown__in=names).values_list("shown", "pk"):
            keys.setdefault(name, set()).add(key)
        return {key for same in keys.values() if len(same) > 1 for key in same}
