"""The page 运行状态."""

import time

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hemao.failures import causes
from hemao.status import checks, errors


@require_safe
def status(request):
    if not request.user.has_perm("hemao.view_status"):
        raise Http404
    lines = checks.all_lines()
    found = errors.kinds(time.time())
    return render(request, "hemao/status.html", {
        "lines": lines, "red": sum(line.is_red for line in lines), "kinds": found,
        "advice": [cause for cause in causes.ALL if cause.title in {kind.name for kind in found}],
    })  # fmt: skip
