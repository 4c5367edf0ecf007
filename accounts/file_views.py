"""One file as a page that a phone can read, and the link that opens it in the phone's browser."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import file_links
from records import reads

SHORT = "（五分钟链接）"


@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request):
    """What the file at `?file=` says, to be read and copied; the button makes the link."""
    path = request.GET.get("file", "")
    answer, inner = file_links.open_as(request, request.user, path)
    request.noted_read = getattr(inner, "noted_read", None)
    link = ""
    if request.method == "POST":
        token = file_links.token_of(request.user, path)
        link = request.build_absolute_uri(reverse("file-link", args=[token]))
    context = {
        "name": file_links.name_of(answer), "text": file_links.text_of(answer), "path": path,
        "link": link, "is_picture": answer["Content-Type"].startswith("image/"),
    }  # fmt: skip
    file_links.let_go(answer)
    return render(request, "accounts/file_page.html", context)


@login_not_required
@never_cache
@require_safe
def file_link(request, token):
    """The file that `token` names, as its maker may see it now; else what to do, with 410."""
    known = file_links.read_token(token)
    try:
        answer, inner = file_links.open_as(request, *known or (None, ""))
    except Http404:
        return render(request, "accounts/file_gone.html", status=410)
    inner.noted_read.what += SHORT
    reads.write(inner)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
