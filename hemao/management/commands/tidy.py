import django.db
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hemao.failures.causes import cause_of
from hemao.tidying import state, sweep


class Command(BaseCommand):
    help = "清理不再用的：旧的表单编号、过期的登录、不再使用的登录设备、三年以前的各种记录、七天没有确认的导入、没有写完的临时文件。"
    requires_system_checks = []

    def handle(self, **options):
        try:
            removed = sweep.tidy()
        except (django.db.Error, OSError) as error:
            said = f"清理没有做完：{said_of(error)}"
            self.keep(False, said)
            raise CommandError(said) from error
        for each in removed:
            self.stdout.write(f"  {each.name}：清理{each.number}{each.unit}")
        said = words_of(removed)
        self.keep(True, said)
        self.stdout.write(said)

    def keep(self, is_done, said):
        try:
            state.keep(state.Tidied(timezone.now(), is_done, said))
        except OSError as error:
            self.stderr.write(f"清理的结果没有记下：{said_of(error)}")


def said_of(error):
    cause = cause_of(error)
    return f"{cause.title}。{cause.advice}" if cause else str(error)


def words_of(removed):
    """In one line what there was of each kind, leaving out what there was none of."""
    some = "、".join(str(each) for each in removed if each.number)
    return f"清理完成：{some}。" if some else "清理完成：没有要清理的。"
