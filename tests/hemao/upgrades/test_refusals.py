"""A database that is none of ours, or not of this version, is refused in one line."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hemao.backup.words import Refusal
from hemao.upgrades import fitting, forward, history, programs
from hemao.upgrades.programs import UNKNOWN, Program

pytestmark = pytest.mark.django_db

# What the database of a945fb6 counts as applied, of our own apps.
OF_THE_FIRST_DAY = [
    ("accounts", "0001_initial"), ("accounts", "0002_first_account_is_admin"),
    ("congress", "0001_initial"), ("congress", "0002_one_fen_is_an_amount"),
    ("motions", "0001_initial"), ("motions", "0002_extension_needs_its_day"),
    ("reports", "0001_initial"), ("reports", "0002_outline_checked"),
    ("representatives", "0001_initial"), ("representatives", "0002_told_back_needs_its_day"),
    ("township", "0001_initial"), ("township", "0002_place_names_have_no_surname"),
    ("township", "0003_site_url_is_checked_by_us"),
]  # fmt: skip

# Within a transaction, SQLite's editor of Django makes none.
NUMBER = {"sqlite": "integer", "postgresql": "bigserial"}
SAID = "app varchar(255), name varchar(255), applied timestamp with time zone"


@pytest.fixture
def recorder(settings):
    """The tables of the tests, as if every migration had made them."""
    settings.MIGRATION_MODULES = {}
    execute(f"CREATE TABLE django_migrations (id {NUMBER[connection.vendor]} PRIMARY KEY, {SAID})")
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in history.known()
    )
    return recorder


def refusal(do, *given):
    with pytest.raises(Refusal) as refused:
        do(*given)
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    assert "没有启动" in said
    return said


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


class TestHistory:
    def test_one_of_this_version_is_served(self, recorder):
        forward.demand_ready()

    def test_one_that_is_behind_is_brought_up_to_date_first(self, recorder):
        newest = max(name for app, name in history.known() if app == "motions")
        recorder.record_unapplied("motions", newest)
        said = refusal(forward.demand_ready)
        assert "（差 1 步）" in said
        assert "make upgrade" in said

    def test_one_that_is_newer_names_what_is_not_known(self, recorder):
        recorder.record_applied("motions", "0098_x")
        recorder.record_applied("votes", "0001_initial")  # an app of tomorrow
        said = refusal(forward.demand_ready)
        assert "数据库比程序新：其中 motions.0098_x 等2步更新" in said

    def test_that_of_the_first_day_is_known_by_name(self, recorder):
        for node in recorder.applied_migrations():
            recorder.record_unapplied(*node)
        for node in OF_THE_FIRST_DAY:
            recorder.record_applied(*node)
        assert "最早的试用版本（2026年11月24日，提交 a945fb6 前后）" in refusal(
            forward.demand_ready
        )

    def test_so_is_that_of_its_next_hours(self, recorder):
        recorder.record_applied("congress", "0002_activity_photos")
        assert "不能升级" in refusal(forward.demand_ready)

    def test_a_step_that_was_left_out(self, recorder):
        recorder.record_unapplied("reports", "0011_rebases")
        said = refusal(history.demand_consistent)
        assert "前后不连" in said
        assert "0011_rebases" in said


class TestTables:
    def test_that_they_fit_costs_one_statement(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert fitting.lacking() is None

    def test_what_is_not_there_is_named(self, recorder):
        """As where migrations were folded: all are applied, and the tables are older."""
        execute("ALTER TABLE motions_motionevent RENAME TO motions_event")
        execute('ALTER TABLE township_topic RENAME COLUMN "order" TO place')
        execute("ALTER TABLE township_topic RENAME COLUMN name TO title")
        said = refusal(forward.demand_ready)
        assert "缺数据表 motions_motionevent 等1张，缺栏目 township_topic.name 等2个" in said
        assert "make restore" in said

    def test_a_column_alone(self, recorder):
        execute("ALTER TABLE township_topic RENAME COLUMN name TO title")
        assert "（缺栏目 township_topic.name 等1个）" in refusal(forward.demand_ready)

    def test_before_an_upgrade_they_have_to_be_those_of_their_own_history(self, recorder):
        """A database of 24 November whose only names are 0001: no upgrade would mend its tables."""
        # Of each app the first that stands on what is taken away of the reports.
        since = {
            "reports": "0011",
            "representatives": "0012",
            "congress": "0004",
            "motions": "0010",
        }
        for app, name in history.known():
            if name >= since.get(app, "9999"):
                recorder.record_unapplied(app, name)
        forward.demand_sound(history.read())
        execute("ALTER TABLE motions_tabling RENAME TO motions_x")
        assert "缺数据表 motions_tabling 等1张" in refusal(forward.demand_sound, history.read())


class TestWhoseRowsTheyAre:
    def test_this_programs_where_its_migrations_are_applied(self, recorder, tmp_path):
        assert programs.belonging(tmp_path, recorder.applied_migrations()) == programs.ours()

    def test_that_which_worked_here_last(self, recorder, tmp_path):
        last, applied = Program("0.0.9", "f00d"), [("motions", "0001_initial")]
        programs.keep(tmp_path, last, applied)
        assert programs.belonging(tmp_path, applied) == last
        assert programs.belonging(tmp_path, [*applied, ("motions", "0002_x")]) == UNKNOWN

    def test_a_landed_version_by_its_migrations(self, recorder, tmp_path):
        first = programs.landings()[0]
        applied = [*first.migrations, ("axes", "0001_initial")]  # a library's may be others
        assert programs.belonging(tmp_path, applied) == first.program
        half = list(first.migrations)[1:]
        assert programs.in_words(programs.belonging(tmp_path, half)) == "不明"


@pytest.mark.sqlite
class TestLanded:
    def test_no_migration_that_landed_is_renamed_or_folded(self, settings):
        """Towns count it as applied: under another name it would be taken again, or not at all."""
        settings.MIGRATION_MODULES = {}
        names = {name for landing in programs.landings() for name in landing.migrations}
        assert len(names) >= 40
        assert names - history.known() == set()
        assert history.known() & history.FOLDED == set()

    def test_every_landing_has_its_town(self):
        from tests.hemao.upgrades.test_towns import LANDED, TOWNS

        assert LANDED[:3] == ["4e27147", "bdbe581", "99fdffb"]
        assert sorted(path.name.split(".")[0] for path in TOWNS.glob("*.xz")) == sorted(LANDED)
