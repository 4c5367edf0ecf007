"""Forms: 代表建议专用表, 征询意见表."""

from motions.documents import words
from motions.models import Handling, Motion, Satisfaction
from papers.official import Paper, PaperCell, PaperRow, blank
from papers.styles import TEXT_WIDTH
from township.models import town_name

LABEL = 28
HALF = TEXT_WIDTH / 2 - LABEL
WIDTHS = (LABEL, HALF, LABEL, HALF)
WORD, LINE = 9, 25  # characters of 14 pt that a half and a whole cell hold
VERDICTS = [choice for choice in Satisfaction.choices if choice[0] != Satisfaction.NONE]
YES_NO = ((True, "同意"), (False, "不同意"))


def across(label, text, **more):
    """A row with one entry."""
    return PaperRow((PaperCell(label, "label"), PaperCell(text, span=3)), **more)


def signature(who, when, date=None):
    return two(who, blank(WORD), when, words.day(date))


def two(label, text, other, more):
    """A row with two entries."""
    return PaperRow(
        (PaperCell(label, "label"), PaperCell(text), PaperCell(other, "label"), PaperCell(more))
    )


def form(motion, *, with_phone=False):
    """代表建议专用表 of one motion; the phone number only for the office."""
    place = words.congress(motion)
    title = f"{place}人大代表{motion.noun}专用表"
    paper = Paper(title, f"{place}人大")
    paper.title(title)
    paper.marks(words.occasion(motion), f"编号：{words.merged_or_numbered(motion)}")
    paper.table(WIDTHS, [*about(motion, with_phone), *content(motion), *course(motion)])
    paper.add("note", "说明：一事一案；写明情况、分析和具体建议；领衔代表亲笔签名。")
    return paper.content()


def about(motion, with_phone):
    employer = words.text(motion.proposer.employer)
    yield across("案　由", motion.title)
    yield two("文　种", motion.get_kind_display(), "内容类别", motion.topic.name)
    yield two("领衔代表", motion.proposer.name, "提出日期", words.submitted(motion))
    yield across("代表团选区", words.text(words.seat(motion)))
    if with_phone:
        yield two("单位及职务", employer, "联系电话", words.text(motion.proposer.phone))
    else:
        yield across("单位及职务", employer)
    yield across("联名代表", cosigners(motion))


def cosigners(motion):
    """Their names; once the motion was reviewed nobody signs any more."""
    names = "、".join(words.signers(motion))
    return names or (blank(LINE) if motion.is_unreviewed else "无")


def content(motion):
    lines = [
        *part("情况（案据）：", motion.grounds),
        *part("建议（方案）：", motion.proposal),
    ]
    yield PaperRow(
        (PaperCell("内　容", "label"), PaperCell(span=3, lines=tuple(lines), from_top=True)),
        height=62, breaks=True,
    )  # fmt: skip
    yield across("是否公开", words.boxes(YES_NO, motion.is_public))
    yield signature("代表签名", "签名日期")


def part(label, text):
    """A heading and the paragraphs below it, or lines to fill in."""
    yield "cell", label
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    yield from (("words", line) for line in paragraphs)
    if not paragraphs:
        yield from [("cell", blank(LINE))] * 3


def course(motion):
    """审查意见 and 交办; of what was merged it is its case that was handed over."""
    yield across("审查意见", review_words(motion) or blank(LINE), height=12)
    yield signature("审查人", "审查日期")
    case = motion.case
    lead = case.handlings.in_charge().filter(role=Handling.Role.LEAD).order_by("-round").first()
    round_ = lead.round if lead else 1
    main = words.text(words.in_charge(case, Handling.Role.LEAD, round_), WORD)
    helpers = words.in_charge(case, Handling.Role.ASSIST, round_) or ("无" if lead else blank(WORD))
    handed_over_on, due_on = (lead.handover_day, lead.due_on) if lead else (None, None)
    yield two("主办单位", main, "协办单位", helpers)
    yield two("交办日期", words.day(handed_over_on), "办理期限", words.day(due_on))


def review_words(motion):
    """What came of the review, as far as it is known."""
    status, note = Motion.Status, motion.review_note.strip()
    if motion.is_unreviewed:
        return ""
    if motion.status == status.RETURNED:
        verdict = f"退回：{motion.get_return_reason_display()}。"
    elif motion.status == status.MERGED:
        verdict = f"并案：{words.merged_into(motion)}。"
    elif motion.number is None:  # withdrawn before it was reviewed
        return note
    else:
        verdict = f"受理，编为{words.numbered(motion)}。{words.with_merged(motion)}"
    if motion.is_converted:
        verdict = f"议案转为建议。{verdict}"
    return f"{verdict}{note}"


def survey(handling, motion=None):
    """征询意见表 about one round: 办理工作 and 办理结果 apart; a rating already given is ticked.

    `motion` is one that was merged into the handled one: its own deputy ticks it.
    """
    motion = motion or handling.motion
    names = town_name(handling.replied_on or handling.handed_over_on)
    title = f"{words.congress(motion)}人大代表{motion.noun}办理情况征询意见表"
    paper = Paper(title, names.signing_body)
    paper.title(title)
    paper.marks(words.occasion(motion), f"编号：{words.merged_or_numbered(motion)}")
    rating = motion.ratings.filter(round=handling.round).first()
    paper.table(WIDTHS, [*handled(handling, motion), *opinion(rating)])
    paper.add("note", f"说明：在□内打√；办理工作和办理结果分别评价；不满意的请写明理由。"
                      f"填好后交{names.signing_body}。")  # fmt: skip
    return paper.content()


def handled(handling, motion):
    yield across("案　由", motion.title)
    yield two("领衔代表", motion.proposer.name, "提出日期", words.submitted(motion))
    yield across("联名代表", cosigners(motion))
    if motion.merged_into:
        yield across("并　案", f"{words.merged_into(motion)}，一并办理。")
    elif joined := words.merged(motion):
        yield across("并　案", f"并入本件一并办理的有{joined}，由各自的代表分别填写意见。")
    again = f"（第{handling.round}次办理）" if handling.round > 1 else ""
    yield two(
        "主办单位", f"{handling.department}{again}", "协办单位", words.assists(handling) or "无"
    )
    result = handling.result_class if handling.replied_on else None
    yield two("答复日期", words.day(handling.reply_day), "办理结果", words.text(result, 4))
    way = handling.get_consulted_by_display()
    yield two("沟通日期", words.day(handling.consulted_on), "沟通方式", words.text(way))


def opinion(rating):
    verdicts = (rating.handling, rating.result) if rating else ("", "")
    for label, verdict in zip(("对办理工作", "对办理结果"), verdicts, strict=True):
        yield across(label, words.boxes(VERDICTS, verdict), height=14)
    reason = rating.reason.strip() if rating else ""
    yield across("意见和理由", reason or "\n".join([blank(LINE)] * 4), height=40)
    yield signature("代表签名", "签名日期", rating.day if rating else None)
