from django.urls import include, path

from reports.checking import views as check_views
from reports.county import views as county_views
from reports.deputies import notice_views
from reports.deputies import views as duty_views
from reports.editions import paper_views as edition_paper_views
from reports.editions import since_views
from reports.editions import views as edition_views
from reports.overview import views as overview_views
from reports.reading import export_views, figure_views, paper_views, report_views, span_views
from reports.studio import finding_views, plan_views, renewing_views, subsection_views
from reports.studio import views as studio_views

# A report by its number: what is written, and what was closed.
PAPER = [
    path("", report_views.report_paper, name="report-paper"),
    path("word/", paper_views.paper_word, name="report-paper-word"),
    path("pdf/", paper_views.paper_pdf, name="report-paper-pdf"),
    path("edit/", studio_views.report_edit, name="report-edit"),
    path("discard/", studio_views.report_discard, name="report-discard"),
    path("outline/", renewing_views.report_outline, name="report-outline"),
    path("figures/", finding_views.report_figures, name="report-figures"),
    path("<int:section>/", studio_views.section_edit, name="report-section"),
    path("<int:section>/do/", studio_views.section_do, name="report-section-do"),
    path("<int:section>/preview/", studio_views.section_preview, name="report-section-preview"),
    path(
        "<int:section>/subsections/<int:number>/",
        subsection_views.subsection_edit,
        name="report-subsection",
    ),
    path(
        "<int:section>/subsections/<int:number>/preview/",
        subsection_views.subsection_preview,
        name="report-subsection-preview",
    ),
    path("meanings/", studio_views.report_meanings, name="report-meanings"),
    path("close/", edition_views.report_close, name="report-close"),
]
EDITION = [
    path("", edition_views.edition, name="report-edition"),
    path("word/", edition_paper_views.edition_word, name="report-edition-word"),
    path("pdf/", edition_paper_views.edition_pdf, name="report-edition-pdf"),
    path("json/", edition_paper_views.edition_json, name="report-edition-json"),
    path("sheet/", edition_paper_views.edition_sheet, name="report-edition-sheet"),
    path("drift/", since_views.edition_drift, name="report-edition-drift"),
    path("figures/<int:index>/", edition_views.edition_figure, name="report-edition-figure"),
    path(
        "figures/<int:index>/card/",
        edition_views.edition_figure_card,
        name="report-edition-figure-card",
    ),
]
# The reports of a year, and what stands behind them.
YEAR = [
    path("", report_views.report_year, name="report-year"),
    path("word/", paper_views.report_word, name="report-word"),
    path("pdf/", paper_views.report_pdf, name="report-pdf"),
    path("annex/", paper_views.report_annex, name="report-annex"),
    path("handling/", report_views.handling_year, name="report-handling"),
    path("handling/word/", paper_views.handling_word, name="report-handling-word"),
    path("handling/pdf/", paper_views.handling_pdf, name="report-handling-pdf"),
    path("begin/<slug:kind>/", studio_views.report_begin, name="report-begin"),
    path("plan/", plan_views.report_plan, name="report-plan"),
    path("plan/<int:pk>/", plan_views.plan_answer, name="report-plan-answer"),
    path("check/", check_views.report_check, name="report-check"),
    path("check/<slug:code>/", check_views.report_waive, name="report-waive"),
    path("figures/", figure_views.figure_list, name="figure-list"),
    path("figures/export/", export_views.figure_list_export, name="figure-list-export"),
    path("figures/<str:name>/", figure_views.figure_rows, name="figure-rows"),
    path("figures/<str:name>/card/", figure_views.figure_card, name="figure-card"),
    path("figures/<str:name>/export/", export_views.figure_export, name="figure-export"),
    path("tables/", county_views.table_list, name="table-list"),
    path("tables/new/", county_views.table_new, name="table-new"),
    path("tables/pattern/", county_views.table_pattern, name="table-pattern"),
    path("tables/<int:pk>/", county_views.table_detail, name="table-detail"),
    path("tables/<int:pk>/file/", county_views.table_file, name="table-file"),
    path("tables/<int:pk>/replace/", county_views.table_replace, name="table-replace"),
    path("tables/<int:pk>/describe/", county_views.table_describe, name="table-describe"),
    path(
        "tables/<int:pk>/versions/<int:number>/", county_views.table_version, name="table-version"
    ),
]

urlpatterns = [
    path("overview/", overview_views.overview, name="overview"),
    path("deputies/", duty_views.deputy_list, name="deputy-list"),
    path("deputies/notice/", notice_views.deputy_notice, name="deputy-notice"),
    path("deputies/notice/table/", notice_views.notice_table, name="deputy-notice-table"),
    path("deputies/notice/word/", notice_views.notice_word, name="deputy-notice-word"),
    path("deputies/export/", export_views.deputy_export, name="deputy-export"),
    path("deputies/<int:pk>/", duty_views.deputy_detail, name="deputy-detail"),
    path("deputies/<int:pk>/word/", duty_views.deputy_word, name="deputy-word"),
    path("reports/", report_views.report_list, name="report-list"),
    path("reports/new/", studio_views.report_new, name="report-new"),
    path("reports/<int:first>-<int:last>/", span_views.report_span, name="report-span"),
    path(
        "reports/<int:first>-<int:last>/export/",
        export_views.span_export,
        name="report-span-export",
    ),
    path("reports/<int:year>/", include(YEAR)),
    path("reports/papers/<int:pk>/", include(PAPER)),
    path("reports/papers/<int:pk>/editions/<int:number>/", include(EDITION)),
]
