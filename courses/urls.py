"""Addresses of the courses app: what anybody may read."""

from django.urls import path

from courses.views import draft, public, take_along, trying

app_name = "courses"
urlpatterns = [
    path("", public.courses, name="courses"),
    path("draft/<str:token>/", draft.draft, name="draft"),
    # Before the courses: no course can have this address.
    path("try-activity/", trying.try_activity, name="try_activity"),
    path("<slug:course>/", public.course, name="course"),
    # Before the lessons: none can have this address.
    path("<slug:course>/take-along/", take_along.take_along, name="take_along"),
    path("<slug:course>/take-along/whole/", take_along.take_along_whole, name="take_along_whole"),
    path("<slug:course>/take-along/<int:number>/", take_along.take_along, name="take_along"),
    path(
        "<slug:course>/take-along/<int:number>/whole/",
        take_along.take_along_whole,
        name="take_along_whole",
    ),
    path(
        "<slug:course>/take-along/<slug:digest>/<str:name>",
        take_along.take_along_file,
        name="take_along_file",
    ),
    path("<slug:course>/<slug:lesson>/", public.lesson, name="lesson"),
]
