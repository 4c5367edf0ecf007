"""Paper: what a Word file is made of, whoever writes on it."""

import datetime
import io
import re

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from accounts.file_links import word_file
from papers.official import (
    Paper,
    PaperCell,
    PaperRow,
    blank,
    heading_of,
    printable,
    title_lines,
    width,
)
from papers.styles import CHARACTER, STYLES
from tests.papers.official_layout import departures
from tests.papers.word_file import blocks, cells_of, print_all, said, squeezed

SENTENCE = (
    "这是一段四十个字以上的正文，用来看看它是不是用三号仿宋、首行缩进两个字、每面二十二行来排的。"
)


def values(paragraph, tag):
    """The attributes of <w:tag> in the properties of a paragraph, by their short names."""
    node = paragraph._p.pPr.find(qn(f"w:{tag}"))
    return {name.split("}")[1]: value for name, value in node.attrib.items()}


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "lines"),
        [
            ("柳塘镇人大代表建议专用表", ["柳塘镇人大代表建议专用表"]),
            # 22.5 characters: after 会议 is 15 and 7.5, after 人大 10 and 12.5.
            (
                "关于柳塘镇第二届人大第三次会议第5号建议的答复",
                ["关于柳塘镇第二届人大", "第三次会议第5号建议的答复"],
            ),
            (
                "关于柳塘镇人大2022年闭会期间第5号建议的答复",
                ["关于柳塘镇人大2022年", "闭会期间第5号建议的答复"],
            ),
        ],
    )
    def test_a_long_one_is_broken_between_words_into_even_lines(self, title, lines):
        assert title_lines(title) == lines

    def test_a_word_is_not_torn(self):
        """人大代表 is one word; without a seam the line is left to the word processor."""
        title = "甲乙丙丁人大代表戊己庚辛壬癸子丑寅卯辰巳午未"
        assert title_lines(title) == [title]

    def test_one_of_three_lines_is_left_to_the_word_processor(self):
        title = "关于" + "柳塘镇桥头村清理水渠" * 5
        assert title_lines(title) == [title]

    def test_digits_take_half_a_place(self):
        assert [width("第12号"), width("2022年")] == [3, 3]


class TestNumbering:
    @pytest.mark.parametrize(
        ("line", "kind"),
        [
            ("一、办理情况", "h1"),
            ("（一）答复情况", "h2"),
            ("一、这是一句话。", "p"),
            ("一是清淤。", "p"),
            ("1.清淤", "p"),
            ("", "p"),
        ],
    )
    def test_a_heading_is_known_by_it(self, line, kind):
        assert heading_of(line) == kind


class TestText:
    def test_what_xml_cannot_hold_is_left_out(self):
        assert printable("水\x00渠\x0b清\x1f淤\ufffe\ud800了\t\n") == "水渠清淤了\t\n"

    def test_markup_is_text(self):
        paper = Paper("</w:t>&\x08", "<作者>")
        paper.add("title", "<w:t>&amp;\x08")
        paper.add("p", "清淤]]></w:t><w:p/>&\x0c")
        assert said(paper.content()) == ["<w:t>&amp;", "清淤]]></w:t><w:p/>&"]

    def test_a_name_longer_than_word_allows_is_cut(self):
        word = Paper("长" * 300, "名" * 300).word
        assert [len(word.core_properties.title), len(word.core_properties.author)] == [255, 255]

    def test_nothing_can_be_said_too(self):
        paper = Paper("空")
        paper.add("p", "")
        assert said(paper.content()) == []

    def test_every_chinese_word_names_its_face(self):
        paper = Paper("样张")
        for kind in STYLES:
            paper.add(kind, "人大2022年")
        for block, kind in zip(blocks_with_text(paper), STYLES, strict=True):
            fonts = block.runs[0]._r.rPr.rFonts
            assert fonts.get(qn("w:eastAsia")) == STYLES[kind][1]
            assert fonts.get(qn("w:ascii")) == "Times New Roman"

    def test_a_box_and_a_tick_come_from_one_face(self):
        paper = Paper("样张")
        paper.add("cell", "☑满意　□不满意")
        runs = blocks(paper.content())[0].runs
        assert [run.text for run in runs] == ["☑", "满意　", "□", "不满意"]
        slots = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in (runs[0], runs[2])}
        assert slots == {"Segoe UI Symbol"}

    def test_a_style_comes_with_its_first_use(self):
        paper = Paper("样张")
        paper.add("p", "正文")
        names = {style.name for style in paper.word.styles}
        assert "公文正文" in names
        assert not {"公文标题", "表格内容", "公文署名"} & names


def blocks_with_text(paper):
    return [block for block in blocks(paper.content()) if block.text]


def indents(name, date, **how):
    """How many characters the signature and the date stand off the right edge."""
    paper = Paper("样张")
    paper.sign(name, date, **how)
    styles = [paper.word.styles[STYLES[kind][0]] for kind in ("signature", "date")]
    return [style.paragraph_format.right_indent.pt / CHARACTER for style in styles]


class TestSignature:
    def test_without_a_seal(self):
        """署名右空二字，日期首字比署名首字右移二字：9 characters over 7.5."""
        assert indents("柳塘镇人大主席团", "2022年3月1日") == pytest.approx([2, 8 - 6], abs=0.1)

    def test_a_longer_date_stands_two_characters_off(self):
        assert indents("水利站", "2022年12月31日") == pytest.approx([2 + 7 + 2 - 3, 2], abs=0.1)

    def test_with_a_seal_the_name_is_centred_over_the_date(self):
        """日期右空四字: the date is 6 wide, its middle 7 off the edge, that of the name 7 - 1.5."""
        assert indents("水利站", "2022年3月1日", sealed=True) == pytest.approx([5.5, 4], abs=0.1)

    def test_a_name_much_longer_than_the_date_does_not_leave_the_page(self):
        name = "无为市住房和城乡建设局村镇建设管理科"  # 18 characters over a date of 6
        found = indents(name, "2022年3月1日", sealed=True)
        assert found == pytest.approx([0, 6], abs=0.1)

    def test_without_a_date(self):
        paper = Paper("样张")
        paper.sign("水利站")
        assert said(paper.content()) == ["水利站"]


class TestEnclosures:
    def test_they_stand_with_the_text_and_the_signature(self):
        paper = Paper("样张")
        paper.add("p", "以上报告，请予审议。")
        paper.enclose(["　　附件：1. 办理情况", "　　　　　2. 出席情况"])
        paper.sign("水利站", "2022年3月1日")
        kept = [p.paragraph_format.keep_with_next for p in paper.word.paragraphs]
        assert kept == [True] * 6 + [None]
        assert [p.text for p in paper.word.paragraphs][1] == ""

    def test_an_annex_begins_a_page_with_its_mark_at_the_left(self):
        paper = Paper("样张")
        paper.annex("附件1")
        mark = blocks(paper.content())[0]
        assert (mark.text, mark.style.name, mark.alignment) == ("附件1", "公文附件标识", None)
        assert mark.paragraph_format.page_break_before


class TestReadOutToTheCongress:
    def test_what_stands_below_the_title_is_centred_in_kai(self):
        paper = Paper("样张")
        for kind in ("draft", "subtitle", "speaker"):
            paper.add(kind, "（草案）")
        for block in blocks(paper.content()):
            assert block.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
            assert block.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
            assert block.style.font.size.pt == 16


class TestWhatTheFileSaysOfItself:
    @pytest.fixture
    def word(self):
        paper = Paper("关于修渠的答复", "水利站")
        paper.add("title", "关于修渠的答复")
        paper.add("p", "水渠已经修好。" * 30)
        paper.sign("水利站", "2022年3月8日")
        return docx.Document(io.BytesIO(paper.content()))

    def test_who_wrote_it_and_when(self, word):
        known = word.core_properties
        assert (known.title, known.author, known.comments) == ("关于修渠的答复", "水利站", "")
        assert abs(known.created - datetime.datetime.now(datetime.UTC)).total_seconds() < 600

    def test_nothing_of_the_template_is_left(self, word):
        kinds = {
            relation.reltype.rpartition("/")[2] for relation in word.part.package.rels.values()
        }
        assert kinds == {"officeDocument", "core-properties"}

    def test_it_is_in_chinese(self, word):
        lang = next(word.styles.element.iter(qn("w:lang")))
        theme = word.settings.element.find(qn("w:themeFontLang"))
        assert {node.get(qn("w:eastAsia")) for node in (lang, theme)} == {"zh-CN"}
        assert {node.get(qn("w:val")) for node in (lang, theme)} == {"en-US"}  # 数字不回行

    def test_the_signature_stands_with_the_last_of_the_text(self, word):
        kept = [p.paragraph_format.keep_with_next for p in word.paragraphs[-4:]]
        assert kept == [True, True, True, None]


class TestTables:
    HEAD = PaperRow((PaperCell("编号", "head"), PaperCell("案由", "head")))

    def paper(self, rows=3):
        paper = Paper("样张")
        lines = [
            PaperRow((PaperCell(str(n), "entry"), PaperCell("清理\n水渠", "entry")))
            for n in range(rows)
        ]
        paper.table(
            (20, 136), [PaperRow((PaperCell("一组", "head", span=2),)), *lines], head=self.HEAD
        )
        paper.end()
        return paper

    def test_cells(self):
        table = blocks(self.paper(1).content())[0]
        assert cells_of(table) == [["编号", "案由"], ["一组"], ["0", "清理 / 水渠"]]

    def test_only_the_head_is_repeated_and_no_row_is_torn(self):
        rows = blocks(self.paper().content())[0]._tbl.tr_lst
        repeated = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert repeated == [True, False, False, False, False]
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)

    def test_a_row_of_long_text_may_go_on_overleaf(self):
        paper = Paper("样张")
        paper.table((156,), [PaperRow((PaperCell("长"),), breaks=True)])
        row = blocks(paper.content())[0]._tbl.tr_lst[0]
        assert row.trPr.find(qn("w:cantSplit")) is None

    def test_it_is_as_wide_as_the_text_and_its_lines_are_thin_and_black(self):
        table = blocks(self.paper().content())[0]._tbl
        assert round(sum(column.w.mm for column in table.tblGrid.gridCol_lst)) == 156
        lines = table.tblPr.find(qn("w:tblBorders"))
        assert len(lines) == 6
        assert {(n.get(qn("w:sz")), n.get(qn("w:color"))) for n in lines} == {("4", "000000")}

    def test_all_but_the_size_of_the_text_leaves_the_grid_of_lines(self):
        """On the grid a line of 12 pt would take as much room as one of 16, a title that of two."""
        paper = self.paper()
        for kind, is_on_grid in (("entry", False), ("head", False), ("p", True), ("title", False)):
            style = paper.word.styles[paper.style(kind)]
            grid = style.element.pPr.find(qn("w:snapToGrid"))
            assert (grid is None) == is_on_grid, kind

    def test_a_head_of_two_rows_is_repeated_whole(self):
        paper = Paper("样张")
        first = PaperRow(
            (PaperCell("姓名", "head", down="restart"), PaperCell("人代会", "head", span=2))
        )
        second = PaperRow(
            (
                PaperCell("", "head", down="continue"),
                PaperCell("应到", "head"),
                PaperCell("出席", "head"),
            )
        )
        paper.table(
            (56, 50, 50),
            [PaperRow((PaperCell("许桂兰"), PaperCell("5"), PaperCell("4")))],
            head=(first, second),
        )
        rows = blocks(paper.content())[0]._tbl.tr_lst
        repeated = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert repeated == [True, True, False]
        merged = [row.tc_lst[0].tcPr.find(qn("w:vMerge")) for row in rows]
        assert [node is not None and node.get(qn("w:val")) for node in merged] == [
            "restart", "continue", False,
        ]  # fmt: skip

    def test_the_order_that_the_schema_wants_in_a_cell(self):
        paper = Paper("样张")
        paper.table((156,), [PaperRow((PaperCell("姓名", span=1, down="restart"),))])
        cell = blocks(paper.content())[0]._tbl.tr_lst[0].tc_lst[0]
        assert [n.tag.split("}")[1] for n in cell.tcPr] == ["tcW", "vMerge", "vAlign"]

    def test_two_marks_on_a_line_without_borders(self):
        paper = Paper("样张")
        paper.marks("柳政〔2022〕3号", "办理结果：A类")
        table = blocks(paper.content())[0]
        assert cells_of(table) == [["柳政〔2022〕3号", "办理结果：A类"]]
        assert len(table._tbl.tblPr.find(qn("w:tblBorders"))) == 0

    def test_the_order_that_the_schema_wants(self):
        """Word refuses a file whose properties come in another order."""
        properties = blocks(self.paper().content())[0]._tbl.tblPr
        assert [node.tag.split("}")[1] for node in properties] == [
            "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar",
        ]  # fmt: skip
        paper = Paper("样张")
        paper.copy_to("柳塘镇人大主席团")
        paragraph = blocks(paper.content())[0]
        tags = [node.tag.split("}")[1] for node in paragraph._p.pPr]
        assert tags == ["pStyle", "framePr", "pBdr"]
        style = paper.word.styles[paper.style("copy")].element.pPr
        assert [node.tag.split("}")[1] for node in style] == [
            "widowControl",
            "snapToGrid",
            "spacing",
        ]


class TestCopies:
    def test_they_stand_between_two_lines_at_the_foot(self):
        paper = Paper("样张")
        paper.copy_to("柳塘镇人大主席团，柳塘镇人民政府")
        paragraph = blocks(paper.content())[0]
        assert paragraph.text == "　抄送：柳塘镇人大主席团，柳塘镇人民政府。"
        frame = values(paragraph, "framePr")
        assert (frame["yAlign"], frame["vAnchor"]) == ("bottom", "margin")
        borders = paragraph._p.pPr.find(qn("w:pBdr"))
        assert [node.tag.split("}")[1] for node in borders] == ["top", "bottom"]


class TestOnPaper:
    def test_a_letter_in_official_layout(self, tmp_path):
        paper = Paper("关于样张的函")
        paper.marks("柳政〔2022〕3号", "办理结果：A类")
        paper.add("title", "关于样张的函")
        paper.add("to", "水利站：")
        for kind, text in (("h1", "一、一级标题"), ("h2", "（一）二级标题"), ("p", SENTENCE)):
            paper.add(kind, text)
        paper.lines(2)
        paper.sign("柳塘镇人大主席团", "2022年3月1日", sealed=True)
        paper.copy_to("柳塘镇人民政府")
        assert departures(paper.content()) == []

    def test_copies_at_the_foot_and_heads_on_every_page(self, tmp_path):
        letter = Paper("函")
        letter.add("title", "函")
        letter.add("p", SENTENCE)
        letter.copy_to("柳塘镇人民政府")
        printed = print_all({"letter": letter.content(), "list": self.long_list()}, tmp_path)
        assert len(printed["letter"]) == 1
        assert squeezed(printed["letter"][0]).endswith("抄送：柳塘镇人民政府。—1—")
        assert len(printed["list"]) == 4
        assert all(re.search(r"编号\s+案由", page) for page in printed["list"])

    def long_list(self):
        """60 rows of two lines, 12.7 mm each: below the head, 16 or 17 go on 225 mm."""
        return TestTables().paper(60).content()


class TestDownloads:
    def test_the_chinese_name_and_one_for_what_knows_only_ascii(self):
        response = word_file(b"PK", "第5号建议答复函.docx", "reply-5.docx")
        assert response.content == b"PK"
        assert response["Content-Type"].endswith("wordprocessingml.document")
        assert response["Content-Disposition"] == (
            "attachment; filename=\"reply-5.docx\"; filename*=UTF-8''"
            "%E7%AC%AC5%E5%8F%B7%E5%BB%BA%E8%AE%AE%E7%AD%94%E5%A4%8D%E5%87%BD.docx"
        )

    def test_what_a_file_system_refuses_is_left_out_of_the_name(self):
        response = word_file(b"", '甲/乙:丙"\r\n丁.docx', "x.docx")
        assert response["Content-Disposition"].endswith(
            "''%E7%94%B2%E4%B9%99%E4%B8%99%E4%B8%81.docx"
        )


def test_a_line_to_fill_in():
    assert blank(4) == "＿＿＿＿"
    paper = Paper("样张")
    paper.lines(2)
    assert said(paper.content()) == [blank(28)] * 2


def test_the_file_opens_with_its_properties():
    word = Paper("样张", "柳塘镇人大主席团").word
    assert isinstance(word, docx.document.Document)
    assert (word.core_properties.title, word.core_properties.author) == ("样张", "柳塘镇人大主席团")
