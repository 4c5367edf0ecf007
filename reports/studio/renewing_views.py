"""换用新提纲: what the outline says by now, beside what the report says, part by part."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.studio import renewing, services
from reports.studio.views import for_office, in_words, open_or_404
from reports.words import outline


@for_office
def report_outline(request, pk):
    """One part of the outline (`part`, else the first that differs) beside the section of the report.

    Only while nothing is closed: what was handed in keeps its words.
    """
    report = open_or_404(pk)
    with outline.speaking_of(report):
        sections = list(renewing.with_words_before(report.sections.select_related("changed_by")))
        parts, others = renewing.compared(report, sections)
        part = part_or_404(request, parts)
        if request.method == "POST":
            return taken(request, report, parts, part)
        return render(
            request, "reports/report_outline.html", context_of(report, parts, part, others)
        )


def part_or_404(request, parts):
    """The OutlinePart that is asked for, by default the first that differs, or None."""
    asked = (request.POST if request.method == "POST" else request.GET).get("part")
    if asked is None and request.method != "POST":
        return next((part for part in parts if not part.is_same), None)
    found = next((part for part in parts if str(part.number) == asked), None)
    if found is None:
        raise Http404
    return found


def context_of(report, parts, part, others):
    context = {"report": report, "parts": parts, "shown": part, "others": map(in_words, others)}
    if part is not None:
        old, new, lost = renewing.marked(*renewing.printed(report, part))
        context |= {
            "old": old,
            "new": new,
            "lost": lost,
            "next_url": following_url(report, parts, part),
        }
    return context


def following_url(report, parts, part):
    """Where the next part is that differs; the report's own page behind the last."""
    later = [one for one in parts if one.number > part.number and not one.is_same]
    if not later:
        return reverse("report-edit", args=[report.pk])
    return reverse("report-outline", args=[report.pk], query={"part": later[0].number})


def taken(request, report, parts, part):
    """Do what the button says with `part`. Only who took it over goes on to the next."""
    verb = DO.get(request.POST.get("do"))
    if verb is None:
        raise Http404
    try:
        messages.success(request, verb(report, part, request))
    except services.Overtaken as error:
        who = error.stored.changed_by.display_name if error.stored.changed_by else "同事"
        messages.error(request, f"没有换：{who}刚刚改过这一部分。下面是现在的文字，请再看一遍。")
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        if verb is take:
            return redirect(following_url(report, parts, part))
    return redirect(reverse("report-outline", args=[report.pk], query={"part": part.number}))


def take(report, part, request):
    """换用这一节: the words of the outline are saved like any others, and can be taken back."""
    if part.section is None:
        services.add_section(report, title=part.title, text=part.text, by=request.user)
        return f"“{part.name}”加在最后了，可以上移到要放的地方。"
    services.write_section(
        part.section,
        title=part.title,
        text=part.text,
        version=version_seen(request),
        by=request.user,
    )
    return f"“{part.name}”换成了新提纲的文字。原来的文字在变更记录里，在这里可以换回。"


def take_back(report, part, request):
    """换回原来的: the words before those of the outline, saved like any others."""
    if part.section is None or part.section.before_id is None:
        raise Http404
    before = part.section.history.get(history_id=part.section.before_id)
    services.write_section(
        part.section, title=before.title, text=before.text, version=version_seen(request),
        by=request.user,
    )  # fmt: skip
    return f"“{part.name}”换回了原来的文字。"


def version_seen(request):
    told = request.POST.get("version", "")
    if not (told.isascii() and told.isdigit()):
        raise Http404
    return int(told)


DO = {"take": take, "back": take_back}
