"""Addresses of the registry app."""

from django.urls import path

from registry import views

app_name = "registry"
urlpatterns = [
    path("application/", views.application, name="application"),
    path("application/state/", views.application_state, name="application_state"),
    path("application/unlink/", views.unlink, name="unlink"),
    path("application/phone/", views.phone, name="phone"),
    path("application/phone/code/", views.phone_code, name="phone_code"),
]
