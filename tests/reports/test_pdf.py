"""The report as a PDF: the same words as the Word file, on the same page, and always the same bytes."""

import itertools
import re
import shutil
import subprocess
import time
from types import SimpleNamespace

import pytest

from accounts.models import Role
from papers.styles import FANG, HEI, KAI, SONG, STYLES, XIAOBIAO
from records.models import ReadRecord
from reports.paper import pdf, word
from reports.paper.pieces import pieces
from reports.reading.figure_views import report_of
from reports.words import annex, outline
from reports.words.annex import AnnexCell, AnnexColumn, AnnexTable
from reports.words.document import Block, Document, Run
from tests import cast
from tests.cast import day
from tests.papers.official_layout import departures
from tests.papers.word_file import said, squeezed
from township.models import LedgerStart

lacking = [] if shutil.which("pdftotext") else ["没有 pdftotext：apt-get install poppler-utils"]
lacking += pdf.missing()
sets_pdfs = pytest.mark.skipif(bool(lacking), reason="；".join(lacking) or "-")

NUMBER = re.compile(r"^\s*—\s?\d+\s?—\s*$", re.M)
MM = 72 / 25.4
# Not one of these may mean anything to what sets the page.
MARKUP = (
    "#let x = [甲] #pagebreak() $1 + 1$ *粗* _斜_ `码` @张三 <李四> \"直\" 'q' “弯” ‘单’ \\n \\u{41} "
    "// 注 /* 注 */ = 标题 - 列 + 列 / 列: ~ -- --- ... https://example.org 【待填：成文日期】{数}"
)
PARAGRAPH = "镇人大主席团围绕中心服务大局依法履行职责密切联系群众" * 60  # 1,560 characters


def document(*blocks, dated="2023年1月8日", annexed=()):
    kinds = [("title", "柳塘镇2022年人大工作总结"), *blocks]
    kinds += [("signature", "柳塘镇人大主席团"), ("date", dated)]
    return Document([Block(kind, (Run(text),)) for kind, text in kinds], annex=annexed)


TABLE = AnnexTable(
    title="代表出席会议情况",
    columns=(
        AnnexColumn("姓名", 56),
        AnnexColumn("应到", 50, "人代会"),
        AnnexColumn("出席", 50, "人代会"),
    ),
    rows=tuple((AnnexCell(name), AnnexCell("5"), AnnexCell("#4")) for name in ("许桂兰", "单国富")),
    total=(AnnexCell("合计"), AnnexCell("10"), AnnexCell("8")),
    notes=("单位：人次。",),
)


@pytest.fixture
def read(tmp_path):
    """The text of each page of a PDF."""

    def read(content):
        path = tmp_path / "report.pdf"
        path.write_bytes(content)
        # In the order in which it is said: by its place, what stands close changes places.
        command = ["pdftotext", "-raw", path, "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return text.split("\f")[:-1]

    return read


@pytest.fixture
def places(tmp_path):
    """The lines of each page, as (left, top, right, bottom, text) in points."""
    line = re.compile(
        r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.S
    )

    def places(content):
        path = tmp_path / "report.pdf"
        path.write_bytes(content)
        command = ["pdftotext", "-bbox-layout", path, "-"]
        xml = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [
            [
                (*map(float, found[:4]), "".join(re.findall(r">([^<]*)</word>", found[4])))
                for found in line.findall(page)
            ]
            for page in re.findall(r"<page .*?</page>", xml, re.S)
        ]

    return places


def words_of(pages):
    """All that is said, without page numbers and white space."""
    return squeezed("".join(NUMBER.sub("", page) for page in pages))


@sets_pdfs
class TestWords:
    def test_no_word_is_markup(self, read):
        content = pdf.write(document(("h1", f"一、{MARKUP}"), ("p", MARKUP), ("h2", MARKUP)))
        found = words_of(read(content))
        assert found.count(squeezed(MARKUP)) == 3
        assert len(read(content)) == 1

    def test_what_a_word_file_cannot_hold_is_left_out_here_too(self, read):
        assert "水渠清淤了" in words_of(
            read(pdf.write(document(("p", "水\x00渠\x0b清\x1f淤\ufffe了"))))
        )

    def test_title_and_names_are_not_markup_either(self, read):
        made = Document([Block("title", (Run("#关于*柳塘*的报告"),))])
        assert words_of(read(pdf.write(made))) == "#关于*柳塘*的报告"

    def test_word_and_pdf_say_the_same(self, read):
        made = document(
            ("draft", "（草案）"), ("subtitle", "——2023年1月10日在柳塘镇第二届人民代表大会第三次会议上"),
            ("speaker", "镇人大主席　尉迟明"), ("to", "各位代表："), ("h1", "一、履职情况"),
            ("h2", "（一）会议"), ("p", f"全年召开会议5次，满意率98.5%（64/65）。{MARKUP}"),
            ("p", PARAGRAPH),
        )  # fmt: skip
        assert words_of(read(pdf.write(made))) == squeezed("".join(said(word.write(made))))

    def test_a_gap_is_shown(self, read):
        made = document(("p", "走访【待填：走访户次】。"), dated="【待填：成文日期】")
        found = words_of(read(pdf.write(made)))
        assert "走访【待填：走访户次】。" in found
        assert found.endswith("【待填：成文日期】")

    def test_a_character_without_a_glyph_stops_nothing(self, read):
        assert "后面还有" in words_of(read(pdf.write(document(("p", "私用字\ue123，后面还有")))))


@sets_pdfs
class TestPage:
    def test_22_lines_of_28_characters(self, read):
        """1,560 characters: 26 on the indented first line, 28 on each of the 54 full ones, 22 left."""
        found = read(pdf.write(document(("p", PARAGRAPH))))
        lines = [[x for x in NUMBER.sub("", page).splitlines() if x.strip()] for page in found]
        # The first page has the title and an empty line besides, the last one the signature.
        assert [len(page) for page in lines] == [21, 22, 16]
        full = [line.strip() for page in lines for line in page if line.strip() in PARAGRAPH]
        assert [len(line) for line in full] == [26, *[28] * 54, 22]

    def test_margins_and_pitch(self, places):
        second = places(pdf.write(document(("p", PARAGRAPH))))[1]
        text, number = second[:-1], second[-1]
        assert {round(line[0] / MM) for line in text} == {28}
        assert all(abs(line[2] - (210 - 26) * MM) < 2 for line in text)
        tops = [line[1] for line in text]
        assert {round(b - a, 2) for a, b in itertools.pairwise(tops)} == {28.95}
        assert 37 * MM < text[0][1] < text[-1][3] < (297 - 35) * MM + 5
        assert number[4] == "—2—"

    def test_numbers_stand_outside_one_character_in(self, places):
        numbers = [page[-1] for page in places(pdf.write(document(("p", PARAGRAPH))))]
        assert [number[4] for number in numbers] == ["—1—", "—2—", "—3—"]
        odd, even, _ = numbers
        assert abs(odd[2] - ((210 - 26) * MM - 14)) < 3
        assert abs(even[0] - (28 * MM + 14)) < 3

    def test_a_long_title_is_broken_as_in_word(self, read):
        made = Document([Block("title", (Run("关于柳塘镇第二届人大第三次会议第5号建议的答复"),))])
        lines = [line.strip() for line in read(pdf.write(made))[0].splitlines() if line.strip()]
        assert lines[:2] == ["关于柳塘镇第二届人大", "第三次会议第5号建议的答复"]

    def test_a_heading_is_not_left_alone(self, read):
        """18 lines of text below title and empty line: two lines are left, the heading takes one."""
        filler = "镇" * (26 + 28 * 17)
        blocks = [("p", filler), ("h1", "一、履职情况"), ("h2", "（一）会议"), ("p", "召开会议。")]
        first, second = read(pdf.write(document(*blocks)))
        assert "履职情况" not in first
        assert squeezed(second).startswith("一、履职情况（一）会议召开会议。")

    def test_a_signature_takes_the_last_paragraph_along(self, read):
        """Title, text and signature take five lines and the text's own: 17 fit, 18 do not."""
        blocks = [("p", "镇" * (26 + 28 * 15)), ("p", "请予审议。")]
        assert len(read(pdf.write(document(*blocks)))) == 1
        blocks = [("p", "镇" * (26 + 28 * 16)), ("p", "请予审议。")]
        first, second = read(pdf.write(document(*blocks)))
        assert "请予审议" not in first
        assert squeezed(second).startswith("请予审议。柳塘镇人大主席团")

    def test_a_long_paragraph_is_not_taken_along(self, read):
        first, second = read(pdf.write(document(("p", "镇" * (26 + 28 * 18)))))
        assert first.count("镇") == 26 + 28 * 18 + 1
        assert squeezed(second).startswith("柳塘镇人大主席团")

    def test_the_signature_stands_as_in_word(self, places):
        """署名右空二字，日期首字比署名首字右移二字."""
        page = places(pdf.write(document(("p", "完。"))))[0]
        name, date = (
            next(x for x in page if x[4] == said) for said in ("柳塘镇人大主席团", "2023年1月8日")
        )
        assert abs(name[2] - ((210 - 26) * MM - 2 * 15.75)) < 1
        assert abs(date[0] - name[0] - 2 * 15.75) < 2


@sets_pdfs
class TestAnnex:
    def test_each_table_on_a_page_of_its_own(self, read):
        found = read(pdf.write(document(("p", "完。"), annexed=(TABLE, TABLE))))
        assert len(found) == 3
        first = squeezed(found[0])
        assert "附件：1.代表出席会议情况2.代表出席会议情况柳塘镇人大主席团" in first
        assert squeezed(found[1]).startswith("附件1代表出席会议情况")

    def test_every_cell_is_there(self, read):
        page = read(pdf.write(document(("p", "完。"), annexed=(TABLE,))))[1]
        for row in ("许桂兰5#4", "单国富5#4", "合计108", "单位：人次。"):
            assert row in squeezed(page)

    def test_its_head_is_on_every_page(self, read):
        long = AnnexTable(TABLE.title, TABLE.columns, TABLE.rows * 40, TABLE.total, ())
        found = read(pdf.write(document(("p", "完。"), annexed=(long,))))
        assert len(found) == 5
        assert all("人代会" in page and "应到" in page for page in found[1:])

    def test_word_encloses_the_same(self, read):
        made = document(("p", "完。"), annexed=(TABLE,))
        lines = [line.replace(" | ", "") for line in said(word.write(made))]
        found = words_of(read(pdf.write(made)))
        # A name over two rows stands between them: what the rows of the head say comes in its place.
        assert [line for line in lines if squeezed(line) not in found] == ["姓名人代会"]


@sets_pdfs
class TestBytes:
    def test_the_same_on_any_day_in_any_place(self, monkeypatch):
        made = document(("p", PARAGRAPH), annexed=(TABLE,))
        first = pdf.write(made)
        time.sleep(1.1)  # a clock of seconds would have gone on
        monkeypatch.setenv("TZ", "America/New_York")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        monkeypatch.setenv("LC_ALL", "C")
        assert pdf.write(made) == first

    def test_one_that_is_signed_is_for_the_archive(self):
        content = pdf.write(document(("p", "完。")))
        assert b"<pdfaid:part>2</pdfaid:part>" in content
        assert b"D:20230108" in content

    def test_one_that_is_not_has_no_day(self):
        content = pdf.write(document(("p", "完。"), dated="【待填：成文日期】"))
        assert b"pdfaid" not in content
        assert b"CreationDate" not in content

    def test_what_it_says_of_itself(self):
        content = pdf.write(document(("p", "完。")))
        assert "柳塘镇2022年人大工作总结".encode() in content  # in its XMP packet
        assert content.startswith(b"%PDF-1.7")
        assert b"/StructTreeRoot" in content  # it can be read aloud
        assert b"zh-CN" in content


class TestFonts:
    @pytest.fixture
    def having(self, monkeypatch):
        def having(*families):
            known = frozenset(family.casefold() for family in families)
            monkeypatch.setattr(pdf, "typst", SimpleNamespace())
            monkeypatch.setattr(pdf, "known_families", lambda: known)

        return having

    def test_the_official_one_first(self, having):
        having("Noto Serif CJK SC", "FandolFang R", "FangSong_GB2312", "仿宋_GB2312")
        chain = ["仿宋_GB2312", "FangSong_GB2312", "FandolFang R", "Noto Serif CJK SC"]
        assert pdf.installed(pdf.FAMILIES[FANG]) == chain

    def test_a_free_one_stands_in_for_each(self, having):
        having("Noto Serif CJK SC", "Noto Sans CJK SC")
        assert pdf.missing() == []
        assert pdf.installed(pdf.FAMILIES[HEI]) == ["Noto Sans CJK SC"]
        assert pdf.installed(pdf.FAMILIES[KAI]) == ["Noto Serif CJK SC"]

    def test_what_is_lacking_is_said_with_what_to_type(self, having):
        having("Noto Sans CJK SC", "DejaVu Sans")
        (line,) = pdf.missing()
        assert [face in line for face in (XIAOBIAO, FANG, KAI, SONG, HEI)] == [True] * 4 + [False]
        assert "apt-get install fonts-noto-cjk" in line
        assert not pdf.is_available()

    def test_the_check_of_django_says_it_too(self, having):
        having()
        (remark,) = pdf.check_paper(None)
        assert (remark.id, remark.is_serious()) == ("reports.I001", False)
        assert "apt-get install fonts-noto-cjk" in remark.msg

    def test_without_the_package(self, monkeypatch):
        monkeypatch.setattr(pdf, "typst", None)
        (line,) = pdf.missing()
        assert "pip install -r requirements/pdf.txt" in line

    def test_only_letters_and_digits_are_latin(self, having):
        having("Liberation Serif", "TeX Gyre Termes", "Noto Serif CJK SC")
        fonts = pdf.kind_of(*STYLES["p"])["fonts"]
        assert fonts == [
            {"name": "Liberation Serif", "covers": "latin-in-cjk"}, "Noto Serif CJK SC",
        ]  # fmt: skip


class TestSheets:
    def test_below_the_title_one_empty_line_whatever_stands_there(self):
        made = document(
            ("subtitle", "——在大会上"), ("speaker", "主席"), ("to", "各位代表："), ("p", "完。")
        )
        kinds = [piece.kind for piece in pieces(made)]
        assert kinds == ["title", "subtitle", "speaker", "empty", "to", "p", "sign"]

    def test_a_title_alone(self):
        made = Document([Block("title", (Run("样张"),))])
        assert [piece.kind for piece in pieces(made)] == ["title"]

    def test_a_report_to_the_congress_in_official_layout(self, tmp_path):
        made = document(
            ("draft", "（草案）"), ("subtitle", "——2023年1月10日在柳塘镇第二届人民代表大会第三次会议上"),
            ("speaker", "镇人大主席　尉迟明"), ("to", "各位代表："), ("h1", "一、履职情况"),
            ("p", PARAGRAPH), ("p", "以上报告，请予审议。"),
        )  # fmt: skip
        assert departures(word.write(made)) == []


@pytest.mark.django_db
@pytest.mark.sqlite  # the same paper on both
class TestDownload:
    @pytest.fixture
    def leader(self, client):
        cast.make_frame()
        for family in LedgerStart.Family:
            cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
        cast.make_presidium_meeting()
        client.force_login(cast.make_user(Role.LEADER))
        return client

    @sets_pdfs
    @pytest.mark.parametrize(
        ("address", "name", "what"),
        [
            ("/reports/2022/pdf/", "report-2022-draft.pdf", "年度工作总结 PDF"),
            (
                "/reports/2022/pdf/?annex=1",
                "report-2022-draft.pdf",
                "年度工作总结 PDF",
            ),  # nothing to enclose
            ("/reports/2022/handling/pdf/", "handling-2022-draft.pdf", "建议办理情况报告 PDF"),
        ],
    )
    def test_a_file_with_a_chinese_name(self, leader, address, name, what):
        answer = leader.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
        assert f'filename="{name}"' in answer["Content-Disposition"]
        assert "filename*=UTF-8''%E6%9F%B3%E5%A1%98%E9%95%87" in answer["Content-Disposition"]
        assert ReadRecord.objects.latest("pk").what == what

    @sets_pdfs
    def test_page_word_and_pdf_say_the_same(self, leader, read):
        made = outline.render(report_of(2022)).as_draft()
        shown = leader.get("/reports/2022/").context["blocks"]
        paper = words_of(read(leader.get("/reports/2022/pdf/").content))
        assert paper == squeezed("".join(block.text for block in shown))
        assert paper == squeezed("".join(said(word.write(made))))

    @sets_pdfs
    def test_the_annex_comes_with_it_where_it_is_asked_for(self, leader, read):
        meeting = cast.make_presidium_meeting(starts_on=day("2022-05-01"))
        cast.make_attendance(meeting=meeting, state="present")
        found = read(leader.get("/reports/2022/pdf/?annex=1").content)
        assert squeezed(found[-1]).startswith("附件代表出席会议情况")
        assert ReadRecord.objects.latest("pk").what == "年度工作总结 PDF（带附表）"
        made = outline.render(report_of(2022)).as_draft()
        annex.attach(made, report_of(2022))
        assert pdf.write(made) == leader.get("/reports/2022/pdf/?annex=1").content

    def test_the_button_is_there_where_there_is_a_pdf(self, leader, monkeypatch):
        for is_available in (True, False):
            monkeypatch.setattr(pdf, "is_available", lambda answer=is_available: answer)
            for address in ("/reports/2022/", "/reports/2022/handling/", "/reports/2022/annex/"):
                assert ("/pdf/" in leader.get(address).content.decode()) is is_available

    def test_without_it_there_is_no_such_address(self, leader, monkeypatch):
        monkeypatch.setattr(pdf, "missing", lambda: ["没有装"])
        for address in ("/reports/2022/pdf/", "/reports/2022/handling/pdf/"):
            assert leader.get(address).status_code == 404

    def test_a_year_without_anything_has_none(self, leader):
        for address in ("/reports/2019/pdf/", "/reports/2019/handling/pdf/"):
            assert leader.get(address).status_code == 404
