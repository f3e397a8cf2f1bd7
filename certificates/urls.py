"""Addresses of certificates: the public page, and the holder's own documents."""

from django.urls import path

from certificates import views
from certificates.chain.views import history

app_name = "certificates"
urlpatterns = [
    path("c/", views.check, name="check"),
    # Before the certificates: no number is "history".
    path("c/history/", history, name="history"),
    path("c/<str:number>/", views.certificate, name="certificate"),
    path("certificates/", views.certificates, name="certificates"),
    # Before the documents: no number is "wish".
    path("certificates/wish/<slug:course>/", views.wish, name="wish"),
    path("certificates/<str:number>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:number>/picture/", views.picture, name="picture"),
]
