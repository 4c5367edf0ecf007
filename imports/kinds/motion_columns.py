"""The columns of a table of motions, with the heads that offices give them, and what is asked of it once
for all its rows."""

from django import forms

from imports.kinds import cells
from imports.kinds.base import Ask, Column
from imports.kinds.lists import topic_ask
from imports.kinds.motion_cells import (
    UNKNOWN,
    class_words,
    day_roughly,
    level_word,
    motion_number,
    promised_by,
    several_names,
    state_word,
    step_day,
    typed,
    verdict,
)
from motions.models import Handling, Motion, Satisfaction
from motions.services.through import REPLY_LOST
from township.models import Level, Topic

COLUMNS = (
    Column(
        "title", "案由", cells.text(Motion, "title"), is_required=True, example="关于清理排水沟的建议",
        also=("标题", "题目", "建议标题", "议案标题", "建议名称", "建议题目", "建议案由", "名称"),
    ),
    Column(
        "number", "编号", motion_number, example="12",
        also=("建议编号", "议案编号", "建议(议案)编号", "议案建议编号", "建议号", "案号"),
    ),
    Column(
        "proposer", "领衔代表", several_names, is_required=True, example="许桂兰",
        also=(
            "提建议人", "姓名", "提出人", "提案人", "领衔人", "代表姓名", "代表", "提出代表", "建议人",
        ),
    ),
    Column(
        "signers", "联名代表", several_names, example="单国富、曾玉梅",
        also=("附议人", "附议代表", "附议", "联名人", "联名", "提出人数/附议人"),
    ),
    Column("movers", "提出人数", typed(lambda: forms.CharField()), also=("人数", "联名人数", "附议人数")),
    Column(
        "submitted_on", "提出日期", day_roughly, is_required=True, looks="day", example="2022-03-01",
        also=("提出时间", "提交日期", "提交时间", "收到日期", "收到建议日期", "日期", "登记日期"),
    ),
    Column(
        "level", "级别", level_word,
        also=("层级",), choices=Level, example="镇",
    ),
    Column(
        "kind", "文种", cells.choice(
            Motion.Kind, {"建议、批评和意见": "suggestion", "代表建议": "suggestion"},
        ),
        also=("类型", "类别", "种类"), choices=Motion.Kind, example="建议",
    ),
    Column(
        "topic", "内容类别", cells.name, also=("内容分类", "分类", "建议类别", "所属类别"),
        choices=lambda: list(Topic.objects.values_list("name", flat=True)), example="水利设施",
    ),
    Column(
        "occasion", "提出时段", cells.choice(
            Motion.Occasion,
            {"大会": "session", "会议期间": "session", "会中": "session", "人代会": "session",
             "闭会": "between", "平时": "between"},
        ),
        also=("立案形式", "时段", "提出形式"), choices=Motion.Occasion, example="闭会期间",
    ),
    Column("session", "在哪次人代会", cells.name, also=("会次", "会议", "届次会次", "人代会")),
    Column("is_handed_down", "上一级交办", cells.mark, also=("上级交办",)),
    Column("grounds", "情况（案据）", cells.text(Motion, "grounds"), also=("情况", "案据", "建议内容", "内容")),
    Column("proposal", "建议（方案）", cells.text(Motion, "proposal"), also=("方案", "具体建议")),
    Column("is_key", "重点督办", cells.mark, also=("重点", "是否重点", "重点建议", "是否重点督办")),
    Column("key_on", "列为重点督办的日期", cells.day),
    Column("is_complex", "涉及面广、处理难度大", cells.mark),
    Column("is_public", "同意公开", cells.mark, also=("是否公开", "公开")),
    Column("other_signers", "其他乡镇的联名代表", cells.text(Motion, "other_signers")),
    Column(
        "accepted_on", "受理日期", step_day, example="2022-03-02",
        also=("受理时间", "立案日期", "立案时间", "审查日期"),
    ),
    Column(
        "handed_over_on", "交办日期", step_day, example="2022-03-05",
        also=("交办时间", "转办日期", "转办时间"),
    ),
    Column("intended", "拟主办单位", typed(lambda: forms.CharField()), also=("拟办单位", "拟承办单位")),
    Column(
        "lead", "主办单位", cells.name, also=("承办单位", "办理单位", "主办", "责任单位", "承办部门"),
        example="水利站",
    ),
    Column(
        "assists", "协办单位", several_names, also=("协办", "会办单位", "分办单位"),
        example="农业农村办公室",
    ),
    Column("due_on", "要求结办日期", cells.day, also=("办理期限", "要求办结日期", "办结期限")),
    Column("consulted_on", "沟通日期", step_day, also=("沟通时间", "面商日期", "走访日期")),
    Column(
        "way", "沟通方式", cells.choice(
            Handling.Consultation, {"走访": "visit", "上门": "visit", "面商": "visit", "打电话": "phone"},
        ),
        also=("面商方式",), choices=Handling.Consultation,
    ),
    Column("is_answered", "是否收到答复函", cells.mark, also=("收到答复函", "是否答复")),
    Column("received_on", "收到时间", cells.day, also=("收到答复函时间", "收到答复时间")),
    Column(
        "replied_on", "答复日期", step_day, example="2022-04-01",
        also=("答复时间", "办复日期", "办复时间", "复函日期"),
    ),
    Column(
        "result_class", "结果类别", class_words, example="A",
        also=("办理类型", "办理结果", "办复类型", "办理类别", "答复类别", "结果"),
    ),
    Column("reply_number", "答复文号", typed(lambda: forms.CharField(max_length=40)), also=("文号", "复函文号")),
    Column(
        "reply", "答复内容", typed(lambda: forms.CharField(max_length=10_000)),
        also=("答复", "答复情况", "办理情况", "答复意见"), example="水渠已经清理。",
    ),
    Column("promise", "承诺事项", typed(lambda: forms.CharField(max_length=200)), also=("承诺",)),
    Column("promise_due_on", "承诺期限", promised_by, also=("计划完成日期", "计划完成时间", "完成时限", "承诺完成时间")),
    Column(
        "rated_on", "评价日期", step_day, example="2022-04-08",
        also=("评价时间", "反馈日期", "反馈时间", "测评日期", "征询日期", "签名日期"),
    ),
    Column(
        "rated_work", "对办理工作", verdict, also=("对办理工作的评价", "工作满意度", "办理态度"),
        choices=Satisfaction, example="满意",
    ),
    Column(
        "rated_result", "对办理结果", verdict, choices=Satisfaction, example="满意",
        also=(
            "满意度", "代表满意度", "满意情况", "评价", "代表评价", "测评结果", "代表测评情况", "反馈意见",
            "满意/基本满意/不满意", "满意、基本满意、不满意", "满意，基本满意，不满意", "对办理结果的评价",
            "是否满意",
        ),
    ),
    Column("satisfied", "满意", cells.mark),
    Column("mostly", "基本满意", cells.mark, also=("较满意", "比较满意")),
    Column("unsatisfied", "不满意", cells.mark),
    Column(
        "reason", "意见", typed(lambda: forms.CharField(max_length=200)),
        also=("对办理情况意见", "代表意见", "不满意的理由", "不满意理由", "不满意原因"),
    ),
    Column("closed_on", "办结日期", step_day, also=("办结时间", "结案日期", "完成日期"), example="2022-04-10"),
    Column("state", "状态", state_word, also=("提交状态", "办理状态", "办理进度", "进展", "进度")),
)  # fmt: skip

# The words of what is asked, as the sentences at a cell name them.
DAYS_UNKNOWN = "办过、但是没有写日期的，按日期不详登记"
UNLESS_UNKNOWN = f"；不知道哪天的写“{UNKNOWN}”，整张表都不知道的，在上面勾“{DAYS_UNKNOWN}”"
PLANNED = "列入计划"
PROMISE_LOST = f"要承诺的（如B类）没写承诺事项的，按{PLANNED}登记"


def level_field():
    return forms.ChoiceField(label="没写级别的是", choices=Level)


def occasion_field():
    return forms.ChoiceField(label="没写提出时段的是", choices=Motion.Occasion)


def reply_lost_field():
    return forms.BooleanField(label=f"表里没有答复内容的，写“{REPLY_LOST}”", required=False)


def days_unknown_field():
    return forms.BooleanField(label=DAYS_UNKNOWN, required=False)


def promise_lost_field():
    return forms.BooleanField(label=PROMISE_LOST, required=False)


def rates_work_field():
    return forms.BooleanField(label="只有一个满意度的，办理工作和办理结果都按它", required=False)


ASKS = (
    Ask("level", level_field, lambda: Level.TOWN.value),
    topic_ask(),
    Ask("occasion", occasion_field, lambda: Motion.Occasion.BETWEEN.value),
    Ask("reply_lost", reply_lost_field, lambda: True),
    Ask("days_unknown", days_unknown_field, lambda: False),
    Ask("promise_lost", promise_lost_field, lambda: False),
    Ask("rates_work", rates_work_field, lambda: True),
)
