"""交办清单: the table for the hand-over meeting."""

from itertools import groupby

from motions.documents import words
from motions.models import Handling, Motion
from papers.official import Paper, PaperCell, PaperRow, blank
from records.written import spaced
from township.models import Level, town_name
from township.spans import today

COLUMNS = {  # mm
    "编号": 12, "案由": 54, "领衔代表": 20, "主办单位": 26, "协办单位": 22, "办理期限": 22,
}  # fmt: skip
ROLE = Handling.Role
LEVELS = list(Level)


def hand_over_list(handlings):
    """交办清单 of lead `handlings` (a queryset), by what numbers them, each with its assistants."""
    rows = handlings.select_related(
        "motion__proposer", "motion__session__term", "department"
    ).prefetch_related(
        "motion__handlings__department", "motion__merged__proposer",
        "motion__merged__signatures__person",
    )  # fmt: skip
    rows = sorted(rows, key=order)
    days = [row.handed_over_on for row in rows]
    names = town_name(max(days, default=today()))
    title = f"{names.town}人大代表议案建议交办清单"
    paper = Paper(title, names.signing_body)
    paper.title(title)
    paper.marks(f"{span(days)}交办", how_many({row.motion for row in rows}))
    widths = tuple(COLUMNS.values())
    paper.table(
        widths, table_rows(rows), head=PaperRow(tuple(PaperCell(c, "head") for c in COLUMNS))
    )
    paper.end()
    return paper.content()


def how_many(motions):
    merged = sum(len(motion.together) - 1 for motion in motions)
    return f"共{len(motions)}件" + (f"，另并入{merged}件" if merged else "")


def order(handling):
    motion = handling.motion
    return (*family(handling), motion.number or 0, motion.submitted_on, motion.pk, handling.round)


def family(handling):
    """What is numbered together: of one level, session or year, and 文种."""
    motion = handling.motion
    return (
        LEVELS.index(motion.level), motion.is_handed_down, motion.kind != Motion.Kind.BILL,
        motion.occasion == Motion.Occasion.BETWEEN, motion.session_id or 0, motion.year,
    )  # fmt: skip


def span(days):
    first, last = min(days, default=None), max(days, default=None)
    return words.day(first) if first == last else f"{words.day(first)}至{words.day(last)}"


def table_rows(rows):
    for _, group in groupby(rows, key=family):
        group = list(group)
        motion = group[0].motion
        name = f"{words.occasion(motion)}{motion.noun}"
        if motion.is_handed_down:
            name = f"{words.handed_down(motion)}{motion.year}年{motion.noun}"
        yield PaperRow((PaperCell(f"{name}（{len(group)}件）", "head", span=len(COLUMNS)),))
        yield from (table_row(row) for row in group)


def joined(motion):
    found = words.merged(motion)
    return f"\n并入：{found}" if found else ""


def table_row(handling):
    motion = handling.motion
    again = "（重新办理）" if handling.round > 1 else ""
    return PaperRow(
        (
            PaperCell(str(motion.number or blank(2)), "middle"),
            PaperCell(f"{motion.title}{again}{joined(motion)}", "entry"),
            PaperCell(spaced(motion.proposer.name), "middle"),
            PaperCell(handling.department.name, "middle"),
            PaperCell(words.in_charge(motion, ROLE.ASSIST, handling.round) or "无", "middle"),
            PaperCell(words.day(handling.due_on).replace("年", "年\n"), "middle"),
        )
    )
