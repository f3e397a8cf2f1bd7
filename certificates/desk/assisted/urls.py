"""Addresses of the pages for a person who is present; below the desk's."""

from django.urls import path

from certificates.desk.assisted import attendance_views, enrol_views

urlpatterns = [
    path("enrol/", enrol_views.enrol, name="enrol"),
    path("enrol/consent/", enrol_views.consent_text, name="consent_text"),
    path("attendance/", attendance_views.attendance, name="attendance"),
    path("attendance/<int:pk>/", attendance_views.attendance_sheet, name="attendance_sheet"),
    path("attendance/<int:pk>/check/", attendance_views.attendance_check, name="attendance_check"),
]
