"""The machine is lost, and there is a backup: what comes back, and what is refused."""

import io
import json
import re
import shutil
import stat
import tarfile
from contextlib import closing

import pytest
from django.core.management import call_command

from hemao.backup import archive, restoring, upgrading, uploads
from hemao.backup.making import make
from hemao.backup.place import Place
from hemao.backup.words import Refusal
from hemao.upgrades import running
from hemao.version import version
from tests.hemao.backup.town import (
    FILES,
    add_topic,
    back_up,
    content,
    rows,
    send_again,
    topics,
)

pytestmark = pytest.mark.django_db


def refused(path, place, *words, **said):
    """The archive is refused in one line with these words, and the place is as empty as before."""
    with pytest.raises(Refusal) as caught:
        restoring.restore(path, place, **said)
    assert len(str(caught.value).splitlines()) == 1
    for each in words:
        assert each in str(caught.value)
    assert place.database.contents() == ""
    assert content(place) == {}
    assert not (place.var / ".restoring").exists()


def changed(path, target, change):
    """The archive `path` as `target`, with what `change` makes of {name: content} of its parts."""
    with tarfile.open(path) as tar:
        parts = {each.name: tar.extractfile(each).read() for each in tar.getmembers()}
    change(parts)
    with tarfile.open(target, "w") as tar:
        for name, text in parts.items():
            about = tarfile.TarInfo(name)
            about.size = len(text)
            tar.addfile(about, io.BytesIO(text))
    return target


def with_manifest(parts, /, **told):
    """Change what the manifest says, so that its own digest fits."""
    text = json.dumps(json.loads(parts["manifest.json"]) | told).encode()
    parts["manifest.json"] = text
    parts["manifest.sha256"] = archive.sha256(text).encode()


class TestAllComesBack:
    def test_row_for_row_and_byte_for_byte(self, first_town, path, elsewhere):
        before = rows(first_town)
        assert sum(table["rows"] for table in before.values()) > 500
        done = restoring.restore(path, elsewhere)
        assert rows(elsewhere) == before
        assert content(elsewhere) == content(first_town)
        assert len(content(elsewhere)) == len(done.manifest.files) == FILES
        assert (elsewhere.var / "secret_key").read_text() == (
            first_town.var / "secret_key"
        ).read_text()
        assert uploads.check(elsewhere) == uploads.UploadsCheck([], [], FILES)

    @pytest.mark.sqlite
    def test_nobody_else_may_read_it(self, path, elsewhere):
        restoring.restore(path, elsewhere)
        files = [each for each in elsewhere.var.rglob("*") if each.is_file()]
        folders = [each for each in elsewhere.var.rglob("*") if each.is_dir()]
        assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
        assert {stat.S_IMODE(each.stat().st_mode) for each in folders} == {0o700}

    def test_the_phone_is_still_in_and_sends_again_without_doubling(
        self, first_town, path, elsewhere
    ):
        restoring.restore(path, elsewhere)
        cookies = (first_town.var / "phone").read_text()
        assert send_again(elsewhere, cookies) == [200, 200, 1]

    def test_new_rows_get_new_keys(self, first_town, path, elsewhere):
        restoring.restore(path, elsewhere)
        add_topic(elsewhere, "乡村道路")
        assert topics(elsewhere) - topics(first_town) == {"乡村道路"}

    @pytest.mark.sqlite
    def test_the_backup_of_what_was_restored_stores_no_photo_again(self, path, elsewhere):
        restoring.restore(path, elsewhere)
        shutil.copytree(path.parent, elsewhere.backups)
        assert make(elsewhere).new == 0

    @pytest.mark.sqlite
    def test_one_portable_file_is_enough(self, town, elsewhere, tmp_path):
        alone = tmp_path / "usb" / "hemao.tar"
        alone.parent.mkdir()
        shutil.copy(back_up(town, is_full=True), alone)
        restoring.restore(alone, elsewhere)
        assert content(elsewhere) == content(town)


class TestTheCommand:
    def test_it_says_what_came_back_and_what_to_do(self, path, elsewhere, monkeypatch, capsys):
        monkeypatch.setattr(Place, "here", lambda: elsewhere)
        monkeypatch.setenv("SECRET_KEY", "k" * 60)
        call_command("restore", path)
        said = capsys.readouterr().out
        made = r"备份做于 20\d\d-\d\d-\d\d \d\d:\d\d，程序版本 "
        assert re.match(made + re.escape(version()), said)
        assert f"照片和扫描件 {FILES} 个文件" in said
        assert "环境变量 SECRET_KEY 和备份里的密钥不同" in said
        assert said.endswith("make run\n")

    @pytest.mark.sqlite
    def test_without_a_file_it_names_the_newest(self, monkeypatch, path, capsys):
        monkeypatch.setattr(Place, "here", lambda: Place(path.parent.parent))
        with pytest.raises(SystemExit):
            call_command("restore", "")
        assert f"最近的一份是 {path}。" in capsys.readouterr().err


class TestOnlyIntoAnEmptyPlace:
    def test_where_a_town_is_already(self, first_town, path):
        before = rows(first_town), content(first_town)
        with pytest.raises(Refusal, match=r"里已有数据（1\d\d 张表）。请先停止网站，"):
            restoring.restore(path, first_town)
        assert (rows(first_town), content(first_town)) == before

    @pytest.mark.sqlite
    def test_where_photos_lie(self, path, elsewhere):
        (elsewhere.uploads / "photos").mkdir(parents=True)
        (elsewhere.uploads / "photos" / "a.jpg").touch()
        with pytest.raises(Refusal, match="uploads 里已有文件"):
            restoring.restore(path, elsewhere)
        assert elsewhere.database.contents() == ""

    @pytest.mark.sqlite
    def test_nothing_while_somebody_serves_there(self, path, elsewhere, monkeypatch, capsys):
        """Their town would be written over, and the other way round."""
        monkeypatch.setattr(Place, "here", lambda: elsewhere)
        elsewhere.var.mkdir()
        with closing(running.Presence(elsewhere.var)), pytest.raises(SystemExit):
            call_command("restore", str(path))
        assert capsys.readouterr().err.startswith("网站正在运行，没有开始")
        assert elsewhere.database.contents() == ""
        call_command("restore", str(path))  # it is closed
        assert elsewhere.database.contents()

    def test_nobody_serves_while_it_works(self, elsewhere):
        """Nor do two work at once; and of a new folder nothing is left."""
        with running.alone_in(elsewhere.var):
            for _ in range(2):
                with pytest.raises(Refusal, match="正在升级、退回或者恢复，没有开始"):
                    running.Presence(elsewhere.var)
            with pytest.raises(Refusal, match="正在升级"), running.alone_in(elsewhere.var):
                pass
        assert not elsewhere.var.exists()

    def test_who_opened_the_lock_before_it_went_is_told_to_try_again(self, tmp_path, monkeypatch):
        """Else they would stand in it by themselves, and the next beside them."""
        taken = running.locks.take

        def gone(file, **said):
            (tmp_path / running.LOCK).unlink()
            return taken(file, **said)

        monkeypatch.setattr(running.locks, "take", gone)
        with pytest.raises(Refusal, match="再试一次"):
            running.Presence(tmp_path)

    def test_a_restore_that_was_cut_short_leaves_nothing_in_the_way(
        self, path, elsewhere, first_town
    ):
        """As a machine without power leaves it: unpacked, and not yet in its place."""
        (elsewhere.var / ".restoring" / "uploads").mkdir(parents=True)
        (elsewhere.var / ".restoring" / "uploads" / "half.jpg").touch()
        restoring.restore(path, elsewhere)
        assert content(elsewhere) == content(first_town)

    def test_where_only_the_database_has_gone(self, path, elsewhere, first_town):
        """Backups, and what the programs noted, are in no way; a key is not lost without a word."""
        shutil.copytree(path.parent, elsewhere.backups)
        for name in ("program.json", "daily.json", "secret_key"):
            (elsewhere.var / name).write_text(name)
        done = restoring.restore(path, elsewhere)
        assert rows(elsewhere) == rows(first_town)
        [kept] = done.aside
        assert kept.name == "secret_key.before-restore" and kept.read_text() == "secret_key"
        assert (elsewhere.var / "secret_key").read_text() == (
            first_town.var / "secret_key"
        ).read_text()

    def test_rows_that_are_others_than_the_manifest_says(self, path, elsewhere):
        """Whoever can write a digest can write another; but the rows are counted once more."""

        def lie(parts):
            tables = json.loads(parts["manifest.json"])["tables"]
            tables["township_topic"]["rows"] += 1
            with_manifest(parts, tables=tables)

        refused(changed(path, path.with_name("x.tar"), lie), elsewhere, "不符（township_topic）")

    def test_one_that_breaks_off_takes_everything_back(self, path, elsewhere, monkeypatch):
        def full(*args):
            raise OSError(28, "No space left on device")

        elsewhere.var.mkdir()
        (elsewhere.var / "demo_password").write_text("as before")
        monkeypatch.setattr(type(elsewhere.database), "load", full)
        refused(path, elsewhere, "恢复没有做成（磁盘已满）")
        left = [each for each in elsewhere.var.iterdir() if each.is_file()]
        assert [each.read_text() for each in left] == ["as before"]


@pytest.mark.sqlite  # what is looked at is the archive
class TestWhatIsNotAsItWas:
    """Everything is looked at before anything is touched."""

    def test_a_damaged_part_is_named(self, path, elsewhere, tmp_path):
        database = elsewhere.database.part

        def spoil(parts):
            parts[database] = parts[database][:-9] + b"x" + parts[database][-8:]

        spoilt = changed(path, path.with_name("spoilt.tar"), spoil)
        refused(spoilt, elsewhere, "已损坏", database)

    @pytest.mark.parametrize("name", ["manifest.json", "secret_key"])
    def test_a_small_part_too(self, path, elsewhere, name):
        def spoil(parts):
            parts[name] = parts[name].replace(b"a", b"b", 1) + b" "

        refused(changed(path, path.with_name("x.tar"), spoil), elsewhere, "已损坏", name)

    def test_a_part_that_is_gone(self, path, elsewhere):
        spoilt = changed(path, path.with_name("x.tar"), lambda parts: parts.pop("secret_key"))
        refused(spoilt, elsewhere, "secret_key")

    def test_one_that_was_cut_short_wherever_it_was(self, path, elsewhere):
        whole = path.read_bytes()
        for length in (0, 100, 5_000, len(whole) // 2, len(whole) - 20_000):
            path.write_bytes(whole[:length])
            refused(path, elsewhere, path.name)

    def test_no_archive_at_all(self, elsewhere, tmp_path):
        other = tmp_path / "letter.tar"
        other.write_text("尊敬的代表：" * 1000)
        refused(other, elsewhere, "letter.tar 不是备份")
        refused(tmp_path / "nowhere.tar", elsewhere, "没有这个文件")

    def test_a_damaged_photo_is_named_and_may_be_left_out(self, first_town, path, elsewhere):
        hurt = next(each for each in archive.read_manifest(path).files if "small" not in each.name)
        kept = path.parent / "files" / hurt.digest[:2] / hurt.digest
        kept.write_bytes(b"x" + kept.read_bytes()[1:])
        same = [e.name for e in archive.read_manifest(path).files if e.digest == hurt.digest]
        refused(path, elsewhere, "已损坏", same[0], "--leave-out-damaged")
        done = restoring.restore(path, elsewhere, leaves_out_damaged=True)
        assert done.left_out == same
        assert content(elsewhere).keys() == content(first_town).keys() - set(same)
        assert rows(elsewhere) == archive.read_manifest(path).tables

    def test_an_archive_without_its_photos_says_what_to_bring(self, path, elsewhere, tmp_path):
        alone = tmp_path / path.name
        shutil.copy(path, alone)
        refused(alone, elsewhere, "（缺少）", f"等{FILES}个文件", "目录 files 一起拷来")

    @pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "a/../../x", ""])
    def test_a_name_that_leads_outside(self, path, elsewhere, name):
        def mislead(parts):
            [first, *rest] = json.loads(parts["manifest.json"])["files"]
            with_manifest(parts, files=[[name, *first[1:]], *rest])

        refused(changed(path, path.with_name("x.tar"), mislead), elsewhere, "指向别处", name)


class TestAnotherVersion:
    def test_one_that_newer_code_made(self, path, elsewhere):
        def newer(parts):
            known = json.loads(parts["manifest.json"])["migrations"]
            known.append(["motions", "0099_later"])
            with_manifest(parts, migrations=known, version="9.0", commit="")

        spoilt = changed(path, path.with_name("x.tar"), newer)
        refused(spoilt, elsewhere, "较新的程序 9.0 做的", "motions.0099_later 等1步", "请先换成")

    def test_one_of_a_later_form(self, path, elsewhere):
        spoilt = changed(
            path, path.with_name("x.tar"), lambda parts: with_manifest(parts, format=2)
        )
        refused(spoilt, elsewhere, "较新的版本做的")

    def test_one_of_the_other_database(self, path, elsewhere):
        other = {"sqlite": "postgresql", "postgresql": "sqlite"}[elsewhere.database.vendor]
        told = changed(
            path, path.with_name("x.tar"), lambda parts: with_manifest(parts, database=other)
        )
        refused(told, elsewhere, "数据库的，这里是", "DATABASE_URL")


def test_a_copy_from_before_the_demo_went_is_whole_and_none_of_an_upgrade(town):
    made = upgrading.copy_before_removal(town)
    assert made.path.name.endswith("-before-remove-demo.tar")
    assert made.manifest.tables == rows(town)
    assert upgrading.copies_before_upgrade(town) == []


class TestReturningFromAnUpgrade:
    def test_the_copy_takes_the_place_of_all_and_what_was_there_is_kept(self, town):
        before = rows(town), content(town)
        copy = upgrading.copy_before_upgrade(town).path
        add_topic(town, "升级以后登记的")
        (town.uploads / "scans" / "later.pdf").write_bytes(b"%PDF-")
        assert upgrading.changed_since(copy, town) == {"township_topic": (3, 4)}
        kept, restored = upgrading.return_to(copy, town)
        assert (rows(town), content(town)) == before
        assert restored.manifest.program.startswith(version())
        assert [each.path for each in upgrading.copies_before_upgrade(town)] == [copy]
        with archive.opened(kept.path) as opened:
            assert opened.manifest.tables["township_topic"]["rows"] == 4
            assert "scans/later.pdf" in {each.name for each in opened.manifest.files}

    @pytest.mark.sqlite
    def test_a_copy_that_is_damaged_takes_nothing_away(self, town):
        copy = upgrading.copy_before_upgrade(town).path
        copy.write_bytes(copy.read_bytes()[:-30_000])
        before = rows(town), content(town)
        with pytest.raises(Refusal):
            upgrading.return_to(copy, town)
        assert (rows(town), content(town)) == before
