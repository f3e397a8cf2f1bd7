"""Addresses of certificates below /admin/."""

from django.urls import path

from certificates.staff import views

urlpatterns = [
    path("certificates/find/", views.find, name="certificates_find"),
    path("certificates/number/<str:number>/", views.found, name="certificates_found"),
    path("certificates/number/<str:number>/holder/", views.holder, name="certificates_holder"),
    path("certificates/number/<str:number>/<slug:act>/", views.act, name="certificates_act"),
]
