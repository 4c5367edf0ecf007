"""Columns that keep what was typed in its normal form: names and groups always, telephone numbers
where they are checked (clean), since not each that is stored can be read.
"""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Replace

from records.written import normal, read_group, read_phones
from records.written.names import check_name

BETWEEN_NUMBERS = "、"


class WrittenColumn(models.CharField):
    """Text that is kept in its normal form whichever way it comes in, and looked for in it too."""

    def normal(self, text):
        raise NotImplementedError

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else self.normal(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return self.normal(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        """The row says what is stored: keys that are made of it come after it."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.normal(value)
            setattr(model_instance, self.attname, value)
        return value


class NameColumn(WrittenColumn):
    """The name of a person: 张 三 is 张三, and found as both."""

    default_validators = [check_name]

    def normal(self, text):
        return normal(text)


class GroupColumn(WrittenColumn):
    """A 村民组: 3, 三组 and 第3组 are one."""

    def normal(self, text):
        return read_group(text)


class TitleColumn(models.CharField):
    """What a village, a department or a group is called: without padding and what nobody sees, so that two
    that look the same are one. A row that is stored past clean() keeps what it has.
    """

    def deconstruct(self):
        """A column like any other: what it takes is no matter of the database."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clean(self, value, model_instance):
        return super().clean(normal(value), model_instance)


class PhoneColumn(models.CharField):
    """A telephone number in its normal form. Of several in one box, the first mobile number stays,
    and the others go into the column `spare` of the row; without one they all stay.

    What is no number is refused by clean(); a row that is stored past it keeps what it has.
    """

    # As many signs as two numbers take, however they are typed; what is stored is measured as well.
    TYPED = 60

    def __init__(self, *args, spare="", **kwargs):
        self.spare = spare
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.spare:
            kwargs["spare"] = self.spare
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": self.TYPED} | kwargs)

    def clean(self, value, model_instance):
        numbers = read_phones(value)
        if self.spare:
            numbers, others = numbers[:1], numbers[1:]
            self.put_aside(others, model_instance)
        return super().clean(BETWEEN_NUMBERS.join(numbers), model_instance)

    def put_aside(self, others, row):
        """Put the numbers `others` before those that the column `spare` has."""
        if row is None or not others:
            return
        kept = getattr(row, self.spare)
        together = [*others, *(number for number in read_phones(kept) if number not in others)]
        setattr(row, self.spare, BETWEEN_NUMBERS.join(together))


def without(characters, expression):
    """The expression of `expression`, a text, with none of `characters` in it."""
    for character in characters:
        expression = Replace(expression, Value(character), Value(""))
    return expression
