"""eGov's way in and back; it answers 404 where no provider is named in the settings."""

from allauth.socialaccount.providers.openid_connect import views
from django.urls import URLPattern, re_path

urlpatterns: list[URLPattern] = [
    re_path(r"^(?P<provider_id>egov)/login/$", views.login, name="openid_connect_login"),
    re_path(
        r"^(?P<provider_id>egov)/login/callback/$", views.callback, name="openid_connect_callback"
    ),
]
