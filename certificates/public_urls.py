"""Addresses without a language: what a QR code points to, and our public keys."""

from django.urls import path

from certificates import views
from certificates.trust import views as trust

urlpatterns = [
    path("c/<str:number>", views.to_certificate, name="certificate_address"),
    # QR codes store capitals in fewer bits, and the path's case matters.
    path("C/<str:number>", views.to_certificate),
    path(".well-known/otau/keys.json", trust.keys, name="certificate_keys"),
    path(".well-known/otau/status.cbor", trust.status, name="certificate_status"),
    path(".well-known/otau/kept/<str:key_id>.cbor", trust.kept, name="certificates_kept"),
]
