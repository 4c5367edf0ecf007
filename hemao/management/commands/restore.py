import os
from pathlib import Path

from django.core.management.base import BaseCommand

from hemao import startup
from hemao.backup import folder, restoring
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.typed import typed
from hemao.upgrades import running


class Command(BaseCommand):
    help = "把一份备份恢复到空的地方：数据库、照片和扫描件、密钥都和做备份时一样。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="", help="备份文件，例如 hemao-….tar。")
        parser.add_argument(
            "--leave-out-damaged",
            action="store_true",
            help="照片和扫描件有损坏或缺少的，也恢复其余的。",
        )

    def handle(self, *, file, leave_out_damaged, **options):
        place, progress = Place.here(), ProgressLine(self.stdout)
        if not file:
            startup.leave(which(place))
        try:
            # Nobody serves meanwhile: a new town that a start begins would be written over.
            with running.alone_in(place.var):
                done = restoring.restore(
                    Path(file), place, leaves_out_damaged=leave_out_damaged, progress=progress
                )
        except Refusal as refusal:
            startup.leave(str(refusal))
        except OSError as error:
            startup.leave(str(restoring.not_done(error)))
        self.say(done, place)

    def say(self, done, place):
        manifest = done.manifest
        day, _, time = manifest.made_at.partition("T")
        self.stdout.write(f"备份做于 {day} {time[:5]}，程序版本 {manifest.program}")
        for name in done.left_out:
            self.stdout.write(f"没有恢复：{name}")
        self.stdout.write(
            f"已恢复到 {place.var}：{len(manifest.tables)} 张表 {manifest.rows} 行，"
            f"照片和扫描件 {len(manifest.files) - len(done.left_out)} 个文件。"
        )
        for path in done.aside:
            self.stdout.write(f"注意：这里原来的 {path.stem} 和备份里的不同，另存为 {path}。")
        if other_key(place):
            self.stdout.write(
                f"注意：环境变量 SECRET_KEY 和备份里的密钥不同，大家都要重新登录。"
                f"备份里的在 {place.var / 'secret_key'}：请去掉这个环境变量，或改成一样的。"
            )
        self.stdout.write(f"现在可以启动网站：{typed('serve')}")


def other_key(place):
    """True where the environment names another key than the restored one."""
    given, restored = os.environ.get("SECRET_KEY"), place.var / "secret_key"
    return bool(given) and restored.is_file() and given != restored.read_text().strip()


def which(place):
    found = folder.archives(place.backups)
    newest = f"最近的一份是 {found[-1].path}。" if found else f"{place.backups} 里没有备份。"
    return f"请写明恢复哪一份，例如 {typed('restore hemao-….tar')}。{newest}"
