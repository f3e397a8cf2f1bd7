"""What certificates add to Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from certificates.desk.assisted import admin_views
from certificates.jobs.urls import urlpatterns as bulk_urls
from certificates.jobs.views import may_work_in_bulk
from certificates.models import Certificate
from certificates.staff import permissions as staff
from certificates.staff import urls as staff_urls
from certificates.state import state_of
from certificates.words import views as words
from certificates.words.panels import WORDS
from certificates.words.permissions import may_propose, may_publish
from cms.menu import register_menu_item

MOST = 20


@hooks.register("appeal_facts")
def certificate_facts(user: Any) -> list[tuple[str, str]]:
    """Say to whoever answers a question which certificates there are. Two queries."""
    own = Certificate.objects.filter(enrolment__user=user).prefetch_related("events")
    return [
        (_("Certificate %(number)s") % {"number": one.number}, str(state_of(one).label))
        for one in own.order_by("-certified_at")[:MOST]
    ]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    one = "certificate-words/<int:words_id>/"
    return [
        path("attendance/", admin_views.attendance, name="certificates_attendance"),
        path("certificate-words/", words.words, name="certificates_words"),
        path("certificate-words/new/", words.begin, name="certificates_words_begin"),
        path("certificate-words/return/", words.give_up, name="certificates_words_return"),
        path(one, words.one, name="certificates_words_one"),
        path(f"{one}edit/", words.edit, name="certificates_words_edit"),
        path(f"{one}ask/", words.ask, name="certificates_words_ask"),
        path(f"{one}publish/", words.publish, name="certificates_words_publish"),
        path(f"{one}end/", words.end, name="certificates_words_end"),
        path(f"{one}<slug:case>/<slug:kind>/", words.preview, name="certificates_words_preview"),
        *bulk_urls,
        *staff_urls.urlpatterns,
    ]


register_menu_item(
    gettext_lazy("Words of the certificate"),
    "certificates_words",
    name="certificate-words",
    icon="doc-full",
    order=288,
    may=may_propose,
)


register_menu_item(
    gettext_lazy("Attendance on paper"),
    "certificates_attendance",
    name="attendance-on-paper",
    icon="clipboard-list",
    order=273,
    may=admin_views.may_see,
)
register_menu_item(
    gettext_lazy("Certificates"),
    "certificates_find",
    name="certificates",
    icon="tick-inverse",
    order=284,
    may=staff.may_see,
)
register_menu_item(
    gettext_lazy("Many certificates at once"),
    "certificates_bulk",
    name="bulk-certificates",
    icon="copy",
    order=289,
    may=may_work_in_bulk,
)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Name what roles may do with certificates."""
    return Permission.objects.filter(
        content_type__app_label="certificates",
        codename__in=[
            "see_certificates", "decide_certificates", "run_bulk_jobs", "propose_words",
            "publish_words",
        ],
    )  # fmt: skip


@hooks.register("construct_homepage_panels")
def words_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the dashboard what waits for somebody who may publish."""
    if may_publish(request.user):
        panels.append(WORDS)
