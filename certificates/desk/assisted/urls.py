"""Addresses of the pages for a person who is present; below the desk's."""

from django.urls import path

from certificates.desk.assisted import enrol_views

urlpatterns = [
    path("enrol/", enrol_views.enrol, name="enrol"),
    path("enrol/consent/", enrol_views.consent_text, name="consent_text"),
]
