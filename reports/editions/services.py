"""The verbs on editions: each changes its rows together or not at all."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from reports.editions import closing
from reports.models import Edition, Report
from reports.words import meanings
from township.spans import day_in_words

MOVED_ON = (
    "没有定稿：您打开这一页以后，台账或文字有了变动，或者已经另定了一版。请看过新的一稿再定稿。"
)
OTHER_DAY = (
    "还没有定稿：截至日现在是{day}，数字已经按这一天重新数过。请看过这一稿，再按一次定稿或更正。"
)
# What may be given to a report while it is closed.
DAYS = ("signed_on", "recorded_on")

GAPS = "没有定稿：还有{count}处【待填】或【待补】。请补齐，或把那句话改掉。"


def close(report, *, by, signer="", sheet=None, reason="", signed_on=None, seen=""):
    """定稿: make an Edition of `report` as it stands now. Returns it.

    Leadership signs for itself; the office names the `signer` and attaches the signed `sheet`.
    `seen` is the mark of the draft that was looked at (closing.Draft.mark): what has moved since
    is not signed unseen. `signed_on` dates a report that has no date yet; another day of record
    that `report` was given is stored with the edition. A second edition needs a `reason`. Raises
    ValidationError.
    """
    is_leader = by.holds(Role.LEADER)
    if signed_on and not report.signed_on:
        report.signed_on = signed_on
    report.refuse_odd_day_of_record()
    refuse_unready(report, is_leader, by, signer, sheet, reason, seen)
    draft = closing.take(report)  # reads a lot: outside of the transaction that stores it
    if draft.document.gaps:
        raise ValidationError(GAPS.format(count=len(draft.document.gaps)))
    if not draft.is_consistent or seen != draft.mark:
        raise ValidationError(MOVED_ON)
    signer = by.display_name if is_leader else signer.strip()
    papers = closing.files_of(draft)  # slow too
    return keep_edition(draft, papers, sheet=sheet, by=by, signer=signer, reason=reason.strip())


def refuse_unready(report, is_leader, by, signer, sheet, reason, seen):
    if not (is_leader or by.is_office):
        raise ValidationError("只有领导和人大工作人员可以定稿。")
    missing = {}
    if not is_leader and not signer.strip():
        missing["signer"] = ["请写明谁签发的。"]
    if not is_leader and not sheet:
        missing["sheet"] = ["请附上签发人签过字的签发单或首页（扫描件）。"]
    if not (report.signed_on or report.is_speech):
        missing["signed_on"] = ["请写明成文日期，印在报告末尾。"]
    if report.editions.exists() and not reason.strip():
        missing["reason"] = ["已经定过稿，再出一版请写明更正了什么、为什么。"]
    if closing.saw_another_day(report, seen):
        day = day_in_words(report.periods.day)
        missing[NON_FIELD_ERRORS] = [OTHER_DAY.format(day=day)]
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def keep_edition(draft, papers, *, sheet, by, signer, reason):
    """Store what was taken, under the number that it was taken for."""
    report = Report.objects.select_for_update().filter(pk=draft.report.pk).first()
    if report is None or report.editions.following() != draft.following:
        raise ValidationError(MOVED_ON)  # a colleague was first, or threw it away
    keep_days(report, draft.report, by)
    edition = Edition(
        report=report, number=draft.following, made_at=timezone.now(), made_by=by, signer=signer,
        reason=reason, content=draft.content, word=papers[0], pdf=papers[1],
    )  # fmt: skip
    if sheet:
        edition.sheet.save(sheet.name, sheet, save=False)
    edition.digest = edition.computed_digest()
    edition.full_clean(exclude=["report", "made_by", "sheet"])
    edition.save()
    # Whoever signs has seen what the numbers mean by now.
    Report.objects.filter(pk=report.pk).update(revisions=meanings.revisions())
    return edition


def keep_days(report, given, by):
    """Store the days that `report` was given while it was closed, as `given` has them."""
    new = [name for name in DAYS if getattr(report, name) != getattr(given, name)]
    for name in new:
        setattr(report, name, getattr(given, name))
    if new:
        report._history_user = by
        report.save(update_fields=new)
