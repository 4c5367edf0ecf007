"""Whether a backup can be used, and whether files and rows fit: proofs, and verify_files."""

import datetime
import os
import re

import pytest
from django.utils import timezone

from hemao.backup import (
    proving,
    restoring,
    state,
    uploads,
)
from hemao.backup.making import make
from hemao.backup.place import Place
from hemao.typed import typed
from tests.hemao.backup.town import (
    FILES,
    MORNING,
    back_up,
    content,
    line,
    rows,
)

pytestmark = pytest.mark.django_db


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

    @pytest.mark.sqlite
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
            f"做备份时就缺的文件：1 个（{typed('verify_files')} 逐个列出）",
            "其余的照片和扫描件都有文件",
        ]
        next(elsewhere.uploads.glob("scans/*.pdf")).unlink()
        assert not proving.files_fit(elsewhere, manifest, said.append)

    @pytest.mark.sqlite
    def test_without_a_backup_there_is_nothing_to_prove(self, town, command):
        _, _, said = command("backup", "--prove")
        assert said == f"还没有备份：请先执行 {typed('backup')}，再验证。\n"
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

    @pytest.mark.sqlite
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
