"""Bring a database up to date: look whether that can be done, copy it, migrate it, check it."""

import functools
import traceback
from contextlib import ExitStack, contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hemao import startup
from hemao.backup import upgrading
from hemao.backup.databases import tables
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.typed import typed
from hemao.upgrades import beginning, checking, fitting, history, programs, state
from hemao.upgrades.history import History
from hemao.upgrades.running import Presence
from hemao.upgrades.state import Upgrade


def demand_ready() -> None:
    """Refusal, in words, unless what the program would serve is a database of its own version."""
    now = history.read()
    history.demand_known(now)
    if now.steps:
        raise Refusal(
            f"数据表还没有更新到这里的版本（差 {len(now.steps)} 步），没有启动：请先执行 {typed('upgrade')}。"
        )
    fitting.demand_fitting()


class Forward:
    """What `make run` and `make upgrade` do before anything is served.

    `makes_copy` is false where somebody wants no copy, `accepts` true where somebody has looked at
    what the checks found, and goes on all the same.
    """

    def __init__(self, place: Place, say, terminal, *, makes_copy=True, accepts=False):
        self.place, self.say, self.terminal = place, say, terminal
        self.makes_copy, self.accepts = makes_copy, accepts

    def go(self, presence: Presence) -> None:
        """Bring the database up to date; Refusal in words where it cannot, or must not, be done."""
        beginning.begin(self.place)
        now, before = history.read(), state.last(self.place.var)
        history.demand_known(now)
        if now.is_new:
            self.make_tables(now)
        elif now.steps or (before and not before.is_finished):
            with presence.alone():
                self.upgrade(now, before if before and not before.is_finished else None)
        else:
            fitting.demand_fitting()
            # Also with nothing to do: a run cut short may have left permissions unmade.
            self.migrate(now)
        programs.keep(self.place.var, programs.ours(), history.known())

    def make_tables(self, now: History):
        beginning.demand_empty(self.place)
        state.forget(self.place.var)
        self.say(f"正在建立数据表（{len(now.steps)} 步）…")
        self.migrate(now)

    def upgrade(self, now: History, cut_short: Upgrade | None):
        """`cut_short` is what is known of an upgrade that did not come to its end."""
        demand_sound(now)
        begun = self.begin(now, cut_short)
        if now.steps:
            self.say(f"正在更新数据表（{len(now.steps)} 步），{said_of(begun.copy)}…")
        with net(begun.copy):
            self.migrate(now)
        self.check(begun)

    def begin(self, now, cut_short):
        """Make the copy, and note what has to be there afterwards."""
        copy = self.copy() if now.steps else ""
        begun = Upgrade(
            copy,
            checking.count_rows(self.place),
            checking.missing_files(self.place),
            list(map(list, now.steps)),
        )
        if cut_short:
            self.say("上次升级没有做完，接着做。")
            # As it was before the first step, not half-way.
            begun.copy, begun.missing = cut_short.copy or copy, cut_short.missing
            begun.rows |= cut_short.rows
            begun.steps += cut_short.steps
        state.keep(self.place.var, begun)
        return begun

    def copy(self):
        """The name of the copy from before the upgrade; "" where somebody wants none."""
        if not self.makes_copy:
            return ""
        self.say("正在做升级前的备份…")
        try:
            made = upgrading.copy_before_upgrade(self.place, progress=ProgressLine(self.terminal))
        except (Refusal, OSError) as error:
            raise Refusal(
                NO_COPY.format(
                    why=upgrading.why_no_copy(error), without=typed("upgrade --without-copy")
                )
            ) from error
        return made.path.name

    def migrate(self, now):
        counter = StepCounter(len(now.steps), self.terminal)
        call_command("migrate", interactive=False, no_color=True, stdout=counter)

    def check(self, begun):
        self.say("更新完了，核对如下：")
        faults = checking.faults(self.place, begun, self.say)
        if faults and not self.accepts:
            raise Refusal(not_right(faults, begun.copy))
        for line in faults:
            self.say(f"  按您的要求照样使用：{line}")
        with self.place.database.reader() as reader:
            begun.after = tables.fingerprints(reader, ProgressLine(self.terminal))
        state.keep(self.place.var, begun)


def demand_sound(now: History):
    """Refusal where the tables are not those that its own history leads to: nothing would mend that."""
    history.demand_consistent()
    loader = MigrationLoader(connection)
    nodes = [node for node in now.applied if node in loader.graph.nodes]
    fitting.demand_fitting(loader.project_state(nodes).apps)


@contextmanager
def net(copy):
    """Whatever breaks is shown, and below it stands what is so now, and what to do."""
    with ExitStack() as stack:
        stack.push(functools.partial(leave_broken, copy))
        yield


def leave_broken(copy, kind, error, trace):
    if isinstance(error, Exception):
        traceback.print_exception(error)
    if error:
        startup.leave(BROKEN.format(back=way_back(copy), again=typed("upgrade")))


def said_of(copy):
    return f"升级前的备份是 {copy}" if copy else "按您的要求没有做升级前的备份"


def way_back(copy):
    if not copy:
        return f"这次没有做升级前的备份，要退回的，请从最近的备份恢复（{typed('restore …')}）"
    return f"要退回升级前的备份 {copy}，请执行 {typed('upgrade --back')}"


def not_right(faults, copy):
    accept = typed("upgrade --as-it-is")
    return NOT_RIGHT.format(faults="；".join(faults), back=way_back(copy), accept=accept)


NO_COPY = "升级前的备份：{why}没有升级，数据没有改动。不要备份也要升级的，请执行 {without}"
BROKEN = (
    "升级没有做完，上面写着原因，网站没有启动：请把上面的内容交给维护程序的人。"
    "{back}；原因排除以后再执行一次 {again}，会接着做。"
)
NOT_RIGHT = (
    "升级后的核对没有通过，网站没有启动：{faults}。{back}；"
    "查明没有关系、照样使用的，请执行 {accept}"
)


class StepCounter:
    """Hears what migrate says in English, and counts its steps on one line of the terminal."""

    def __init__(self, total, terminal):
        self.done, self.total, self.terminal = 0, total, terminal

    def write(self, text):
        if text.strip() != "OK":
            return
        self.done += 1
        if self.terminal.isatty():
            self.terminal.write(f"\r  {self.done}/{self.total}", ending=self.ending())
            self.terminal.flush()

    def ending(self):
        return "\n" if self.done == self.total else ""

    def flush(self):
        pass
