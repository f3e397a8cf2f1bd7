"""Addresses of the cms app. The home pages are served by Wagtail."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("centres/", views.centres, name="centres"),
]
