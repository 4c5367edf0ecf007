from django.core.management.base import BaseCommand

from hemao import demo_password, startup
from hemao.typed import typed


class Command(BaseCommand):
    help = "为演示账号设置新口令（随机生成，或取自 DEMO_PASSWORD）"

    def handle(self, **options):
        changed = demo_password.change()
        if not changed:
            startup.leave(f"没有演示账号：请先执行 {typed('serve')} 载入演示数据。")
        self.stdout.write(f"已为 {changed} 个演示账号设置新口令，见文件 {demo_password.path()}")
