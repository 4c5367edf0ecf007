from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from hemao import startup
from hemao.backup import copying, making, proving, state
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.machine.os_errors import reason
from township.numbers import size


class Command(BaseCommand):
    help = "备份数据库、照片和扫描件、密钥，网站不用停；--prove 试着恢复最近一份，看备份能不能用。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--name", default="", help="给这一份起个名字：有名字的不会自动删除。")
        parser.add_argument(
            "--full", action="store_true", help="照片也装进去，只拷这一个文件就够。"
        )
        parser.add_argument(
            "--daily", action="store_true", help="今天已有备份的，不再做，只补存第二份。"
        )
        parser.add_argument("--prove", action="store_true", help="不做备份，验证最近的一份。")

    def handle(self, *, name, full, daily, prove, **options):
        place, progress = Place.here(), ProgressLine(self.stdout)
        try:
            if prove:
                self.prove(place, progress)
            elif daily and (path := made_today(place)):
                self.copy(path, progress)
                self.stdout.write(f"今天已有备份 {path}")
            else:
                self.back_up(place, name, full, progress)
        except Refusal as refusal:
            startup.leave(str(refusal))
        except OSError as error:
            startup.leave(
                f"备份没有做成（{reason(error)}）：请检查 {place.backups} 和磁盘，再试一次。"
            )

    def prove(self, place, progress):
        if not proving.prove(place, say=self.stdout.write, progress=progress):
            startup.leave("最近的备份没有通过验证：请按上面写的原因办，再验证。")

    def back_up(self, place, name, full, progress):
        made = making.make(place, name=name, is_full=full, progress=progress)
        self.say_missing(made.manifest)
        if made.removed:
            self.stdout.write(f"按规则删除旧备份：{'、'.join(made.removed)}")
        if made.remark:
            self.stdout.write(made.remark)
        self.copy(made.path, progress)
        self.stdout.write(said_of(made))

    def say_missing(self, manifest):
        if manifest.missing:
            self.stdout.write(f"注意：有记录、没有文件的照片和扫描件 {len(manifest.missing)} 个：")
        for each in manifest.missing:
            self.stdout.write(f"  {each}")

    def copy(self, path, progress):
        if not settings.BACKUP_COPY_TO:
            return
        try:
            copying.copy(path, settings.BACKUP_COPY_TO, progress)
        except Refusal as refusal:
            startup.leave(f"备份已存为 {path}，但{refusal}")
        self.stdout.write(f"第二份已存到 {settings.BACKUP_COPY_TO}")


def made_today(place):
    """The newest archive, where it is of today: tried again, a second copy that failed makes no more."""
    last = state.last_backup(place)
    return last and last.made_at.date() == timezone.localdate() and last.path


def said_of(made):
    manifest = made.manifest
    return (
        f"备份已存为 {made.path}（{size(made.path.stat().st_size)}）：{len(manifest.tables)} 张表"
        f" {manifest.rows} 行，照片和扫描件 {len(manifest.files)} 个文件，其中新存 {made.new} 个"
    )
