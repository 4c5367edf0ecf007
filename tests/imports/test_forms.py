"""Twelve forms as offices have them, with their peculiarities, in every kind of file; all names are invented."""

from dataclasses import dataclass, field

import pytest

from imports.reading import read_file, read_pasted, understand
from tests.imports import files

pytestmark = pytest.mark.sqlite

MADE_UP = "349912199001011234"  # nobody's: there is no area 349912


@dataclass
class Form:
    """A form: its rows as in the file, and what is to be read of them, counted by hand."""

    rows: list
    headings: list
    body: dict  # {row number in the file: cells}
    left_out: list
    merges: tuple = ()
    units: dict = field(default_factory=dict)
    known: str = ""  # words that the kind awaits; without any, the head is found by its looks
    only_merged: bool = False  # without merged cells it says something else


FORMS = {
    "代表信息名册": Form(
        rows=[
            ["柳塘镇第十届人大代表信息名册"],
            ["序号", "姓名", "性别", "民族", "出生\n年月", "身份证号", "单位职务", "手机号码", None, "代表\n阶层", "电子版相片", "备注"],
            [None, None, None, None, None, None, None, "（移动）", "（电信）", None, "（注：2寸蓝底，注明有或否）", None],
            [1, "许桂兰", "女", "汉", "1975.06", MADE_UP, "柳塘村村委会", "13800001111", None, "农民", "有", None],
            [2, "赵　磊", "男", "汉", "1968.12", "34991219681211501X", "柳塘小学", "13800002222", "13800003333", "知识分子", "否", "组长"],
            [3], [4], [5],
            ["合计", "2人"],
            ["填表人：周敏", None, None, "审核人：", None, None, None, "单位（盖章）"],
        ],
        merges=("A1:L1", "H2:I2"),
        headings=["姓名", "性别", "民族", "出生年月", "单位职务", "手机号码（移动）", "手机号码（电信）", "代表阶层", "电子版相片", "备注"],
        body={
            4: ["许桂兰", "女", "汉", "1975.06", "柳塘村村委会", "13800001111", None, "农民", "有", None],
            5: ["赵　磊", "男", "汉", "1968.12", "柳塘小学", "13800002222", "13800003333", "知识分子", "否", "组长"],
        },
        left_out=[
            "身份证号不读入：F列，2格",
            "表头上面的文字不读入：第1行“柳塘镇第十届人大代表信息名册”",
            "合计行不读入：第9行“合计 2人”",
            "填表、审核、盖章一行不读入：第10行“填表人：周敏 审核人： 单位（盖章）”",
            "只有序号的空行不读入：第6—8行",
            "序号列不读入：A列“序号”",
        ],
    ),
    "代表卡片": Form(
        rows=[
            ["代表证号", "姓 名", "性 别", "党派", "学历", "代表团", "邮政编号", "联系电话", "通讯地址", "照片"],
            ["0012", "许桂兰", "女", "中共", "高中", "第一代表团", "238300", "0553-6320001、13800001111", "柳塘村", None],
        ],
        headings=["代表证号", "姓名", "性别", "党派", "学历", "代表团", "邮政编号", "联系电话", "通讯地址"],
        body={2: ["0012", "许桂兰", "女", "中共", "高中", "第一代表团", "238300", "0553-6320001、13800001111", "柳塘村"]},
        left_out=["整列是空的：J列“照片”"],
    ),
    "代表建议目录": Form(
        rows=[
            ["2026年代表建议目录"],
            ["序号", "建议编号", "提建议人", None, "建议标题", "拟主办单位", "备注"],
            [None, None, "单位", "姓名", None, None, None],
            [1, "第1号", "柳塘村", "许桂兰", "关于修路的建议", "交管站", "重点"],
            [2, "第2号", "柳塘小学", "赵磊", "关于路灯的建议", "供电所", None],
        ],
        merges=("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3"),
        headings=["建议编号", "提建议人·单位", "提建议人·姓名", "建议标题", "拟主办单位", "备注"],
        body={
            4: ["第1号", "柳塘村", "许桂兰", "关于修路的建议", "交管站", "重点"],
            5: ["第2号", "柳塘小学", "赵磊", "关于路灯的建议", "供电所", None],
        },
        left_out=["表头上面的文字不读入：第1行“2026年代表建议目录”", "序号列不读入：A列“序号”"],
    ),
    "建议办理台账": Form(
        rows=[
            ["序号", "建议编号", "题目", "领衔代表", "提出人数", "立案形式", "要求结办日期", "主办单位"],
            ["1", "第1号", "关于修路的建议", "许桂兰", "5", "建议", "2026年6月30日", "交管站"],
            ["2", "第2号", "关于路灯的建议", "赵磊", "1", "建议", "2026.7.1", "供电所"],
            [],
            ["注：1.办理期限按省里的规定。"],
            ["2.超期的另外列表。"],
        ],
        headings=["建议编号", "题目", "领衔代表", "提出人数", "立案形式", "要求结办日期", "主办单位"],
        body={
            2: ["第1号", "关于修路的建议", "许桂兰", "5", "建议", "2026年6月30日", "交管站"],
            3: ["第2号", "关于路灯的建议", "赵磊", "1", "建议", "2026.7.1", "供电所"],
        },
        left_out=[
            "说明不读入：第5行“注：1.办理期限按省里的规定。”",
            "说明不读入：第6行“2.超期的另外列表。”",
            "序号列不读入：A列“序号”",
        ],
    ),
    "满意度测评表": Form(
        rows=[
            ["建议办理满意度测评表"],
            ["序号", "建议编号", "领衔代表", None, "建议标题", "主办单位", "代表测评情况", None, None, "备注"],
            [None, None, "单位", "姓名", None, None, "满意(80-100分)", "基本满意(60-79分)", "不满意(59分以下)", None],
            [1, "第1号", "柳塘村", "许桂兰", "关于修路的建议", "交管站", "√", None, None, "85分"],
            [2, "第2号", "柳塘小学", "赵磊", "关于路灯的建议", "供电所", None, "√", None, None],
            [3, "第3号", "柳塘村", "孙小满", "关于水塘的建议", "水利站", None, None, "√", None],
        ],
        merges=("A1:J1", "C2:D2", "G2:I2"),
        headings=["建议编号", "领衔代表·单位", "领衔代表·姓名", "建议标题", "主办单位", "代表测评情况·满意", "代表测评情况·基本满意", "代表测评情况·不满意", "备注"],
        body={
            4: ["第1号", "柳塘村", "许桂兰", "关于修路的建议", "交管站", "√", None, None, "85分"],
            5: ["第2号", "柳塘小学", "赵磊", "关于路灯的建议", "供电所", None, "√", None, None],
            6: ["第3号", "柳塘村", "孙小满", "关于水塘的建议", "水利站", None, None, "√", None],
        },
        left_out=["表头上面的文字不读入：第1行“建议办理满意度测评表”", "序号列不读入：A列“序号”"],
    ),
    "承办单位测评表": Form(
        rows=[
            ["承办单位办理情况测评表", None, None, None, None, None, "单位：件"],
            ["序号", "承办代表建议单位", "承办建议数", "代表测评情况", None, None, "排名"],
            [None, None, None, "满意", "基本满意", "不满意", None],
            ["1", "交管站", "12", "10", "2", "0", "1"],
            ["2", "供电所", "3", "1", "1", "1", "2"],
            [None, "合计", "15", "11", "3", "1", None],
        ],
        merges=("A1:F1", "D2:F2"),
        headings=["承办代表建议单位", "承办建议数", "代表测评情况·满意", "代表测评情况·基本满意", "代表测评情况·不满意", "排名"],
        body={4: ["交管站", "12", "10", "2", "0", "1"], 5: ["供电所", "3", "1", "1", "1", "2"]},
        left_out=[
            "表头上面的文字不读入：第1行“承办单位办理情况测评表 单位：件”",
            "合计行不读入：第6行“合计 15 11 3 1”",
            "序号列不读入：A列“序号”",
        ],
    ),
    "征询意见汇总": Form(
        rows=[
            ["★标题", "建议(议案)编号", "主办单位（必填）", "是否收到答复函", "收到时间", "满意(打√)", "签名"],
            ["关于修路的建议", "第1号", "交管站", "√", "2026-05-06", "√", "许桂兰"],
            ["关于路灯的建议", "第2号", "供电所", "×", None, None, "赵磊"],
            ["填表说明：①一式两份。"],
            ["②请在相应的栏里打√。"],
        ],
        headings=["标题", "建议编号", "主办单位", "是否收到答复函", "收到时间", "满意", "签名"],
        body={
            2: ["关于修路的建议", "第1号", "交管站", "√", "2026-05-06", "√", "许桂兰"],
            3: ["关于路灯的建议", "第2号", "供电所", "×", None, None, "赵磊"],
        },
        left_out=["说明不读入：第4行“填表说明：①一式两份。”", "说明不读入：第5行“②请在相应的栏里打√。”"],
    ),
    "建议联名代表": Form(
        rows=[
            ["建议第30号联名代表"],
            ["代表姓名", "代表证号码", "通讯地址", "邮政编码"],
            ["许桂兰", "0012", "柳塘村", "238300"],
            ["赵磊", "0013", "柳塘小学", "238300"],
            [None, None, None, None],
        ],
        merges=("A1:D1",),
        headings=["代表姓名", "代表证号码", "通讯地址", "邮政编码"],
        body={3: ["许桂兰", "0012", "柳塘村", "238300"], 4: ["赵磊", "0013", "柳塘小学", "238300"]},
        left_out=["表头上面的文字不读入：第1行“建议第30号联名代表”"],
    ),
    "入户登记表": Form(
        rows=[
            ["柳塘镇联系户登记表"],
            ["填报单位：柳塘镇人大", None, None, None, "填报日期：2026年3月"],
            ["序号", "村（居委）", "村组", "户主姓名", "身份证号码", "家庭人口（人）", "耕地（亩）", None, "住房", None, "主要诉求"],
            [None, None, None, None, None, None, "水田", "旱地", "结构", "面积（平方米）", None],
            [1, "柳塘村", "三组", "王二保", "349912 19620305 401 2", 4, 3.5, 1, "砖混", 120, "修路"],
            [2, "柳塘村", "五组", "李　平", "349912196203054", 2, 0, 0.8, "砖木", 80, None],
            ["小计", None, None, None, None, 6, 3.5, 1.8, None, 200, None],
        ],
        merges=("A1:K1", "A2:D2", "G3:H3", "I3:J3"),
        headings=["村", "村组", "户主姓名", "家庭人口", "耕地·水田", "耕地·旱地", "住房·结构", "住房·面积", "主要诉求"],
        units={"家庭人口": "人", "耕地·水田": "亩", "耕地·旱地": "亩", "住房·面积": "平方米"},
        body={
            5: ["柳塘村", "三组", "王二保", 4, 3.5, 1, "砖混", 120, "修路"],
            6: ["柳塘村", "五组", "李　平", 2, 0, 0.8, "砖木", 80, None],
        },
        left_out=[
            "身份证号不读入：E列，2格",
            "表头上面的文字不读入：第1行“柳塘镇联系户登记表”",
            "表头上面的文字不读入：第2行“填报单位：柳塘镇人大 填报日期：2026年3月”",
            "合计行不读入：第7行“小计 6 3.5 1.8 200”",
            "序号列不读入：A列“序号”",
        ],
    ),
    "帮扶责任人": Form(
        rows=[
            ["户主", "帮扶责任人", None, None, "起始时间"],
            [None, "姓名", "单位隶属", "联系电话", None],
            ["王二保", "许桂兰", "柳塘村", "13800001111", "2021.3.5"],
            [None, "赵磊", "柳塘小学", "13800002222", "2024.1.1"],
            ["李平", "赵磊", "柳塘小学", "13800002222", "2022年5月1日"],
        ],
        merges=("A1:A2", "B1:D1", "E1:E2", "A3:A4"),
        headings=["户主", "帮扶责任人·姓名", "帮扶责任人·单位隶属", "帮扶责任人·联系电话", "起始时间"],
        body={
            3: ["王二保", "许桂兰", "柳塘村", "13800001111", "2021.3.5"],
            4: ["王二保", "赵磊", "柳塘小学", "13800002222", "2024.1.1"],
            5: ["李平", "赵磊", "柳塘小学", "13800002222", "2022年5月1日"],
        },
        left_out=[],
        only_merged=True,
    ),
    "履职情况登记表": Form(
        rows=[
            ["2026年度代表履职情况登记表"],
            ["姓名", "参加人代会", "调研视察", "意见建议及落实", "联系选民", "办实事"],
            ["第一代表团"],
            ["许桂兰", "2", "3", "1件", "12", "帮王二保家修了门前路"],
            ["第二代表团"],
            ["赵磊", "1", "0", "0", "4", "无"],
            ["姓名", "参加人代会", "调研视察", "意见建议及落实", "联系选民", "办实事"],
            ["孙小满", "2", "1", "0", "3", None],
            ["制表：周敏"],
        ],
        merges=("A1:F1", "A3:F3", "A5:F5"),
        headings=["姓名", "参加人代会", "调研视察", "意见建议及落实", "联系选民", "办实事"],
        body={
            4: ["许桂兰", "2", "3", "1件", "12", "帮王二保家修了门前路"],
            6: ["赵磊", "1", "0", "0", "4", "无"],
            8: ["孙小满", "2", "1", "0", "3", None],
        },
        left_out=[
            "表头上面的文字不读入：第1行“2026年度代表履职情况登记表”",
            "分组的小标题不读入：第3行“第一代表团”",
            "分组的小标题不读入：第5行“第二代表团”",
            "填表、审核、盖章一行不读入：第9行“制表：周敏”",
            "重复的表头不读入：第7行",
        ],
    ),
    "换届选举统计表": Form(
        rows=[
            ["乡级人民代表大会换届选举统计表"],
            ["单位（盖章）：", None, None, "填表人：", None, "报表时间："],
            ["行政区划", "选民登记（人）", "参加投票（人）", "不能行使选举权利人数（18周岁以上精神病患者）", "停止行使选举权利人数", "备注"],
            ["甲", "1", "2", "3", "4", "5"],
            ["柳塘村", "1520", "1480", "3", "1", None],
            ["河西社区", "980", "930", "0", "0", "含新区"],
            ["总计", "2500", "2410", "3", "1", None],
            ["单位负责人：", None, "审核人：", None, None, "联系电话："],
        ],
        merges=("A1:F1",),
        headings=["行政区划", "选民登记", "参加投票", "不能行使选举权利人数", "停止行使选举权利人数", "备注"],
        units={"选民登记": "人", "参加投票": "人"},
        body={
            5: ["柳塘村", "1520", "1480", "3", "1", None],
            6: ["河西社区", "980", "930", "0", "0", "含新区"],
        },
        left_out=[
            "表头上面的文字不读入：第1行“乡级人民代表大会换届选举统计表”",
            "表头上面的文字不读入：第2行“单位（盖章）： 填表人： 报表时间：”",
            "单位或者栏次行不读入：第4行“甲 1 2 3 4 5”",
            "合计行不读入：第7行“总计 2500 2410 3 1”",
            "填表、审核、盖章一行不读入：第8行“单位负责人： 审核人： 联系电话：”",
        ],
    ),
}  # fmt: skip

AS_FILES = {
    "xlsx": lambda form: read_file("表.xlsx", files.xlsx(form.rows, form.merges)),
    "web page": lambda form: read_file("表.xlsx", files.web_page(form.rows, form.merges)),
    "web page of an old system": lambda form: read_file(
        "表.xls", files.web_page(form.rows, form.merges, "gb18030")
    ),
}
WITHOUT_MERGES = {
    "bare xlsx": lambda form: read_file("表.xlsx", files.xlsx(form.rows)),
    "ods": lambda form: read_file("表.ods", files.ods(form.rows)),
    "csv": lambda form: read_file("表.csv", files.csv(form.rows)),
    "csv of Excel": lambda form: read_file("表.csv", files.csv(form.rows, encoding="utf-8-sig")),
    "csv of WPS": lambda form: read_file("表.csv", files.csv(form.rows, encoding="gb18030")),
    "text of Excel": lambda form: read_file("表.txt", files.csv(form.rows, "\t", "utf-16")),
    "csv with semicolons": lambda form: read_file("表.csv", files.csv(form.rows, ";")),
    "pasted": lambda form: read_pasted(files.pasted(form.rows)),
}


def said(values):
    """Numbers are text in a web page and in csv."""
    return [None if value is None else str(value) for value in values]


def check(form, sheets, what):
    (sheet,) = sheets
    known = form.known.split() or None
    table = understand(sheet, known and known.__contains__)
    assert [heading.words for heading in table.headings] == form.headings, what
    body = {row.number: said(row.cells) for row in table.rows}
    assert body == {number: said(cells) for number, cells in form.body.items()}, what
    assert sorted(map(str, table.left_out)) == sorted(form.left_out), what
    units = {heading.words: heading.unit for heading in table.headings if heading.unit}
    assert units == form.units, what


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_understood_in_every_kind_of_file(name):
    form = FORMS[name]
    for kind, read in AS_FILES.items():
        check(form, read(form), kind)


@pytest.mark.parametrize("name", [name for name in FORMS if not FORMS[name].only_merged])
def test_a_form_is_understood_without_its_merged_cells(name):
    form = FORMS[name]
    for kind, read in WITHOUT_MERGES.items():
        check(form, read(form), kind)
