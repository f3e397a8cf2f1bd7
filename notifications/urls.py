"""Addresses of the notifications app: short, since one of them stands in every SMS."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("s/<str:token>", views.stop, name="stop"),
    path("account/notices/", views.notices, name="notices"),
]
