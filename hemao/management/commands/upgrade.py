from contextlib import closing

from django.conf import settings
from django.core.management.base import BaseCommand

from hemao import startup
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.management.commands import serve
from hemao.typed import typed
from hemao.upgrades import back, programs, running
from hemao.upgrades.forward import Forward

CONFIRM = "--lose-newer-records"


class Command(BaseCommand):
    help = "把数据更新到这里的版本：先备份，再更新，再核对，不启动网站；--back 退回升级前的备份。"
    requires_system_checks = []

    def create_parser(self, program, name, **options):
        # What may lose something has to be typed in full.
        return super().create_parser(program, name, allow_abbrev=False, **options)

    def add_arguments(self, parser):
        parser.add_argument("--without-copy", action="store_true", help="不做升级前的备份。")
        parser.add_argument(
            "--as-it-is", action="store_true", help="升级后的核对没有通过，查明没有关系，照样使用。"
        )
        parser.add_argument("--back", action="store_true", help="退回升级前的备份。")
        parser.add_argument(
            CONFIRM, action="store_true", help="和 --back 一起写：升级以后登记的不要了。"
        )

    def handle(self, *, without_copy, as_it_is, back, lose_newer_records, **options):
        startup.check_var()
        place = Place.here()
        try:
            with (
                running.not_served(*serve.split(settings.BIND)),
                closing(running.Presence(place.var)) as presence,
            ):
                if back:
                    self.go_back(place, presence, lose_newer_records)
                else:
                    self.go_forward(place, presence, not without_copy, as_it_is)
        except Refusal as refusal:
            startup.leave(str(refusal))

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def go_forward(self, place, presence, makes_copy, accepts):
        forward = Forward(place, self.say, self.stdout, makes_copy=makes_copy, accepts=accepts)
        forward.go(presence)
        self.say(
            f"数据已是这里的版本 {programs.in_words(programs.ours())}。启动网站：{typed('serve')}"
        )

    def go_back(self, place, presence, is_confirmed):
        found, program = back.copy_to_return_to(place)
        name = found.path.name
        lines = list(back.newer(place, found.path))
        self.say(
            f"退回到 {name}，做于 {found.made_at:%Y-%m-%d %H:%M}，程序版本 {programs.in_words(program)}"
        )
        self.say("升级以后登记和修改的会没有：" if lines else "升级以后没有登记和修改。")
        for line in lines:
            self.say(f"  {line}")
        if not is_confirmed:
            startup.leave(
                f"还没有退回，数据没有改动。确认退回的，请执行 {typed(f'upgrade --back {CONFIRM}')}"
            )
        with presence.alone():
            kept, restored = back.go_back(place, found.path, ProgressLine(self.stdout))
        self.say_done(restored.manifest, kept, program)

    def say_done(self, manifest, kept, program):
        self.say(
            f"已退回：{len(manifest.tables)} 张表 {manifest.rows} 行，照片和扫描件 {len(manifest.files)} 个文件。"
        )
        self.say(f"退回以前的数据另存为 {kept.path}")
        if program.commit:
            self.say(f"这些数据属于程序版本 {programs.in_words(program)}：请换回它，再启动网站：")
            self.say(f"  git checkout {program.commit} && {typed('serve')}")
        else:
            self.say(f"请换回升级以前的程序，再启动网站（{typed('serve')}）。")
        self.say("用现在的程序启动，会再升级一次。")
