"""议案建议 brought in from the office's own ledger: as far as each went, by the verbs of the page."""

import pytest

from imports import services
from motions.models import Motion, NumberSeries
from tests import cast
from tests.imports.desk import all_rows, read

pytestmark = pytest.mark.django_db

HEADS = (
    "序号", "建议编号", "题目", "领衔代表", "附议人", "提出日期", "内容类别", "受理日期", "交办日期", "主办单位",
    "协办单位", "答复日期", "办理类型", "答复内容", "评价日期", "满意", "基本满意", "不满意", "意见", "办结日期",
)  # fmt: skip


def table(*rows, heads=HEADS):
    lines = [heads, *rows]
    return "\n".join("\t".join(map(str, line)) for line in lines)


def line(at, upto, **told):
    """The row of the motion `at`, as far as the stage `upto`: 0 registered … 5 closed."""
    cells = {
        "序号": at, "题目": f"关于修第{at}条路的建议", "领衔代表": "许桂兰", "附议人": "",
        "提出日期": "2022.3.1", "内容类别": "道路交通",
    }  # fmt: skip
    stages = [
        {"建议编号": f"第{at}号", "受理日期": "2022年3月2日"},
        {"交办日期": "20220305", "主办单位": "水利站"},
        {"答复日期": "2022-4-1", "办理类型": "Ａ类", "答复内容": "已经修好。"},
        {"评价日期": "2022/4/8", "满意": "√"},
        {"办结日期": "2022-04-10"},
    ]  # fmt: skip
    for stage in stages[:upto]:
        cells |= stage
    cells |= told
    return [cells.get(head, "") for head in HEADS]


@pytest.fixture
def clerk(db):
    cast.make_frame()
    for name in ("许桂兰", "单国富", "曾玉梅"):
        cast.make_deputy(name=name)
    return cast.the_clerk()


def eighty():
    """Of each of six states: 10 registered, 12 accepted, 14 referred, 9 replied, 8 rated, 24 closed;
    and 3 with which nobody was satisfied."""
    upto = [0] * 10 + [1] * 12 + [2] * 14 + [3] * 9 + [4] * 8 + [5] * 24
    rows = [line(at, stage) for at, stage in enumerate(upto, 1)]
    rows += [line(at, 4, 满意="", 不满意="√", 意见="没有动工") for at in (78, 79, 80)]
    return table(*rows)


def test_eighty_of_a_year(clerk):
    before = all_rows()
    found = read("motions", eighty(), clerk)
    print([(r.state, r.says) for r in found.rows.all() if r.state != "new"][:5])
    assert (found.totals["new"], found.totals["wrong"]) == (80, 0)
    assert all_rows() == before
    services.confirm(found, by=clerk)
    states = dict.fromkeys(Motion.Status.values, 0)
    for status in Motion.objects.values_list("status", flat=True):
        states[status] += 1
    assert {state: count for state, count in states.items() if count} == {
        "registered": 10, "accepted": 12, "referred": 14, "replied": 17, "closed": 24,
        "rehandling": 3,
    }  # fmt: skip
    assert NumberSeries.objects.get().last == 80
    again = read("motions", eighty(), clerk)
    assert (again.totals["same"], again.totals["new"], again.totals["changed"]) == (80, 0, 0)
    services.undo(found, by=clerk)
    assert all_rows() == before
