"""Addresses of the courses app: what anybody may read."""

from django.urls import path

from courses.views import draft, public, trying

app_name = "courses"
urlpatterns = [
    path("", public.courses, name="courses"),
    path("draft/<str:token>/", draft.draft, name="draft"),
    # Before the courses: no course can have this address.
    path("try-activity/", trying.try_activity, name="try_activity"),
    path("<slug:course>/", public.course, name="course"),
    path("<slug:course>/<slug:lesson>/", public.lesson, name="lesson"),
]
