"""What a cell of an office's table says, and what it cannot say."""

import pytest
from django.core.exceptions import ValidationError

from imports.kinds import cells

pytestmark = pytest.mark.sqlite  # no database


@pytest.mark.parametrize("value", [1976.03, "1976.3", "1976.03", "1976-03", "1976年3月"])
def test_a_month_is_read_as_it_is_written(value):
    assert str(cells.month(value)) == "1976-03"


def test_a_number_that_lost_its_last_nought_is_asked_about():
    """1971.10 typed as a number is 1971.1: January would be stored of whoever was born in October."""
    with pytest.raises(ValidationError) as refused:
        cells.month(1971.1)
    assert "分不清是1月还是10月，请写成1971年1月或者1971年10月" in refused.value.messages[0]
    assert str(cells.month("1971.1")) == "1971-01"
    assert str(cells.month("1971.10")) == "1971-10"
    assert str(cells.month(1971.12)) == "1971-12"


@pytest.mark.parametrize("value", ["无", "—", "/", "-"])
def test_where_a_form_says_nothing_no_number_is_read(value):
    assert cells.number("人")(value) is None
