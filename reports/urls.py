from django.urls import path

from reports import check_views, duty_views, span_views, views

urlpatterns = [
    path("deputies/", duty_views.deputy_list, name="deputy-list"),
    path("deputies/<int:pk>/", duty_views.deputy_detail, name="deputy-detail"),
    path("deputies/<int:pk>/word/", duty_views.deputy_word, name="deputy-word"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/<int:year>/", views.report_year, name="report-year"),
    path("reports/<int:first>-<int:last>/", span_views.report_span, name="report-span"),
    path("reports/<int:year>/check/", check_views.report_check, name="report-check"),
    path("reports/<int:year>/check/<slug:code>/", check_views.report_waive, name="report-waive"),
    path("reports/<int:year>/word/", views.report_word, name="report-word"),
    path("reports/<int:year>/handling/", views.handling_year, name="report-handling"),
    path("reports/<int:year>/handling/word/", views.handling_word, name="report-handling-word"),
    path("reports/<int:year>/figures/", views.figure_list, name="figure-list"),
    path("reports/<int:year>/figures/<str:name>/", views.figure_rows, name="figure-rows"),
    path("reports/<int:year>/figures/<str:name>/card/", views.figure_card, name="figure-card"),
]
