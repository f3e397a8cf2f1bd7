"""Addresses of the cms app. Its pages are Wagtail's, found in one query."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("centres/", views.centres, name="centres"),
]
