"""Addresses of the desk. No number of a person or an application ever stands in one."""

from django.urls import path

from certificates.desk import conflict_views, import_views, name_views, unlink_views, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("answer/", views.answer, name="answer"),
    path("purpose/", views.purpose, name="purpose"),
    path("certificate/", views.certificate, name="certificate"),
    path("seen/", views.seen, name="seen"),
    path("recovery/", views.recovery, name="recovery"),
    path("name/", name_views.name, name="name"),
    path("applications/", import_views.applications, name="applications"),
    path("applications/template.<str:kind>", import_views.template, name="applications_template"),
    path("applications/<int:pk>/", import_views.import_, name="import"),
    path("applications/<int:pk>/state/", import_views.import_state, name="import_state"),
    path("applications/<int:pk>/take/", import_views.take_in, name="take_in"),
    path("applications/<int:pk>/nothing/", import_views.take_nothing, name="take_nothing"),
    path("applications/<int:pk>/<str:which>.csv", import_views.import_lines, name="import_lines"),
    path("unlink/", unlink_views.unlink, name="unlink"),
    path("unlink/now/", unlink_views.unlink_now, name="unlink_now"),
    path("queue/", conflict_views.queue, name="queue"),
    path("queue/<int:pk>/", conflict_views.conflict, name="conflict"),
]
