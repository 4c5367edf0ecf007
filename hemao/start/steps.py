"""The steps of 开始使用: what each is for, how far it is, and the shortest way to do it.

One table. A step is judged by what the ledger holds (hemao.start.facts), never by a tick; only what a
town does not want, or not now, is told by hand (township.models.SetAside).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import Role
from township.models import LedgerStart, Town
from township.numbers import chinese_number
from township.words import say

# BLOCKED: another step has to come first.
DONE, PARTLY, NOT_YET, BLOCKED = "done", "partly", "none", "blocked"


@dataclass(frozen=True)
class Way:
    """A button of a step: what it says, and the page behind it, for those who hold `role`."""

    words: str
    view: str
    args: tuple = ()
    query: dict | None = None
    role: Role = Role.STAFF
    # True of a list, which shows nothing before the step was begun.
    only_looks: bool = False
    # True of a page that has nothing to ask any more once the step is done.
    is_once: bool = False
    # Whether there is anything to do for it, asked of the facts; None of what can be done always.
    where: Callable | None = None

    @property
    def url(self):
        return reverse(self.view, args=self.args, query=self.query)


@dataclass(frozen=True)
class StartStep:
    """`judge(facts)` says how far it is: (DONE, PARTLY, NOT_YET or BLOCKED, in words)."""

    code: str
    title: str
    purpose: str
    judge: Callable
    ways: tuple
    is_optional: bool = False


def add(model, words, **query):
    return Way(words, f"admin:{model}_add", query=query or None)


def open_list(model, words):
    return Way(words, f"admin:{model}_changelist")


def look(model, words):
    return Way(words, f"admin:{model}_changelist", only_looks=True)


def pasted(kind, words):
    return Way(words, "start-list", (kind,))


def table(kind):
    return Way("从表格导入", "import-new", (kind,))


def counted(name, unit, what=""):
    """Judges by one number: there are some, or none yet."""

    def judge(facts):
        n = getattr(facts, name)
        return (DONE, f"已有{n}{unit}{what}") if n else (NOT_YET, "还没有")

    return judge


def names(facts):
    return (DONE, "已经填好") if facts.names else (NOT_YET, "还没有")


def law(facts):
    lacking = [
        words
        for n, words in (
            (facts.topics, "内容类别"), (facts.rules, "办理期限"), (facts.holidays, "今年的节假日"),
        )
        if not n
    ]  # fmt: skip
    if lacking:
        return (PARTLY if len(lacking) < 3 else NOT_YET), f"还没有{'、'.join(lacking)}"
    return (
        DONE,
        f"已有内容类别{facts.topics}个、办理期限{facts.rules}条、今年的节假日{facts.holidays}天，请核对",
    )


USUAL_VISITS = Town._meta.get_field("visits_a_year").default


def own_settings(facts):
    return (
        (DONE, "已经改过")
        if facts.settings
        else (NOT_YET, f"现在按通常的做法：每户每年走访{USUAL_VISITS}次")
    )


def terms(facts):
    if not facts.terms:
        return NOT_YET, "还没有"
    above = "" if facts.county_terms else say("；市人大的届次还没有，登记市级代表时再填也行")
    return DONE, f"已填第{chinese_number(facts.term_number)}届{above}"


def lacks_county_term(facts):
    return facts.terms and not facts.county_terms


def constituencies(facts):
    if not facts.constituencies:
        return (NOT_YET, "还没有") if facts.terms else (BLOCKED, "先登记届次")
    return DONE, f"已有{facts.constituencies}个，应选代表{facts.seats}名"


def groups(facts):
    if facts.groups:
        if facts.groups_empty:
            which = "" if facts.groups_empty == facts.groups else f"其中{facts.groups_empty}个"
            return PARTLY, f"已有{facts.groups}个，{which}还没有成员"
        return DONE, f"已有{facts.groups}个，都有成员"
    return (NOT_YET, "还没有") if facts.terms else (BLOCKED, "先登记届次")


def deputies(facts):
    if not facts.terms:
        return BLOCKED, "先登记届次"
    pending = f"，另有{facts.pending}名资格待确认" if facts.pending else ""
    if not facts.deputies:
        wanted = f"，应有{facts.seats}名" if facts.seats else ""
        return (PARTLY if pending else NOT_YET), f"还没有{wanted}{pending}"
    if facts.deputies < facts.seats:
        return PARTLY, f"已有{facts.deputies}名，应有{facts.seats}名{pending}"
    return DONE, f"已有{facts.deputies}名{pending}"


def presidium(facts):
    if facts.presidium:
        return DONE, f"主席团已有{facts.presidium}名成员"
    return (NOT_YET, "还没有") if facts.deputies else (BLOCKED, "先登记代表")


def categories(facts):
    if not facts.categories:
        return NOT_YET, "还没有"
    return DONE, f"已有{facts.categories}类，每名代表联系{facts.each}户，请核对"


def households(facts):
    if not (facts.villages and facts.each):
        return BLOCKED, "先要有村和联系户类别"
    wanted = facts.deputies * facts.each
    of = f"，每名代表联系{facts.each}户，共要{wanted}户" if wanted else ""
    if facts.households == 0:
        return NOT_YET, f"还没有{of}"
    if facts.households < wanted:
        return PARTLY, f"已有{facts.households}户{of}"
    return DONE, f"已有{facts.households}户"


def assignments(facts):
    wanted = facts.deputies * facts.each
    if not (facts.deputies and facts.households):
        return BLOCKED, "先登记代表和联系户"
    if not facts.assignments:
        return NOT_YET, "还没有"
    if facts.assignments < wanted:
        return PARTLY, f"已安排{facts.assignments}户，每名代表{facts.each}户，应有{wanted}户"
    return DONE, f"已安排{facts.assignments}户"


def ledger(facts):
    every = len(LedgerStart.Family)
    if not facts.ledger:
        return NOT_YET, "还没有。没有它，报告里没有数字"
    if facts.ledger < every:
        return PARTLY, f"{every}类记录里已填{facts.ledger}类"
    return DONE, f"{every}类记录都已填"


def baselines(facts):
    if facts.baselines:
        return DONE, f"已有{facts.baselines}条"
    if not (facts.terms and facts.ledger):
        return BLOCKED, "先填届次和台账起始日"
    if facts.terms_before_ledger:
        return NOT_YET, "本届比台账开始得早，报告里说到本届的数字要靠它"
    return DONE, "用不着：本届的记录都在台账里"


def accounts(facts):
    if facts.accounts > 1:
        return DONE, f"已有{facts.accounts}个账号"
    return NOT_YET, "只有您这一个账号"


def backups(facts):
    if settings.BACKUP_COPY_TO:
        return DONE, f"每天自动备份，另存一份到 {settings.BACKUP_COPY_TO}"
    return NOT_YET, "每天自动备份，但只存在这台电脑上，硬盘坏了就没有了"


GROUPS = (
    ("这个乡镇", (
        StartStep("names", "名称和类别", "乡镇和上级的全称，是哪一类；各页和公文都照它写。", names,
             (Way("填写名称", "start-names", is_once=True), look("township_townname", "看名称沿革"))),
        StartStep("villages", "村（社区）", "代表、联系户、群众意见按村归类。", counted("villages", "个"),
             (pasted("villages", "录入村名"), table("villages"), look("township_village", "看村（社区）"))),
        StartStep("departments", "承办单位", "建议交给谁办，从这里选。", counted("departments", "个"),
             (pasted("departments", "录入承办单位"), table("departments"), look("township_department", "看承办单位"))),
        StartStep("law", "内容类别、办理期限、节假日", "建议按什么分类、多长时间办完；程序带来的，请核对一遍。", law,
             (open_list("township_deadlinerule", "办理期限"),
              open_list("township_topic", "内容类别"), open_list("township_holiday", "节假日"))),
        StartStep("settings", "工作习惯", "每户每年走访几次，到期前几天提醒，报告里数字怎么写。", own_settings,
             (open_list("township_town", "看设置"),), is_optional=True),
    )),
    ("代表", (
        StartStep("terms", "届次", "代表资格和会议都算在哪一届里。", terms,
             (Way("填写届次", "start-terms", is_once=True),
              Way("填写上级人大的届次", "start-terms", where=lacks_county_term),
              look("township_term", "修改届次"))),
        StartStep("constituencies", "选区", "代表从哪里选出来，应选几名。", constituencies,
             (pasted("constituencies", "录入选区"), table("constituencies"), look("representatives_constituency", "看选区"))),
        StartStep("deputies", "代表", "谁是代表，从哪天起。联系户、会议出席、建议都跟着代表走。", deputies,
             (add("representatives_deputy", "新增代表"), table("roster"), look("representatives_deputy", "看代表"))),
        StartStep("presidium", "主席团成员", "主席团会议应到几人、够不够半数，由它算出。", presidium,
             (pasted("presidium", "录入主席团成员"), look("congress_post", "看任职"))),
        StartStep("groups", "代表小组、代表团", "活动和报告按小组说；没有分组的不用填。", groups,
             (pasted("groups", "录入代表小组"), look("congress_body", "填小组成员")), is_optional=True),
    )),
    ("联系户", (
        StartStep("categories", "联系户类别", "每名代表各联系哪几类户，每类几户。", categories,
             (open_list("representatives_category", "看联系户类别"),)),
        StartStep("households", "联系户", "只记户主、村组和电话；填的时候就可以选由谁联系。", households,
             (add("representatives_household", "新增联系户"), table("households"),
              look("representatives_household", "看联系户"))),
        StartStep("assignments", "安排联系代表", "哪一户由哪名代表联系。", assignments,
             (Way("在一览表里安排", "household-list", query={"show": "gap"}), table("assignments"))),
    )),
    ("台账", (
        StartStep("ledger", "台账起始日", "从哪天起的记录是全的；报告只数那以后的。", ledger,
             (Way("填写起始日", "start-ledger", is_once=True), look("township_ledgerstart", "看台账起始日"))),
        StartStep("meetings", "会议", "从最近一次开始登记：议题、决定、点名。", counted("meetings", "次"),
             (add("congress_presidiummeeting", "登记主席团会议"), add("congress_session", "登记人代会"))),
        StartStep("motions", "议案建议", "正在办的先登记；已经办完的，一页就能登完。", counted("motions", "件"),
             (Way("一页登记办过的", "admin:motions_motion_through"),
              add("motions_motion", "登记正在办的"), table("motions"))),
        StartStep("baselines", "期初数", "台账开始以前的数字，如本届开过几次会；报告里说到本届时用。",
             baselines,
             (add("reports_baseline", "登记期初数"),), is_optional=True),
    )),
    ("使用的人", (
        StartStep("accounts", "账号", "记台账的人、领导、审计员，各用各的账号。", accounts,
             (Way("新增账号", "admin:accounts_user_add", role=Role.ADMIN),)),
        StartStep("cards", "代表的登录卡", "代表扫卡上的码，用手机登记走访。", counted("links", "个"),
             (Way("制作登录卡", "admin:representatives_deputy_cards"),), is_optional=True),
        StartStep("site", "对外网址", "代表的手机在外面打开本系统的网址；只在办公室用的不用填。",
             lambda facts: (DONE, "已经填好") if facts.site else (NOT_YET, "还没有"),
             (open_list("township_town", "填写网址"),), is_optional=True),
        StartStep("backups", "备份存在哪里", "再存一份到U盘或者别的电脑：启动时用 BACKUP_COPY_TO 指明目录。", backups,
             (Way("看运行状态", "status", role=Role.ADMIN),), is_optional=True),
    )),
)  # fmt: skip
STEPS = {step.code: step for _, steps in GROUPS for step in steps}
