from django.core.management.base import BaseCommand, CommandError

from accounts.models import DemoLoad, User
from hemao.backup import upgrading
from hemao.backup.words import ProgressLine, Refusal
from hemao.demo.removal import Removal
from hemao.typed import typed

NOT_NOTED = (
    "这份演示数据是旧版本装入的，没有记下哪些是装入的、哪些是后来登记的，所以不清除。"
    "正式使用请换一个空的数据库：用 VAR=… 指定另一个目录，或者另设 DATABASE_URL。"
)
SURE = "yes"


def no_copy(error):
    return (
        f"清除前的备份：{upgrading.why_no_copy(error)}没有清除，数据没有改动。"
        f"不要备份也要清除的，请执行 {typed('remove_demo --without-copy')}"
    )


class Command(BaseCommand):
    help = "清除演示数据；有人登记或修改过的都不动，有正式记录用到演示数据的，一条也不清除"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只看会清除什么，不清除")
        parser.add_argument("--yes", action="store_true", help="不再询问，直接清除")

        parser.add_argument("--without-copy", action="store_true", help="清除以前不做备份")

    def handle(self, dry_run, yes, without_copy, **options):
        try:
            self.go(dry_run, yes, not without_copy)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def go(self, is_preview, is_sure, makes_copy):
        removal = Removal(self.noted_load())
        removal.demand_unused()
        told = self.tell(removal)
        if is_preview:
            self.stdout.write("这是预览，什么都没有清除。")
        elif is_sure or self.asked(makes_copy):
            self.copy(makes_copy)
            self.done(*removal.remove())
            self.tell_changed(removal, told)
        else:
            self.stdout.write("没有清除。")

    def asked(self, makes_copy):
        net = "清除以前先做备份。" if makes_copy else "按您的要求不做备份，清除后不能恢复。"
        return input(f"{net}确认请输入 {SURE}：").strip() == SURE

    def copy(self, makes_copy):
        if not makes_copy:
            return
        self.stdout.write("正在做清除前的备份…")
        try:
            made = upgrading.copy_before_removal(progress=ProgressLine(self.stdout))
        except (Refusal, OSError) as error:
            raise CommandError(no_copy(error)) from error
        self.stdout.write(f"清除前的备份是 {made.path}")

    def noted_load(self):
        load = DemoLoad.objects.filter(removed_at=None).order_by("-pk").first()
        if load is None and User.objects.filter(is_demo=True, is_active=True).exists():
            raise CommandError(NOT_NOTED)
        if load is None:
            raise CommandError("这个数据库里没有演示数据。")
        return load

    def tell(self, removal):
        words = "、".join(f"{kind}{number}" for kind, number in removal.counts().items())
        self.stdout.write(f"清除的演示数据：{words}；演示账号{removal.accounts().count()}个。")
        return self.tell_changed(removal, told={})

    def tell_changed(self, removal, told):
        """Say what stays, unless that was `told`; what does."""
        changed = removal.changed()
        if changed and changed != told:
            words = "、".join(f"{kind}{number}" for kind, number in changed.items())
            self.stdout.write(f"有人修改过，留下不动：{words}。")
        return changed

    def done(self, deleted, closed):
        self.stdout.write(f"演示数据已经清除，删去演示账号{deleted}个。")
        if closed:
            self.stdout.write(
                f"另有演示账号{closed}个登录过或者被查看过，记录要保留，账号已停用，不能再登录。"
            )
