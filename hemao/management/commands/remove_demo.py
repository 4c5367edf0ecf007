from django.core.management.base import BaseCommand, CommandError

from accounts.models import DemoLoad, User
from hemao.demo.removal import Removal

NOT_NOTED = (
    "这份演示数据是旧版本装入的，没有记下哪些是装入的、哪些是后来登记的，所以不清除。"
    "正式使用请换一个空的数据库：用 VAR=… 指定另一个目录，或者另设 DATABASE_URL。"
)
SURE = "yes"


class Command(BaseCommand):
    help = "清除演示数据；有人登记或修改过的都不动，有正式记录用到演示数据的，一条也不清除"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只看会清除什么，不清除")
        parser.add_argument("--yes", action="store_true", help="不再询问，直接清除")

    def handle(self, dry_run, yes, **options):
        removal = Removal(self.noted_load())
        self.refuse(removal.hanging())
        self.tell(removal)
        if dry_run:
            self.stdout.write("这是预览，什么都没有清除。")
        elif yes or input(f"清除后不能恢复。确认请输入 {SURE}：").strip() == SURE:
            self.done(*removal.remove())
        else:
            self.stdout.write("没有清除。")

    def noted_load(self):
        load = DemoLoad.objects.filter(removed_at=None).order_by("-pk").first()
        if load is None and User.objects.filter(is_demo=True, is_active=True).exists():
            raise CommandError(NOT_NOTED)
        if load is None:
            raise CommandError("这个数据库里没有演示数据。")
        return load

    def refuse(self, hanging):
        if not hanging:
            return
        lines = [
            f"  {each.kind}{each.count}条，例如：{'；'.join(each.examples)}" for each in hanging
        ]
        raise CommandError(
            "没有清除：下面这些正式记录（有人登记或者修改过的）用到了演示数据。\n"
            + "\n".join(lines)
            + "\n要留下它们的，不能清除演示数据；只是试用的，请换一个空的数据库正式使用。"
        )

    def tell(self, removal):
        words = "、".join(f"{kind}{number}" for kind, number in removal.counts().items())
        self.stdout.write(f"清除的演示数据：{words}；演示账号{removal.accounts().count()}个。")
        if changed := removal.changed():
            words = "、".join(f"{kind}{number}" for kind, number in changed.items())
            self.stdout.write(f"有人修改过，留下不动：{words}。")

    def done(self, deleted, closed):
        self.stdout.write(f"演示数据已经清除，删去演示账号{deleted}个。")
        if closed:
            self.stdout.write(
                f"另有演示账号{closed}个登录过或者被查看过，记录要保留，账号已停用，不能再登录。"
            )
