"""What a box shows of a row, as the database puts it together: the same as its __str__, in digits.

`path` leads from the rows that are searched to the row that is named: term__, household__.
"""

from django.db.models import F

from records.admin.search import put_together, word_of
from township.models import Level


def term(path):
    return put_together(word_of(f"{path}level", Level.choices), "第", F(f"{path}number"), "届")


def mandate():
    return put_together(F("person__name"), "（", term("term__"), "）")


def constituency(path=""):
    return put_together("第", F(f"{path}number"), "选区（", F(f"{path}name"), "）")


def household(path=""):
    head, place = F(f"{path}head_name"), (F(f"{path}village__name"), F(f"{path}group"))
    return put_together(head, "（", *place, "）")


def assignment(path=""):
    return put_together(F(f"{path}person__name"), "联系", household(f"{path}household__"))


def visit():
    return put_together(F("visited_on"), assignment("assignment__"))
