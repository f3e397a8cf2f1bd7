"""Addresses of the desk. No number of a person or an application ever stands in one."""

from django.urls import path

from certificates.desk import conflict_views, leaflet_views, name_views, views
from certificates.desk.today import views as today_views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("answer/", views.answer, name="answer"),
    path("purpose/", views.purpose, name="purpose"),
    path("certificate/", views.certificate, name="certificate"),
    path("seen/", views.seen, name="seen"),
    path("recovery/", views.recovery, name="recovery"),
    path("name/", name_views.name, name="name"),
    path("queue/", conflict_views.queue, name="queue"),
    path("queue/<int:pk>/", conflict_views.conflict, name="conflict"),
    path("today/", today_views.today, name="today"),
    path("today/states/", today_views.today_states, name="today_states"),
    path("today/print/", today_views.today_print, name="today_print"),
    path("today/file/", today_views.today_file, name="today_file"),
    path("leaflets/", leaflet_views.leaflets, name="leaflets"),
    path("leaflets/file/", leaflet_views.leaflet, name="leaflet"),
    path("leaflets/notice/", leaflet_views.notice, name="notice"),
]
