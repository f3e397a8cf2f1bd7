"""Addresses of the desk. No number of a person or an application ever stands in one."""

from django.urls import path

from certificates.desk import conflict_views, document_views, name_views, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("ask/", views.ask, name="ask"),
    path("second/", views.second, name="second"),
    path("answer/", views.answer, name="answer"),
    path("purpose/", views.purpose, name="purpose"),
    path("leaflet/", views.leaflet, name="leaflet"),
    path("seen/", document_views.seen, name="seen"),
    path("recovery/", document_views.recovery, name="recovery"),
    path("name/", name_views.name, name="name"),
    path("queue/", conflict_views.queue, name="queue"),
    path("queue/<int:pk>/", conflict_views.conflict, name="conflict"),
]
