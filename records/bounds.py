"""What a number and a day may be, said before a database or a calendar is asked."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.lookups import In


def between(low, high):
    """The validators of a whole number from `low` to `high`; the sentence of each says both."""
    sentence = f"请填{low}到{high}之间的整数。"
    return [MinValueValidator(low, sentence), MaxValueValidator(high, sentence)]


# Of the columns that only say in which order rows stand.
PLACES = between(0, 9_999)

# Days are added to days, and months: neither end of the calendar may be near.
DAY_SENTENCE = "请填1900年到2999年之间的日期，如2022-03-01。"
DAYS = [
    MinValueValidator(datetime.date(1900, 1, 1), DAY_SENTENCE),
    MaxValueValidator(datetime.date(2999, 12, 31), DAY_SENTENCE),
]


@models.IntegerField.register_lookup
class StoredIn(In):
    """`in` of whole numbers. What no column can hold is in no row; SQLite fails on it, where for
    one number alone (`exact`) Django looks itself.
    """

    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            kind = self.lhs.output_field.get_internal_type()
            low, high = connection.ops.integer_field_range(kind)
            self.rhs = [n for n in self.rhs if not isinstance(n, int) or low <= n <= high]
        return super().process_rhs(compiler, connection)
