"""Addresses without a language: the short one on the leaflets of registry offices."""

from django.urls import re_path

from enrolments.views.office import from_office

# Capitals, as a QR code stores them in fewer bits; and what looks like an o: a zero, Cyrillic.
urlpatterns = [
    re_path(
        r"^[oO0\u043e\u041e]/(?P<code>[^/]{1,200})(?:/(?P<language>[kK][kK]|[rR][uU]))?/?$",
        from_office,
        name="office_address",
    ),
]
