"""Addresses without a language: what a QR code points to, what our signatures are checked by."""

from django.urls import path

from certificates import views

urlpatterns = [
    path("c/<str:number>", views.to_certificate, name="certificate_address"),
    # QR codes store capitals in fewer bits, and the path's case matters.
    path("C/<str:number>", views.to_certificate),
    path(".well-known/otau/keys.json", views.keys, name="certificate_keys"),
    path(".well-known/otau/document-root.pem", views.document_root, name="document_root"),
]
