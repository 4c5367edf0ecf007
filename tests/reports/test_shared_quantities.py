"""Every quantity that two pages show is one number, by its name and not by the address behind it.

Each reader of `shown.py` takes a page or file apart as its reader sees it. All that is said of one
quantity is laid side by side here; what differs by rule has a name of its own, and the page must say
the rule (`parts`). Where a quantity is shown:

| quantity | shown on |
|---|---|
| 走访户次, 走访户数, 先后联系户数, by village | report, 总览 (also by month), 附表, figures, 县表, 近年对比, list of reports |
| 走访户次, 活动参加代表人次, 领衔, 联名 of the deputies | 履职档案 (added up), 公示 (column, 各栏合计) |
| 收到, 受理, 并案, 退回, 撤回, 待审查, by topic | both reports, 议案建议 and its export, 公示 (领衔 by what became of it) |
| 答复率, 按期答复率, 办结率, 满意率, 各满意度 by department | 附表, 县表; the whole in reports, 总览, 议案建议 |
| 应到, 出席, 请假, 缺席, 未登记, by person | 附表, 履职档案, 公示 (n/N), meetings, figures |
| 补选工作经费, 选举, 补选 and the rest of 本届 | annual report, five-year report, 县表, 定稿的JSON |
| 意见建议 | report, 履职档案, 按月汇总, figures |
| 计划 | 总览, 计划落实 |
| what waits | 数据核对, 工作台 |

A new quantity: give its words to the table of its page in `shown.py` (`ANNUAL`, `HANDLING`, `TERM`),
or a line to its reader; it is compared as soon as two places call it by one name.
"""

import io
import re
from collections import defaultdict

import openpyxl
import pytest

from accounts.models import User
from congress.models import Meeting
from papers import workbook
from reports.asking.registry import NoSuchFigure, find
from reports.county import services as county_services
from reports.editions import closing
from reports.editions import services as edition_services
from reports.overview.board import LAST_ROUND
from reports.studio import services
from reports.words.drafting import draft, report_of
from tests.demo_town import OfDemoTown
from tests.reports import shown
from tests.reports.county_book import upload
from tests.trial import length
from township.spans import today

# The records of all deputies are seventy pages a year, and a file costs as much as its page.
YEARS_BEFORE = length(sample=1, whole=4)
TRIAL = length(sample=False, whole=True)


class Shown:
    """{quantity: {what is said: [where]}} of one year."""

    def __init__(self):
        self.said = defaultdict(lambda: defaultdict(list))
        self.read = set()

    def put(self, place, pairs):
        self.read.add(place)
        count = 0
        for quantity, text in pairs:
            for name, value in shown.parts_of(quantity, text) if quantity else ():
                self.said[name][value].append(place)
                count += 1
        assert count or place == "plan", f"{place} says nothing"

    def one(self, quantity):
        [value] = self.said[quantity]
        return float(value)

    @property
    def names(self):
        return {name.removesuffix(" n/N").removesuffix("（万元）") for name in self.said}

    @property
    def disagreeing(self):
        return {name: dict(values) for name, values in self.said.items() if len(values) > 1}

    @property
    def shared(self):
        return {name for name, said in self.said.items() if sum(map(len, said.values())) > 1}


def figures_among(names):
    """Those of `names` that a county's table could ask for, as its placeholders."""
    for name in sorted(names):
        bare = name.removeprefix("本届·")
        try:
            figure, member = find(bare)
        except NoSuchFigure:
            continue
        if not (member and figure.dimension.is_personal):
            yield name


def is_brief(name):
    """Whether the gate asks for it: a number as a whole, or a rate that the annex has by department."""
    return "（" not in name or name.startswith(("按期答复率", "满意率", "走访户次"))


def county(client, clerk, year, names):
    """What the county's table says of `names`, filled for `year`: a row each."""
    book = openpyxl.Workbook()
    names = list(figures_among(names))
    for row, name in enumerate(names, 1):
        book.active.cell(row, 1, f"{{{name}}}")
    book.save(file := io.BytesIO())
    table = county_services.add_table(
        name=f"统计表{year}", note="", file=workbook.prepare(upload(file.getvalue())), by=clerk
    )
    sheet = shown.book_of(client.get(f"/reports/{year}/tables/{table.pk}/file/")).active
    cells = [row[0] for row in sheet.iter_rows(values_only=True)]
    return [pair for pair in zip(names, cells, strict=True) if pair[1] not in (None, "")]


def closed(year, leader):
    """The address of the JSON of the annual report of `year`, closed as it stands."""
    report = report_of(year)
    if report.pk is None:
        report = services.begin(draft("annual", year), by=leader)
    report.signed_on = report.signed_on or today()
    report.save()
    mark = closing.take(report).mark
    made = edition_services.close(report, by=leader, seen=mark)
    return f"/reports/papers/{report.pk}/editions/{made.number}/json/"


@pytest.mark.trial
@pytest.mark.sqlite  # what is counted is counted on both; here pages are compared
class SharedQuantities(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.staff = User.objects.get(username="staff")
        cls.leader = User.objects.get(username="leader")
        this = today().year
        cls.years = [*range(this - YEARS_BEFORE, this), this]

    def setUp(self):
        self.client.force_login(self.staff)

    def read(self, year):
        """All that pages say of `year`; of the running year, also files and today's lists."""
        found, is_running = Shown(), year == self.years[-1]
        for reader in (*READERS, *(WIDE * (is_running or TRIAL)), *(OF_TODAY * is_running)):
            found.put(reader.__name__, reader(self.client, year))
        if TRIAL:
            found.put("annex in Word", shown.annex_word(self.client, year))
        if is_running or TRIAL:
            asked = found.names if TRIAL else {name for name in found.names if is_brief(name)}
            found.put("county's table", county(self.client, self.staff, year, asked))
        if is_running:
            five = services.begin(draft("five", year), by=self.staff)
            found.put("five-year report", shown.five_years(self.client, five))
            found.put("households", shown.households(self.client))
        else:
            found.put("edition", shown.edition(self.client.get(closed(year, self.leader))))
        return found

    def test_every_quantity_is_the_same_wherever_it_stands(self):
        spans = shown.span(self.client, self.years)
        files = shown.span_export(self.client, self.years) if TRIAL else {}
        for year in self.years:
            with self.subTest(year=year):
                found = self.read(year)
                found.put("span", spans[year])
                if year in files:
                    found.put("span as a file", files[year])
                self.assertEqual(found.disagreeing, {})
                for quantity, places in SHARED.items():
                    said = set().union(*found.said[quantity].values())
                    self.assertLessEqual(places & found.read, said, quantity)
                self.assertGreater(len(found.shared), ENOUGH)
                planned = any(name.startswith("计划：") for name in found.shared)
                self.assertTrue(planned or year < self.years[-2])  # the demo plans these two
                if "annex" in found.read:
                    self.parts(year, found)
                    self.people(year, found)
                    self.records(year, found)

    def parts(self, year, found):
        """What is split adds up to its whole; where it does not by rule, the page says the rule."""
        for whole, part in WHOLES.items():
            parts = [
                name for name in found.said if name.startswith(f"{part}（") and " " not in name
            ]
            self.assertEqual(sum(map(found.one, parts)), found.one(whole), part)
        text = shown.main_of(self.client, f"/overview/?year={year}")
        self.assertEqual(text.count(LAST_ROUND), 2)
        late = sum(
            found.one(f"各办理时限件数（{word}）") for word in ("超期", "严重超期", "超期答复")
        )
        self.assertLessEqual(late, found.one("超期件数"))  # which counts each round
        text = shown.main_of(self.client, f"/reports/{year}/annex/")
        for words in (
            "正在重新办理的也在内",
            "换了单位的，在两个单位各计",
            "主席团会议只计闭会期间的",
        ):
            self.assertIn(words, text)

    def people(self, year, found):
        """The sessions' pages and the sheet for the wall come to what the report says."""
        rows, below = shown.notice(self.client, year)
        sums = shown.notice_sums(below)
        for heading, quantity in shown.NOTICE.items():
            told, aside = sums[quantity]
            missing = sum(map(int, shown.NOT_LISTED.findall(aside)))
            self.assertEqual(sum(int(row[heading]) for row in rows), told - missing, heading)
        for quantity in ("活动参加代表人次", "走访户次"):
            self.assertEqual(sums[quantity][0], found.one(quantity))
        told, aside = sums["领衔的议案建议"]
        elsewhere = re.findall(r"(?:提出的|含退回、撤回、并案和待审查的)(\d+)", aside)
        self.assertEqual(told - sum(map(int, elsewhere)), found.one("镇议案建议件数"))
        for row in rows:
            present, known = map(int, row["出席人代会（次）"].replace("—", "0/0").split("/"))
            of = f"（{row['姓名']}）"
            states = [found.one(f"人代会{state}人次{of}") for state in ("出席", "请假", "缺席")]
            self.assertEqual((present, known), (states[0], sum(states)), row["姓名"])
        called = Meeting.objects.filter(starts_on__year=year, starts_on__lte=today())
        between = called.presidium().filter(occasion=Meeting.Occasion.BETWEEN)
        for roll, held in (("人代会", called.sessions()), ("主席团会议", between)):
            counted = shown.meetings(self.client, held.values_list("pk", flat=True))
            in_annex = {state: found.one(f"{roll}{state}人次") for state in shown.STATES}
            self.assertEqual(counted, in_annex, roll)

    def records(self, year, found):
        """Each deputy's own record says of them what the annex says, and all add up to the report."""
        sums = defaultdict(int)
        for name, said in shown.records(self.client, year):
            for quantity, count in said.items():
                sums[quantity] += count
                of_person = found.said.get(f"{quantity}（{name}）", [str(count)])
                self.assertEqual(list(of_person), [str(count)], (name, quantity))
        notice = shown.notice_sums(shown.notice(self.client, year)[1])
        # 履职档案 has what the deputy heard, and no opinion that names nobody.
        sums["意见建议条数"] += shown.unheard(self.client, year)
        del sums["意见建议答复条数"]
        for quantity, count in sums.items():
            whole = notice[quantity][0] if quantity in notice else found.one(quantity)
            self.assertEqual(count, whole, quantity)

    def test_what_waits_is_as_much_on_every_page(self):
        year = self.years[-1]
        checks, waiting = shown.checks(self.client, year), shown.worklist(self.client)
        for check, group in shown.WAITING.items():
            self.assertEqual(checks.get(check, 0), waiting[group][0], check)
        absent = [n for title, n in checks.items() if title.startswith("未经批准")]
        self.assertEqual(sum(absent), waiting["未经批准缺席人代会"][0])
        text = shown.main_of(self.client, f"/overview/?year={year}")
        late = re.search(r"群众意见超期没有答复的(\d+)条", text)
        late_opinions = int(late[1]) if late else 0
        self.assertEqual(late_opinions, checks.get("超期没有答复的群众意见", 0))
        self.assertIn(f"超期未答复{late_opinions}条", waiting["群众意见待回音"][1])
        pressing = re.search(r"议案建议到期和超期(\d+)件", text)
        self.assertEqual(int(pressing[1]) if pressing else 0, waiting["议案建议到期"][0])
        broken = re.search(r"其中(\d+)件已过承诺的日期", waiting["没有兑现的承诺"][1])[1]
        self.assertEqual(int(broken), checks.get("到期没有兑现的承诺", 0))


READERS = (
    shown.annual, shown.handling, shown.overview, shown.figure_list, shown.figure_list_export,
    shown.report_list, shown.opinion_months, shown.plan,
)  # fmt: skip
WIDE = (shown.annex,)  # as much as the others together: in the gate for one year
OF_TODAY = (shown.motion_list, shown.motion_export)
# Where these have to be found: a page that is read no more would agree with everything.
BASIC = {"annual", "figure_list", "figure_list_export", "span"}
SHARED = {
    "走访户次": BASIC | {"overview", "annex", "report_list"},
    "镇议案建议件数": BASIC | {"overview", "handling", "report_list"},
    "镇议案建议收到件数": {"handling", "figure_list"},
    "满意率": BASIC | {"overview", "handling", "annex", "report_list"},
    "按期答复率": BASIC | {"handling", "annex"},
    "人代会出席率": BASIC | {"overview"},
    "意见建议条数": BASIC | {"opinion_months"},
    "联系户数": BASIC | {"annex"},
    "办结件数": (BASIC - {"annual"}) | {"handling"},
}
ENOUGH = 200  # shared quantities, so that no reader falls silent
# {a number: what its parts are called}, all of them shown.
WHOLES = {
    "活动次数": "活动次数", "镇议案建议件数": "各办理状态件数", "走访户数": "走访户数",
    "走访户次": "走访户次", "联系户数": "各村联系户数", "未走访户数": "未走访户数",
    "人代会应到人次": "人代会应到人次", "人代会出席人次": "人代会出席人次",
    "主席团会议应到人次": "主席团会议应到人次", "主席团会议未登记人次": "主席团会议未登记人次",
}  # fmt: skip
