"""空白样表: a workbook of every figure with its placeholder, to copy from into the county's table."""

from papers.spreadsheet import ExportTable
from papers.spreadsheet import write as write_tables
from reports.asking import placeholders, spelling
from reports.asking.registry import REGISTRY
from township.words import reading_names_once, say

FIGURES = ["分类", "名称", "本年", "上年", "本届", "单位", "怎么算"]
MEMBERS = ["名称", "其中", "本年", "上年", "本届"]
WORDS = ["写法", "填成什么"]
HOW = (
    ("单元格里只有一个件数、次数、人数或者金额", "填成真正的数字，表里的公式照常合计"),
    ("单元格里还有别的字", "填成文字，带单位，和报告里写的一样"),
    ("{主席团会议次数|汉字}", "汉字数字，如：五次"),
    ("{镇议案建议件数|数}", "不带单位的数字"),
    ("{镇议案建议件数|较上年}", "如：增加4件、减少2件、持平"),
    ("{满意率}", "如：95.2%（20/21）"),
    ("{满意率|百分比}", "如：95.2%；单元格设成百分比格式的，填成真正的百分数"),
    ("{本届·人代会次数}", "从本届开始到这一年年末"),
    ("{上年·人代会次数}", "上一年"),
    ("{2021年·人代会次数}", "写明的那一年"),
    ("没有登记的", "填成0；台账起始日以前的填成【待补：……】，还没有开始的一年填成【待填：……】"),
)


def write():
    """The bytes of the workbook."""
    with reading_names_once():
        return write_tables(
            ExportTable("全部数字", FIGURES, figure_lines()),
            ExportTable("分项数字", MEMBERS, member_lines()),
            ExportTable("名称", WORDS, name_lines()),
            ExportTable("写法", WORDS, [(spelling.said(how), what) for how, what in HOW]),
        )


def periods_of(name):
    """The placeholder for the year itself, the year before and the term."""
    return [f"{{{name}}}", f"{{上年·{name}}}", f"{{本届·{name}}}"]


def figure_lines():
    for figure in REGISTRY.values():
        yield [
            figure.group, figure.title, *periods_of(figure.title), figure.unit,
            figure.meaning,
        ]  # fmt: skip


def member_lines():
    """Each figure that is split, by its members; the members of each split are asked for once."""
    members = {}
    for figure in REGISTRY.values():
        if figure.dimension is None:
            continue
        if figure.dimension not in members:
            members[figure.dimension] = figure.dimension.members()
        for member in members[figure.dimension]:
            if placeholders.STRAY.search(member):
                continue  # a brace in its name ends the placeholder
            said = figure.dimension.said(member)
            yield [figure.title, said, *periods_of(f"{figure.title}（{said}）")]


def name_lines():
    about = {
        "年": "报告的年份，如：2022", "下年": "下一年的年份", "镇": say("本镇的名称"),
        "届": "第几届", "署名": "落款的机关",
    }  # fmt: skip
    for name in placeholders.NAMES:
        yield [f"{{{spelling.called(name)}}}", about.get(name, "同年度报告里的")]
