"""What the courses app adds to Wagtail's admin. This module only registers."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.deletion import refusal
from courses.models import Course, CoursePage, LessonPage
from courses.permissions import may_publish_editions
from courses.views import editions


class CourseViewSet(SnippetViewSet):
    """The lasting identities of courses."""

    model = Course
    icon = "folder-open-inverse"
    list_display = ["code", "slug"]
    panels = [FieldPanel("code"), FieldPanel("slug")]
    copy_view_enabled = False


register_snippet(CourseViewSet)


class EditionsMenuItem(MenuItem):
    """Shown to those who may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person at this request may publish."""
        return may_publish_editions(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("editions/", editions.editions, name="courses_editions"),
        path("editions/<int:course_id>/", editions.publish, name="courses_publish"),
        path("corrections/<int:page_id>/", editions.correct_confirm, name="courses_correction"),
        path("corrections/<int:page_id>/make/", editions.correct, name="courses_correct"),
    ]


@hooks.register("register_admin_menu_item")
def editions_menu_item() -> MenuItem:
    """The list of editions in the menu."""
    return EditionsMenuItem(
        _("Editions"), reverse("courses_editions"), name="editions", icon_name="globe", order=250
    )


@hooks.register("register_permissions")
def publish_permission() -> QuerySet[Permission]:
    """Offer the permission to publish editions in the form of groups."""
    return Permission.objects.filter(content_type__app_label="courses", codename="publish_edition")


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Publish an edition from a course's page, correct a lesson from its own."""
    yield from buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str = "") -> Iterator[Button]:
    """The same in the menu of a page in lists."""
    yield from buttons(page, user)


def buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield what may be done with the editions of a page's course."""
    if not may_publish_editions(user):
        return
    page = page.specific
    if isinstance(page, CoursePage):
        url = reverse("courses_publish", args=[page.course_id])
        yield Button(_("Publish an edition"), url=url, icon_name="globe", priority=5)
    elif isinstance(page, LessonPage) and page.live:
        url = reverse("courses_correction", args=[page.pk])
        yield Button(_("Correct in the edition"), url=url, icon_name="check", priority=70)


@hooks.register("before_delete_page")
def keep_what_is_taken(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what became a part of an edition."""
    reason = refusal([page])
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_what_is_taken_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete many when one of them became a part of an edition."""
    pages = [one for one in objects if isinstance(one, Page)]
    reason = refusal(pages) if action_type == "delete" else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
