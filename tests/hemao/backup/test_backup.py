"""A backup of a town at work: what is in it, what may go wrong meanwhile, which ones stay."""

import errno
import io
import shutil
import tarfile
import time
from types import SimpleNamespace

import pytest

from hemao import version
from hemao.backup import archive, folder, restoring, uploads, words
from hemao.backup.databases import postgresql, sqlite
from hemao.backup.making import make
from hemao.backup.words import ProgressLine, Refusal
from tests.hemao.backup.town import (
    FILES,
    MORNING,
    add_topic,
    back_up,
    content,
    mode,
    names,
    rows,
    topics,
)
from township.numbers import size

pytestmark = pytest.mark.django_db


class TestWhatIsInIt:
    @pytest.mark.sqlite
    def test_it_is_named_by_its_moment_and_nobody_else_may_read_it(self, town):
        path = back_up(town, now=MORNING)
        assert path.name == "hemao-20261130-081500.tar"
        assert (mode(path), mode(path.parent)) == (0o600, 0o700)
        assert {mode(each) for each in (path.parent / "files").rglob("*/*")} == {0o600}

    def test_the_manifest_counts_all_of_it(self, town):
        path = back_up(town)
        manifest = archive.read_manifest(path)
        assert manifest.tables == rows(town)
        assert manifest.tables["representatives_visit"]["rows"] == 1
        assert set(manifest.parts) == {town.database.part, "secret_key"}
        assert {each.name for each in manifest.files} == set(content(town))
        assert len(manifest.files) == FILES
        assert (manifest.version, manifest.commit) == (version.version(), version.commit())
        assert ["motions", "0001_initial"] in manifest.migrations

    @pytest.mark.sqlite
    def test_a_portable_one_has_the_photos_within(self, town):
        path = back_up(town, is_full=True)
        digests = archive.read_manifest(path).digests
        with tarfile.open(path) as tar:
            assert {f"files/{each}" for each in digests} <= set(tar.getnames())
        assert "full" in path.name

    @pytest.mark.sqlite
    def test_a_password_is_in_no_argument(self):
        """Arguments of a program can be read by everybody on the machine."""
        told = {"NAME": "town", "USER": "a", "PASSWORD": "hush", "HOST": "db", "PORT": 5432}
        seen = []
        connection = SimpleNamespace(info=SimpleNamespace(server_version=150000))

        def run(command, env, **options):
            seen.append((command, env["PGPASSWORD"]))
            return SimpleNamespace(returncode=1, stderr="no such server")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(postgresql.subprocess, "run", run)
            patch.setattr(postgresql, "program", lambda *given: "pg_dump")
            with pytest.raises(Refusal, match="pg_dump 没有成功：no such server"):
                postgresql.Postgresql(told).run("pg_dump", connection)
        [(command, secret)] = seen
        assert secret == "hush"
        assert "hush" not in " ".join(map(str, command))


class Busy(ProgressLine):
    """While the backup goes on, a clerk enters one topic after the other."""

    def __init__(self, town):
        super().__init__()
        self.town, self.entered = town, 0

    def show(self, told):
        if self.entered < 40:
            self.entered += 1
            add_topic(self.town, f"正在备份{self.entered}")


class TestWhileOthersWork:
    def test_it_holds_one_moment(self, town, elsewhere, monkeypatch):
        """What is entered after that is not in it, wherever in a table it would lie."""
        monkeypatch.setattr(sqlite, "PAGES", 20)
        before, busy = rows(town), Busy(town)
        made = make(town, progress=busy)
        assert busy.entered == 40
        assert made.manifest.tables == before
        restoring.restore(made.path, elsewhere)
        assert rows(elsewhere) == before
        assert len(topics(town) - topics(elsewhere)) == 40

    @pytest.mark.sqlite
    def test_a_photo_that_goes_meanwhile_is_no_obstacle(self, town, monkeypatch):
        """A form that was refused takes its photo away again."""
        here = uploads.present

        def seen_too_early(place):
            return [*here(place), "photos/gone.jpg"]

        monkeypatch.setattr(uploads, "present", seen_too_early)
        made = make(town)
        assert (len(made.manifest.files), made.manifest.missing) == (FILES, [])

    @pytest.mark.sqlite
    def test_only_one_is_made_at_a_time(self, town):
        with folder.locked(town.backups), pytest.raises(Refusal, match="另一次备份正在进行"):
            make(town)
        make(town)
        assert len(names(town.backups)) == 1

    @pytest.mark.sqlite
    def test_two_of_one_second_do_not_meet(self, town):
        for _ in range(2):
            make(town, name="手工", now=MORNING)
        assert names(town.backups) == [
            "hemao-20261130-081500-手工.tar", "hemao-20261130-081501-手工.tar",
        ]  # fmt: skip


class TestWhatGoesWrong:
    @pytest.mark.sqlite
    def test_one_that_breaks_off_is_no_backup(self, town, command, monkeypatch):
        def full(path, *args):
            path.write_bytes(b"manifest.json" * 1000)
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(archive, "write", full)
            ended, _, said = command("backup")
        assert (ended, said.count("\n")) == (False, 1)
        assert "备份没有做成（磁盘已满）" in said
        assert [each.name for each in town.backups.iterdir()] != []
        assert names(town.backups) == list(town.backups.glob(".unfinished-*")) == []

    @pytest.mark.sqlite
    def test_the_next_one_takes_away_what_a_power_failure_left(self, town):
        (town.backups / ".unfinished-abc").mkdir(parents=True)
        (town.backups / ".unfinished-abc" / "archive.tar").write_text("half")
        make(town)
        assert list(town.backups.glob(".unfinished-*")) == []
        assert len(names(town.backups)) == 1

    @pytest.mark.sqlite
    def test_too_small_a_disk_is_said_before_anything_is_done(self, town, command, monkeypatch):
        """Twice of what is new: the database, and files that the store has not got yet."""
        usage = shutil.disk_usage(town.var)
        needed = town.database.size() + sum(map(len, content(town).values()))
        monkeypatch.setattr(
            folder.shutil, "disk_usage", lambda at: usage._replace(free=needed * 2 - 1)
        )
        ended, _, said = command("backup")
        assert not ended
        for told in (size(needed * 2 - 1), size(needed * 2), size(needed), "没有开始"):
            assert told in said
        assert names(town.backups) == []
        monkeypatch.setattr(folder.shutil, "disk_usage", lambda at: usage._replace(free=needed * 2))
        assert command("backup")[0]

    @pytest.mark.sqlite
    def test_a_missing_photo_is_named_and_stops_nothing(self, town, command):
        gone = next(name for name in content(town) if name.startswith("scans/"))
        (town.uploads / gone).unlink()
        ended, said, _ = command("backup")
        assert ended
        assert "有记录、没有文件的照片和扫描件 1 个" in said
        [told] = archive.read_manifest(folder.archives(town.backups)[-1].path).missing
        assert told.startswith(gone)
        assert told in said

    @pytest.mark.sqlite
    def test_a_damaged_database_takes_no_sound_backups_place(self, town, command):
        make(town)
        path = town.database.path
        with path.open("r+b") as file:
            for page in range(20, 400):
                file.seek(page * 4096)
                file.write(b"\xff" * 64)
        ended, _, said = command("backup")
        assert not ended
        assert "数据库文件已损坏，没有备份" in said
        assert len(names(town.backups)) == 1

    @pytest.mark.sqlite
    def test_no_database_is_said(self, elsewhere):
        with pytest.raises(Refusal, match=r"没有数据库文件 .*db\.sqlite3"):
            make(elsewhere)

    @pytest.mark.postgres
    def test_a_program_that_is_not_installed_is_named(self, town, monkeypatch, tmp_path):
        monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
        monkeypatch.setattr(postgresql.shutil, "which", lambda name: None)
        with pytest.raises(Refusal, match=r"缺少程序 pg_dump：请安装 postgresql-client-\d\d"):
            make(town)

    @pytest.mark.sqlite
    def test_a_name_that_is_none(self, town):
        with pytest.raises(Refusal, match="名字只能用"):
            make(town, name="../x")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.sqlite  # the same on both, whatever the database
class TestProgress:
    def test_what_is_quick_shows_nothing_and_what_is_slow_one_line(self, monkeypatch):
        now = [0.0]
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        terminal = Terminal()
        progress = ProgressLine(terminal)
        progress.files(1, 4, 500)
        assert terminal.getvalue() == ""
        now[0] = 2.5
        progress.files(2, 4, 12_300_000)
        progress.end()
        assert terminal.getvalue() == "\r\x1b[K  2/4 个文件，12.3MB\r\x1b[K"

    def test_a_log_is_spared(self, monkeypatch):
        log = io.StringIO()
        progress = ProgressLine(log)
        monkeypatch.setattr(words, "PATIENCE", -1)
        progress.files(2, 4, 12_300_000)
        assert log.getvalue() == ""


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("given", "said"),
    [("BACKUP_COPY_TO=usb", "请写绝对路径"), ("BACKUP_BY=cron", "请写 server")],
)
def test_settings_that_cannot_work_are_refused(monkeypatch, given, said):
    from hemao import settings as module

    name, _, value = given.partition("=")
    monkeypatch.setenv(name, value)
    with pytest.raises(module.ImproperlyConfigured, match=f"{given} 无法识别：{said}"):
        getattr(module, {"BACKUP_COPY_TO": "backup_copy", "BACKUP_BY": "backup_by"}[name])()
