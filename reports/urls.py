from django.urls import path

from reports import (
    check_views,
    duty_views,
    edition_views,
    notice_views,
    overview_views,
    plan_views,
    report_views,
    span_views,
    studio_views,
    views,
)

urlpatterns = [
    path("overview/", overview_views.overview, name="overview"),
    path("deputies/", duty_views.deputy_list, name="deputy-list"),
    path("deputies/notice/", notice_views.deputy_notice, name="deputy-notice"),
    path("deputies/notice/table/", notice_views.notice_table, name="deputy-notice-table"),
    path("deputies/notice/word/", notice_views.notice_word, name="deputy-notice-word"),
    path("deputies/<int:pk>/", duty_views.deputy_detail, name="deputy-detail"),
    path("deputies/<int:pk>/word/", duty_views.deputy_word, name="deputy-word"),
    path("reports/", report_views.report_list, name="report-list"),
    path("reports/<int:year>/", report_views.report_year, name="report-year"),
    path("reports/<int:first>-<int:last>/", span_views.report_span, name="report-span"),
    path("reports/<int:year>/check/", check_views.report_check, name="report-check"),
    path("reports/<int:year>/check/<slug:code>/", check_views.report_waive, name="report-waive"),
    path("reports/<int:year>/word/", report_views.report_word, name="report-word"),
    path("reports/<int:year>/handling/", report_views.handling_year, name="report-handling"),
    path("reports/<int:year>/handling/word/", report_views.handling_word, name="report-handling-word"),
    path("reports/<int:year>/plan/", plan_views.report_plan, name="report-plan"),
    path("reports/<int:year>/plan/<int:pk>/", plan_views.plan_answer, name="report-plan-answer"),
    path("reports/<int:year>/begin/<slug:kind>/", studio_views.report_begin, name="report-begin"),
    path("reports/<int:year>/figures/", views.figure_list, name="figure-list"),
    path("reports/<int:year>/figures/<str:name>/", views.figure_rows, name="figure-rows"),
    path("reports/<int:year>/figures/<str:name>/card/", views.figure_card, name="figure-card"),
    path("reports/new/", studio_views.report_new, name="report-new"),
    path("reports/papers/<int:pk>/", report_views.report_paper, name="report-paper"),
    path("reports/papers/<int:pk>/word/", report_views.report_paper_word, name="report-paper-word"),
    path("reports/papers/<int:pk>/edit/", studio_views.report_edit, name="report-edit"),
    path("reports/papers/<int:pk>/<int:section>/", studio_views.section_edit, name="report-section"),
    path("reports/papers/<int:pk>/<int:section>/do/", studio_views.section_do, name="report-section-do"),
    path(
        "reports/papers/<int:pk>/<int:section>/preview/", studio_views.section_preview,
        name="report-section-preview",
    ),
    path("reports/papers/<int:pk>/close/", edition_views.report_close, name="report-close"),
    path("reports/papers/<int:pk>/editions/<int:number>/", edition_views.edition, name="report-edition"),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/word/", edition_views.edition_word,
        name="report-edition-word",
    ),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/pdf/", edition_views.edition_pdf,
        name="report-edition-pdf",
    ),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/json/", edition_views.edition_json,
        name="report-edition-json",
    ),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/sheet/", edition_views.edition_sheet,
        name="report-edition-sheet",
    ),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/drift/", edition_views.edition_drift,
        name="report-edition-drift",
    ),
    path(
        "reports/papers/<int:pk>/editions/<int:number>/figures/<int:index>/",
        edition_views.edition_figure, name="report-edition-figure",
    ),
]  # fmt: skip
