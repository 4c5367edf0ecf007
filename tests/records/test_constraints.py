"""The check constraints of a record are asked in one statement, and say what each says alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import BooleanField, CheckConstraint, Func, Model
from django.test.utils import CaptureQueriesContext

from motions.models import Motion
from records.constraints import keeps_checks
from tests import cast

pytestmark = pytest.mark.django_db

# What offends no constraint, one each, and two at once; the sentences are those of the model.
OFFENCES = [
    {},
    {"number": 3},
    {"status": "returned"},
    {"return_reason": "empty"},
    {"status": "closed"},
    {"status": "closed", "closed_on": cast.day("2022-02-28")},
    {"status": "closed", "closed_on": cast.DAY},
    {"level": "town", "is_handed_down": True},
    {"level": "town", "occasion": "session"},
    {"is_converted": True, "kind": "bill", "void_reason": "重复登记。"},
    {"year": 2021},
    {"year": None},
]


def said(check):
    """What `check` refuses, as {field: sentences}."""
    try:
        check()
    except ValidationError as error:
        return error.message_dict
    return {}


def asked(check):
    with CaptureQueriesContext(connection) as captured:
        check()
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVE", "RELEASE"))]


@pytest.fixture
def motion():
    return cast.make_motion()


def checks_alone():
    """How many check constraints a motion has."""
    return sum(isinstance(one, CheckConstraint) for one in Motion._meta.constraints)


def test_each_says_what_it_says_alone(motion):
    refused = []
    for offence in OFFENCES:
        vars(motion).update(vars(Motion.objects.get(pk=motion.pk)))
        for name, value in offence.items():
            setattr(motion, name, value)
        words = said(motion.validate_constraints)
        assert words == said(lambda: Model.validate_constraints(motion)), offence
        refused.append(bool(words))
        assert keeps_checks(motion) == (not words)
    assert sum(refused) >= 7


def test_one_statement_asks_them_all(motion):
    others = len(Motion._meta.constraints) - checks_alone()
    assert checks_alone() == 12
    assert len(asked(motion.validate_constraints)) <= 1 + others
    assert len(asked(lambda: Model.validate_constraints(motion))) >= 9


def test_what_names_a_column_left_out_is_not_asked(motion):
    motion.status = "returned"
    with cast.refused("审查退回的要写原因；没有退回的不写。"):
        motion.validate_constraints()
    motion.validate_constraints(exclude={"return_reason"})
    motion.status, motion.number = "draft", 3
    with cast.refused("草稿没有编号。"):
        motion.validate_constraints(exclude={"return_reason"})


def test_where_the_one_statement_fails_each_is_asked(motion, monkeypatch):
    nonsense = Func(function="no_such_function", output_field=BooleanField())
    monkeypatch.setattr("records.constraints.Coalesce", lambda *args, **kwargs: nonsense)
    motion.validate_constraints()
    motion.status = "returned"
    with cast.refused("审查退回的要写原因；没有退回的不写。"):
        motion.validate_constraints()
