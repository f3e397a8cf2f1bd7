"""Addresses. People's pages stand under /kk/ and /ru/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import robots
from web import views
from web.old_browsers import plain_styles
from web.styleguide import styleguide
from web.way_out import leave


def no_such_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer as if nothing stood here."""
    return page_not_found(request, Http404())


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("desk.css", plain_styles, name="plain_styles"),
    path("robots.txt", robots, name="robots"),
    # Wagtail's own sign-in would go round the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail lets anybody on the staff try its error pages, one of which is a real error.
    path("admin/failwhale/", no_such_page),
    path("admin/test404/", no_such_page),
    # It would publish and delete past the hooks that refuse politely; no screen uses it.
    path(
        "admin/api/main/pages/<int:pk>/action/<str:action_name>/",
        no_such_page,
        name="no_api_action",
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("api.urls")),
    path("", include("certificates.public_urls")),
    path("", include("enrolments.public_urls")),
]
if not settings.PRODUCTION:
    # Production's web server or object store serves the media.
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )

for_trying: list[URLPattern | URLResolver] = []
if not settings.PRODUCTION:
    for_trying = [
        path("demo/", include("demo.urls")),
        path("styleguide/", styleguide, name="styleguide"),
    ]

urlpatterns += i18n_patterns(
    *for_trying,
    path("staff/", include("accounts.staff_urls")),
    path("egov/", include("accounts.egov_urls")),
    path("desk/", include("certificates.desk.urls")),
    path("courses/", include("courses.urls")),
    path("preferences/", views.preferences, name="preferences"),
    # The way out of a lesson that somebody else should not see; its address says nothing of that.
    path("weather/", leave, name="leave"),
    path("search/", include("courses.search_urls")),
    path("interface/", include("api.page_urls")),
    path("requests/", include("centres.urls")),
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
    path("", include("learning.urls")),
    path("", include("enrolments.urls")),
    path("", include("registry.urls")),
    path("", include("certificates.urls")),
    path("", include("cms.urls")),
    # Wagtail's sign-in for restricted pages asks for a password as often as one likes.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
)
