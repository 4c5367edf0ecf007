"""A backup of a town at work: what is in it, what may go wrong meanwhile, which ones stay."""

import datetime
import errno
import io
import os
import re
import shutil
import stat
import tarfile
import time
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from hemao import version
from hemao.backup import (
    archive,
    copying,
    folder,
    keeping,
    postgresql,
    proving,
    restoring,
    sqlite,
    state,
    store,
    uploads,
    words,
)
from hemao.backup.making import make
from hemao.backup.place import Place
from hemao.backup.words import Progress, Refusal
from tests.backup.town import FILES, add_topic, back_up, content, line, rows, topics

pytestmark = pytest.mark.django_db

MORNING = timezone.make_aware(datetime.datetime(2026, 11, 30, 8, 15))


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(backups):
    return [each.path.name for each in folder.archives(backups)]


def stored(backups):
    """The SHA-256 of every file in the store."""
    return {path.name for path in (backups / "files").rglob("*") if path.is_file()}


@pytest.fixture
def command(town, settings, monkeypatch, capsys):
    """manage.py in `town`: (whether it ended well, what it said, what it complained of)."""

    def run(*given, copy_to=None):
        settings.BACKUP_COPY_TO = copy_to
        monkeypatch.setattr(Place, "here", lambda: town)
        try:
            call_command(*given)
            ended = True
        except SystemExit:
            ended = False
        said = capsys.readouterr()
        return ended, said.out, said.err

    return run


class TestWhatIsInIt:
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


class Busy(Progress):
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
        size = town.database.size() + sum(map(len, content(town).values()))
        monkeypatch.setattr(
            folder.shutil, "disk_usage", lambda at: usage._replace(free=size * 2 - 1)
        )
        ended, _, said = command("backup")
        assert not ended
        for told in (words.size(size * 2 - 1), words.size(size * 2), words.size(size), "没有开始"):
            assert told in said
        assert names(town.backups) == []
        monkeypatch.setattr(folder.shutil, "disk_usage", lambda at: usage._replace(free=size * 2))
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


@pytest.mark.sqlite  # the same on both, whatever the database
class TestPhotosLieOnce:
    def test_the_second_backup_stores_none(self, town):
        first, second = make(town), make(town)
        # The photos are one green square, scan and signed sheet one PDF; a workbook.
        assert (first.new, second.new) == (3, 0)
        assert stored(town.backups) == first.manifest.digests == second.manifest.digests
        assert second.manifest.files == first.manifest.files

    def test_one_that_was_changed_by_hand_is_another_one(self, town):
        first = make(town)
        name = next(each for each in content(town) if each.startswith("scans/"))
        (town.uploads / name).write_bytes(b"%PDF-1.7 again")
        second = make(town)
        assert second.new == 1
        assert len(second.manifest.digests - first.manifest.digests) == 1

    def test_what_the_store_lost_is_stored_again(self, town):
        digest = sorted(make(town).manifest.digests)[0]
        store.path_of(town.backups / "files", digest).unlink()
        assert make(town).new == 1
        assert digest in stored(town.backups)

    def test_it_goes_when_no_archive_lists_it(self, town):
        first = make(town, now=MORNING)
        for path in town.uploads.rglob("*.pdf"):
            path.unlink()
        second = make(town, now=MORNING + datetime.timedelta(days=1))
        assert stored(town.backups) == first.manifest.digests > second.manifest.digests
        first.path.unlink()
        make(town, now=MORNING + datetime.timedelta(days=2))
        assert stored(town.backups) == second.manifest.digests

    def test_nothing_goes_while_an_archive_cannot_be_read(self, town):
        first = make(town, now=MORNING)
        first.path.write_bytes(b"x" * 20_000)
        for path in town.uploads.rglob("*"):
            if path.is_file():
                path.unlink()
        made = make(town, now=MORNING + datetime.timedelta(days=1))
        assert "没有清理" in made.remark
        assert first.path.name in made.remark
        assert stored(town.backups) == first.manifest.digests


@pytest.mark.sqlite  # the same on both, whatever the database
class TestWhichStay:
    @staticmethod
    def made(*moments):
        return [
            folder.Found(at, timezone.make_aware(datetime.datetime.fromisoformat(at)), "")
            for at in moments
        ]

    def stay(self, found):
        gone = keeping.superseded(found)
        return [each.path for each in found if each not in gone]

    def test_daily_for_sixteen_months(self):
        """Every day at two from 2025-08-01 to 2026-11-30, a Monday: 7 days, 2 weeks and 11 months more."""
        days = [datetime.date(2025, 8, 1) + datetime.timedelta(n) for n in range(487)]
        assert days[-1] == datetime.date(2026, 11, 30)
        stay = [at[:10] for at in self.stay(self.made(*(f"{each}T02:00" for each in days)))]
        assert stay == [
            # The last of each month; November and the month of the day itself are one.
            "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
            "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31",
            # The Sundays of the two weeks before; that of the 29th is among the seven days.
            "2026-11-15", "2026-11-22",
            "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29",
            "2026-11-30",
        ]  # fmt: skip

    def test_of_a_day_that_is_over_the_last_stays_and_of_the_last_day_all(self):
        found = self.made(
            "2026-11-29T02:00", "2026-11-29T17:00", "2026-11-30T02:00", "2026-11-30T09:00",
        )  # fmt: skip
        assert self.stay(found) == ["2026-11-29T17:00", "2026-11-30T02:00", "2026-11-30T09:00"]

    def test_a_machine_that_stood_still_loses_nothing_by_it(self):
        """Days without a backup do not count."""
        found = self.made(*(f"2024-03-{n:02}T02:00" for n in range(4, 11)), "2026-11-30T02:00")
        assert self.stay(found) == [f"2024-03-{n:02}T02:00" for n in range(5, 11)] + [
            "2026-11-30T02:00"
        ]

    def test_the_week_of_new_year_is_one(self):
        """2026-12-31 is a Thursday: its week ends on Sunday, 2027-01-03. Two months, though."""
        found = self.made(*(f"2026-12-{n:02}T02:00" for n in range(1, 32)))
        found += self.made(*(f"2027-01-{n:02}T02:00" for n in range(1, 12)))
        assert self.stay(found)[:3] == ["2026-12-27T02:00", "2026-12-31T02:00", "2027-01-03T02:00"]
        assert len(self.stay(found)) == 10

    def test_what_has_a_name_stays_and_takes_nobodys_place(self, town):
        first = back_up(town, name="before-upgrade", now=MORNING)
        for n in range(1, 21):
            shutil.copy(first, first.with_name(f"hemao-202610{n:02}-081500-before-upgrade.tar"))
        assert make(town, now=MORNING).removed == []
        assert len(names(town.backups)) == 22

    def test_what_is_removed_is_named(self, town, command, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: MORNING)
        first = back_up(town, now=MORNING)
        for n in range(1, 9):
            shutil.copy(first, first.with_name(f"hemao-202611{30 - n}-081500.tar"))
        strange = first.with_name("hemao-20269999-081500.tar")
        strange.touch()
        _, said, _ = command("backup")
        # Of nine days the 22nd is kept as a Sunday, that is as the last of its week.
        assert "按规则删除旧备份：hemao-20261123-081500.tar\n" in said
        assert strange.exists()


@pytest.mark.sqlite  # the same on both, whatever the database
class TestTheSecondFolder:
    def test_it_has_all_that_a_restore_needs(self, town, command, tmp_path, elsewhere):
        second = tmp_path / "usb"
        second.mkdir()
        ended, said, _ = command("backup", copy_to=second)
        assert ended
        assert f"第二份已存到 {second}" in said
        shutil.rmtree(town.backups)
        restoring.restore(folder.archives(second)[0].path, elsewhere)
        assert content(elsewhere) == content(town)

    def test_a_disk_that_is_not_plugged_in_is_an_error_and_the_first_copy_stays(
        self, town, command, tmp_path
    ):
        ended, _, said = command("backup", copy_to=tmp_path / "usb")
        assert not ended
        assert len(said.splitlines()) == 1
        assert "没有这个目录，U盘或移动硬盘可能没有插上" in said
        assert not (tmp_path / "usb").exists()
        [kept] = names(town.backups)
        assert kept in said

    def test_once_it_is_plugged_in_the_days_backup_is_copied_and_no_other_made(
        self, town, command, tmp_path
    ):
        second = tmp_path / "usb"
        for _ in range(2):
            assert not command("backup", "--daily", copy_to=second)[0]
        second.mkdir()
        ended, said, _ = command("backup", "--daily", copy_to=second)
        assert ended
        [kept] = names(town.backups)
        assert names(second) == [kept]
        assert said.endswith(f"今天已有备份 {town.backups / kept}\n")
        # One of another day is no reason to make none.
        (town.backups / kept).rename(town.backups / "hemao-20200101-081500.tar")
        assert command("backup", "--daily", copy_to=second)[0]
        assert len(names(town.backups)) == 2

    def test_one_that_is_full_too(self, town, tmp_path, monkeypatch):
        made, second = make(town), tmp_path / "usb"
        second.mkdir()
        usage = shutil.disk_usage(second)
        monkeypatch.setattr(folder.shutil, "disk_usage", lambda at: usage._replace(free=10))
        with pytest.raises(Refusal, match=r"第二份备份没有开始：.*还剩 10 字节"):
            copying.copy(made.path, second, Progress())
        assert names(second) == []

    def test_it_is_kept_by_the_same_rule(self, town, tmp_path):
        second = tmp_path / "usb"
        second.mkdir()
        first = back_up(town, now=MORNING)
        for n in range(1, 9):
            shutil.copy(first, second / f"hemao-202611{30 - n}-081500.tar")
        copying.copy(first, second, Progress())
        assert len(names(second)) == 8
        assert stored(second) == archive.read_manifest(first).digests

    def test_a_photo_that_was_spoilt_is_not_handed_on(self, town, tmp_path):
        made, second = make(town), tmp_path / "usb"
        second.mkdir()
        path = next(each for each in (town.backups / "files").rglob("*") if each.is_file())
        path.write_bytes(b"spoilt")
        with pytest.raises(Refusal, match=f"{path} 已损坏：请删除它，再备份一次"):
            copying.copy(made.path, second, Progress())
        assert names(second) == []


class TestProving:
    def test_what_was_proved_is_said_and_kept(self, town, command):
        made = make(town)
        before = rows(town), content(town)
        ended, said, _ = command("backup", "--prove")
        assert ended, said
        tables = made.manifest.tables
        assert f"数据库：{len(tables)} 张表、{made.manifest.rows} 行，行数和校验码逐表一致" in said
        assert f"照片和扫描件：{FILES} 个文件，校验码逐个一致" in said
        assert "定稿：共1份定稿，都没有变动。" in said
        assert "记录里的照片和扫描件都有文件" in said
        proof = state.last_proof(town)
        assert (proof.archive, proof.is_proved) == (made.path.name, True)
        assert "".join(f"{each}\n" for each in proof.said) == said
        assert timezone.now() - proof.proved_at < datetime.timedelta(hours=1)
        assert (rows(town), content(town)) == before
        assert list(town.backups.glob(".unfinished-*")) == []

    def test_one_that_cannot_be_restored_is_said_and_kept_too(self, town, command):
        made = make(town)
        made.path.write_bytes(made.path.read_bytes()[:-30_000])
        ended, said, complaint = command("backup", "--prove")
        assert not ended
        assert "验证没有通过" in said
        assert "没有通过验证" in complaint
        assert not state.last_proof(town).is_proved

    @pytest.mark.sqlite
    def test_a_file_that_was_missing_already_is_told_apart(self, town, elsewhere):
        [scan] = town.uploads.glob("scans/*.xlsx")
        scan.unlink()
        path, said = back_up(town), []
        manifest = restoring.restore(path, elsewhere).manifest
        assert proving.files_fit(elsewhere, manifest, said.append)
        assert said == [
            "做备份时就缺的文件：1 个（verify_files 逐个列出）",
            "其余的照片和扫描件都有文件",
        ]
        next(elsewhere.uploads.glob("scans/*.pdf")).unlink()
        assert not proving.files_fit(elsewhere, manifest, said.append)

    @pytest.mark.sqlite
    def test_without_a_backup_there_is_nothing_to_prove(self, town, command):
        _, _, said = command("backup", "--prove")
        assert said == "还没有备份：请先执行 make backup，再验证。\n"
        assert state.last_proof(town) is None

    @pytest.mark.postgres
    def test_who_may_make_no_database_is_told_why_and_what_to_do(self, town):
        make(town)
        with line(town) as connection:
            connection.execute("CREATE ROLE clerk LOGIN")
        try:
            place = Place(town.var, town.url.replace("//hemao@", "//clerk@"))
            said = []
            assert not proving.prove(place, say=said.append)
        finally:
            with line(town) as connection:
                connection.execute("DROP ROLE clerk")
        assert "数据库用户 clerk 没有建库的权限" in said[1]
        assert "ALTER ROLE clerk CREATEDB" in said[1]

    @pytest.mark.sqlite
    def test_the_last_backup_is_the_newest_whole_one(self, town):
        assert state.last_backup(town) is None
        make(town, now=MORNING)
        path = back_up(town, now=MORNING + datetime.timedelta(hours=1), name="手工")
        (town.backups / "hemao-20270101-000000.tar.part").touch()
        last = state.last_backup(town)
        assert (last.path, last.name) == (path, "手工")
        assert last.made_at == MORNING + datetime.timedelta(hours=1)
        assert last.size == path.stat().st_size

    @pytest.mark.sqlite
    def test_a_proof_that_cannot_be_read_is_none(self, town):
        town.backups.mkdir()
        (town.backups / "last_proof.json").write_text("{")
        assert state.last_proof(town) is None


class TestVerifyFiles:
    def test_all_kinds_fit_and_a_voided_one_is_no_stray(self, command):
        assert command("verify_files") == (True, f"共 {FILES} 个文件，和记录都对得上。\n", "")

    def test_every_field_with_files_is_looked_at(self, town):
        """Who adds one has to see it here."""
        assert {str(field) for field in uploads.fields()} == {
            "congress.ActivityPhoto.image", "motions.MotionScan.file", "reports.Edition.sheet",
            "reports.TableVersion.file", "representatives.VisitPhoto.image",
        }  # fmt: skip

    def test_what_does_not_fit_is_named_and_nothing_is_changed(self, town, command):
        photo = next(name for name in content(town) if re.fullmatch(r"photos/\w+\.jpg", name))
        (town.uploads / photo.replace(".jpg", "-small.jpg")).unlink()
        [scan] = town.uploads.glob("scans/*.xlsx")
        scan.unlink()
        (town.uploads / "scans" / "stray.pdf").write_bytes(b"%PDF-")
        (town.uploads / "scans" / "young.pdf").write_bytes(b"%PDF-")
        os.utime(town.uploads / "scans" / "stray.pdf", (0, 0))
        before = rows(town), content(town)
        ended, said, complaint = command("verify_files")
        assert not ended
        assert sorted(said.splitlines()) == sorted([
            f"有记录，没有文件：{photo.replace('.jpg', '-small.jpg')}（{the_row(town, photo)}）",
            f"有记录，没有文件：scans/{scan.name}（报表文件 第1号）",
            "有文件，没有记录：scans/stray.pdf",
        ])  # fmt: skip
        assert complaint.startswith("缺少 2 个文件，多出 1 个文件。")
        assert (rows(town), content(town)) == before


def the_row(town, name):
    """The row of a photo, in words: the number is the database's."""
    with town.database.reader() as reader:
        return next(each.row for each in uploads.named(reader) if each.name == name)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.sqlite  # the same on both, whatever the database
class TestProgress:
    def test_what_is_quick_shows_nothing_and_what_is_slow_one_line(self, monkeypatch):
        now = [0.0]
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        terminal = Terminal()
        progress = Progress(terminal)
        progress.files(1, 4, 500)
        assert terminal.getvalue() == ""
        now[0] = 2.5
        progress.files(2, 4, 12_300_000)
        progress.end()
        assert terminal.getvalue() == "\r\x1b[K  2/4 个文件，12.3 MB\r\x1b[K"

    def test_a_log_is_spared(self, monkeypatch):
        log = io.StringIO()
        progress = Progress(log)
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
