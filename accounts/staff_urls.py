"""Where staff sign in: allauth's views for password and second factor, and nothing else of it.

There is no address for signing up or for a forgotten password: an administrator makes accounts
and has links sent by which people set their passwords.
"""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import sessions
from accounts.views.passwords import set_password

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("set-password/<str:token>/", set_password, name="staff_set_password"),
    path("password/", account.password_change, name="account_change_password"),
    path("sessions/", sessions.staff_sessions, name="staff_sessions"),
    path("sessions/end/", sessions.staff_end, name="staff_end_session"),
    path("sessions/end-others/", sessions.staff_end_others, name="staff_end_others"),
    path("2fa/", include("allauth.mfa.urls")),
]
