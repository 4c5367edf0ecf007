"""The last backup and the last proof of one, as hemao.backup tells them."""

import datetime

from django.conf import settings
from django.utils import timezone

from hemao import daily
from hemao.backup.state import last_backup, last_proof
from hemao.status.lines import StatusLine
from hemao.typed import typed

OLD = datetime.timedelta(days=2)
PROOF_OLD = datetime.timedelta(days=35)
FIRST = f"网站启动{daily.ASKED_EVERY // 60}分钟后会自己做第一份，以后每天一份。"


def backup_line(now):
    title = "最近一次备份"
    last = last_backup()
    if last is None:
        state, advice = ("due", FIRST) if is_still_to_come() else ("late", back_up())
        return StatusLine(title, state, "还没有备份。", advice)
    words = f"{at(last.made_at)}，{last.path.name}"
    if now - last.made_at > OLD:
        return StatusLine(
            title, "late", f"{words}，已经过了{(now - last.made_at).days}天。", back_up()
        )
    return StatusLine(title, "ok", f"{words}。")


def is_still_to_come():
    """Tell whether the site makes the first backup by itself, and has not come to it yet."""
    return settings.BACKUP_BY == "server" and "backup" not in daily.last_runs(settings.VAR)


def proof_line(now):
    title = "最近一次验证备份"
    last = last_proof()
    if last is None:
        return StatusLine(title, "due", "还没有验证过备份能不能恢复。", prove())
    words = f"{at(last.proved_at)}，{last.archive}"
    if not last.is_proved:
        said = " ".join(last.said)
        return StatusLine(title, "late", f"{words}，没有通过：{said}", prove())
    if now - last.proved_at > PROOF_OLD:
        days = (now - last.proved_at).days
        return StatusLine(title, "due", f"{words}，通过，已经过了{days}天。", prove())
    return StatusLine(title, "ok", f"{words}，能恢复。")


def back_up():
    return f"请在服务器上执行 {typed('backup')}，看它说什么。"


def prove():
    return f"请在服务器上执行 {typed('backup --prove')}，试着恢复最近的一份。"


def at(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
