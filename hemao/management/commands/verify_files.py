from django.core.management.base import BaseCommand

from hemao import startup
from hemao.backup import uploads
from hemao.backup.place import Place
from hemao.backup.words import Refusal


class Command(BaseCommand):
    help = "核对照片、扫描件和表格文件：哪条记录没有文件，哪个文件没有记录。只看，不改。"
    requires_system_checks = []

    def handle(self, **options):
        try:
            check = uploads.check(Place.here())
        except Refusal as refusal:
            startup.leave(str(refusal))
        for each in check.missing:
            self.stdout.write(f"有记录，没有文件：{each.name}（{each.row}）")
        for name in check.stray:
            self.stdout.write(f"有文件，没有记录：{name}")
        if check.missing or check.stray:
            startup.leave(
                f"缺少 {len(check.missing)} 个文件，多出 {len(check.stray)} 个文件。"
                "缺少的请从备份里找；多出的是没有保存成的，确认无用后可以删除。"
            )
        self.stdout.write(f"共 {check.count} 个文件，和记录都对得上。")
