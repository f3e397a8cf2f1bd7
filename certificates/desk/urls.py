"""Addresses of the desk. No number of a person or an application ever stands in one."""

from django.urls import path

from certificates.desk import (
    conflict_views,
    document_views,
    entry_views,
    exemption_views,
    import_views,
    leaflet_views,
    more_views,
    name_views,
    unlink_views,
    views,
)
from certificates.desk.assisted.urls import urlpatterns as assisted
from certificates.desk.today import views as today_views

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
    path("exemption/", exemption_views.exemption, name="exemption"),
    path("exemption/give/", exemption_views.exempt, name="exempt"),
    path("exemption/end/", exemption_views.end_exemption, name="end_exemption"),
    path("applications/", import_views.applications, name="applications"),
    path("applications/template.<str:kind>", import_views.template, name="applications_template"),
    path("applications/<int:pk>/", import_views.import_, name="import"),
    path("applications/<int:pk>/state/", import_views.import_state, name="import_state"),
    path("applications/<int:pk>/take/", import_views.take_in, name="take_in"),
    path("applications/<int:pk>/nothing/", import_views.take_nothing, name="take_nothing"),
    path("applications/<int:pk>/<str:which>.csv", import_views.import_lines, name="import_lines"),
    path("unlink/", unlink_views.unlink, name="unlink"),
    path("unlink/now/", unlink_views.unlink_now, name="unlink_now"),
    path("more/", more_views.more, name="more"),
    path("application/", entry_views.application, name="application"),
    path("queue/", conflict_views.queue, name="queue"),
    path("queue/<int:pk>/", conflict_views.conflict, name="conflict"),
    path("today/", today_views.today, name="today"),
    path("today/states/", today_views.today_states, name="today_states"),
    path("today/print/", today_views.today_print, name="today_print"),
    path("today/file/", today_views.today_file, name="today_file"),
    path("leaflets/", leaflet_views.leaflets, name="leaflets"),
    path("leaflets/file/", leaflet_views.leaflet, name="leaflet_file"),
    path("leaflets/notice/", leaflet_views.notice, name="notice"),
    *assisted,
]
