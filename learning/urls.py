"""Addresses of the player. A person's own, every one: nothing in them names anybody."""

from django.urls import path

from learning import views

app_name = "learning"
urlpatterns = [
    path("learn/", views.learning, name="learning"),
    path("messages/", views.messages, name="messages"),
    path("edition/<slug:course>/", views.edition, name="edition"),
    path("ages/<slug:course>/", views.ages, name="ages"),
    path("texts/<slug:course>/", views.intake, name="intake"),
    path("texts/<slug:course>/answers/", views.intake_answers, name="intake_answers"),
    path("texts/<slug:course>/<int:number>/", views.intake_question, name="intake_question"),
    path("learn/<slug:course>/", views.course, name="course"),
    path("learn/<slug:course>/questions/before/", views.before, name="before"),
    path("learn/<slug:course>/questions/after/", views.after, name="after"),
    path("learn/<slug:course>/<str:lesson>/", views.lesson, name="lesson"),
    path("learn/<slug:course>/<str:lesson>/read/", views.read, name="read"),
    path("learn/<slug:course>/<str:lesson>/answer/<slug:activity>/", views.answer, name="answer"),
    path("learn/<slug:course>/<str:lesson>/mark/<slug:part>/", views.mark, name="mark"),
    path("learn/<slug:course>/<str:lesson>/week/", views.week, name="week"),
    path(
        "learn/<slug:course>/<str:lesson>/reflection/<slug:activity>/",
        views.reflection,
        name="reflection",
    ),
]
