"""What must not happen to tables: a stranger brings one in, two clerks store one twice, numbers of identity stay."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from imports import services
from imports.kinds import KINDS
from imports.models import KEPT, UNDO_KEPT, Import, ImportRow
from tests import cast
from tests.at_once import at_once
from tests.imports.desk import all_rows, mend, read, states, store
from tests.imports.files import csv, xlsx
from township.models import Village

VILLAGES = "村名\t户籍人口\n新河村\t1860\n石坝村\t2105"
# Made up; the last sign of the second checks.
IDENTITY = ("341225199001011234", "34122519681211501X")


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


@pytest.mark.sqlite
def test_who_may_not_enter_a_kind_by_hand_brings_none_in(clerk, tmp_path):
    table = read("villages", VILLAGES, clerk)
    stored = store("villages", "村名\n大圩村", clerk)
    file = tmp_path / "村.csv"
    file.write_text("村名,户籍人口\n新河村,5\n")
    for role in set(Role) - {Role.STAFF}:
        stranger = cast.make_user(role)
        row = table.rows.first()
        for attempt in (
            lambda who: read("villages", VILLAGES, who),
            lambda who, row=row: mend(row, "population", "1", by=who),
            lambda who: services.leave_out(table, table.rows.all(), by=who),
            lambda who: services.confirm(table, by=who),
            lambda who: services.drop(table, by=who),
            lambda who: services.undo(stored, by=who),
        ):
            with pytest.raises(PermissionDenied):
                attempt(stranger)
        assert services.kinds_for(stranger) == []
        with pytest.raises(CommandError, match="不能登记"):
            call_command("import_table", "villages", str(file), "--by", stranger.username)
    assert Import.objects.count() == 2
    assert not Village.objects.filter(name="新河村").exists()


@pytest.mark.sqlite
def test_what_nobody_confirmed_within_a_week_is_forgotten(clerk):
    stale, fresh = read("villages", VILLAGES, clerk), read("villages", VILLAGES, clerk)
    now = timezone.now()
    Import.objects.filter(pk=stale.pk).update(read_at=now - KEPT - datetime.timedelta(minutes=1))
    assert services.forget_stale(now) == 1
    assert not stale.rows.exists()
    assert fresh.rows.count() == 2
    with pytest.raises(ValidationError, match="这张表没有导入，不能再改"):
        services.confirm(stale, by=clerk)


@pytest.mark.sqlite
def test_after_ninety_days_what_a_table_changed_is_forgotten_and_stays(clerk):
    """What rows said before holds telephone numbers that no history keeps."""
    old, young = store("villages", VILLAGES, clerk), store("villages", "村名\n上圩村", clerk)
    now = timezone.now()
    Import.objects.filter(pk=old.pk).update(
        stored_at=now - UNDO_KEPT - datetime.timedelta(minutes=1)
    )
    old.refresh_from_db()
    with pytest.raises(ValidationError, match="导入已经超过90天，不能再整张撤回"):
        services.undo(old, by=clerk)
    assert (services.forget_traces(now), services.forget_traces(now)) == (1, 0)
    assert (old.traces.count(), young.traces.count()) == (0, 1)
    services.undo(young, by=clerk)


@pytest.mark.sqlite
def test_of_rows_that_were_left_out_their_places_are_kept_and_not_their_words(clerk):
    table = read("villages", "关于人口的表\n村名\t人口\n石坝村\t13805631237777\n上圩村\t3", clerk)
    services.confirm(table, by=clerk, leave_out_bad=True)
    table.refresh_from_db()
    [told] = table.left_out
    assert told.endswith("第3行没有导入") and "1380" not in told


@pytest.mark.sqlite
def test_a_table_is_stored_taken_back_and_stored_again(clerk):
    before = all_rows()
    first = store("villages", VILLAGES, clerk)
    stored = list(Village.objects.values_list("name", "population", "order"))
    services.undo(first, by=clerk)
    assert all_rows() == before
    store("villages", VILLAGES, clerk)
    assert list(Village.objects.values_list("name", "population", "order")) == stored
    again = read("villages", VILLAGES, clerk)
    assert [state for _, state, _ in states(again)] == ["same", "same"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_confirm_one_table_the_second_is_refused():
    cast.make_frame()
    clerks = [cast.make_user(Role.STAFF), cast.make_user(Role.STAFF)]
    table = read("villages", VILLAGES, clerks[0])

    def confirm(index):
        try:
            services.confirm(Import.objects.get(pk=table.pk), by=clerks[index])
        except ValidationError as error:
            return error.messages
        return "stored"

    answers = sorted(at_once(2, confirm), key=str)
    assert answers == [["这张表已导入，不能再改。"], "stored"]
    assert Village.objects.filter(name__in=["新河村", "石坝村"]).count() == 2


@pytest.mark.sqlite
def test_no_number_of_identity_is_kept_anywhere(clerk, caplog):
    first, second = IDENTITY
    rows = [
        ["户主姓名", "村（社区）", "身份证号", "备注"],
        ["王二保", "桥头村", first, "住村头"],
        ["李平", "桥头村", second, f"身份证{first}"],
    ]
    kind = KINDS["households"]
    with caplog.at_level("DEBUG"):
        for name, data in (("户.xlsx", xlsx(rows)), ("户.csv", csv(rows))):
            table = services.read_in(kind, by=clerk, name=name, data=data)
            assert any("身份证号不读入" in said for said in table.left_out)
        services.confirm(table, by=clerk, leave_out_bad=True)
        services.undo(table, by=clerk)
    told = everything_stored() + caplog.text
    assert "王二保" in told
    for number in (first, second, first[:17], second[:17]):
        assert number not in told


def everything_stored():
    """All that stands in the tables of the database, histories and logs too."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.sqlite
def test_what_a_table_said_is_gone_when_it_is_stored_or_dropped(clerk):
    store("villages", VILLAGES, clerk)
    dropped = read("villages", f"填表人：周敏\n{VILLAGES}", clerk)
    assert "周敏" in dropped.left_out[0]
    services.drop(dropped, by=clerk)
    dropped.refresh_from_db()
    assert (dropped.left_out, dropped.columns, dropped.answers) == ([], [], {})
    assert not ImportRow.objects.exists()
    assert apps.get_model("imports.Trace").objects.count() == 1
