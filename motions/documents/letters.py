"""Letters: 交办通知单, 催办通知单, 答复."""

import datetime

from motions.documents import words
from motions.models import Handling, ResultClass, Satisfaction
from papers.official import Paper, PaperCell, PaperRow, blank, heading_of
from township.models import Town, town_name
from township.spans import day_in_words

LEAD = Handling.Role.LEAD
LINES = 6  # of an answer that is yet to be written
OPENING = "现答复如下"  # whoever pastes a whole letter has it too: what stands before it is ours


def hand_over(handlings):
    """交办通知单 to the one department of `handlings`: what it handles from now on, and how."""
    handlings = list(handlings)
    department, on = handlings[0].department, max(row.handed_over_on for row in handlings)
    signing_body = town_name(on).signing_body
    paper = Paper(f"{called(handlings)}交办通知单", signing_body)
    paper.add("title", f"{called(handlings)}交办通知单")
    paper.add("to", f"{department}：")
    if len(handlings) == 1:
        tell_one(paper, handlings[0])
    else:
        tell_many(paper, handlings)
    paper.add("p", asked(handlings, signing_body))
    is_known = not any(row.is_handover_day_unknown for row in handlings)
    paper.sign(signing_body, words.day(on if is_known else None), sealed=True)
    receipt(paper, handlings)
    return paper.content()


def called(handlings):
    return f"代表{words.nouns([one for row in handlings for one in row.motion.together])}"


def tell_one(paper, handling):
    motion = handling.motion
    what = f"{words.handed_down(motion)}{words.reference(motion)}{words.titled(motion)}"
    paper.add("p", f"现将{what}交由{task(handling)}，请认真研究办理。{words.people(motion)}。")
    for more in (words.with_merged(motion), *why_again(handling)):
        if more:
            paper.add("p", more)
    paper.add("p", words.deadline(handling, duty(handling)))


def tell_many(paper, handlings):
    paper.add("p", f"现将下列{len(handlings)}件{called(handlings)}交你单位，请认真研究办理。")
    for number, row in enumerate(handlings, 1):
        motion = row.motion
        what = f"{words.handed_down(motion)}{words.reference(motion)}{words.titled(motion)}"
        until = words.deadline(row, duty(row))
        who = f"{words.people(motion)}。{words.with_merged(motion)}"
        paper.add("p", f"{number}.{what}，由{task(row)}。{who}{until}")


def task(handling):
    """你单位主办、水利站协办"""
    lead = words.in_charge(handling.motion, LEAD, handling.round)
    again = "重新办理" if handling.round > 1 else "主办"
    if handling.role != LEAD:
        return f"{words.text(lead)}{again}、你单位协办"
    assists = words.assists(handling)
    return f"你单位{again}" + (f"、{assists}协办" if assists else "")


def duty(handling):
    return "答复代表" if handling.role == LEAD else "向主办单位提出协办意见"


def why_again(handling):
    """The deputies' words about the round before, if that is why there is another."""
    together = handling.motion.together
    for one in together:
        rating = one.ratings.filter(round=handling.round - 1).first()
        if rating and rating.result == Satisfaction.UNSATISFIED:
            who = one.proposer if len(together) > 1 else ""
            reason = rating.reason.strip().rstrip("。")
            yield f"代表{who}对上一次办理的结果不满意，意见是：{reason}。"


def asked(handlings, signing_body):
    if all(row.role != LEAD for row in handlings):
        return "请及时签收，落实专人办理，与主办单位沟通，按职责提出具体意见。"
    return (
        "办理中请做到：一是及时签收，落实专人；认为不属于本单位职责的，书面说明理由、申请调整，"
        "不自行转办。二是与代表面商，当面听取意见。三是书面答复代表，"
        f"注明办理结果类别{classes()}，附征询意见表，抄送{signing_body}。"
    )


def classes():
    known = "；".join(f"{row}：{row.name}" for row in ResultClass.objects.all())
    return f"（{known}）" if known else ""


def receipt(paper, handlings):
    """签收, filled in where it is known of all."""
    days = {row.accepted_on for row in handlings}
    people = {row.handler for row in handlings}
    day = days.pop() if len(days) == 1 else None
    handler = people.pop() if len(people) == 1 else ""
    paper.empty_line()
    paper.table(
        (26, 52, 26, 52),
        [PaperRow((PaperCell("签收人", "label"), PaperCell(words.text(handler, 8)), PaperCell("签收日期", "label"),
              PaperCell(words.day(day))))],
    )  # fmt: skip
    paper.end()


def urge(handling, on):
    """催办通知单 of the day `on`: how late, what is asked and by when.

    The department gets as many days as the town calls soon.
    """
    motion, signing_body = handling.motion, town_name(on).signing_body
    by = on + datetime.timedelta(days=Town.get().due_soon_days)
    title = f"{called([handling])}催办通知单"
    paper = Paper(title, signing_body)
    paper.add("title", title)
    paper.add("to", f"{handling.department}：")
    paper.add("p", how_late(handling, on))
    meet = f"；答复前请与代表{words.proposers(motion)}面商" if handling.role == LEAD else ""
    paper.add(
        "p",
        f"请于{words.day(by)}前{duty(handling)}，并抄送{signing_body}{meet}。"
        "确有困难的，请书面说明原因、进度和完成时间。请填写下面的回执，加盖公章后退回。",
    )
    paper.sign(signing_body, day_in_words(on), sealed=True)
    answer_slip(paper)
    return paper.content()


def how_late(handling, on):
    motion = handling.motion
    role = "重新办理" if handling.round > 1 else handling.get_role_display()
    what = f"{words.reference(motion)}{words.titled(motion)}"
    joined = words.merged(motion)
    also = f"；并入本件一并办理的有{joined}" if joined else ""
    sentence = (
        f"{what}（领衔代表{motion.proposer}{also}）于{words.day(handling.handover_day)}交你单位{role}，"
        f"应于{words.day(handling.due_on)}前{duty(handling)}{article(handling)}。"
    )
    if handling.due_on:
        # To the day, however long ago it was: a notice is evidence, and not a glance.
        sentence += f"截至{words.day(on)}已超期{(on - handling.due_on).days}天，"
    return f"{sentence}{'，'.join(undone(handling))}。{urged_before(handling, on)}"


def undone(handling):
    if not handling.accepted_on:
        yield "尚未签收"
    if handling.role == LEAD and not handling.consulted_on:
        yield "尚未与代表沟通"
    yield "尚未答复" if handling.role == LEAD else "尚未提出意见"


def article(handling):
    if handling.due_on and handling.due_on == handling.extended_to:
        return "（经同意延期）"
    return f"（{handling.rule.article}）" if handling.rule else ""


def urged_before(handling, on):
    acts = handling.motion.supervision_acts.filter(
        department=handling.department, acted_on__range=(handling.handed_over_on, on)
    ).order_by("acted_on", "pk")
    told = "，".join(f"{day_in_words(act.acted_on)}{act.get_rung_display()}" for act in acts)
    return f"此前已督办：{told}。" if told else ""


def answer_slip(paper):
    """回执"""
    paper.empty_line()
    rows = [
        PaperRow((PaperCell("回　执", "label", span=4),)),
        PaperRow((PaperCell("办理进展", "label"), PaperCell("\n".join([blank(24)] * 2), span=3))),
        PaperRow((PaperCell("答复日期", "label"), PaperCell(words.day(None)), PaperCell("负责人", "label"),
             PaperCell(blank(8)))),
    ]  # fmt: skip
    paper.table((26, 58, 24, 48), rows)
    paper.end()


def reply(handling, on):
    """关于……第N号建议的答复: what was issued, else a skeleton for the department to fill in."""
    motion, is_issued = handling.motion, handling.replied_on is not None
    names = town_name(handling.replied_on or on)
    together = motion.together
    title = f"关于{words.reference(motion)}{how_many(together)}的答复"
    paper = Paper(title, handling.department.name)
    result = words.text(class_of(handling), 3)
    paper.marks(handling.reply_number, f"办理结果：{result}", kinds=("to", "mark"))
    paper.empty_line()
    paper.add("title", title)
    paper.add("to", f"{words.movers(motion)}代表：")
    is_one = len({one.proposer_id for one in together}) == 1
    you = "您" if is_one and not any(map(words.signers, together)) else "你们"
    paper.add("p", f"{you}提出的{what_is_answered(motion)}收悉，{OPENING}：")
    text = handling.reply.rpartition(OPENING)[2].strip("：:\n ") if is_issued else ""
    body(paper, text)
    thanks = "" if "感谢" in text else f"感谢{you}对我们工作的关心和支持。"
    paper.add(
        "p",
        f"{thanks}对以上答复有什么意见，请填写征询意见表，反馈{names.signing_body}。",
    )
    paper.sign(handling.department.name, words.day(handling.reply_day), sealed=True)
    contact = handling.handler or handling.department.contact
    paper.add("p", f"（联系人：{words.text(contact, 5)}，联系电话：{blank(8)}）")
    paper.copy_to(names.signing_body)
    return paper.content()


def how_many(together):
    """等3件建议, where one letter answers several."""
    return f"等{len(together)}件{words.nouns(together)}" if len(together) > 1 else ""


def what_is_answered(motion):
    """《…》（第5号）; with what was merged, each by its name and with who moved it."""
    number = words.numbered(motion)
    if joined := words.merged(motion):
        return f"{words.titled(motion)}（{number}，{words.people(motion)}）和并案办理的{joined}"
    return f"{words.titled(motion)}（{number}）"


def class_of(handling):
    is_issued = handling.replied_on and handling.result_class
    return str(handling.result_class) if is_issued else ""


def body(paper, text):
    """The paragraphs of the answer, or lines to fill in."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    for line in paragraphs:
        paper.add(heading_of(line), line)
    if not paragraphs:
        paper.lines(LINES)
