"""What later versions do to the records behind an edition is no drift; what the office does is.

柳塘镇 closed its report for 2022 with the last version whose editions did not name their columns:
tests/reports/first_edition.json, made by tools/make_first_edition.py. Two presidium meetings; 许桂兰
(139 5555 0000) visited 王二保 on 1 April and 1 May, raised two motions and got 600 yuan. It is 10 January 2023.
"""

import importlib
import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import jsonschema
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from congress.models import Allowance
from motions.models import Handling
from records.rewrites import Rewrites, is_derived
from reports.asking.registry import ANY_PERIOD, REGISTRY
from reports.editions import closing, exchange, rebasing
from reports.editions import services as edition_services
from reports.models import Edition, Rebase
from reports.models.editions import ONLY_BY_UPGRADES
from reports.since import drift, evidence
from representatives.models import Household, Person, Visit
from tests import cast
from tests.cast import day, refused
from tests.reports import definitions
from tests.stage import staged
from township.models import Department

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE.parent.parent / "docs/edition.schema.json").read_text("utf-8"))


TODAY = day("2023-01-10")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def first():
    """The edition as the last version of the first form stored it, with the frame of its town."""
    return load_first()


def load_first():
    cast.clear_frame()
    # A column that is no more by now is left out, as a migration would have.
    call_command("loaddata", HERE / "first_edition.json", ignorenonexistent=True, verbosity=0)
    return Edition.objects.get()


@staged
def leader(first):
    return User.objects.get(role="leader")


@staged(on=TODAY)
def second(first, leader):
    """The same report, closed once more by the version of today."""
    return close_again(first, leader)


def close_again(edition, leader):
    """One more edition; what its papers look like is not asked here."""
    seen = closing.take(edition.report).mark
    with mock.patch.object(closing, "files_of", lambda draft: (b"word", b"pdf")):
        return edition_services.close(edition.report, by=leader, seen=seen, reason="再出一版")


def drifted(edition):
    """{name of a figure: how many rows came, went, changed} where records made a difference."""
    edition = Edition.objects.get(pk=edition.pk)
    return {
        one.name: (len(one.came), len(one.went), len(one.changed))
        for one in drift.rows_moved(edition)
        if one.is_drift
    }


def upgrade(model, change):
    """Do what a migration does that rewrites rows of `model`: `change(rows)`."""

    def run(apps, schema_editor):
        change(apps.get_model(model._meta.label).objects)

    operation = Rewrites([model.__name__], [migrations.RunPython(run, migrations.RunPython.noop)])
    state = ProjectState.from_apps(apps)
    operation.database_forwards(model._meta.app_label, connection.schema_editor(), state, state)


def leave_derived_out():
    module = importlib.import_module(
        "reports.migrations.0012_first_editions_without_derived_columns"
    )
    module.leave_derived_out(ProjectState.from_apps(apps).apps, None)


@contextmanager
def new_column(model):
    """`model` with one more column, 天气, as a later version may have it."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} ADD COLUMN weather varchar(9)")
    model.add_to_class("weather", models.CharField("天气", max_length=9, null=True))
    try:
        yield
    finally:
        model._meta.local_fields.remove(model._meta.get_field("weather"))
        model._meta._expire_cache()
        del model.weather


def write(edition, facts):
    """Store other facts of an edition, past everything that would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_edition SET content = %s WHERE id = %s",
            [evidence.canonical(facts), edition.pk],
        )


class TestTheFirstForm:
    def test_it_reads_verifies_and_shows_no_drift(self, first, client, leader, capsys):
        assert first.facts["schema"] == "hemao-edition/1"
        assert "columns" not in first.facts
        assert drifted(first) == {}
        client.force_login(leader)
        blocks = client.get(first.get_absolute_url()).context["blocks"]
        assert "走访2户次、1户，1名代表走访" in "".join(block.text for block in blocks)
        assert (
            "定稿后没有更正。" in client.get(f"{first.get_absolute_url()}drift/").content.decode()
        )
        jsonschema.validate(exchange.export(first), SCHEMA)
        call_command("verify_editions")
        assert "共1份定稿，都没有变动。" in capsys.readouterr().out

    def test_its_columns_are_those_of_its_time(self, first):
        """Read off the models of that version by eye."""
        columns = evidence.first_columns()
        assert len(columns) == 27
        assert set(first.facts["rows"]) <= set(columns)
        assert columns["congress.Allowance"] == [
            "amount", "id", "kind", "mandate_id", "note", "paid_on", "poll_id", "void_reason", "voided_at",
        ]  # fmt: skip
        assert columns["township.Department"] == [
            "contact", "ended_on", "id", "initials", "kind", "name", "order", "spelling", "starts_on",
        ]  # fmt: skip
        assert columns["representatives.Person"] == [
            "born_on", "education", "employer", "ethnicity", "gender", "id", "initials", "name", "note",
            "occupation", "party", "phone", "phone_digits", "spelling", "stroke_key", "user_id", "village_id",
        ]  # fmt: skip

    def test_what_the_clerk_changes_is_drift(self, first):
        person = Person.objects.get(name="许桂兰")
        person.name = "许桂蓝"
        person.save()
        assert drifted(first) == {"参加走访代表人数": (0, 0, 1)}

    def test_once_upgraded_it_does_without_derived_columns(self, first):
        before = Edition.objects.values().get()
        leave_derived_out()
        kinds = {entry["model"]: entry["columns"] for entry in Rebase.objects.get().entries}
        assert set(kinds) == {
            "representatives.Person", "representatives.Household", "representatives.Opinion",
            "township.Department", "motions.Handling",
        }  # fmt: skip
        assert kinds["township.Department"] == [
            "contact", "ended_on", "id", "kind", "name", "order", "starts_on",
        ]  # fmt: skip
        for model in (Person, Household, Department):
            model.objects.update(spelling="anders", initials="a")
        Handling.objects.update(due_because="换了说法")
        assert drifted(first) == {}
        assert Edition.objects.values().get() == before
        call_command("verify_editions")

    def test_what_was_corrected_before_the_upgrade_stays_corrected(self, first):
        Department.objects.update(contact="老张")
        found = {"承办单位数": (0, 0, 1)}
        assert drifted(first) == found
        leave_derived_out()
        upgrade(Department, lambda rows: rows.update(contact="老张同志"))
        assert drifted(first) == found
        Department.objects.update(contact="")  # put right
        assert drifted(first) == {}


class TestColumns:
    def test_a_column_that_is_added_changes_nothing(self, first, second):
        with new_column(Visit):
            Visit.objects.update(weather="雨")
            assert (drifted(first), drifted(second)) == ({}, {})
            assert "weather" in evidence.columns_entered(Visit)  # what is closed from now on has it
            Visit.objects.filter(visited_on="2022-05-01").update(livelihood="改了")
            found = {"走访户次": (0, 0, 1)}
            assert (drifted(first), drifted(second)) == (found, found)

    def test_a_new_edition_names_its_columns(self, second):
        facts = second.facts
        assert facts["schema"] == closing.SCHEMA
        assert set(facts["columns"]) == set(facts["rows"])
        assert facts["columns"]["township.Department"] == [
            "contact", "ended_on", "id", "kind", "name", "order", "starts_on",
        ]  # fmt: skip
        facts["columns"]["township.Department"].remove("name")
        write(second, facts)
        with pytest.raises(CommandError, match="1份定稿和定稿时不一样"):
            call_command("verify_editions")

    def test_derived_columns_are_these(self):
        counted = {
            rows.model for figure in REGISTRY.values() for rows in figure.querysets(ANY_PERIOD)
        }
        derived = {
            f"{model.__name__}.{field.name}"
            for model in counted
            for field in model._meta.concrete_fields
            if is_derived(field)
        }
        assert derived == {
            "Person.spelling", "Person.initials", "Person.readings", "Person.stroke_key", "Person.phone_digits",
            "Household.spelling", "Household.initials", "Household.readings", "Department.spelling", "Department.initials",
            "Handling.due_because", "Opinion.due_because", "Resolution.is_meeting_voided",
        }  # fmt: skip

    def test_a_derived_column_that_is_made_otherwise_changes_nothing(self, second):
        Person.objects.update(spelling="hsükueilan", initials="hkl", stroke_key="0")
        assert drifted(second) == {}

    def test_a_number_that_is_said_otherwise_is_the_same_number(self, first, monkeypatch):
        monkeypatch.setattr(drift, "headline", lambda figure, value: "换了写法")
        assert drifted(first) == {}
        assert drift.values_moved(first) == []
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        assert drifted(first) == {"主席团会议次数": (1, 0, 0)}
        assert [one.name for one in drift.values_moved(first)] == ["主席团会议次数"]

    def test_a_column_that_is_gone_is_said(self, second, client, leader):
        """Nobody carried the rows over: nothing is called changed that nobody can compare."""
        facts = second.facts
        facts["columns"]["representatives.Visit"].append("weather")
        write(second, facts)
        Visit.objects.update(livelihood="改了")
        Department.objects.update(contact="老张")
        assert drifted(second) == {"承办单位数": (0, 0, 1)}
        client.force_login(leader)
        page = client.get(f"{second.get_absolute_url()}drift/").content.decode()
        assert "走访记录：有的栏目在系统升级后不再保存" in page

    def test_a_kind_of_record_that_is_gone_is_said(self, second, client, leader):
        facts = second.facts
        index = [each["name"] for each in facts["figures"]].index("走访户次")
        facts["figures"][index]["records"][0]["model"] = "representatives.Call"
        for part in ("columns", "rows"):
            facts[part]["representatives.Call"] = facts[part].pop("representatives.Visit")
        write(second, facts)
        client.force_login(leader)
        page = client.get(f"{second.get_absolute_url()}drift/").content.decode()
        assert "系统升级时取消的一类记录：有的栏目在系统升级后不再保存" in page
        assert page.count("现在没有</span> 系统升级时取消的一类记录") == 2
        assert page.count("现在多出</span> 走访记录") == 2
        page = client.get(f"{second.get_absolute_url()}figures/{index}/").content.decode()
        assert "这些是系统升级时取消的一类记录。" in page

    def test_a_choice_that_is_called_otherwise_is_said(self, second):
        facts = second.facts
        told = next(each for each in facts["figures"] if each["name"] == "镇议案建议件数")
        told |= {"name": "各文种件数", "member": "请愿"}
        write(second, facts)
        second = Edition.objects.get(pk=second.pk)
        assert [one.note for one in drift.rows_moved(second) if one.note] == [drift.GONE]
        assert [one.note for one in drift.values_moved(second)] == [drift.GONE]


class TestRewriting:
    def tidy(self):
        upgrade(
            Person, lambda rows: rows.update(phone="13955550000", name="许 桂兰", spelling="xu")
        )
        upgrade(Household, lambda rows: rows.update(phone="13955550001", spelling="wang"))

    def test_what_an_upgrade_rewrites_is_no_drift(self, first, second):
        before = list(Edition.objects.order_by("pk").values())
        self.tidy()
        assert (drifted(first), drifted(second)) == ({}, {})
        assert list(Edition.objects.order_by("pk").values()) == before
        call_command("verify_editions")

    def test_the_same_done_by_the_clerk_is(self, first, second):
        person = Person.objects.get(name="许桂兰")
        person.phone = "13955550000"
        person.save()
        found = {"参加走访代表人数": (0, 0, 1)}
        assert (drifted(first), drifted(second)) == (found, found)

    def test_what_the_clerk_does_afterwards_is_found(self, first, second):
        self.tidy()
        upgrade(Person, lambda rows: rows.update(name="许桂兰"))  # and another upgrade
        assert (drifted(first), drifted(second)) == ({}, {})
        Person.objects.update(employer="桥头村")
        found = {"参加走访代表人数": (0, 0, 1)}
        assert (drifted(first), drifted(second)) == (found, found)

    def test_only_what_was_rewritten_is_kept_and_no_word_of_it(self, second):
        upgrade(Person, lambda rows: rows.update(name="许桂蓝"))
        upgrade(Visit, lambda rows: rows.filter(visited_on="2022-05-01").update(livelihood="好"))
        upgrade(Visit, lambda rows: rows.update(production=""))  # as it was
        person, visit = Rebase.objects.get(edition=second).entries
        assert (len(person["rows"]), len(visit["rows"])) == (1, 1)
        assert all(len(digest) == 32 for digest in visit["rows"].values())
        stored = bytes(Rebase.objects.get(edition=second).content).decode()
        assert "桂" not in stored and "好" not in stored

    def test_a_row_that_is_gone_stays_gone(self, second):
        Allowance.with_voided.all().delete()
        found = drifted(second)
        assert found == {"代表补助发放金额": (0, 1, 0)}
        upgrade(Allowance, lambda rows: rows.update(note="无"))
        assert drifted(second) == found

    def test_an_upgrade_writes_and_nobody_else(self, second):
        self.tidy()
        rebase = Rebase.objects.get(edition=second)
        for doing in (
            rebase.save, rebase.delete, Rebase.objects.all().delete,
            lambda: Rebase.objects.update(digest=""), lambda: Rebase.objects.bulk_create([rebase]),
            lambda: Rebase._base_manager.update(digest=""),
        ):  # fmt: skip
            with refused(ONLY_BY_UPGRADES):
                doing()

    @pytest.mark.parametrize("column", ["content", "digest", "edition_id"])
    def test_verify_finds_what_somebody_changed_beside_an_edition(
        self, first, second, column, capsys
    ):
        self.tidy()
        rebase = Rebase.objects.get(edition=second)
        other = {
            "content": bytes(rebase.content).replace(b'"rows":{', b'"rows":{"7":"0",'),
            "digest": "0" * 64, "edition_id": close_again(first, first.made_by).pk,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE reports_rebase SET {column} = %s WHERE id = %s", [other[column], rebase.pk]
            )
        with pytest.raises(CommandError, match="1份定稿升级后的校验码有变动"):
            call_command("verify_editions")
        assert "版的升级后的校验码" in capsys.readouterr().out

    def test_a_migration_has_to_wait_for_the_table(self):
        state = ProjectState.from_apps(apps)
        state.remove_model("reports", "rebase")
        with pytest.raises(LookupError, match="0012_first_editions_without_derived_columns"):
            rebasing.keep(state.apps, ["representatives.Person"])

    @pytest.mark.sqlite  # Django asks as often on both
    def test_the_page_asks_no_more_for_it(self, second, client, leader):
        client.force_login(leader)
        url = f"{second.get_absolute_url()}drift/"
        client.get(url)
        with CaptureQueriesContext(connection) as before:
            client.get(url)
        self.tidy()
        with CaptureQueriesContext(connection) as after:
            assert "定稿后没有更正。" in client.get(url).content.decode()
        assert len(after) == len(before)


@pytest.mark.django_db(transaction=True)
def test_columns_that_an_upgrade_renames_or_drops():
    """There and back again: the fields of today's models have to be there in the end."""
    first = load_first()
    second = close_again(first, User.objects.get(role="leader"))
    rename = Rewrites(["Allowance"], [
        # It asks for the note, and no state of Django's renames what a constraint asks for.
        migrations.RemoveConstraint("allowance", "allowance_spent_on_something"),
        migrations.RenameField("allowance", "note", "remark"),
    ])  # fmt: skip
    drop = Rewrites(["Allowance"], [migrations.RemoveField("allowance", "remark")])
    states = [ProjectState.from_apps(apps)]
    for operation in (rename, drop):
        states.append(states[-1].clone())
        operation.state_forwards("congress", states[-1])
    for step, operation in enumerate((rename, drop)):
        with connection.schema_editor() as editor:
            operation.database_forwards("congress", editor, *states[step : step + 2])
    renamed, dropped = Rebase.objects.get(edition=second).entries
    assert ("remark" in renamed["columns"], "note" in renamed["columns"]) == (True, False)
    assert set(renamed["columns"]) - set(dropped["columns"]) == {"remark"}
    for step, operation in ((1, drop), (0, rename)):
        with connection.schema_editor() as editor:
            operation.database_backwards("congress", editor, *states[step : step + 2][::-1])
    assert (drifted(first), drifted(second)) == ({}, {})
    Allowance.objects.update(note="写了什么")  # lost in between, and seen by nobody since
    assert drifted(second) == {}
    Allowance.objects.update(amount=601)
    assert drifted(second) == {"代表补助发放金额": (0, 0, 1)}


SINCE = "只数5月以后的走访，4月的不再计入。"


@pytest.mark.sqlite  # the same words on both
class TestRedefined:
    """走访户次 counts from May on, by a later version: that is no change of the records."""

    @pytest.fixture(autouse=True)
    def redefined(self, first, second, monkeypatch):
        figure = REGISTRY["走访户次"]
        monkeypatch.setitem(
            REGISTRY, figure.name,
            replace(
                figure, redefined=(SINCE,),
                source=lambda *asked: figure.source(*asked).filter(visited_on__gte="2022-05-01"),
            ),
        )  # fmt: skip

    def moved(self, edition):
        edition = Edition.objects.get(pk=edition.pk)
        return next(one for one in drift.rows_moved(edition) if one.name == "走访户次")

    def test_it_is_said_apart_from_what_the_records_changed(self, first, second):
        for edition in (first, second):
            one = self.moved(edition)
            assert (one.said_then, one.now, one.redefined) == ("2户次", "1户次", (SINCE,))
            assert not one.is_drift
            april = Visit.objects.get(visited_on="2022-04-01")
            assert (one.left_out, one.went) == ([("representatives.Visit", april.pk)], [])
            assert drifted(edition) == {}

    def test_what_the_clerk_did_is_said_all_the_same(self, second):
        visit = Visit.objects.get(visited_on="2022-05-01")
        visit.livelihood = "改了"
        visit.save()
        Visit.objects.get(visited_on="2022-04-01").void(reason="记错了")
        came = cast.make_visit(assignment=visit.assignment, visited_on=day("2022-08-08"))
        one = self.moved(second)
        assert one.is_drift
        assert one.changed == [("representatives.Visit", visit.pk)]
        assert (len(one.went), one.left_out) == (1, [])
        assert (one.counted, one.came) == ([("representatives.Visit", came.pk)], [])

    def test_the_pages_say_so(self, second, client, leader):
        client.force_login(leader)
        page = client.get(f"{second.get_absolute_url()}drift/").content.decode()
        assert "口径已变：1个数字" in page and f"口径已变：{SINCE}" in page
        assert "按现在的口径不计入 1条" in page
        assert "定稿后没有更正；1个数字因口径已变而不同。" in page
        page = client.get("/reports/2022/?live=1").content.decode()
        assert "定稿后没有更正；1个数字因口径已变而不同。" in page and f"口径已变：{SINCE}" in page
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        told = "定稿后更正1处，影响1个数字；1个数字因口径已变而不同。"
        for url in ("/reports/2022/?live=1", f"{second.get_absolute_url()}drift/"):
            assert told in client.get(url).content.decode()

    def test_who_closes_by_the_new_definition_is_told_nothing(self, second, leader):
        third = close_again(second, leader)
        told = next(each for each in third.facts["figures"] if each["name"] == "走访户次")
        assert (told["said"], told["revision"]) == ("1户次", 1)
        assert drift.rows_moved(third) == []
        jsonschema.validate(exchange.export(third), SCHEMA)


class TestDefinitions:
    def test_no_figure_means_something_else_without_saying_so(self):
        assert definitions.gone(definitions.known()) == [], "keep the old name in `aliases`"
        silent = definitions.redefined_silently(definitions.known(), definitions.meanings())
        assert silent == [], "say what changed in `redefined`: see tests/reports/definitions.py"
        assert definitions.known() == definitions.meanings(), (
            "run python -m tests.reports.definitions"
        )

    def test_one_that_did_would_be_found(self):
        then, now = definitions.known(), definitions.meanings()
        assert definitions.gone({**then, "满意度": {}}) == ["满意度"]
        now["满意率"]["definition"] = "另数一种。"
        assert definitions.redefined_silently(then, now) == ["满意率"]
        now["满意率"]["revision"] += 1
        assert definitions.redefined_silently(then, now) == []
