"""Pages about the interface, for people: in both languages, without a key."""

from django.urls import path

from api.views import pages

app_name = "interface"

urlpatterns = [
    path("", pages.docs, name="docs"),
    path("problems/<slug:code>/", pages.problem, name="problem"),
]
