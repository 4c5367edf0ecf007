from django.core.management.base import BaseCommand, CommandError

from accounts.entry import brake
from accounts.models import User


class Command(BaseCommand):
    help = "解除一个账号的登录暂停（别人试错太多，本人又没有登录过的电脑可用时）"

    def add_arguments(self, parser):
        parser.add_argument("name", help="用户名")

    def handle(self, name, **options):
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"没有用户名是 {name} 的账号。")
        brake.lift(user)
        self.stdout.write(f"{user} 的登录暂停已经解除。登录失败的记录都还在。")
