"""What the learning app adds to Wagtail's admin. This module only registers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.menu import register_menu_item
from learning.marks import marked_places
from learning.views import marked


class MarkedPanel(Component):
    """On the first page of the admin: how many places of one's own lessons were marked."""

    order = 150
    template_name = "learning/admin/marked_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Count the places."""
        request = (parent_context or {})["request"]
        return {"count": marked_places(marked.own_lessons(request.user)).count()}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("marked/", marked.marked, name="learning_marked"),
        path(
            "marked/<uuid:lesson_key>/<slug:language>/<slug:part>/",
            marked.settle,
            name="learning_settle",
        ),
    ]


register_menu_item(
    _("Marked by learners"),
    "learning_marked",
    name="marked",
    icon="comment",
    order=265,
    may=marked.may_edit_lessons,
)


@hooks.register("construct_homepage_panels")
def marked_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel for those who may edit a lesson."""
    if marked.may_edit_lessons(request.user):
        panels.append(MarkedPanel())
