"""Addresses without a language: what a QR code points to, and our public keys."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
