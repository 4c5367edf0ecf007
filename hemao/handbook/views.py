"""The pages of the handbook. Who is logged in may read all of it: it holds no data."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hemao.handbook.finding import LONGEST, find, words_in
from hemao.handbook.text import READERS, chapters, pictures
from township.words import say


@require_safe
def contents(request):
    asked = request.GET.get("q", "").strip()
    words = words_in(asked)
    return render(request, "hemao/help_contents.html", {
        "asked": " ".join(words), "hits": find(words), "longest": LONGEST, "groups": groups(),
    })  # fmt: skip


def groups():
    """The chapters by who reads them, as [(reader, [Chapter])]."""
    begins, found = {slug: reader for reader, slug in READERS.items()}, []
    for chapter in chapters().values():
        if chapter.slug in begins:
            found.append((begins[chapter.slug], []))
        found[-1][1].append(chapter)
    return found


@require_safe
def chapter(request, slug):
    order = list(chapters())
    if slug not in order:
        raise Http404
    shown, place = chapters()[slug], order.index(slug)
    before, after = order[:place][-1:], order[place + 1 :][:1]
    return render(request, "hemao/help_chapter.html", {
        "chapter": shown, "sections": shown.sections[1:], "longest": LONGEST,
        # Ours, rendered with HTML escaped; the words that are put in are of fixed lists.
        "html": mark_safe(say(shown.html)),
        "before": chapters()[before[0]] if before else None,
        "after": chapters()[after[0]] if after else None,
    })  # fmt: skip


@require_safe
@cache_control(private=True, max_age=3600)
def picture(request, name):
    """One of the pictures that the handbook shows. The address names a row of a table, never a file."""
    path = pictures().get(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
