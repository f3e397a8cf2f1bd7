"""Addresses of the enrolments app."""

from django.urls import path

from enrolments import views

app_name = "enrolments"
urlpatterns = [
    path("begin/<slug:course>/", views.begin, name="begin"),
    path("begin/<slug:course>/<slug:lesson>/", views.begin_lesson, name="begin_lesson"),
    path("withdraw/<slug:course>/", views.withdraw, name="withdraw"),
    path("couple/", views.couple, name="couple"),
    path("couple/invite/", views.invite, name="invite"),
    path("couple/withdraw-invitation/", views.withdraw_invitation, name="withdraw_invitation"),
    path("couple/show-modules/", views.show_modules, name="show_modules"),
    path("couple/hide-modules/", views.hide_modules, name="hide_modules"),
    path("couple/leave/", views.leave_couple, name="leave_couple"),
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/<str:token>/", views.invitation_link, name="invitation_link"),
]
