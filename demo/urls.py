"""Addresses of the demonstration; config.urls includes them outside production only."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.demo, name="demo"),
    path("outbox/", views.outbox, name="outbox"),
]
