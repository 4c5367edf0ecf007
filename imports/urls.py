"""从表格导入: the kinds, a table read in, its preview, and what is done with it."""

from django.urls import path

from imports import views
from imports.blanks.views import template

urlpatterns = [
    path("import/", views.import_list, name="import"),
    path("import/<int:pk>/", views.import_detail, name="import-detail"),
    path("import/<int:pk>/columns/", views.columns, name="import-columns"),
    path("import/<int:pk>/answers/", views.answers, name="import-answers"),
    path("import/<int:pk>/mend/", views.mend, name="import-mend"),
    path("import/<int:pk>/again/", views.again, name="import-again"),
    path("import/<int:pk>/same/", views.same, name="import-same"),
    path("import/<int:pk>/bad/", views.leave_out_bad, name="import-bad"),
    path("import/<int:pk>/confirm/", views.confirm, name="import-confirm"),
    path("import/<int:pk>/drop/", views.drop, name="import-drop"),
    path("import/<int:pk>/undo/", views.undo, name="import-undo"),
    path("import/<slug:key>/new/", views.import_new, name="import-new"),
    path("import/<slug:key>/template/", template, name="import-template"),
]
