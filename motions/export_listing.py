"""The list of motions as a spreadsheet, for whoever goes on counting in WPS or Excel."""

from motions.lateness import Lateness
from motions.tracks import Tracks
from records.exports import ExportColumn, Listing
from records.written import DAY_UNKNOWN


def date_of(row, name):
    return getattr(row, name) if row else None


def known(row, name, unknown):
    """The day called `name`; 日期不详 where the row says so in `unknown`."""
    return DAY_UNKNOWN if row and getattr(row, unknown) else date_of(row, name)


def names(rows):
    return "、".join(str(row) for row in rows)


def verdict(track, name):
    return getattr(track.rating, f"get_{name}_display")() if track.rating else ""


def of(heading, value):
    """The ExportColumn `heading`; `value` is a function of a motion and its Tracks."""
    return ExportColumn(heading, heading, lambda row: value(*row))


COLUMNS = [
    of("年度", lambda m, t: m.year),
    of("编号", lambda m, t: m.number),
    of("级别", lambda m, t: m.scope_label),
    of("文种", lambda m, t: m.get_kind_display()),
    of("案由", lambda m, t: m.title),
    of("内容类别", lambda m, t: str(m.topic)),
    of("领衔代表", lambda m, t: str(m.proposer)),
    of("联名代表", lambda m, t: names([*m.signatures.all(), *m.signers_elsewhere])),
    of("提出日期", lambda m, t: m.submitted_words if m.submitted_last_on else m.submitted_on),
    of("提出时段", lambda m, t: m.get_occasion_display()),
    of("人代会", lambda m, t: str(m.session or "")),
    of("状态", lambda m, t: m.get_status_display()),
    of("主办单位", lambda m, t: str(t.lead.department) if t.lead else ""),
    of("协办单位", lambda m, t: names(row.department for row in t.assists)),
    of("交办日期", lambda m, t: known(t.lead, "handed_over_on", "is_handover_day_unknown")),
    of("办理期限", lambda m, t: date_of(t.lead, "due_on")),
    # Its key is older than its heading, and remembered where somebody chose columns.
    ExportColumn("面商日期", "沟通日期", lambda row: date_of(row[1].lead, "consulted_on")),
    of("沟通方式", lambda m, t: t.lead.get_consulted_by_display() if t.lead else ""),
    of("答复日期", lambda m, t: known(t.lead, "replied_on", "is_reply_day_unknown")),
    of("时限", lambda m, t: lateness(m, t)),
    of("结果类别", lambda m, t: str(t.answer.result_class) if t.answer else ""),
    of("承诺期限", lambda m, t: date_of(t.answer, "promise_due_on")),
    of("承诺兑现", lambda m, t: date_of(t.answer, "promise_done_on")),
    of("对办理工作", lambda m, t: verdict(t, "handling")),
    of("对办理结果", lambda m, t: verdict(t, "result")),
    of("办结日期", lambda m, t: known(m, "closed_on", "is_close_day_unknown")),
    of("重点督办", lambda m, t: "是" if m.is_key else ""),
    of("并案", lambda m, t: joined(m)),
]


def joined(motion):
    """Where a merged one went, or what was merged into this one."""
    if motion.merged_into:
        return f"并入{motion.merged_into.numbered} {motion.merged_into.title}"
    rows = "、".join(f"{row.title}（{row.proposer}）" for row in motion.together[1:])
    return f"并入本件：{rows}" if rows else ""


def lateness(motion, tracks):
    """The word for the last round; of what is due on no day, why."""
    if motion.late_word:
        return Lateness(motion.late_word).label
    return tracks.lead.due_words if tracks.lead and not tracks.lead.due_on else ""


def listing(rows, back, notice=None):
    """`rows` (motions, from Motion.objects.with_lead) as a list to be exported."""
    return Listing(
        "motions", "议案建议", COLUMNS, lambda chosen: with_tracks(rows), rows.count(), back, "件",
        notice=notice,
    )  # fmt: skip


def with_tracks(rows):
    tracks = ("handlings__department", "handlings__result_class")
    rows = rows.select_related("proposer", "topic", "session__term", "merged_into")
    rows = rows.prefetch_related(
        *tracks, "ratings", "signatures__person", "merged__proposer",
        *(f"merged_into__{path}" for path in tracks),
    )  # fmt: skip
    return ((motion, Tracks(motion)) for motion in rows)
