"""Prove a backup: restore it into a throwaway place, and look whether all of it is there."""

import subprocess
import sys
from contextlib import contextmanager

from django.utils import timezone

from hemao.backup import folder, state, uploads
from hemao.backup.databases import postgresql
from hemao.backup.place import Place
from hemao.backup.restoring import restore
from hemao.backup.words import Refusal
from hemao.typed import typed
from hemao.version import ROOT
from township.numbers import size


def prove(place: Place, *, say, progress=None, now=None) -> bool:
    """Restore the newest backup of `place` somewhere else, check it, say it, and keep the result."""
    found = folder.archives(place.backups)
    if not found:
        raise Refusal(f"还没有备份：请先执行 {typed('backup')}，再验证。")
    newest, said = found[-1], []

    def note(line):
        said.append(line)
        say(line)

    note(f"验证备份 {newest.path.name}（{size(newest.size)}）")
    with folder.locked(place.backups):
        is_proved = can_be_used(newest.path, place, note, progress)
    note("验证通过：这份备份恢复出来和做备份时一样。" if is_proved else "验证没有通过。")
    state.keep_proof(place, newest.path.name, now or timezone.now(), is_proved, said)
    return is_proved


def can_be_used(path, place, say, progress):
    try:
        with throwaway(place) as elsewhere:
            return all_fits(path, elsewhere, say, progress)
    except Refusal as refusal:
        say(str(refusal))
        return False


@contextmanager
def throwaway(place):
    """An empty Place beside `place`, on the same kind of database, that is gone afterwards."""
    with folder.working(place.backups) as var:
        if place.database.vendor == "sqlite":
            yield Place(var)
        else:
            with postgresql.throwaway(place.url) as url:
                yield Place(var, url)


def all_fits(path, place, say, progress):
    """True where what was restored into `place` is what the archive says, and can be used."""
    manifest = restore(path, place, progress=progress).manifest
    say(f"数据库：{len(manifest.tables)} 张表、{manifest.rows} 行，行数和校验码逐表一致")
    say(f"照片和扫描件：{len(manifest.files)} 个文件，校验码逐个一致")
    checks = [command_succeeds(place, "migrate", "--no-input"), editions_fit(place, say)]
    say("数据表已更新到这里的版本" if checks[0] else "数据表不能更新到这里的版本")
    return all([*checks, files_fit(place, manifest, say)])


def editions_fit(place, say):
    done = run(place, "verify_editions")
    say("定稿：" + ((done.stdout if not done.returncode else done.stderr).strip().splitlines()[-1]))
    return not done.returncode


def files_fit(place, manifest, say):
    """True where no row lacks its file, but for those that lacked it when the backup was made."""
    known = {told.partition("（")[0] for told in manifest.missing}
    lacking = [each for each in uploads.check(place).missing if each.name not in known]
    for each in lacking:
        say(f"缺少文件：{each.name}（{each.row}）")
    if known:
        say(f"做备份时就缺的文件：{len(known)} 个（{typed('verify_files')} 逐个列出）")
    if not lacking:
        say("记录里的照片和扫描件都有文件" if not known else "其余的照片和扫描件都有文件")
    return not lacking


def command_succeeds(place, *words):
    return not run(place, *words).returncode


def run(place, *words):
    """Run a command of ours on `place`, in a process that reads the settings anew."""
    command = [sys.executable, ROOT / "manage.py", *words]
    return subprocess.run(command, env=place.environment(), capture_output=True, text=True)
