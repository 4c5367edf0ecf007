"""What pages and files show of each quantity, read where it stands: by its words, its heading, its
place in a table. No address, figure or queryset is asked here.

Each reader below yields (quantity, text). A quantity is called as in the catalogue of figures, with
its member in brackets; what no figure counts has a name of its own.
"""

import io
import re
from collections import defaultdict
from decimal import Decimal

import docx
import lxml.html
import openpyxl

from reports.asking.registry import Shape, find
from township.numbers import chinese_number, ten_thousands

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RATE = re.compile(r"(?:([\d.]+%))?(?:（(\d+/\d+)[^）]*）)?")
COUNT = re.compile(r"约?(-?\d+(?:\.\d+)?)(万元)?")
CHINESE = {chinese_number(number): number for number in range(100)} | {"两": 2}
NOTHING = ("—", "无", "", "暂无数据", "暂无反馈")


def parts_of(quantity, text):
    """[(quantity, what is said of it)]: of a rate its share apart from n/N, of a number the number.

    Pages say a rate in full, or one half of it.
    """
    text = "".join(str(text).split())
    if "%" in text or re.fullmatch(r"（?\d+/\d+.*", text):
        found = RATE.match(text if "%" in text or text[0] == "（" else f"（{text}）")
        said = [(quantity, found[1]), (f"{quantity} n/N", found[2])]
        return [pair for pair in said if pair[1]]
    if chinese := re.match(r"([〇一二三四五六七八九十两]+)\D", text):
        return [(quantity, number(CHINESE[chinese[1]]))]
    if found := COUNT.match(text):
        return [*of_money(quantity, found)]
    return []


def of_money(quantity, found):
    """A sum in 元 may stand elsewhere in 万元: it is compared there too, as roughly as it is said."""
    if found[2]:
        yield f"{quantity}（万元）", number(found[1])
        return
    yield quantity, number(found[1])
    if quantity.endswith(("金额", "投资额")):
        yield f"{quantity}（万元）", number(ten_thousands(Decimal(found[1])))


def number(text):
    return f"{float(text):g}" if abs(float(text)) < 1e6 else str(round(float(text)))


# How pages and files are taken apart.


def page_of(client, address):
    """The page, taken apart anew each time: readers drop from it what they do not read. It is asked
    for once: `client` is that of one test, which changes nothing.
    """
    pages = client.__dict__.setdefault("pages_read", {})
    if address not in pages:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        pages[address] = answer.content.decode()
    return lxml.html.fromstring(pages[address])


def text_of(node):
    return "".join(node.text_content().split())


def main_of(client, address):
    main = page_of(client, address).xpath("//main")[0]
    for aside in main.xpath(".//nav"):
        aside.drop_tree()
    return text_of(main)


def cells_of(row):
    return [text_of(cell) for cell in row.xpath("./th|./td")]


def rows_of(table):
    return [cells_of(row) for row in table.xpath(".//tbody/tr")]


def heads_of(table):
    return [text_of(cell) for cell in table.xpath(".//thead/tr[last()]/th")]


def book_of(answer):
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def exported(client, address, columns):
    """The rows of a list's export, each as {heading: value}."""
    [sheet] = book_of(client.post(address, {"columns": columns})).worksheets
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


# The words of the reports: # is where a number stands, % where a rate.

NUMBER = r"((?:约?[\d.]+|[〇一二三四五六七八九十两]+)(?:万元)?)"
SHARE = r"([\d.]+%)"
ANNUAL = {
    "主席团会议次数": "召开主席团会议#次", "人代会次数": "召开镇人民代表大会会议#次",
    "人代会出席率": "人代会出席率%", "决议决定件数": "通过决议、决定#件",
    "会议决定落实率": "会议交办的事项落实率%",
    "代表小组数": "依托#个代表小组", "联络站数": "、#个联络站", "活动次数": "组织各类活动#次",
    "参加活动代表人数": "各级人大代表#名先后参加", "活动次数（情况通报）": "先后#次向代表通报",
    "展示先进事迹数": "展示代表先进事迹#项", "联系户数": "代表共联系#户", "走访户次": "走访#户次",
    "走访户数": "覆盖#户", "走访办实事件数": "为群众办实事#件", "意见建议条数": "听取群众意见建议#条",
    "回告率": "回告率%", "实施项目数": "实施民生项目#个", "完工项目数": "其中完工#个",
    "监督检查次数": "组织视察、调研、执法检查和工作评议#次", "发现问题数": "发现问题#个",
    "问题整改率": "整改率%", "活动次数（村庄管护）": "组织代表开展村庄管护#次",
    "活动次数（防汛救灾）": "组织代表参加防汛救灾#次", "镇议案建议件数": "受理镇级议案、建议#件",
    "答复件数": "。已答复#件", "按期答复率": "按期答复率%", "面商率": "面商率%",
    "满意率": "满意率%", "重新办理件数": "；重新办理#件", "督办件数": "督办议案建议#件",
    "县级交办件数": "人大交办的议案建议#件",
}  # fmt: skip
SHORTFALLS = {
    "未走访户数": "有#户联系户没有走访到", "待安排户数": "有#户在册的户没有安排",
    "超期件数": "有#件议案建议超过期限", "不满意件数": "代表对#件议案建议的办理结果不满意",
    "未兑现承诺件数": "历年答复中承诺的事项有#件", "未经批准不出席人代会人次": "有#人次未经批准不出席人代会",
}  # fmt: skip
TERM = {
    "人代会次数": "召开镇人民代表大会会议#次", "主席团会议次数": "召开主席团会议#次",
    "选举镇长副镇长人次": "选举镇长、副镇长#人次",
    "补选县级代表人数": "补选[^，。镇]*市[^，。]*代表#名", "补选镇代表人数": "补选镇人大代表#名",
    "代表补助发放金额": "落实代表补助#",
    "走访户次": "走访(?:联系户)?#户次", "意见建议条数": "听取群众意见建议#条",
    "镇议案建议件数": "镇级议案、?建议#件", "办结件数": "办结#件",
    "活动次数（外出考察）": "外出考察#次", "调研报告篇数": "报送调研报告#篇",
}  # fmt: skip
FIVE = {"补选工作经费金额": "支出补选工作经费#", "走访户次": "代表走访#户次"}
HANDLING = {
    "镇议案建议收到件数": "收到代表议案、建议#件", "镇议案建议件数": "，受理#件",
    "镇议案建议并案件数": "并案办理#件", "退回件数": "经审查退回#件",
    "镇议案建议撤回件数": "代表撤回#件", "镇议案建议待审查件数": "待审查#件",
    "领衔代表人数": "由#名代表领衔", "联名代表人次": "、#人次联名", "大会期间件数": "大会期间提出#件",
    "闭会期间件数": "闭会期间提出#件", "交办件数": "已交办#件", "承办单位数": "由#个单位主办",
    "答复件数": "情况已答复#件", "按期答复率": "按期答复率%", "平均答复天数": "首次答复平均用时#天",
    "面商件数": "承办单位与代表面商#件", "面商率": "面商率%", "电话等沟通件数": "另有#件只用电话",
    "办结件数": "。已办结#件，办结率", "办结率": "办结率%", "解决率": "基本解决的占%",
    "跟踪件数": "还在跟踪的#件", "未兑现承诺件数": "还没有兑现的#件", "已评价件数": "作了评价的#件",
    "满意率": "，满意率%", "满意和基本满意率": "满意和基本满意率%", "不满意件数": "，不满意#件",
    "未反馈件数": "没有反馈的#件", "初次办理满意率": "初次办理的满意率%",
    "重新办理件数": "；重新办理#件", "办理工作满意率": "对办理工作的满意率%",
    "督办次数": "各类督办#次", "督办件数": "主席团督办议案、建议#件",
    "重点督办件数": "列为重点督办的#件", "超期件数": "有#件议案、建议超过期限",
    "县级议案建议件数": "人大受理#件", "县级交办件数": "人大交办的议案、建议#件",
}  # fmt: skip
# A sentence that lists the members of one, each with its number.
LISTED = {
    "各类答复件数": "按答复的结果分：([^。]*)。",
}  # fmt: skip


def words(text, table, before=""):
    """What `text` says of each quantity of `table`. What it leaves out is nought: so [[ ]] means it."""
    for quantity, pattern in table.items():
        found = re.search(pattern.replace("#", NUMBER).replace("%", SHARE), text)
        if found:
            unit = text[found.end(1) :][:1]
            yield before + quantity, found[1] + (unit if found[1] in CHINESE else "")
        elif "%" not in pattern and "天" not in pattern:
            yield before + quantity, "0万元" if pattern.endswith("#") else "0"


def listed(text):
    for quantity, pattern in LISTED.items():
        found = re.search(pattern, text)
        for member, count in re.findall(r"([^、；\d]+?)(\d+)[件次户]", found[1] if found else ""):
            yield f"{quantity}（{member.strip()}）", count


def annual(client, year):
    text = main_of(client, f"/reports/{year}/?live=1")
    this, _, rest = text.partition("二、本届以来的工作")
    term, _, rest = rest.partition("三、存在的不足")
    short = rest.partition("四、今后的工作打算")[0]
    yield from words(this, ANNUAL)
    yield from listed(this)
    yield from words(term, TERM, before="本届·")
    yield from words(short, SHORTFALLS)


def handling(client, year):
    text = main_of(client, f"/reports/{year}/handling/?live=1")
    yield from words(text, HANDLING)
    yield from listed(text)


def five_years(client, report):
    text = main_of(client, f"{report.get_absolute_url()}?live=1")
    yield from words(text, TERM | FIVE, before="本届·")


# 总览, the lists of figures, the years side by side.

CHARTS = {
    "各承办单位": ("各承办单位答复件数", "各承办单位在办件数", "各承办单位超期未答复件数"),
    "议案建议办到哪一步": ("各办理状态件数",),
    "议案建议的时限": ("各办理时限件数",),
    "各村走访到的联系户": ("走访户数", "未走访户数"),
    "按内容类别": ("镇议案建议件数",),
    "按活动类别": ("活动次数",),
}
HEADLINES = {
    "主席团会议": "主席团会议次数", "议案建议": "镇议案建议件数", "超期未答复": "超期未答复件数",
    "代表满意率": "满意率", "走访覆盖": "走访户数",
}  # fmt: skip


def overview(client, year):
    page = page_of(client, f"/overview/?year={year}")
    for card in page.xpath("//ul[@class='headlines']/li"):
        title = text_of(card.xpath("./h2")[0])
        yield HEADLINES[title], text_of(card.xpath(".//p[@class='value']")[0])
        line = text_of(card.xpath("./p[2]")[0])
        yield from words(line, {
            "代表满意率": {"已评价件数": "已评价#件", "满意件数": "满意#件"},
            "走访覆盖": {"先后联系户数": "共#户", "未走访户数": "#户没有走访"},
        }.get(title, {}))  # fmt: skip
    tables = {
        box.get("aria-label")[: -len("（表格）")]: box
        for box in page.xpath("//div[@role='region']")
    }
    for title, names in CHARTS.items():
        for row in rows_of(tables[title]):
            for name, cell in zip(names, row[1:], strict=False):
                yield f"{name}（{row[0]}）", cell
    [this, *_] = rows_of(tables["已答复的议案建议，代表怎么评价"])
    for verdict, cell in zip(
        heads_of(tables["已答复的议案建议，代表怎么评价"])[1:], this[1:], strict=True
    ):
        yield f"各满意度件数（{'未反馈' if verdict == '未评价' else verdict}）", cell
    for row in rows_of(tables["会议出席率"]):
        if row[0].endswith((f"（{year}年）", "（今年）")):
            yield f"{row[0].partition('（')[0]}出席率", row[1]
    months = [row[1] for row in rows_of(tables["每月走访户次"]) if row[1] != "—"]
    yield "走访户次", str(sum(map(int, months)))
    yield from plan_of(page.xpath("//ul[@class='plan-list']/li"))


def figure_list(client, year):
    for row in page_of(client, f"/reports/{year}/figures/").xpath("//tbody/tr"):
        name, value, *_ = cells_of(row)
        yield name, value


def figure_list_export(client, year):
    address = f"/reports/{year}/figures/export/"
    for row in exported(client, address, ["名称", "数值"]):
        yield row["名称"], "" if row["数值"] is None else row["数值"]


def span(client, years):
    """{year: what is said of it} of 近年对比."""
    page = page_of(client, f"/reports/{years[0]}-{years[-1]}/")
    rows = [cells_of(row) for row in page.xpath("//tbody/tr")]
    return {year: [(row[0], row[place]) for row in rows] for place, year in enumerate(years, 1)}


def span_export(client, years):
    columns = ["名称", *(f"year {place}" for place in range(len(years)))]
    rows = exported(client, f"/reports/{years[0]}-{years[-1]}/export/", columns)
    rows = [[*row.values()] for row in rows]
    return {
        year: [(row[0], "" if row[place] is None else row[place]) for row in rows]
        for place, year in enumerate(years, 1)
    }


def report_list(client, year):
    [table] = page_of(client, "/reports/").xpath("//table[@class='years']")
    names = [text_of(head) for head in table.xpath("./thead//th[@class='amount']")]
    for row in table.xpath("./tbody/tr"):
        if f"{year}年" in text_of(row.xpath("./th")[0]):
            yield from zip(names, map(text_of, row.xpath("./td[@class='amount']")), strict=True)


# 附表, on the page and in Word.

STATES = ("应到", "出席", "请假", "缺席", "未登记")
VERDICTS = ("满意", "基本满意", "不满意", "未反馈")


def annex(client, year):
    tables = page_of(client, f"/reports/{year}/annex/").xpath("//table")
    yield from annex_tables([[cells_of(row) for row in table.xpath(".//tr")] for table in tables])


def annex_word(client, year):
    answer = client.get(f"/reports/{year}/word/?annex=1")
    assert answer.status_code == 200
    tables = docx.Document(io.BytesIO(answer.content)).element.body.iter(f"{WORD}tbl")
    yield from annex_tables([list(map(word_cells, t.iter(f"{WORD}tr"))) for t in tables])


def word_cells(row):
    """The texts of a row; python-docx would look for each cell in all of the table."""
    return ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]


def annex_tables(tables):
    departments, people, villages = tables
    yield from of_departments(departments[2:])
    yield from of_people(people[2:])
    yield from of_villages(villages)


def of_departments(rows):
    for who, count, answered, in_time, closed, share, *verdicts in rows:
        is_total = who == "合计"
        of = "" if is_total else f"（{who}）"
        yield "交办件数" if is_total else f"各承办单位件数{of}", count
        yield f"答复率{of}", f"{nought(answered)}/{count}"
        yield f"办结率{of}", f"{nought(closed)}/{count}"
        yield f"按期答复率{of}", in_time
        yield f"满意率{of}", share
        for verdict, cell in zip(VERDICTS, verdicts, strict=True):
            name = (
                f"各满意度件数（{verdict}）"
                if is_total
                else f"各承办单位各满意度件数（{who}·{verdict}）"
            )
            yield name, nought(cell)


def of_people(rows):
    names = [f"{roll}{state}人次" for roll in ("人代会", "主席团会议") for state in STATES]
    for who, *cells in rows:
        of = "" if who == "合计" else f"（{who}）"
        yield from zip((f"{name}{of}" for name in names), map(nought, cells), strict=True)


def of_villages(rows):
    _, heads, *rows = rows
    # In Word a cell over two rows stands in both; on the page the lower row lacks it.
    categories = [
        head for head in heads if head not in ("", "村（社区）", "合计", "户次", "户数", "覆盖率")
    ]
    for who, *cells in rows:
        of = "" if who == "合计" else f"（{who}）"
        *held, total, visits, visited, covered = cells
        for category, count in zip(categories, held, strict=True):
            if who == "合计":
                yield f"联系户数（{category}）", count
            else:
                yield f"{who}的{category}", nought(count)
        yield f"{'各村' if of else ''}联系户数{of}", nought(total)
        yield f"走访户次{of}", nought(visits)
        yield f"走访户数{of}", nought(visited)
        yield f"走访覆盖率{of}", covered


def nought(cell):
    return "0" if cell in NOTHING else cell


# 计划: what each item has come to, on 总览 and on its own page.


def plan_of(items):
    for item in items:
        told = text_of(item.xpath(".//a")[0])
        for value in item.xpath(".//a[@class='figure']"):
            yield f"计划：{told}", text_of(value)


def plan(client, year):
    page = page_of(client, f"/reports/{year}/plan/")
    for item in page.xpath("//*[starts-with(@id, 'item-')]"):
        value = item.xpath(".//a[@class='figure']")
        if value:
            told = re.match(r"\d+\.(.*)", text_of(item.xpath(".//h3|.//strong")[0]))[1]
            yield f"计划：{told}", text_of(value[0])


# The deputies: each one's 履职档案, and the sheet for the wall.

RECORD = {
    "人代会应到人次": "人代会应参加#次", "主席团会议应到人次": "(?<!大会期间)主席团会议应参加#次",
    "走访户次": "走访联系户\\d+户、#次", "走访未遇次数": "另有#次没有见到人",
    "意见建议条数": "听取意见建议#条", "意见建议答复条数": "已有答复#条",
    "领衔的议案建议": "领衔提出议案建议#件", "联名的议案建议": "联名议案建议#件",
    "活动参加代表人次": "参加代表活动#次", "走访办实事件数": "，办实事#件",
}  # fmt: skip
# What is said of a roll, up to the next ； or 。
OF_ROLL = {
    "出席": "出席#次（",
    "请假": "请假#次",
    "缺席": "缺席#次",
    "未登记": "，#次出席情况未登记",
}


def records(client, year):
    """[(name, {quantity: number}, text)] of each deputy of the list, as their 履职档案 shows them."""
    found = []
    for name, address in deputies(client, year):
        main = page_of(client, address).xpath("//main")[0]
        for aside in main.xpath(".//details|.//textarea|.//pre"):
            aside.drop_tree()
        text = text_of(main)
        said = dict(words(text, RECORD))
        for roll in ("人代会", "主席团会议"):
            about = re.search(f"(?<!大会期间){roll}应参加[^；。]*", text)
            of_roll = words(about[0] if about else "", OF_ROLL)
            said |= {f"{roll}{state}人次": count for state, count in of_roll}
        found.append((name, {key: int(value) for key, value in said.items()}))
    return found


def deputies(client, year):
    """(name, address of the record) of each on 代表履职档案, over all its pages."""
    for place in range(1, 9):
        page = page_of(client, f"/deputies/?year={year}&page={place}")
        links = page.xpath("//main//a[contains(@href, '/deputies/')]")
        for link in links:
            if re.match(r"/deputies/\d+/", link.get("href")):
                yield text_of(link), link.get("href")
        if not page.xpath(f"//a[contains(@href, 'page={place + 1}')]"):
            return


NOTICE = {
    "参加活动（次）": "活动参加代表人次", "走访联系户（次）": "走访户次",
    "领衔议案建议（件）": "领衔的议案建议", "联名议案建议（件）": "联名的议案建议",
}  # fmt: skip
NOTICE_SUMS = {
    "活动参加代表人次": "参加活动#人次", "走访户次": "走访联系户#户次",
    "领衔的议案建议": "领衔议案建议#件", "联名的议案建议": "联名议案建议#人次",
}  # fmt: skip
NOT_LISTED = re.compile(r"(?:年内离任的代表|不是本镇代表的上级人大代表)(\d+)")


def notice(client, year):
    """([{heading: cell} of each deputy], the sentences below) of the page of 公示."""
    page = page_of(client, f"/deputies/notice/?year={year}")
    [wall] = page.xpath("//article//table")
    heads = heads_of(wall)
    rows = [dict(zip(heads, row, strict=True)) for row in rows_of(wall)]
    return rows, text_of(page.xpath("//article/div[@class='below']")[0])


def notice_sums(below):
    """{quantity: (sum, how much of it is said not to stand in the table)} of 各栏合计."""
    line = re.search("各栏合计(?:（连同不在表内的）)?：([^。]*)", below)[1]
    found = {}
    for quantity, pattern in NOTICE_SUMS.items():
        told = re.search(pattern.replace("#", r"(\d+)") + "(?:（([^）]*)）)?", line)
        found[quantity] = int(told[1]), told[2] or ""
    return found


# What the lists add up to.

SUMS = {"已交办": "交办件数", "已答复": "答复件数", "已办结": "办结件数"}


def motion_list(client, year):
    """The sums above 议案建议 of the town's level, as they stand today."""
    page = page_of(client, f"/motions/?year={year}&level=town")
    for pair in page.xpath("//dl[@class='sums']/div"):
        label, value = (text_of(pair.xpath(f"./{tag}")[0]) for tag in ("dt", "dd"))
        if label in SUMS:
            yield SUMS[label], value
        if label == "共":
            yield "镇议案建议收到件数", value
        if label == "满意率":
            yield "满意率", value


def motion_export(client, year):
    """The same list, counted row by row."""
    columns = [
        "文种",
        "内容类别",
        "提出时段",
        "状态",
        "主办单位",
        "答复日期",
        "领衔代表",
        "联名代表",
        "重点督办",
    ]
    rows = exported(client, f"/motions/export/?year={year}&level=town", columns)
    rows = [row for row in rows if row["状态"] != "草稿"]
    yield "镇议案建议收到件数", len(rows)
    states = {"审查退回": "退回件数", "已撤回": "镇议案建议撤回件数", "已登记": "镇议案建议待审查件数",
              "已并案": "镇议案建议并案件数"}  # fmt: skip
    for state, quantity in states.items():
        yield quantity, sum(row["状态"] == state for row in rows)
    own = [row for row in rows if row["状态"] not in states]
    yield "镇议案建议件数", len(own)
    yield "镇议案件数", sum(row["文种"] == "议案" for row in own)
    yield "大会期间件数", sum(row["提出时段"] == "大会期间" for row in own)
    yield "重点督办件数", sum(row["重点督办"] == "是" for row in own)
    for topic in {row["内容类别"] for row in own}:
        yield f"镇议案建议件数（{topic}）", sum(row["内容类别"] == topic for row in own)
    led = [row for row in rows if row["状态"] in ("已并案", *{row["状态"] for row in own})]
    yield "领衔代表人数", len({row["领衔代表"] for row in led})
    yield (
        "联名代表人次",
        sum(len(list(filter(None, (row["联名代表"] or "").split("、")))) for row in led),
    )


def opinion_months(client, year):
    table = page_of(client, f"/opinions/months/?year={year}").xpath("//main//table")[0]
    rows = [cells_of(row) for row in table.xpath(".//tr[td]")]
    [total] = [row for row in rows if row[0] == "全年"]
    yield from zip(
        ("意见建议条数", None, "意见建议答复条数", "意见建议解决条数"), total[1:5], strict=True
    )


def unheard(client, year):
    """How many opinions of the year name nobody who heard them: they are in no 履职档案."""
    address = f"/opinions/months/rows/export/?year={year}&column=collected"
    return sum(not row["听取人"] for row in exported(client, address, ["听取人"]))


def meetings(client, pks):
    """What the pages of several meetings say of who was there, added up."""
    sums = dict.fromkeys(STATES, 0)
    for pk in pks:
        text = main_of(client, f"/meetings/{pk}/")
        roll = re.search("出席应到.*?法定人数", text)[0]
        found = words(
            roll, {state: f"{state}#人" for state in STATES[:4]} | {"未登记": "未登记#人"}
        )
        for state, count in found:
            sums[state] += int(count)
    return sums


# What leaves the house.


def edition(answer):
    """The figures of an edition's JSON, of the year it is about; of the term as 本届·…"""
    told = answer.json()
    days = told["report"]["starts_on"], told["report"]["last_day"]
    for figure in told["figures"]:
        if find(figure["name"])[0].shape is Shape.NAMES:
            continue  # of names the county is told how many
        name = figure["name"] + (f"（{figure['member']}）" if figure["member"] else "")
        if (figure["starts_on"], figure["last_day"]) == days:
            yield name, figure["said"]
        elif figure["last_day"] == days[1] and figure["starts_on"] < days[0]:
            yield f"本届·{name}", figure["said"]


# What waits: 工作台, 数据核对, and the pages that count the same today.

WAITING = {
    "没有登记出席的会议": "会议", "资格还没有确认的当选代表": "待确认的代表资格",
    "联系户没有安排齐的代表": "联系户没有安排齐的代表",
}  # fmt: skip


def worklist(client):
    """{title of a group: (its number, its hint)} of 工作台; none where nothing waits."""
    groups = page_of(client, "/admin/").xpath("//section[@class='task']")
    found = {
        text_of(group.xpath(".//h2")[0]): (
            int(text_of(group.xpath(".//p[contains(@class, 'count')]")[0])),
            "".join(map(text_of, group.xpath("./p[@class='hint']"))),
        )
        for group in groups
    }
    return defaultdict(lambda: (0, ""), found)


def checks(client, year):
    """{title of a check that failed: how many} of 数据核对."""
    found = {}
    for head in page_of(client, f"/reports/{year}/check/").xpath("//ul[@class='checks']/li/h3"):
        title, count = re.match(r"(\D+)(\d+)\D+$", text_of(head)).groups()
        found[title] = int(count)
    return found


def households(client):
    """What stands above 联系户一览表 today."""
    text = main_of(client, "/households/")
    yield from words(text, {"联系户数": "已联系#户", "镇代表人数": "一览表#名镇代表"})
    yield (
        "待安排户数",
        sum(map(int, re.findall(r"待安排\D+?(\d+)户", text.partition("批量安排")[2]))),
    )
