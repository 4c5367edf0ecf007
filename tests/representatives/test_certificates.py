"""代表证号: in one term a number belongs to one person, whoever types it, and when."""

import json
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError

from reports.checking.twins import certificate_twins
from tests import cast
from tests.cast import day
from tests.hemao.test_setup import ROOT, environment
from tests.representatives.two_cards import NUMBER, give_both

TAKEN = "这一届已有这个代表证号。"
ONE_HAS_IT = [[[], [TAKEN.rstrip("。")]], 1]


@pytest.mark.sqlite
def test_two_clerks_at_once_on_a_file(tmp_path):
    command = "from tests.representatives.two_cards import main; main()"
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", command],
        env=environment(VAR=tmp_path), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == ONE_HAS_IT


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once():
    assert give_both() == ONE_HAS_IT


@pytest.fixture
def holder(db):
    return cast.make_mandate(certificate=NUMBER)


def refused(act):
    with pytest.raises(ValidationError) as caught:
        act()
    return "".join(caught.value.messages)


@pytest.mark.sqlite
class TestWhoseItIs:
    def test_one_person_keeps_it_through_two_mandates_of_a_term(self, holder):
        term, half = holder.term, day("2022-06-01")
        holder.ended_on, holder.ended_for = half, "resigned"
        cast.keep(holder)
        again = cast.make_mandate(
            person=holder.person, term=term, starts_on=day("2022-07-01"), certificate=NUMBER
        )
        assert not certificate_twins(None, cast.DAY).exists()
        assert TAKEN in refused(lambda: cast.make_mandate(term=term, certificate=NUMBER))
        again.void(reason="登记错了")
        again.restore(reason="没有登记错")

    def test_another_term_counts_anew(self, holder):
        cast.make_mandate(term=cast.make_frame().first, certificate=NUMBER)
        assert not certificate_twins(None, cast.DAY).exists()

    def test_that_of_a_voided_mandate_is_free_until_it_is_given_away(self, holder):
        holder.void(reason="登记错了")
        other = cast.make_mandate(certificate=NUMBER)
        assert TAKEN in refused(lambda: holder.restore(reason="没有登记错"))
        other.certificate = ""
        cast.keep(other)
        holder.refresh_from_db()
        holder.restore(reason="没有登记错")

    def test_what_two_had_before_is_listed_and_may_be_mended_by_hand(self, holder):
        """Nobody is held up who changes something else, or gives one of them the right number."""
        twin = cast.make_mandate(certificate=NUMBER, clean=False)
        assert set(certificate_twins(None, cast.DAY)) == {holder, twin}
        twin.confirmed_on = day("2022-01-20")
        cast.keep(twin)
        twin.person = cast.make_person()
        assert TAKEN in refused(twin.full_clean)
        twin.certificate = "20220008"
        cast.keep(twin)
        assert not certificate_twins(None, cast.DAY).exists()
