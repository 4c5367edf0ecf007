from django.urls import path

from hemao.start import views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/names/", views.names, name="start-names"),
    path("start/terms/", views.terms, name="start-terms"),
    path("start/ledger/", views.ledger, name="start-ledger"),
    path("start/lists/<str:kind>/", views.pasted, name="start-list"),
    path("start/steps/<str:code>/", views.step, name="start-step"),
    path("start/steps/<str:code>/<int:number>/", views.go, name="start-go"),
]
