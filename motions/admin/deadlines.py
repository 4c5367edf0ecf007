"""按新规定重新计算: what would be due on another day since a rule or a holiday changed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from motions import deadlines
from records import reads
from township.spans import today

NONE_CHOSEN = "一件也没有选，期限都没有动。"
MOVED_ON = "没有改：您打开这一页以后，情况又有变化。下面是现在的样子，请重新核对。"


def recompute_view(model_admin, request):
    """Shows each difference; applies those that were ticked, all or none. GET writes nothing."""
    if not request.user.has_perm("motions.change_handling"):
        raise PermissionDenied
    if request.method == "POST":
        refusal = recompute_chosen(request)
        if not refusal:
            return redirect("admin:motions_handling_recompute")
        messages.error(request, refusal)
    changes = deadlines.changes()
    if changes:
        reads.note(request, "办理期限变化", rows=len(changes))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "按新规定重新计算期限", "opts": model_admin.opts, "changes": changes,
        "media": model_admin.media,
    }  # fmt: skip
    return TemplateResponse(request, "admin/motions/recompute.html", context)


def recompute_chosen(request):
    """Do it; returns why it was not done, or "" and leaves a message."""
    chosen = set(request.POST.getlist("change"))
    if not chosen:
        return NONE_CHOSEN
    try:
        with transaction.atomic():
            found = {change.key: change for change in deadlines.changes()}
            if not chosen <= found.keys():
                return MOVED_ON
            for key in chosen:
                found[key].apply(by=request.user, on=today())
    except ValidationError:  # answered by somebody else in this very moment
        return MOVED_ON
    messages.success(request, f"已重新计算{len(chosen)}件的办理期限。")
    return ""


def would_change():
    """(how many due dates would be others now, the page that shows them)."""
    return len(deadlines.changes()), reverse("admin:motions_handling_recompute")
