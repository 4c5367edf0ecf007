from django.urls import path, re_path

from representatives import paper_views, views
from representatives.office import views as office_views
from representatives.phone import sheet

urlpatterns = [
    path("sheet/", sheet.sheet, name="sheet"),
    re_path(r"^sheet/(?P<part>first|later)\.js$", sheet.scripts, name="sheet-scripts"),
    path("sheet/worker.js", sheet.worker, name="sheet-worker"),
    path("households/", views.household_list, name="household-list"),
    path("households/<int:pk>/", views.household_detail, name="household-detail"),
    path("households/<int:pk>/visit/", views.household_visit, name="household-visit"),
    path("visits/<int:pk>/change/", views.visit_change, name="visit-change"),
    path("visits/<uuid:number>/photo/", views.visit_photo_piece, name="visit-photo-piece"),
    path("visits/photos/<int:pk>/", views.visit_photo, name="visit-photo"),
    path(
        "visits/photos/<int:pk>/thumbnail/",
        views.visit_photo_thumbnail,
        name="visit-photo-thumbnail",
    ),
    path("opinions/<int:pk>/told/", views.opinion_told, name="opinion-told"),
    path(
        "households/assign/<int:person>/<int:category>/",
        office_views.household_assign,
        name="household-assign",
    ),
    path(
        "households/hand-over/<int:person>/",
        office_views.household_hand_over,
        name="household-hand-over",
    ),
    path("households/export/", office_views.household_export, name="household-export"),
    path("households/term/", office_views.household_term, name="household-term"),
    path("households/late/", office_views.household_late, name="household-late"),
    path(
        "households/late/export/", office_views.household_late_export, name="household-late-export"
    ),
    path("households/paper/", paper_views.household_paper, name="household-paper"),
    path("households/cards/", paper_views.household_cards, name="household-cards"),
    path(
        "households/record-book/", paper_views.household_record_book, name="household-record-book"
    ),
    path("households/entry/", paper_views.household_entry, name="household-entry"),
]
