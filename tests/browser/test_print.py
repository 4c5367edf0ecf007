"""What comes out of the printer when a page of the report is printed: the paper, not the screen."""

import re
import shutil

import pytest

from reports.reading.figure_views import report_of
from reports.words import outline
from tests.browser.test_main_journey import faults, fits, log_in, town
from tests.papers.word_file import pages, squeezed

__all__ = ["town"]

HEADING = re.compile(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)\S{2,30}$")
NUMBER = re.compile(r"—\s?\d+\s?—")
SCREEN = [
    "下载",
    "退出",
    "工作台",
    "全部数字",
    "目录",
    "http",
    "年度报告",
    "内部工作台账",
    "本镇不适用",
]
ADDRESSES = ["/reports/2021/annex/", "/reports/2017-2021/", "/reports/2026/check/"]

pytestmark = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="没有 pdftotext：apt-get install poppler-utils"
)


def printed(page, address, folder):
    """The text of each page that `address` makes on paper."""
    page.goto(address)
    path = folder / "printed.pdf"
    page.pdf(path=str(path), format="A4", prefer_css_page_size=True)
    return pages(path)


def test_the_report_is_the_sheet_and_nothing_else(town, desktop, tmp_path):
    log_in(desktop, "staff")
    found = printed(desktop, "/reports/2021/", tmp_path)
    words = squeezed("".join(block.text for block in outline.render(report_of(2021)).blocks))
    assert squeezed("".join(NUMBER.sub("", page) for page in found)) == words
    for page in found:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert NUMBER.fullmatch(lines[-1])
        assert len(lines) <= 23  # 22 and the page number
        assert not HEADING.match(lines[-2])  # no heading alone at the foot


def test_tables_and_checks_are_paper_too(town, desktop, phone, tmp_path):
    log_in(desktop, "staff")
    found = {address: printed(desktop, address, tmp_path) for address in ADDRESSES}
    for address, text in found.items():
        seen = [word for word in SCREEN if word in "".join(text)]
        assert seen == [], address
    annex, span, checks = found.values()
    assert (len(annex), len(checks) < 5) == (4, True)  # 65 deputies take two pages
    assert "2021年报告附表" in annex[0]
    assert all("应到" in page for page in annex[1:3])  # the head is repeated
    assert "2017年至2021年对比" in span[0]

    log_in(phone, "leader")
    for page in (desktop, phone):
        page.goto("/reports/2021/annex/")
        assert fits(page)
        assert faults(page) == []
