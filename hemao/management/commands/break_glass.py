import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import emergencies
from accounts.models import User
from hemao.typed import typed


class Command(BaseCommand):
    help = "应急授权：没有别的办法时，让一个账号在几小时内什么都能看、什么都能改（审计员会看到）"

    def add_arguments(self, parser):
        parser.add_argument("name", help="用户名")
        parser.add_argument("--reason", default="", help="原因，写给审计员看")
        parser.add_argument("--hours", type=int, default=4, help="几小时，1到24，默认4")
        parser.add_argument("--end", action="store_true", help="提前结束")

    def handle(self, name, reason, hours, end, **options):
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"没有用户名是 {name} 的账号。")
        self.stdout.write(self.end(user) if end else self.begin(user, reason, hours))

    def begin(self, user, reason, hours):
        by = getpass.getuser()
        try:
            row = emergencies.break_glass(user, reason=reason, hours=hours, by=by)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from None
        return (
            f"{user} 在{hours}小时内什么都能看、什么都能改，已经记入“应急授权”（{row.reason}）。"
            f"提前结束：{typed(f'break_glass {user.username} --end')}"
        )

    def end(self, user):
        return f"{user} 的应急授权已经结束。" if emergencies.end(user) else f"{user} 没有应急授权。"
