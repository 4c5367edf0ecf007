"""Tables confirmed by two clerks in the same moment. Only PostgreSQL has such moments."""

import pytest
from django.core.exceptions import ValidationError

from imports import services
from imports.models import Import
from representatives.models import Assignment, Household
from tests import cast
from tests.at_once import at_once
from tests.imports.desk import read

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def confirmed(keys, clerk):
    """What two confirmations in one moment end in: nothing, or the sentences of a refusal."""

    def confirm(index):
        try:
            services.confirm(Import.objects.get(pk=keys[index]), by=clerk)
        except ValidationError as error:
            return error.messages
        return []

    return sorted(at_once(2, confirm), key=len)


def test_the_same_file_is_stored_once():
    cast.make_frame()
    clerk, text = cast.the_clerk(), "户主\t村\t户别\n王二保\t桥头\t外出户\n李长根\t桥头\t种植户"
    keys = [read("households", text, clerk).pk for _ in range(2)]
    assert confirmed(keys, clerk) == [[], []]
    assert Household.objects.count() == 2
    assert [table.totals["new"] for table in Import.objects.order_by("stored_at")] == [2, 0]


def test_one_household_goes_to_one_deputy():
    cast.make_frame()
    clerk, home = cast.the_clerk(), cast.of_category(cast.make_household(head_name="王二保"))
    people = [cast.make_deputy(), cast.make_deputy()]
    tables = [
        read("households", f"户主\t村\t联系代表\n王二保\t{home.village}\t{people[0]}", clerk),
        read("assignments", f"代表\t户主\n{people[1]}\t王二保", clerk),
    ]
    first, second = confirmed([table.pk for table in tables], clerk)
    assert (first, second) == ([], ["还有1行要选择或者有错，请先改好，或者不导入这几行。"])
    assert Assignment.objects.count() == 1
