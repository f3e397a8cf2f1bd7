"""The address of the search."""

from django.urls import path

from courses.views.search import search

app_name = "search"
urlpatterns = [path("", search, name="search")]
