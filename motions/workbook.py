"""The list of motions as a spreadsheet, for whoever goes on counting in WPS or Excel."""

from dataclasses import dataclass

from accounts import spreadsheet
from motions.lateness import Lateness
from motions.tracks import Tracks


def date_of(row, name):
    return getattr(row, name) if row else None


def names(rows):
    return "、".join(str(row) for row in rows)


def verdict(track, name):
    return getattr(track.rating, f"get_{name}_display")() if track.rating else ""


@dataclass(frozen=True)
class Column:
    heading: str
    width: int
    value: object  # a function of a motion and its Tracks


COLUMNS = [
    Column("年度", 7, lambda m, t: m.year),
    Column("编号", 7, lambda m, t: m.number),
    Column("级别", 9, lambda m, t: m.scope.label),
    Column("文种", 7, lambda m, t: m.get_kind_display()),
    Column("案由", 46, lambda m, t: m.title),
    Column("内容类别", 14, lambda m, t: str(m.topic)),
    Column("领衔代表", 10, lambda m, t: str(m.proposer)),
    Column("联名代表", 20, lambda m, t: names(m.signatures.all())),
    Column("提出日期", 12, lambda m, t: m.submitted_on),
    Column("提出时段", 10, lambda m, t: m.get_occasion_display()),
    Column("人代会", 20, lambda m, t: str(m.session or "")),
    Column("状态", 10, lambda m, t: m.get_status_display()),
    Column("主办单位", 18, lambda m, t: str(t.lead.department) if t.lead else ""),
    Column("协办单位", 18, lambda m, t: names(row.department for row in t.assists)),
    Column("交办日期", 12, lambda m, t: date_of(t.lead, "handed_over_on")),
    Column("办理期限", 12, lambda m, t: date_of(t.lead, "due_on")),
    Column("面商日期", 12, lambda m, t: date_of(t.lead, "consulted_on")),
    Column("答复日期", 12, lambda m, t: date_of(t.lead, "replied_on")),
    Column("时限", 10, lambda m, t: Lateness(m.late_word).label if m.late_word else ""),
    Column("结果类别", 10, lambda m, t: str(t.answer.result_class) if t.answer else ""),
    Column("承诺期限", 12, lambda m, t: date_of(t.answer, "promise_due_on")),
    Column("承诺兑现", 12, lambda m, t: date_of(t.answer, "promise_done_on")),
    Column("对办理工作", 11, lambda m, t: verdict(t, "handling")),
    Column("对办理结果", 11, lambda m, t: verdict(t, "result")),
    Column("办结日期", 12, lambda m, t: m.closed_on),
    Column("重点督办", 10, lambda m, t: "是" if m.is_key else ""),
]


def write(rows):
    """`rows` (motions, from Motion.objects.with_lead) as the bytes of an xlsx file."""
    headings = [column.heading for column in COLUMNS]
    return spreadsheet.write(spreadsheet.Table("议案建议", headings, lines_of(rows), "F2"))


def lines_of(rows):
    for motion in with_parts(rows):
        tracks = Tracks(motion)
        yield [column.value(motion, tracks) for column in COLUMNS]


def with_parts(rows):
    rows = rows.select_related("proposer", "topic", "session__term")
    return rows.prefetch_related(
        "handlings__department", "handlings__result_class", "ratings", "signatures__person"
    )
