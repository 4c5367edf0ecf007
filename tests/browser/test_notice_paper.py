"""The notice of the deputies, on the screen and as it comes out of the printer."""

import re
import shutil
import subprocess

import pytest

from accounts.models import Role
from reports.deputies import services as deputy_services
from reports.models.notices import NoticeColumn
from representatives.models import Person
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.test_main_journey import PASSWORD, fits, log_in

PAGE = "/deputies/notice/?year=2022"
POINTS = {"a4": (842, 595), "a3": (1191, 842)}
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


@pytest.fixture
def town(transactional_db):
    """A whole congress of people with long employers, in one group and one constituency."""
    frame = cast.make_frame()
    people = cast.make_deputies(65)
    Person.objects.update(
        employer="柳塘镇桥头村股份经济合作社理事长", occupation="specialist", party="nonpartisan"
    )
    group = cast.make_body(kind="group", name="桥头村和柳塘社区联合代表小组")
    for person in people[:30]:
        cast.make_post(body=group, person=person)
    cast.make_activity(people=people)
    cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
    return frame


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_it_fits_and_can_be_read_by_all(town, desktop, width):
    complaints = complaints_of(desktop)
    desktop.set_viewport_size({"width": width, "height": 900})
    log_in(desktop, "staff")
    for address in (PAGE, "/deputies/?order=strokes"):
        desktop.goto(address)
        assert fits(desktop), address
        assert violations(desktop) == [], address
    desktop.goto(PAGE)
    desktop.click("label:has-text('民族')")
    desktop.click("text=保存公示内容")
    desktop.wait_for_selector(".message.success")
    assert desktop.locator(".wall thead th:has-text('民族')").count() == 1
    assert fits(desktop)
    assert complaints == []


@pytest.mark.parametrize(
    ("paper", "columns"),
    [("a4", None), ("a4", list(NoticeColumn.values)), ("a3", list(NoticeColumn.values))],
    ids=["as at first", "every column", "every column on A3"],
)
def test_on_paper_nothing_is_cut_off(town, desktop, tmp_path, paper, columns):
    if not shutil.which("pdftotext"):
        pytest.skip("没有 pdftotext：apt-get install poppler-utils")
    choices = {"columns": columns} if columns else {}
    deputy_services.settle_notice(2022, by=cast.the_clerk(), paper=paper, **choices)
    log_in(desktop, "staff")
    desktop.goto(PAGE)
    file = tmp_path / "notice.pdf"
    desktop.pdf(path=str(file), prefer_css_page_size=True)
    pages = pages_of(file)
    width, height = POINTS[paper]
    for number, (size, words) in enumerate(pages, 1):
        assert size == (width, height)
        assert all(x0 > 20 and x1 < width - 20 for x0, _, x1, _, _ in words)
        assert all(20 < (y0 + y1) / 2 < height - 20 for _, y0, _, y1, _ in words)
        text = "".join(word for *_, word in words)
        # The head of the table is on every page; notes and signature, where they take one, stay
        # together.
        assert "序号姓名性别" in text or text.startswith("根据《中华人民共和国")
        assert f"第{number}页，共{len(pages)}页" in text
        assert "内部工作台账" not in text and "保存公示内容" not in text
    whole = "".join(word for _, words in pages for *_, word in words)
    assert [
        name for name in Person.objects.values_list("name", flat=True) if name not in whole
    ] == []
    assert whole.count("请向柳塘镇人大主席团反映") == 1


def pages_of(file):
    """[((width, height), words)] of a PDF; a word is (left, top, right, bottom, text), in points."""
    command = ["pdftotext", "-bbox", str(file), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', told, re.S)
    return [
        (
            (round(float(width)), round(float(height))),
            [(*map(float, found[:4]), found[4]) for found in WORD.findall(body)],
        )
        for width, height, body in pages
    ]
