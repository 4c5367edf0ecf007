"""The check of official layout sees each thing that it looks at."""

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from papers.official import Paper
from tests.papers.official_layout import NO_BODY, departures

SENTENCE = "这是一段四十个字以上的正文，用来看看有一处不合格式的时候检查是不是看得出来、说得清楚。"


def a_letter():
    paper = Paper("关于检查的函")
    for kind, text in [
        ("title", "关于检查的函"),
        ("h1", "一、一级标题"),
        ("h2", "（一）二级标题"),
        ("p", SENTENCE),
    ]:
        paper.add(kind, text)
    return docx.Document(io.BytesIO(paper.content()))


def found(document):
    content = io.BytesIO()
    document.save(content)
    return departures(content.getvalue())


def set_font(run, font):
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def of(document, start):
    return next(p for p in document.paragraphs if p.text.startswith(start))


def break_margin(document):
    document.sections[0].top_margin = Mm(30)


def break_title(document):
    set_font(of(document, "关于").runs[0], "黑体")


def break_title_place(document):
    of(document, "关于").alignment = 0


def break_heading(document):
    set_font(of(document, "一、").runs[0], "仿宋_GB2312")


def break_second_heading(document):
    set_font(of(document, "（一）").runs[0], "仿宋_GB2312")


def break_size(document):
    of(document, "这是").runs[0].font.size = Pt(15)


def break_colour(document):
    of(document, "这是").runs[0].font.color.rgb = RGBColor(200, 0, 0)


def break_indent(document):
    indent = of(document, "这是")._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")


def break_lines(document):
    of(document, "这是").paragraph_format.line_spacing = Pt(24)


def break_body(document):
    of(document, "这是").runs[0].text = "短。"


def break_footers(document):
    document.settings.odd_and_even_pages_header_footer = False


def break_page_number(document):
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph._p.getparent().remove(paragraph._p)


def test_a_letter_in_order_has_no_departure():
    assert found(a_letter()) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (break_margin, "top_margin是30.0毫米，应为37毫米"),
        (break_title, "标题“关于检查的函”是22.0磅黑体"),
        (break_title_place, "标题没有居中"),
        (break_heading, "一级标题“一、一级标题”是16.0磅仿宋_GB2312"),
        (break_second_heading, "二级标题“（一）二级标题”是16.0磅仿宋_GB2312"),
        (break_size, "是15.0磅仿宋_GB2312"),
        (break_colour, "颜色C80000"),
        (break_indent, "首行没有空二字"),
        (break_lines, "行距24.00磅，排不成每面22行"),
        (break_body, NO_BODY),
        (break_footers, "单页和双页用了同一个页脚"),
        (break_page_number, "单页没有页码"),
    ],
)
def test_each_fault_is_seen(spoil, said):
    document = a_letter()
    spoil(document)
    assert said in "\n".join(found(document))
