"""Which page is told of in which chapter: one table for the link 手册 in the masthead.

Each page of the program has a row, by its model or by how the name of its address begins; a row is
(chapter) or (chapter, title of a section). The test of this module finds what has none.
"""

import functools

from django.urls import reverse

from accounts.models import Role
from hemao.handbook.text import chapters

DESK = ("desk",)
HOUSEHOLDS = ("households",)
REPORTS = ("reports",)
MEETINGS = ("meetings",)
DEPUTIES = ("deputies",)
ACCOUNTS = ("accounts",)
OPINIONS = ("motions", "群众意见")
DEADLINES = ("motions", "期限怎么算")
SUPERVISION = ("motions", "督办")
STEP_BY_STEP = ("motions", "一步一步办")
PAPERS = ("motions", "打印")
CARDS = ("households", "发登录链接和登录卡")
LATE = ("households", "提醒走访")
ON_PAPER = ("households", "纸质登记卡和记录簿")
SETTINGS = ("households", "对外网址和本镇设置")
LIAISONS = ("households", "村联络员")
WRITING = ("reports", "修改文字")
CLOSING = ("reports", "定稿")
EXPORT = ("reports", "导出")
ROLL = ("meetings", "点名")
REPLIES = ("meetings", "回执")
AGENDAS = ("congress", "议题和会议材料")
POLLS = ("elections", "代表选举")
WORDS = ("ledgers", "名称和各种类别")
OFFICERS = ("elections", "大会选举")
BODIES = ("ledgers", "机构和任职")
LOGS = ("accounts", "登录失败和应急授权")

# The pages of the admin, by model.
MODELS = {
    "motions.motion": STEP_BY_STEP,
    "motions.signature": ("meetings", "议案建议的联名和签名页"),
    "motions.motionscan": ("meetings", "议案建议的联名和签名页"),
    "motions.handling": STEP_BY_STEP,
    "motions.rating": STEP_BY_STEP,
    "motions.resultclass": STEP_BY_STEP,
    "motions.supervisionact": SUPERVISION,
    "motions.tabling": SUPERVISION,
    "representatives.opinion": OPINIONS,
    "representatives.visit": ON_PAPER,
    "congress.session": ("congress",),
    "congress.sitting": ("congress", "场次和点名"),
    "congress.presidiummeeting": ("meetings", "会前"),
    "congress.meeting": ("meetings", "会前"),
    "congress.attendance": ROLL,
    "congress.agendaitem": AGENDAS,
    "congress.resolution": ("congress", "决议和决定"),
    "congress.activity": ("meetings", "会前"),
    "congress.activityplace": ("meetings", "会前"),
    "congress.activityphoto": ("meetings", "会前"),
    "congress.participation": ("meetings", "会前"),
    "congress.finding": ("ledgers", "检查发现的问题"),
    "congress.reply": REPLIES,
    "congress.campaign": ("ledgers", "专项行动"),
    "congress.project": ("ledgers", "民生项目"),
    "congress.researchreport": ("ledgers", "调研报告"),
    "congress.honour": ("ledgers", "先进事迹、表彰"),
    "congress.allowance": ("ledgers", "履职补助"),
    "congress.body": BODIES,
    "congress.bodyname": BODIES,
    "congress.post": BODIES,
    "congress.poll": POLLS,
    "congress.election": OFFICERS,
    "congress.candidacy": POLLS,
    "reports.report": REPORTS,
    "reports.baseline": ("ledgers", "台账起始日和期初数"),
    "representatives.deputy": CARDS,
    "representatives.mandate": ("elections", "代表资格"),
    "representatives.person": CARDS,
    "representatives.household": HOUSEHOLDS,
    "representatives.householdcategory": HOUSEHOLDS,
    "representatives.assignment": HOUSEHOLDS,
    "representatives.category": HOUSEHOLDS,
    "representatives.categoryname": HOUSEHOLDS,
    "representatives.constituency": ("elections", "选区"),
    "township.liaison": LIAISONS,
    "township.town": SETTINGS,
    "township.townname": WORDS,
    "township.term": ("households", "换届"),
    "township.village": WORDS,
    "township.department": WORDS,
    "township.topic": WORDS,
    "township.deadlinerule": DEADLINES,
    "township.holiday": DEADLINES,
    "township.ledgerstart": ("ledgers", "台账起始日和期初数"),
    "accounts.user": ACCOUNTS,
    "accounts.loginlink": CARDS,
    "accounts.device": CARDS,
    "accounts.emergency": LOGS,
    "accounts.login": LOGS,
    "accounts.loginrefusal": LOGS,
    "accounts.wrongtries": LOGS,
    "records.readrecord": LOGS,
    "admin.logentry": ACCOUNTS,
}
# What is done on a page of its own, by how the name of its address ends; this counts before the model.
ENDINGS = {
    "_export": EXPORT,
    "_roster": ROLL,
    "_replies": REPLIES,
    "_cards": CARDS,
    "_through": ("motions", "最快的办法：一页登记办过的"),
    "_agenda": SUPERVISION,
    "_quick": OPINIONS,
    "_recompute": DEADLINES,
}
# The pages beside the admin, by how the name of their address begins; the first that fits counts.
PAGES = {
    "import-new": ("import", "读入一张表"),
    "import-undo": ("import", "撤回"),
    "import-detail": ("import", "逐格核对"),
    "import": ("import",),
    "start-names": ("first-day", "名称和届次"),
    "start-terms": ("first-day", "名称和届次"),
    "start-list": ("first-day", "名册，一行一个"),
    "start-ledger": ("first-day", "台账起始日"),
    "start": ("first-day", "开始使用"),
    "household-assign": ("households", "安排一户"),
    "household-hand-over": ("households", "移交"),
    "household-late": LATE,
    "household-term": ("households", "换届"),
    "household-export": EXPORT,
    "household-paper": ON_PAPER,
    "household-cards": ON_PAPER,
    "household-record-book": ON_PAPER,
    "household-entry": ON_PAPER,
    "household": ("households", "联系户一览表"),
    "visit": HOUSEHOLDS,
    "opinion": OPINIONS,
    "meeting-export": EXPORT,
    "meeting": MEETINGS,
    "activity": MEETINGS,
    "deputy-notice": ("meetings", "代表信息公示"),
    "deputy-export": EXPORT,
    "deputy": ("meetings", "履职档案"),
    "motion-list": ("motions", "查找、统计和导出"),
    "motion-export": EXPORT,
    "motion-document": PAPERS,
    "motion": STEP_BY_STEP,
    "hand-over": PAPERS,
    "overview": ("reports", "总览"),
    "report-span": ("reports", "近五年对比"),
    "report-check": ("reports", "数据核对"),
    "report-waive": ("reports", "数据核对"),
    "report-annex": ("reports", "附表"),
    "report-plan": ("reports", "计划落实"),
    "report-new": WRITING,
    "report-edition": CLOSING,
    "report-edit": WRITING,
    "report-section": WRITING,
    "report-meanings": WRITING,
    "report-close": CLOSING,
    "report": REPORTS,
    "figure": REPORTS,
    "table": ("reports", "上级报表"),
    "status": ("status",),
    "password": ("accounts", "密码"),
    "me": ACCOUNTS,
    "device": ACCOUNTS,
    "file": EXPORT,
    "home": DESK,
}
# A deputy and a liaison have a chapter of their own, for the same pages.
OF_DEPUTIES = {
    "household-visit": ("deputies", "走访登记，一分钟"),
    "household": ("deputies", "我的联系户"),
    "visit": ("deputies", "我的联系户"),
    "opinion": ("deputies", "把答复告诉他"),
    "motion": ("deputies", "提建议、请人附议、评价"),
    "meeting": ("deputies", "会议和请假"),
    "activity": ("deputies", "会议和请假"),
    "deputy": ("deputies", "履职档案，在微信里下载"),
    "file": ("deputies", "履职档案，在微信里下载"),
    "me": ("deputies", "第一次登录"),
    "password": ("deputies", "第一次登录"),
    "": DEPUTIES,
}
OF_LIAISONS = OF_DEPUTIES | {"household": ("deputies", "村联络员代填")}
TABLES = {Role.DEPUTY: OF_DEPUTIES, Role.LIAISON: OF_LIAISONS}


def place_for(match, role):
    """Where the page of `match` (a ResolverMatch, or None) is told of for `role`; None for no page."""
    if match is None or not match.url_name or match.url_name.startswith("help"):
        return None
    if match.app_name == "admin":
        return place_in_admin(match.url_name, role)
    table = TABLES.get(role, PAGES)
    return next((table[start] for start in table if match.url_name.startswith(start)), None)


def place_in_admin(name, role):
    label = ".".join(name.split("_")[:2])
    if place := next((ENDINGS[end] for end in ENDINGS if name.endswith(end)), None):
        return place
    return MODELS.get(label) or (ACCOUNTS if role in {Role.AUDITOR, Role.ADMIN} else DESK)


@functools.cache
def address(place):
    """Where the `place` of a table is read, None for the contents; it is asked for on every page."""
    if place is None:
        return reverse("help")
    chapter, *titles = place
    found = chapters()[chapter]
    if not titles:
        return found.address
    return next(section.address for section in found.sections[1:] if section.title == titles[0])
