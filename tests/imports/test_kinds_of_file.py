"""What the bytes of a file say is what is read, whatever they are called."""

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from imports.reading import looks_like, read_file, read_pasted, understand
from tests.imports import files
from tests.imports.test_forms import FORMS, check

pytestmark = pytest.mark.sqlite

STORED = Path(__file__).parent / "stored"  # written by LibreOffice 7.4
ROWS = [["姓名", "村"], ["许桂兰", "柳塘村"], ["赵磊", "河西社区"]]


def rows_of(sheets):
    (sheet,) = sheets
    return sheet.rows


@pytest.mark.parametrize("name", ["roster.xls", "roster.xlsx", "roster.ods"])
def test_what_an_office_program_wrote(name):
    roster, visits, choices = read_file(name, (STORED / name).read_bytes())
    check(FORMS["代表信息名册"], [roster], name)
    assert visits.rows[0] == ["走访日期", "户主", "户数", "金额（元）", "家访", "出错"]
    first, second = visits.rows[1][:5], visits.rows[2][:5]
    assert first[:4] == [datetime.date(2026, 3, 5), "王二保", 3, 12.5]
    assert second[:4] == [datetime.datetime(2026, 3, 6, 9, 30), "李平", 2, "0012"]
    assert (first[4], second[4]) == (True, False)
    assert [sheet.is_hidden for sheet in (roster, visits, choices)] == [False, False, True]
    assert choices.rows == [["是", None, "备用"], ["否"]]
    if name == "roster.ods":
        assert visits.remarks == [
            "有公式出错的单元格，按空白读。请用WPS或者Excel打开，改好以后另存为xlsx再上传。"
        ]
        assert choices.remarks == ["有隐藏的行或者列，也读入了。"]
    else:
        assert (choices.hidden_columns, choices.hidden_rows) == ({2}, {1})
        assert visits.remarks == ["公式出错：F2、F3。"]


@pytest.mark.parametrize("name", ["roster.xls", "roster.xlsx"])
def test_a_cell_with_an_error_says_it(name):
    _, visits, _ = read_file(name, (STORED / name).read_bytes())
    assert [row[5] for row in visits.rows[1:]] == ["#DIV/0!", "#N/A"]
    assert visits.remarks == ["公式出错：F2、F3。"]


def test_a_formula_without_a_result_is_named():
    """What openpyxl and other programs write has formulas only; Excel writes what they come to."""
    rows = [["户主", "收入"], ["王二保", "=1+1"], ["李平", "=2+2"], ["周敏", 3]]
    (sheet,) = read_file("a.xlsx", files.xlsx(rows))
    assert sheet.rows[1:] == [["王二保"], ["李平"], ["周敏", 3]]
    table = understand(sheet)
    assert table.remarks == [
        "公式没有存下结果，按空白读：B2、B3。请用WPS或者Excel打开，保存以后再上传。"
    ]


def test_numbers_and_days_are_what_the_sheet_holds():
    day = datetime.date(1975, 6, 1)
    rows = [
        [13805631237.0, "0012", 3.0, 3.5, day, datetime.datetime(2026, 3, 5, 9, 30), True, "  ", 0]
    ]
    assert read_file("a", files.xlsx(rows))[0].rows == [
        [13805631237, "0012", 3, 3.5, day, datetime.datetime(2026, 3, 5, 9, 30), True, None, 0]
    ]
    assert isinstance(read_file("a", files.xlsx(rows))[0].rows[0][0], int)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a.doc", "", "..\\..\\a/b.exe"])
def test_the_name_says_nothing(name):
    assert rows_of(read_file(name, files.xlsx(ROWS))) == ROWS
    assert rows_of(read_file(name, files.web_page(ROWS))) == ROWS
    assert rows_of(read_file(name, files.csv(ROWS))) == ROWS


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_every_program(separator):
    rows = [
        ["姓名", "住址", "说"],
        ["许桂兰", '村,东"头";\t1号', "一行\n又一行"],
        ["赵磊", "河西", "无"],
    ]
    for encoding in ENCODINGS:
        content = files.csv(rows, separator, encoding)
        assert rows_of(read_file("a.csv", content)) == [
            [text.replace("\r\n", "\n") for text in row] for row in rows
        ], encoding


def test_a_rare_name_in_the_code_of_the_country():
    assert rows_of(read_file("a.csv", files.csv([["姓名"], ["赵䶮"], ["谢𡌴"]], encoding="gb18030"))) == [
        ["姓名"], ["赵䶮"], ["谢𡌴"],
    ]  # fmt: skip


def test_how_excel_keeps_text_in_csv():
    content = 'sep=;\r\n姓名;电话\r\n许桂兰;="013800001111"\r\n赵磊;\'-\r\n'.encode()
    assert rows_of(read_file("a.csv", content)) == [
        [], ["姓名", "电话"], ["许桂兰", "013800001111"], ["赵磊", "-"],
    ]  # fmt: skip


def test_a_web_page_of_several_tables_with_one_around_them():
    page = """<?xml version="1.0"?><!-- 系统导出 --><html><body>
    <table><tr><td><table><caption>名册</caption><tr><th>姓名</th><th>手机<br/>号码</th></tr>
    <tr><td>&nbsp;许 桂兰 </td><td x:str>138<span style="display:none">9</span></td></tr></table></td>
    <td><table><tr><td>村</td></tr><tr><td><p>柳塘村</p></td></tr></table><table></table></td></tr></table>
    <script>document.write("<table><tr><td>x</td></tr></table>")</script></body></html>"""
    first, second = read_file("名册.xls", page.encode())
    assert first.rows == [["名册"], ["姓名", "手机\n号码"], ["许 桂兰", "138"]]
    assert first.name == "名册（第1个表）"
    assert second.rows == [["村"], ["柳塘村"]]


def test_rows_and_columns_that_reach_over_others():
    page = """<table><tr><td rowspan=2>村<td colspan=2>住房</tr><tr><td>结构<td>面积</tr>
    <tr><td rowspan="2">柳塘<td>砖<td>80</tr><tr><td>木<td>60</tr></table>"""
    (sheet,) = read_file("a", page.encode())
    assert sheet.rows == [
        ["村", "住房"], [None, "结构", "面积"], ["柳塘", "砖", "80"], [None, "木", "60"],
    ]  # fmt: skip
    table = understand(sheet)
    assert [heading.words for heading in table.headings] == ["村", "住房·结构", "住房·面积"]
    assert [row.cells for row in table.rows] == [["柳塘", "砖", "80"], ["柳塘", "木", "60"]]
    assert table.remarks == ["A列合并的单元格，合并的每一行都按同样的内容读入。"]


PASTED = [
    ("姓名\t村\r\n许桂兰\t柳塘村\r\n", [["姓名", "村"], ["许桂兰", "柳塘村"]]),
    ('姓名\t"出生\n年月"\t备注\n许桂兰\t1975.06\t"说""好""\n的"', [["姓名", "出生\n年月", "备注"], ["许桂兰", "1975.06", '说"好"\n的']]),
    ('5"管\t"新"路\n"半句\t完', [['5"管', '"新"路'], ['"半句', "完"]]),
    ("姓名\n许桂兰\n赵磊", [["姓名"], ["许桂兰"], ["赵磊"]]),
    ("姓名,村\n许桂兰,柳塘村", [["姓名", "村"], ["许桂兰", "柳塘村"]]),
    ("\ufeff姓名\t村\r许桂兰\t\r\t\r", [["姓名", "村"], ["许桂兰"]]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), PASTED)
def test_cells_that_were_copied(text, rows):
    assert rows_of(read_pasted(text)) == rows


def test_cells_without_a_head_are_all_read():
    table = understand(read_pasted("许桂兰\t女\t13800001111\n赵磊\t男\t13800002222")[0])
    assert not table.has_head
    assert [row.cells for row in table.rows] == [
        ["许桂兰", "女", "13800001111"],
        ["赵磊", "男", "13800002222"],
    ]
    assert table.remarks == ["没有找到表头，全部当作内容读入。"]


def test_a_head_is_found_by_what_the_kind_awaits():
    """A row that looks like a head stands above; the kind knows better."""
    rows = [["柳塘镇", "人大办公室", "印制"], ["代表", "年份"], ["许桂兰", 2026]]
    (sheet,) = read_file("a", files.xlsx(rows))
    table = understand(sheet, {"代表", "年份"}.__contains__)
    assert [heading.words for heading in table.headings] == ["代表", "年份"]
    assert [(row.number, row.cells) for row in table.rows] == [(3, ["许桂兰", 2026])]
    assert [str(out) for out in table.left_out] == [
        "表头上面的文字不读入：第1行“柳塘镇 人大办公室 印制”"
    ]


def test_a_second_table_below_is_not_mixed_in():
    rows = [
        ["姓名", "村", "电话"],
        ["许桂兰", "柳塘村", "13800001111"],
        [],
        ["户主", "组", "人口"],
        ["王二保", "三组", "4"],
    ]
    known = {"姓名", "村", "电话", "户主", "组", "人口"}.__contains__
    table = understand(read_pasted(files.pasted(rows))[0], known)
    assert [row.cells for row in table.rows] == [rows[1]]
    assert [str(out) for out in table.left_out] == [
        "下面像是另一张表，没有读入，请分开上传：第4—5行"
    ]


def test_hidden_columns_are_left_out_and_hidden_rows_are_named():
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    (sheet,) = read_file(
        "a",
        files.xlsx([["姓名", "内部评语", "村"], *[["许桂兰", "好", "柳塘村"]] * 2], change=hide),
    )
    table = understand(sheet)
    assert [heading.words for heading in table.headings] == ["姓名", "村"]
    assert [str(out) for out in table.left_out] == [
        "隐藏的列不读入，要读入请先取消隐藏：B列“内部评语”"
    ]
    assert table.remarks == ["第3行在表格里是隐藏的（或者筛选掉了），也读入了。"]
    assert [row.number for row in table.rows] == [2, 3]


def test_pictures_in_cells_are_no_values():
    rows = [
        ["姓名", "照片"],
        ["许桂兰", '=DISPIMG("ID_0001",1)'],
        ["赵磊", '=DISPIMG("ID_0002",1)'],
    ]
    (sheet,) = read_file("a.csv", files.csv(rows))
    assert sheet.rows == [["姓名", "照片"], ["许桂兰"], ["赵磊"]]
    assert [str(out) for out in sheet.left_out] == ["单元格里的图片不读入：B列，2格"]


def test_the_rows_of_our_own_templates_that_explain():
    rows = [
        ["姓名*", "出生年月", "电话"],
        ["必填", "选填", "可以不填"],
        ["例：许桂兰", "1975.06", "13800001111"],
        ["赵磊", "1968.12", None],
    ]
    table = understand(read_file("a", files.xlsx(rows))[0])
    assert [row.cells for row in table.rows] == [["赵磊", "1968.12"]]
    assert [str(out) for out in table.left_out] == [
        "表头下面的说明不读入：第2行“必填 选填 可以不填”",
        "示例行不读入：第3行“例：许桂兰 1975.06 13800001111”",
        "整列是空的：C列“电话”",
    ]


LOOKS = [
    (["2021.3.5", "2021年3月5日", datetime.date(2021, 3, 5), "20210305"], {"day"}),
    (["1975.06", "1968年12月", "1980-01", None], {"month"}),
    (["13800001111", 13800002222, "0553-6320001、13800003333"], {"phone"}),
    (["许桂兰", "赵　磊", "艾合买提·吐尔逊", ""], {"name"}),
    (["√", "有", "否", None], {"mark"}),
    ([3, 4.5, "12", "1,200"], {"number"}),
    (["柳塘村", "河西社区", "城关居委会"], {"village"}),
    (["男", "女", "男"], {"sex"}),
    (["关于修路的建议", "无可奉告的事情"], set()),
    ([None, ""], set()),
]


@pytest.mark.parametrize(("values", "kinds"), LOOKS)
def test_what_a_column_looks_like(values, kinds):
    assert kinds <= looks_like(values)
    assert kinds or not looks_like(values)


def test_too_much_is_refused_in_words():
    for rows, word in (([["a"] * 201], "200列"), ([["a"]] * 20_001, "20000行")):
        for read in (
            lambda rows: read_file("a", files.csv(rows)),
            lambda rows: read_file("a", files.web_page(rows)),
            lambda rows: read_pasted(files.pasted(rows)),
        ):
            with pytest.raises(ValidationError, match=word):
                read(rows)
