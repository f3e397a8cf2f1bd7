"""Addresses of certificates: the public page, and the holder's own documents."""

from django.urls import path

from certificates import offline, views

app_name = "certificates"
urlpatterns = [
    path("c/", views.check, name="check"),
    # Before the numbers: none is "offline".
    path("c/offline/", offline.offline, name="offline"),
    path("c/offline/worker.js", offline.offline_worker, name="offline_worker"),
    path("c/<str:number>/", views.certificate, name="certificate"),
    path("certificates/", views.certificates, name="certificates"),
    # Before the documents: no number is "wish".
    path("certificates/wish/<slug:course>/", views.wish, name="wish"),
    path("certificates/<str:number>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:number>/picture/", views.picture, name="picture"),
]
