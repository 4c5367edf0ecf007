"""The handbook says what the program does: its chart and its pictures are the real ones."""

import re
from pathlib import Path

from motions.lifecycle import steps
from motions.lifecycle.chart import chart
from motions.models import Motion

DOCS = Path(__file__).parent.parent / "docs"
HANDBOOK = (DOCS / "手册.md").read_text(encoding="utf-8")
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")
APPS = (
    "hemao",
    "imports",
    "records",
    "accounts",
    "township",
    "representatives",
    "congress",
    "motions",
    "reports",
)
# The words of WeChat and of browsers, and what a page says with a number or a name in it.
NOT_OURS = {
    "浮窗", "页眉和页脚", "安排给××", "缺1户",
}  # fmt: skip
CHAPTERS = [
    "第一天",
    "从表格导入",
    "登录和工作台",
    "议案建议",
    "联系户管理",
    "年度报告",
    "会议和活动、履职档案",
    "人代会",
    "选举",
    "机构、补助、项目和调研",
    "代表使用",
    "账号和安全",
    "备份和恢复",
    "运行状态",
    "升级",
]
NUMERALS = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五"]


def words_of_the_pages():
    root = DOCS.parent
    found = [path for app in APPS for path in (root / app).rglob("*.py")]
    found += [*(root / "templates").rglob("*.html"), *(root / "static" / "js").rglob("*.js")]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def test_the_chapters_are_there_and_numbered():
    titles = re.findall(r"^## (\S+?)、(\S+)$", HANDBOOK, re.M)
    assert titles == list(zip(NUMERALS, CHAPTERS, strict=False))
    for chapter in re.split(r"^## ", HANDBOOK, flags=re.M)[1:]:
        sections = re.findall(r"^### （(\S+?)）", chapter, re.M)
        assert sections == NUMERALS[: len(sections)]


def test_every_word_it_quotes_is_on_a_page():
    """A button that was renamed has to be renamed here too."""
    quoted = {part for words in re.findall("“([^”]+)”", HANDBOOK) for part in words.split(" · ")}
    pages = words_of_the_pages()
    assert {words for words in quoted if words not in pages} == NOT_OURS


def test_the_chart_is_drawn_from_the_table():
    assert f"```mermaid\n{chart()}\n```" in HANDBOOK


def test_every_button_is_named():
    labels = {step.label for step in steps.STEPS.values() if step.form} - {"修改", "附议"}
    assert [label for label in labels if label not in HANDBOOK] == []


def test_the_chart_knows_every_state_and_draws_no_arrow_twice():
    drawn = chart()
    assert [status for status in Motion.Status if status.label not in drawn] == []
    arrows = re.findall(r"^    (\S+ --> \S+?):", drawn, re.M)
    assert len(arrows) == len(set(arrows)) > 15


def test_every_picture_is_there_and_shown():
    shown = set(re.findall(r"\]\((?:docs/)?pictures/([\w-]+\.png)\)", HANDBOOK + README))
    there = {path.name for path in (DOCS / "pictures").iterdir()}
    assert shown == there
