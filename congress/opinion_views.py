"""群众意见建议按月汇总, for office and leadership: the table, and the opinions behind a number."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from congress import opinion_months
from congress.models import Body, Campaign
from records import reads
from representatives import deadlines
from township.spans import today

ROWS_A_PAGE = 50


class MonthsForm(forms.Form):
    """What the table of the months is about; what makes no sense is not there."""

    year = forms.IntegerField(min_value=1950, max_value=2200, required=False)
    month = forms.IntegerField(min_value=1, max_value=12, required=False)
    campaign = forms.ModelChoiceField(Campaign.objects, required=False)
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in opinion_months.KINDS], required=False
    )
    column = forms.ChoiceField(
        choices=[(column.name, column.label) for column in opinion_months.COLUMNS], required=False
    )
    group = forms.IntegerField(min_value=0, required=False)

    def asked(self):
        told = self.cleaned_data
        return opinion_months.OpinionsAsked(
            year=told["year"] or today().year, month=told["month"], campaign=told["campaign"],
            kind=told["kind"] or Body.Kind.GROUP,
        )  # fmt: skip


def understood(request):
    """The valid MonthsForm of `request`, for those who read the institution's records; else 404."""
    form = MonthsForm(request.GET)
    if not request.user.reads_everything_public or not form.is_valid():
        raise Http404
    return form


def address(name, asked, **more):
    """The address of the page `name`, with those parts of `asked` that were filled in."""
    told = {"year": asked.year, "month": asked.month, "kind": asked.kind}
    told |= {"campaign": asked.campaign and asked.campaign.pk, **more}
    return reverse(
        name, query={key: value for key, value in told.items() if value not in (None, "")}
    )


def opinions_by_month(request):
    """Collected, handed over, answered, solved, late: by month, and by deputy group."""
    asked = understood(request).asked()
    months, groups = opinion_months.tables(asked)
    context = {
        "asked": asked, "period": words(asked), "years": opinion_months.years(),
        "campaigns": Campaign.objects.all(),
        "kinds": [(kind.value, kind.label) for kind in opinion_months.KINDS],
        "columns": opinion_months.COLUMNS, "months": lines(months, asked), "groups": lines(groups, asked),
        "whole_year": address("opinion-months", asked, month=None),
        "gap": opinion_months.gap(asked.year), "today": today(),
        "has_any": months.total.numbers[0] > 0,
        "no_rule": deadlines.notice(request.user),
    }  # fmt: skip
    return render(request, "congress/opinion_months.html", context)


def words(asked):
    return f"{asked.year}年{asked.month}月" if asked.month else f"{asked.year}年"


def lines(table, asked):
    """`table` as the template shows it: each number with the address of its rows."""
    return {
        "heading": table.heading,
        "rows": [line(row, asked) for row in table.rows],
        "total": line(table.total, asked),
    }


def line(row, asked):
    where = {"month": row.month, "group": row.group}
    cells = [
        (number, address("opinion-month-rows", asked, column=column.name, **where))
        for column, number in row.cells
    ]
    return {"label": row.label, "month": row.month, "cells": cells,
            "url": address("opinion-months", asked, month=row.month)}  # fmt: skip


def opinion_rows(request):
    """The opinions behind one number of the table, as far as `request.user` may read them."""
    form = understood(request)
    asked = form.asked()
    column = column_of(form)
    group = form.cleaned_data["group"]
    counted = asked.rows_behind(column, group)
    rows = counted.visible_to(request.user).select_related("topic", "department", "heard_by")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page0"))
    if page.object_list:
        reads.note(request, "群众意见列表", rows=len(page.object_list))
    hidden = counted.count() - page.paginator.count
    context = {
        "title": column.label, "period": words(asked), "group": group_name(group, asked),
        "campaign": asked.campaign, "number": page.paginator.count + hidden, "page_obj": page,
        "columns": ["听到日期", "内容", "来源", "听取人", "类别", "承办单位", "办理期限", "回音"],
        "rows": [shown(row) for row in page], "back": address("opinion-months", asked),
        "hidden_note": "明细涉及联系户等个人信息，只有经办人员可以查看。" if hidden else "",
    }  # fmt: skip
    return render(request, "congress/opinion_month_rows.html", context)


def column_of(form):
    name = form.cleaned_data["column"] or "collected"
    return next(column for column in opinion_months.COLUMNS if column.name == name)


def group_name(group, asked):
    if not group:
        return "" if group is None else "其他"
    body = Body.objects.filter(pk=group).prefetch_related("names").first()
    if body is None:
        raise Http404
    return body.name_on(asked.period.last_day)


def shown(row):
    """One opinion as a row of the list; only the office gets here, and opens it in its admin."""
    return {
        "url": reverse("admin:representatives_opinion_change", args=[row.pk]),
        "cells": [
            row.heard_on, row.text, row.get_source_display(), row.heard_by, row.topic, row.department,
            row.due_on, row.echo,
        ],
    }  # fmt: skip
