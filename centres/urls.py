"""Addresses of requests to centres. None of them says what is asked, or by whom."""

from django.urls import path

from centres.views import requests

app_name = "centres"
urlpatterns = [
    path("", requests.visit_requests, name="visit_requests"),
    path("new/", requests.choose_centre, name="choose_centre"),
    path("new/<slug:centre>/", requests.ask_for_visit, name="ask_for_visit"),
    path("<uuid:key>/", requests.visit_request, name="visit_request"),
    path("<uuid:key>/withdraw/", requests.withdraw_visit_request, name="withdraw_visit_request"),
    path("<uuid:key>/delete/", requests.forget_visit_request, name="forget_visit_request"),
]
