"""What certificates add to Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from certificates.desk.assisted import admin_views
from certificates.models import Certificate
from certificates.state import state_of
from certificates.words import views
from certificates.words.panels import WordsPanel
from certificates.words.permissions import may_propose, may_publish
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
    one = "certificate-words/<int:words_id>/"
    return [
        path("attendance/", admin_views.attendance, name="certificates_attendance"),
        path("certificate-words/", views.words, name="certificates_words"),
        path("certificate-words/new/", views.begin, name="certificates_words_begin"),
        path("certificate-words/return/", views.give_up, name="certificates_words_return"),
        path(one, views.one, name="certificates_words_one"),
        path(f"{one}edit/", views.edit, name="certificates_words_edit"),
        path(f"{one}ask/", views.ask, name="certificates_words_ask"),
        path(f"{one}publish/", views.publish, name="certificates_words_publish"),
        path(f"{one}end/", views.end, name="certificates_words_end"),
        path(f"{one}<slug:case>/<slug:kind>/", views.preview, name="certificates_words_preview"),
    ]


@hooks.register("register_admin_menu_item")
def words_menu_item() -> MenuItem:
    """The words of the paper, beside the other things that two people decide."""
    return MenuItemFor(
        gettext_lazy("Words of the certificate"),
        reverse("certificates_words"),
        name="certificate-words",
        icon_name="doc-full",
        order=288,
        may=may_propose,
    )


@hooks.register("register_permissions")
def words_permissions() -> QuerySet[Permission]:
    """Offer the permissions in the form of groups."""
    return Permission.objects.filter(
        content_type__app_label="certificates", codename__in=["propose_words", "publish_words"]
    )


@hooks.register("construct_homepage_panels")
def words_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the dashboard what waits for somebody who may publish."""
    if may_publish(request.user):
        panels.append(WordsPanel())


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
