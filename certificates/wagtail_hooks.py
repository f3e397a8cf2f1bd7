"""What certificates add to Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from certificates.desk.assisted import admin_views
from certificates.models import Certificate
from certificates.staff import permissions as staff
from certificates.staff import urls as staff_urls
from certificates.state import state_of
from cms.menu import MenuItemFor

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
        *staff_urls.urlpatterns,
    ]


@hooks.register("register_admin_menu_item")
def attendance_menu_item() -> MenuItem:
    """The figures of attendance, after the places at centres."""
    return MenuItemFor(
        gettext_lazy("Attendance on paper"),
        reverse("certificates_attendance"),
        name="attendance-on-paper",
        icon_name="clipboard-list",
        order=273,
        may=admin_views.may_see,
    )


@hooks.register("register_admin_menu_item")
def certificates_menu_item() -> MenuItem:
    """Certificates by number, beside the questions about decisions."""
    return MenuItemFor(
        gettext_lazy("Certificates"),
        reverse("certificates_find"),
        name="certificates",
        icon_name="tick-inverse",
        order=284,
        may=staff.may_see,
    )


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Name what roles may do with certificates."""
    return Permission.objects.filter(
        content_type__app_label="certificates",
        codename__in=["see_certificates", "decide_certificates"],
    )
