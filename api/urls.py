"""Addresses below /api/v1/. Each file in api/routers holds the operations about one thing."""

from django.urls import path
from django.utils.translation import gettext_noop

from api.frame import OtauAPI
from api.parsing import StrictParser
from api.routers import applicants, applications, certificates, changes, counts
from api.views import pages

DESCRIPTION = gettext_noop(
    "For the systems of registry offices, of whoever checks certificates, and of the ministry. "
    "What holds for all of it: docs/interface.md."
)

api = OtauAPI(
    title="Otau",
    version="1",
    parser=StrictParser(),
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
for part in (applications, applicants, changes, certificates, counts):
    api.add_router("", part.router)

urlpatterns = [
    path("openapi.json", pages.openapi, name="api_openapi"),
    path("docs", pages.to_docs, name="api_docs"),
    path("problems/<slug:code>", pages.to_problem, name="api_problem"),
    path("", api.urls),
]
