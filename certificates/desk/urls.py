"""Addresses of the desk. No number of a person or an application ever stands in one."""

from django.urls import path

from certificates.desk import conflict_views, entry_views, name_views, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("answer/", views.answer, name="answer"),
    path("purpose/", views.purpose, name="purpose"),
    path("certificate/", views.certificate, name="certificate"),
    path("seen/", views.seen, name="seen"),
    path("recovery/", views.recovery, name="recovery"),
    path("name/", name_views.name, name="name"),
    path("application/", entry_views.application, name="application"),
    path("queue/", conflict_views.queue, name="queue"),
    path("queue/<int:pk>/", conflict_views.conflict, name="conflict"),
]
