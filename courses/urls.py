"""Addresses of the courses app: what anybody may read."""

from django.urls import path

from courses.views import public

app_name = "courses"
urlpatterns = [
    path("", public.courses, name="courses"),
    path("<slug:course>/", public.course, name="course"),
    path("<slug:course>/<slug:lesson>/", public.lesson, name="lesson"),
]
