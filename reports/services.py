"""The verbs on reports: each changes its rows together or not at all."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Role
from reports import closing, plans
from reports.models import Edition, PublicNotice, Report, Section, Waiver

OVERTAKEN = "没有保存：{who}刚刚改过这一部分。两份都在下面，请合成一份再保存。"
MOVED_ON = (
    "没有定稿：您打开这一页以后，台账或文字有了变动，或者已经另定了一版。请看过新的一稿再定稿。"
)
GAPS = "没有定稿：还有{count}处【待填】或【待补】。请补齐，或把那句话改掉。"


REPLANNED = "没有保存：您打开这一页以后，同事改过这份计划。上面是现在的计划，您填的列在下面。"


class Replanned(ValidationError):
    """Somebody else changed the plan in between."""

    def __init__(self):
        super().__init__(REPLANNED)


class Overtaken(ValidationError):
    """Somebody else saved the section in between; `stored` is the Section as it is now."""

    def __init__(self, stored):
        who = stored.changed_by.display_name if stored.changed_by else "同事"
        super().__init__(OVERTAKEN.format(who=who))
        self.stored = stored


@transaction.atomic
def waive(code, *, reason, by):
    """Note that the check `code` does not apply to this town, and why. Returns the Waiver."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么本镇不适用。"})
    waiver = Waiver.objects.filter(code=code).first() or Waiver(code=code)
    waiver.reason, waiver.by = reason.strip(), by
    waiver._history_user = by
    waiver.full_clean()
    waiver.save()
    return waiver


@transaction.atomic
def apply_again(waiver, *, by):
    """The check applies after all: its `waiver` goes, and stays in the history."""
    waiver._history_user = by
    waiver.delete()


@transaction.atomic
def begin(report, *, by):
    """Store a draft `report` (reports.drafting.draft) with its sections. Returns it.

    Where a colleague has begun the same report of a year in between, returns theirs.
    """
    if report.kind in Report.ONE_A_YEAR:
        known = Report.objects.filter(kind=report.kind, year=report.year).first()
        if known:
            return known
    report._history_user = by
    report.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:  # a colleague began it in the same moment
        return Report.objects.get(kind=report.kind, year=report.year)
    for section in report.draft:
        section.report = report
        store(section, by)
    return report


def store(section, by):
    section.changed_by, section.changed_at = by, timezone.now()
    section._history_user = by
    section.save()


@transaction.atomic
def write_section(section, *, title, text, version, by):
    """Store new words of `section`, typed over its `version` (an int). Returns the Section.

    Raises Overtaken where a colleague stored another version since, and ValidationError at
    `title` or `text` for words that nobody can render.
    """
    # Nothing is joined: who waits for the lock gets the row as it is then, its joins as they were.
    stored = Section.objects.select_for_update().get(pk=section.pk)
    if stored.version != version:
        raise Overtaken(stored)
    stored.title, stored.text = title.strip(), text.strip()
    stored.clean()
    stored.version += 1
    store(stored, by)
    return stored


@transaction.atomic
def add_section(report, *, title, by):
    """Add a part to the end of `report`, to be moved from there. Returns the Section."""
    last = report.sections.aggregate(last=Max("order"))["last"] or 0
    section = Section(report=report, order=last + 1, title=title.strip())
    section.full_clean(exclude=["changed_by"])
    store(section, by)
    return section


@transaction.atomic
def move_section(section, *, up, by):
    """Let `section` change places with the one above it (`up`) or below."""
    rows = list(section.report.sections.select_for_update().order_by("order", "pk"))
    here = next(index for index, row in enumerate(rows) if row.pk == section.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, 1):
        if row.order != order:
            row.order, row._history_user = order, by
            row.save(update_fields=["order"])


@transaction.atomic
def leave_out(section, *, is_left_out, by):
    """Do not print `section` (or print it again); its words stay."""
    # Read anew: the history keeps a whole row, and a colleague may have written words since.
    section = Section.objects.select_for_update().get(pk=section.pk)
    section.is_left_out, section._history_user = is_left_out, by
    section.save(update_fields=["is_left_out"])


def refuse_replanned(report, seen):
    """Raise Replanned where the plan of `report` is not the one with the mark `seen`."""
    if plans.mark(report.plan_items.all()) != seen:
        raise Replanned


@transaction.atomic
def plan(report, items, *, by, seen=None):
    """Make `items` (unstored or stored PlanItems, in order) the plan that `report` sets up.

    What is stored and not among them goes, unless it has been answered. `seen` is the mark of the
    plan that was looked at (plans.mark): one that a colleague changed since is not overwritten.
    """
    if seen is not None:
        Report.objects.select_for_update().get(pk=report.pk)  # the second to save waits, and sees
        refuse_replanned(report, seen)
    kept = {item.pk for item in items if item.pk}
    for gone in report.plan_items.exclude(pk__in=kept):
        if gone.outcome:
            raise ValidationError(f"“{gone.text}”已经答复过落实情况，不能删去。")
        gone._history_user = by
        gone.delete()
    for order, item in enumerate(items, 1):
        item.report, item.year, item.order = report, report.year + 1, order
        item._history_user = by
        item.full_clean(exclude=["answered_by"])
        item.save()


@transaction.atomic
def answer(item, *, outcome, answer, by):
    """Say what became of a plan `item`. Raises ValidationError where a shortfall has no reason."""
    item.outcome, item.answer, item.answered_by = outcome, answer.strip(), by
    item._history_user = by
    item.full_clean(exclude=["report", "answered_by"])
    item.save()
    return item


def close(report, *, by, signer="", sheet=None, reason="", signed_on=None, seen=""):
    """定稿: make an Edition of `report` as it stands now. Returns it.

    Leadership signs for itself; the office names the `signer` and attaches the signed `sheet`.
    `seen` is the mark of the draft that was looked at (closing.Draft.mark): what has moved since
    is not signed unseen. `signed_on` dates a report that has no date yet. A second edition needs
    a `reason`. Raises ValidationError.
    """
    is_leader = by.holds(Role.LEADER)
    if signed_on and not report.signed_on:
        report.signed_on = signed_on
    refuse_unsigned(report, is_leader, by, signer, sheet, reason)
    draft = closing.take(report)  # reads a lot: outside of the transaction that stores it
    if draft.document.gaps:
        raise ValidationError(GAPS.format(count=len(draft.document.gaps)))
    if not draft.is_consistent or seen != draft.mark:
        raise ValidationError(MOVED_ON)
    signer = by.display_name if is_leader else signer.strip()
    papers = closing.papers(draft)  # slow too
    return keep_edition(draft, papers, sheet=sheet, by=by, signer=signer, reason=reason.strip())


def refuse_unsigned(report, is_leader, by, signer, sheet, reason):
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
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def keep_edition(draft, papers, *, sheet, by, signer, reason):
    """Store what was taken, under the number that it was taken for."""
    report = Report.objects.select_for_update().get(pk=draft.report.pk)
    known = report.editions.aggregate(last=Max("number"))["last"] or 0
    if known + 1 != draft.following:
        raise ValidationError(MOVED_ON)  # a colleague was first
    if report.signed_on != draft.report.signed_on:
        report.signed_on, report._history_user = draft.report.signed_on, by
        report.save(update_fields=["signed_on"])
    edition = Edition(
        report=report, number=draft.following, made_at=timezone.now(), made_by=by, signer=signer,
        reason=reason, content=draft.content, word=papers[0], pdf=papers[1],
    )  # fmt: skip
    if sheet:
        edition.sheet.save(sheet.name, sheet, save=False)
    edition.digest = edition.computed_digest()
    edition.full_clean(exclude=["report", "made_by", "sheet"])
    edition.save()
    return edition


@transaction.atomic
def settle_notice(year, *, by, **choices):
    """Keep what is published of the deputies for `year`. Returns the PublicNotice.

    `choices` are its fields; what is not named stays as it was chosen before.
    """
    notice = PublicNotice.of_year(year)
    for name, value in choices.items():
        setattr(notice, name, value)
    notice._history_user = by
    notice.full_clean()
    notice.save()
    return notice
