"""An archive that somebody made up, or that broke: a refusal in one line, and nothing is left behind."""

import copy
import errno
import gzip
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile

import pytest

from hemao.backup import archive, folder, manifest, restoring
from hemao.backup.place import Place
from hemao.backup.putting import Putting
from hemao.backup.words import Refusal
from hemao.machine import os_errors
from tests.hemao.backup.test_restore import changed, with_manifest
from tests.hemao.backup.town import content, rows
from tests.hemao.test_setup import ROOT, environment
from tests.trial import length

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SEED = 20261201
MANIFESTS = length(sample=120, whole=1500)
TARS = length(sample=40, whole=400)
# What no manifest of ours holds where something else is asked for.
ODD = [
    None, True, -1, 0, 1.5, 10**30, "", "甲\n乙", "\0", "\ud800", "../x", "x" * 5000,
    [], [[]], ["", ""], {}, {"rows": -1, "digest": "0" * 64}, float("nan"),
]  # fmt: skip


def everything(place):
    """What stands in a place: {name: content, or None of a folder}, and its database."""
    found = {
        path.relative_to(place.var).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in place.var.rglob("*")
    }
    return found, place.var.exists(), place.database.contents()


def lived_in(place):
    """Where a site was begun and holds no record yet: all of this may be wanted again."""
    (place.uploads / "photos").mkdir(parents=True)
    (place.var / "backups").mkdir()
    for name in ("secret_key", "demo_password", "upgrade.json"):
        (place.var / name).write_text(f"{name} of before\n")
    sqlite3.connect(place.database.path).close()
    place.database.path.touch()
    return place


def ended(path, place):
    """Restore: "" where all came back, else the refusal, which has left everything as it was."""
    before = everything(place)
    try:
        told = restoring.restore(path, place).manifest
    except Refusal as refusal:
        assert everything(place) == before
        assert len(str(refusal).splitlines()) == 1
        assert str(refusal).isprintable()
        return str(refusal)
    assert rows(place) == told.tables
    assert content(place).keys() == {each.name for each in told.files}
    return ""


def emptied(place):
    place.database.clear()
    for each in sorted(place.var.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    place.var.rmdir()


def ends(paths, place):
    """{what the refusal says, or "": the archives of `paths` that end so}."""
    found = {}
    for path in paths:
        said = ended(path, place)
        if not said:
            emptied(place)
        found.setdefault(said, []).append(path)
    return found


class TestMutations:
    @pytest.mark.trial
    def test_of_the_manifest(self, path, elsewhere, figure):
        chance = random.Random(SEED)
        target = path.with_name("x.tar")

        def mutate(parts):
            told = json.loads(parts["manifest.json"])
            mutated(told, chance)
            signed(parts, json.dumps(told).encode())

        found = ends((changed(path, target, mutate) for _ in range(MANIFESTS)), elsewhere)
        whole = len(found.pop("", []))
        figure(
            f"{MANIFESTS} manifests mutated (seed {SEED}): {whole} restored whole, the others refused "
            f"in {len(found)} sentences, nothing left behind"
        )
        assert 0 < whole < MANIFESTS
        assert any("清单（manifest.json）不对" in said for said in found)

    @pytest.mark.trial
    def test_of_the_tar(self, path, elsewhere, figure):
        chance, whole = random.Random(SEED), path.read_bytes()
        target = path.with_name("x.tar")
        found = ends((spoilt(whole, target, chance) for _ in range(TARS)), elsewhere)
        whole = len(found.pop("", []))
        figure(
            f"{TARS} archives spoilt (seed {SEED}): {whole} restored whole, the others refused in "
            f"{len(found)} sentences, nothing left behind"
        )
        assert 0 < whole < TARS

    @pytest.mark.parametrize("key", sorted(manifest.KEYS))
    def test_each_key_is_looked_at(self, path, key):
        """Without it, with one of a wrong kind, and with one more that nobody knows."""
        target = path.with_name("x.tar")
        told = json.loads(archive.read_manifest(path).text())
        for wrong in (ODD[1:3] if key != "is_full" else ODD[2:4]) + [None, 1.5]:
            changed(path, target, lambda parts, w=wrong: with_manifest(parts, **{key: w}))
            with pytest.raises(Refusal, match=rf"不能用：{key} 写的不是|较新"):
                archive.read_manifest(target)
        del told[key]
        changed(path, target, lambda parts: signed(parts, json.dumps(told).encode()))
        with pytest.raises(Refusal, match=rf"不能用：{key} "):
            archive.read_manifest(target)
        with pytest.raises(manifest.Malformed, match="more"):
            manifest.read(
                json.dumps(json.loads(archive.read_manifest(path).text()) | {"more": 1}).encode()
            )

    def test_a_size_below_nothing(self, path, elsewhere):
        """A reader that believes it goes back to where it has been, for ever."""
        target = path.with_name("x.tar")
        for size in ("-1024", "-1", str(2**62)):
            with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
                about = tarfile.TarInfo("manifest.json")
                about.pax_headers = {"size": size}
                tar.addfile(about)
            assert "不是备份" in ended(target, elsewhere)

    def test_what_is_no_object(self, path):
        target = path.with_name("x.tar")
        for text in (b"", b"[]", b"null", b"\xff", b"[" * 200_000, b"1" * 5000, b'{"format": NaN}'):
            changed(path, target, lambda parts, text=text: signed(parts, text))
            with pytest.raises(Refusal, match=r"清单（manifest\.json）不对"):
                archive.read_manifest(target)


def signed(parts, text):
    parts["manifest.json"] = text
    parts["manifest.sha256"] = archive.sha256(text).encode()


def mutated(told, chance):
    """Change one to three things in `told`, at any depth."""
    for _ in range(chance.randint(1, 3)):
        holder, key = told, chance.choice(sorted(told))
        while isinstance(holder[key], list | dict) and holder[key] and chance.random() < 0.7:
            holder = holder[key]
            key = chance.choice(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        change = chance.choice(["odd", "odd", "odd", "gone", "twice"])
        if change == "gone":
            del holder[key]
        elif change == "twice" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        if not told:
            return


def spoilt(whole, target, chance):
    """`whole` with some bytes of its headers changed, or cut, or a piece of it moved."""
    spoilt, kind = bytearray(whole), chance.choice(["header", "header", "size", "cut", "moved"])
    start = chance.randrange(0, len(spoilt) // 512) * 512
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        header = chance.choice([each.offset for each in tar.getmembers()])
    if kind == "header":
        for _ in range(chance.randint(1, 4)):
            spoilt[header + chance.randrange(512)] = chance.randrange(256)
        spoilt[header + 148 : header + 156] = checksum(spoilt[header : header + 512])
    elif kind == "size":
        number = chance.choice([-1, -512, -1024, 2**40, 2**62, 0, 1])
        spoilt[header + 124 : header + 136] = tarfile.itn(number, 12, tarfile.GNU_FORMAT)
        spoilt[header + 148 : header + 156] = checksum(spoilt[header : header + 512])
    elif kind == "cut":
        del spoilt[start + chance.randrange(512) :]
    else:
        piece = spoilt[start : start + 1024]
        spoilt[header : header + len(piece)] = piece
    target.write_bytes(spoilt)
    return target


def checksum(header):
    about = bytes(header[:148]) + b" " * 8 + bytes(header[156:])
    return b"%06o\0 " % sum(about)


class TestTheDatabase:
    """Its SHA-256 is right, and it is no database all the same, or another one."""

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda packed: b"",
            lambda packed: b"no gzip at all",
            lambda packed: packed[: len(packed) // 2],
            lambda packed: packed[:-8] + b"\0" * 8,
            lambda packed: packed[:40] + bytes(60) + packed[100:],
            lambda packed: gzip.compress(b""),
            lambda packed: gzip.compress(b"no database" * 1000),
            lambda packed: gzip.compress(gzip.decompress(packed)[:40_960]),
        ],
        ids=["empty", "no gzip", "half", "checksum", "torn", "nothing", "words", "short"],
    )
    def test_that_is_none(self, path, elsewhere, spoil):
        said = ended(with_database(path, spoil), lived_in(elsewhere))
        assert "没有恢复任何内容" in said
        assert "系统错误" not in said

    def test_with_other_rows(self, path, elsewhere, tmp_path):
        def add(packed):
            file = tmp_path / "other.sqlite3"
            file.write_bytes(gzip.decompress(packed))
            with sqlite3.connect(file) as connection:
                connection.execute("INSERT INTO township_topic (name, \"order\") VALUES ('甲', 0)")
            connection.close()
            return gzip.compress(file.read_bytes())

        said = ended(with_database(path, add), lived_in(elsewhere))
        assert "里的数据和清单不符（township_topic）" in said


def with_database(path, spoil):
    """The archive with another database, signed as if it were right."""

    def change(parts):
        told = json.loads(parts["manifest.json"])["parts"]
        packed = parts["database.sqlite3.gz"] = spoil(parts["database.sqlite3.gz"])
        told["database.sqlite3.gz"] = [len(packed), archive.sha256(packed)]
        with_manifest(parts, parts=told)

    return changed(path, path.with_name("x.tar"), change)


class TestNothingIsLeft:
    def test_of_what_is_refused_at_the_last_step(self, path, elsewhere, monkeypatch):
        """Key, password and uploads of before stand there again; so does what an upgrade noted."""
        lived_in(elsewhere)
        before = everything(elsewhere)

        def full(*args):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(type(elsewhere.database), "load", full)
        assert "磁盘已满" in ended(path, elsewhere)
        assert everything(elsewhere) == before

    def test_nor_the_folder_where_there_was_none(self, path, elsewhere, monkeypatch):
        place = Place(elsewhere.var / "srv" / "data", elsewhere.url)
        monkeypatch.setattr(folder, "demand", refuse)
        with pytest.raises(Refusal, match="磁盘空间不够"):
            restoring.restore(path, place)
        assert not elsewhere.var.exists()

    def test_by_the_command_either(self, path, tmp_path):
        """It reads the settings, which make a key where there is none."""
        var = tmp_path / "new" / "var"
        target = changed(path, path.with_name("x.tar"), lambda p: with_manifest(p, parts=7))
        said = typed(var, target)
        assert said.returncode == 1
        assert said.stderr.count("\n") == 1
        assert "parts 写的不是" in said.stderr
        assert not var.parent.exists()

    def test_a_key_that_is_no_line_of_text(self, path, elsewhere):
        for wrong in (b"", b" \n", b"\xff\xfe", b"one\ntwo"):

            def change(parts, wrong=wrong):
                told = json.loads(parts["manifest.json"])["parts"]
                parts["secret_key"] = wrong
                told["secret_key"] = [len(wrong), archive.sha256(wrong)]
                with_manifest(parts, parts=told)

            target = changed(path, path.with_name("x.tar"), change)
            assert "secret_key 不是一行文字" in ended(target, elsewhere)


def refuse(*args):
    raise Refusal("磁盘空间不够。")


def typed(var, path):
    """What happens where a person types the command."""
    command = [sys.executable, ROOT / "manage.py", "restore", str(path)]
    told = environment(VAR=var, DATABASE_URL="", SECRET_KEY="")
    return subprocess.run(command, env=told, capture_output=True, text=True)


class TestCutShort:
    """Power fails after the uploads were put, before the database was."""

    def cut_short(self, path, place, monkeypatch):
        """As a process leaves it that is killed: nothing is taken back, nothing is cleaned up."""
        with monkeypatch.context() as killed:
            killed.setattr(type(place.database), "load", refuse)
            killed.setattr(Putting, "take_back", lambda self: None)
            with pytest.raises(Refusal):
                restoring.restore(path, place)
        assert content(place)
        assert place.database.contents() == ""

    def test_the_next_try_goes_on(self, path, elsewhere, monkeypatch, first_town):
        lived_in(elsewhere)
        self.cut_short(path, elsewhere, monkeypatch)
        assert ended_well(path, elsewhere)
        assert content(elsewhere) == content(first_town)
        assert not (elsewhere.var / ".restoring").exists()

    def test_a_next_try_that_is_refused_leaves_what_was_there_before_both(
        self, path, elsewhere, monkeypatch
    ):
        before = everything(lived_in(elsewhere))
        self.cut_short(path, elsewhere, monkeypatch)
        monkeypatch.setattr(folder, "demand", refuse)
        with pytest.raises(Refusal):
            restoring.restore(path, elsewhere)
        assert everything(elsewhere) == before

    def test_a_photo_that_somebody_added_meanwhile_is_not_taken_away(
        self, path, elsewhere, monkeypatch
    ):
        self.cut_short(path, elsewhere, monkeypatch)
        (elsewhere.uploads / "mine.jpg").write_bytes(b"mine")
        with pytest.raises(Refusal, match="uploads 里已有文件"):
            restoring.restore(path, elsewhere)
        assert (elsewhere.uploads / "mine.jpg").read_bytes() == b"mine"
        # As the refusal says.
        os.replace(elsewhere.uploads, elsewhere.var / "uploads-old")
        assert ended_well(path, elsewhere)


def ended_well(path, place):
    told = restoring.restore(path, place).manifest
    return rows(place) == told.tables


class TestWhatIsNoFile:
    def test_a_folder_names_the_newest_archive_in_it(self, path, elsewhere, tmp_path):
        assert ended(path.parent, elsewhere) == (
            f"{path.parent} 是文件夹，不是一份备份：请写明其中的一份，最近的是 {path}。"
        )
        (tmp_path / "empty").mkdir()
        assert "是文件夹，不是一份备份：其中也没有备份。" in ended(tmp_path / "empty", elsewhere)

    def test_an_error_that_the_system_does_not_number_is_said_all_the_same(self):
        assert os_errors.reason(gzip.BadGzipFile("Not a gzipped file")) == (
            "系统错误：Not a gzipped file"
        )
        assert os_errors.reason(OSError()) == "原因不明"
