from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from hemao.demo import data
from hemao.demo.build import FIRST_DAY
from hemao.demo.load import load
from representatives.models import Person
from township.models import Term
from township.spans import today


class Command(BaseCommand):
    help = "把演示数据（鹤毛镇）装入空的数据库。"

    def add_arguments(self, parser):
        parser.add_argument("--today", help="以哪一天为今天（YYYY-MM-DD），默认是实际日期。")
        parser.add_argument("--quiet", action="store_true", help="不显示进度。")

    def handle(self, *args, **options):
        try:
            day = data.day(options["today"]) or today()
        except ValueError:
            raise CommandError("--today 要写成 2026-11-23 这样的日期。") from None
        if not FIRST_DAY <= day <= today():
            raise CommandError(f"--today 要在 {FIRST_DAY} 到今天之间。")
        if User.objects.exists() or Person.objects.exists() or Term.objects.exists():
            raise CommandError("数据库里已有数据，演示数据只装入空的数据库。")
        say = (lambda line: None) if options["quiet"] else self.say
        say("装入演示数据，约需半分钟：")
        load(day, say)
        say("演示数据已装好。")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
