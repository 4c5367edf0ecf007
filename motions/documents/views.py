"""Documents to download: a motion's own, for whom `documents_for` names them, and those of a
hand-over for the office and leadership. For everybody else they are not there.
"""

import datetime

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from accounts.file_links import single_file, word_file
from motions import documents
from motions.models import Handling, Motion
from records import reads
from township.models import Department

# What a paper names: departments, who signed, and what was merged.
ON_PAPER = (
    "handlings__department",
    "signatures__person",
    "merged__proposer",
    "merged__signatures__person",
)
OF_THE_CASE = ("merged_into__proposer", *(f"merged_into__{path}" for path in ON_PAPER))


@single_file
def motion_document(request, pk, name):
    """The document `name` of one motion; `?handling=` says of which department and round."""
    motions = Motion.objects.visible_to(request.user).select_related("proposer", "topic", "session")
    motion = get_object_or_404(motions.prefetch_related(*ON_PAPER, *OF_THE_CASE), pk=pk)
    wanted = request.GET.get("handling", "")
    for document in documents.documents_for(motion, request.user):
        if document.name == name and wanted in (
            "",
            document.handling and str(document.handling.pk),
        ):
            reads.note(request, f"议案建议 {document.label}", object_id=pk)
            return word_file(document.content(), document.file_name, f"{name}-{pk}.docx")
    raise Http404


def hand_over_list(request):
    """交办清单 of what was handed over between two days, both included."""
    rows = handed_over(request).lead()
    if not rows.exists():
        return nothing_handed_over(request)
    reads.note(request, "交办清单", rows=rows.count())
    return word_file(documents.hand_over_list(rows), "交办清单.docx", "hand-over-list.docx")


def hand_over_letter(request, department):
    """One 交办通知单 to a department for all that it got between two days, both included."""
    department = get_object_or_404(Department, pk=department)
    rows = handed_over(request).filter(department=department)
    rows = rows.select_related("department", "motion__proposer")
    rows = rows.prefetch_related(*(f"motion__{path}" for path in ON_PAPER))
    rows = rows.order_by("-role", "motion__number", "pk")
    if not rows:
        return nothing_handed_over(request)
    reads.note(request, "交办通知单", object_id=department.pk, rows=len(rows))
    name = f"交办通知单（{department}）.docx"
    return word_file(documents.hand_over(rows), name, f"hand-over-{department.pk}.docx")


def handed_over(request):
    """The handlings handed over `?from=` one day `&to=` another; of one day if only one is given,
    of the last hand-over if none is.
    """
    if not request.user.reads_everything_public:
        raise Http404
    rows = Handling.objects.visible_to(request.user).in_charge()
    rows = rows.filter(is_handover_day_unknown=False)
    first, last = day(request, "from"), day(request, "to")
    if first or last:
        return rows.filter(handed_over_on__range=(first or last, last or first))
    return rows.filter(handed_over_on=rows.aggregate(newest=Max("handed_over_on"))["newest"])


def day(request, name):
    text = request.GET.get(name, "")
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None


def nothing_handed_over(request):
    messages.warning(request, "这段时间没有交办的议案建议，请换个日期。")
    return redirect("motion-list")
