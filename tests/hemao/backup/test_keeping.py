"""Where backups lie, and which ones stay: photos once, the rule, the second folder."""

import datetime
import shutil

import pytest
from django.utils import timezone

from hemao.backup import (
    archive,
    copying,
    folder,
    keeping,
    restoring,
    store,
)
from hemao.backup.making import make
from hemao.backup.words import ProgressLine, Refusal
from tests.hemao.backup.town import (
    MORNING,
    back_up,
    content,
    names,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite  # the same on both, whatever the database
class TestPhotosLieOnce:
    def test_the_second_backup_stores_none(self, town):
        first, second = make(town), make(town)
        # The photos are one green square, scan and signed sheet one PDF; a workbook.
        assert (first.new, second.new) == (3, 0)
        assert stored(town.backups) == first.manifest.digests == second.manifest.digests
        assert second.manifest.files == first.manifest.files

    def test_whatever_kinds_of_backups_follow_each_other(self, town):
        """A portable one has its photos within; the store keeps them for the one after it."""
        kinds = [True, False, True, True, False]
        made = [make(town, is_full=is_full) for is_full in kinds]
        assert [each.new for each in made] == [3, 0, 0, 0, 0]
        assert stored(town.backups) == made[0].manifest.digests

    def test_so_does_the_second_folder(self, town, tmp_path):
        (tmp_path / "usb").mkdir()
        kept = []
        for is_full in (False, True, False):
            copying.copy(make(town, is_full=is_full).path, tmp_path / "usb", ProgressLine())
            kept.append({path.stat().st_ino for path in (tmp_path / "usb" / "files").glob("*/*")})
        assert len(kept[0]) == 3
        assert kept[1:] == [kept[0], kept[0]]

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
            folder.FoundArchive(at, timezone.make_aware(datetime.datetime.fromisoformat(at)), "")
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
        with pytest.raises(Refusal, match=r"第二份备份没有开始：.*还剩10字节"):
            copying.copy(made.path, second, ProgressLine())
        assert names(second) == []

    def test_it_is_kept_by_the_same_rule(self, town, tmp_path):
        second = tmp_path / "usb"
        second.mkdir()
        first = back_up(town, now=MORNING)
        for n in range(1, 9):
            shutil.copy(first, second / f"hemao-202611{30 - n}-081500.tar")
        copying.copy(first, second, ProgressLine())
        assert len(names(second)) == 8
        assert stored(second) == archive.read_manifest(first).digests

    def test_a_photo_that_was_spoilt_is_not_handed_on(self, town, tmp_path):
        made, second = make(town), tmp_path / "usb"
        second.mkdir()
        path = next(each for each in (town.backups / "files").rglob("*") if each.is_file())
        path.write_bytes(b"spoilt")
        with pytest.raises(Refusal, match=f"{path} 已损坏：请删除它，再备份一次"):
            copying.copy(made.path, second, ProgressLine())
        assert names(second) == []
