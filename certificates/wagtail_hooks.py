"""What certificates add to Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
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
    return [
        path("attendance/", admin_views.attendance, name="certificates_attendance"),
        *bulk_urls,
        *staff_urls.urlpatterns,
    ]


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
    order=288,
    may=may_work_in_bulk,
)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Name what roles may do with certificates."""
    return Permission.objects.filter(
        content_type__app_label="certificates",
        codename__in=["see_certificates", "decide_certificates", "run_bulk_jobs"],
    )
