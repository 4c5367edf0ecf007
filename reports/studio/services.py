"""The verbs on reports: each changes its rows together or not at all."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from records.base import REASON_LENGTH
from reports.asking import spelling
from reports.asking.placeholders import check_words
from reports.models import Report, Section
from reports.words import meanings, plans, subsections

LARGEST = 20_000  # characters of one section
TOO_LONG = f"这样一来，整个部分超过{LARGEST}个字，存不下。请缩短，或者把一部分分成两部分。"

PLANNED = "这份报告里写着{year}年的{count}项计划事项。请先在“计划事项”里删去，再来。"
OVERTAKEN = "没有保存：{who}刚刚改过这一部分。两份都在下面，请合成一份再保存。"


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
def begin(report, *, by):
    """Store a draft `report` (reports.words.drafting.draft) with its sections. Returns it.

    Where a colleague has begun the same report of a year in between, returns theirs.
    """
    if report.kind in Report.ONE_A_YEAR:
        known = Report.objects.filter(kind=report.kind, year=report.year).first()
        if known:
            return known
    report._history_user = by
    report.full_clean(validate_constraints=False, exclude=["revisions"])
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:  # a colleague began it in the same moment
        return Report.objects.get(kind=report.kind, year=report.year)
    for section in report.draft:
        section.report = report
        store(section, by)
    return report


def note_meanings(report):
    """知道了: what the numbers of `report` have come to mean is told no more."""
    Report.objects.filter(pk=report.pk).update(revisions=meanings.revisions())


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
    stored.title, stored.text = spelling.stored(title.strip()), spelling.stored(text.strip())
    stored.clean()
    stored.version += 1
    store(stored, by)
    return stored


@transaction.atomic
def write_subsection(section, *, index, text, version, by):
    """Store new words of the `index`-th 小节 of `section`, typed over the one whose mark is `version`;
    the others stay as they are, whoever wrote in them meanwhile. Returns the Section.

    Raises Overtaken where a colleague changed this very one, and ValidationError at `text` for words
    that nobody can render.
    """
    stored = Section.objects.select_for_update().get(pk=section.pk)
    known = subsections.subsections_of(stored.text)
    here = subsections.place_of(known, index, version)
    if here is None:
        raise Overtaken(stored)
    text = spelling.stored("\n".join(text.strip().splitlines()))  # browsers end lines otherwise
    check_words(text, stored.report.periods, field="text")
    stored.text = subsections.joined(known, here, text)
    if len(stored.text) > LARGEST:
        raise ValidationError({"text": TOO_LONG})
    stored.version += 1
    store(stored, by)
    return stored


@transaction.atomic
def add_section(report, *, title, by, text=""):
    """Add a part to the end of `report`, to be moved from there. Returns the Section."""
    last = report.sections.aggregate(last=Max("order"))["last"] or 0
    section = Section(
        report=report, order=last + 1, title=spelling.stored(title.strip()), text=text
    )
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


@transaction.atomic
def discard(report, *, reason, by):
    """Throw away a `report` that was begun by mistake; its history stays, with the `reason`.

    Raises ValidationError where it was closed, or a plan for the next year is written in it.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    if stored.editions.exists():
        raise ValidationError("已经定过稿，不能不要；要改，按“更正”另出一版。")
    if count := stored.plan_items.count():
        raise ValidationError(PLANNED.format(year=stored.year + 1, count=count))
    for row in (*stored.sections.all(), stored):
        row._history_user = by
        row._change_reason = f"不要了：{reason}"[:REASON_LENGTH]
        row.delete()


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
