"""导出 of the congress's lists: the calendar, and the opinions behind a number of the months."""

from django.http import Http404

from congress import calendar, meeting_views, opinion_views
from congress.models import Activity
from records import exports
from records.exports import ExportColumn, Listing
from representatives import deadlines
from township.spans import today


def of(heading, value):
    return ExportColumn(heading, heading, value)


def occasion(entry):
    return "" if isinstance(entry.event, Activity) else entry.event.get_occasion_display()


def organiser(entry):
    return entry.event.organiser if isinstance(entry.event, Activity) else ""


CALENDAR = [
    of("开始日期", lambda entry: entry.starts_on),
    of("最后一天", lambda entry: entry.last_on),
    of("名称", lambda entry: entry.title),
    of("类别", lambda entry: entry.event.get_kind_display()),
    of("召开时段", occasion),
    of("地点", lambda entry: entry.place),
    of("组织单位", organiser),
]
OPINIONS = [
    of("听到日期", lambda row: row.heard_on),
    of("内容", lambda row: row.text),
    of("来源", lambda row: row.get_source_display()),
    of("听取人", lambda row: str(row.heard_by or "")),
    of("类别", lambda row: str(row.topic or "")),
    of("处理方式", lambda row: row.get_disposal_display()),
    of("承办单位", lambda row: str(row.department or "")),
    of("转办日期", lambda row: row.handed_over_on),
    of("办理期限", lambda row: row.due_on or ("没有规定期限" if row.is_with_department else None)),
    of("答复日期", lambda row: row.answered_on),
    of("回告日期", lambda row: row.told_back_on),
    of("回音", lambda row: row.echo),
]


def meeting_export(request):
    """The calendar of the year or month that the page shows."""
    if not request.user.reads_everything_public:
        raise Http404
    form = meeting_views.CalendarForm(request.GET)
    if not form.is_valid():
        raise Http404
    year, month = form.cleaned_data["year"] or today().year, form.cleaned_data["month"]
    entries = calendar.of_year(year, month)
    listing = Listing(
        "meetings", f"{year}年{f'{month}月' if month else ''}会议和活动", CALENDAR, lambda chosen: entries,
        len(entries), exports.back(request, "meeting-list"), "项",
    )  # fmt: skip
    return exports.answer(request, listing)


def opinion_export(request):
    """The opinions behind a number of the months; what they say is for the office."""
    form = opinion_views.understood(request)
    if not request.user.is_office:
        raise Http404
    asked, column = form.asked(), opinion_views.column_of(form)
    rows = asked.rows_behind(column, form.cleaned_data["group"]).visible_to(request.user)
    rows = rows.select_related("topic", "department", "heard_by")
    listing = Listing(
        "opinions", f"{opinion_views.words(asked)}{column.label}的意见建议", OPINIONS, lambda chosen: rows,
        rows.count(), exports.back(request, "opinion-month-rows"), "条",
        notice=deadlines.notice(request.user),
    )  # fmt: skip
    return exports.answer(request, listing)
