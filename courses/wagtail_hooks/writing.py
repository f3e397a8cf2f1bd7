"""The editor of a lesson: remarks, the link for a telephone, two people at one page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from courses.models import LessonPage
from courses.views import writing
from courses.writing.conflict import is_out_of_date
from courses.writing.remarks import remarks_on


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("lessons/<int:page_id>/remarks/", writing.remarks, name="courses_remarks"),
        path("lessons/<int:page_id>/phone/", writing.phone_link, name="courses_phone_link"),
    ]


@hooks.register("register_page_header_buttons")
def phone_button(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer the draft for one's own telephone to whoever may edit it."""
    if page.specific_class is LessonPage and page.permissions_for_user(user).can_edit():
        url = reverse("courses_phone_link", args=[page.pk])
        yield Button(_("Open on a phone"), url=url, icon_name="mobile-alt", priority=60)


@hooks.register("before_edit_page")
def nobody_is_written_over(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stop a save that was begun from an older version; Wagtail stops its own autosave itself."""
    is_pressed = request.method == "POST" and not is_autosave(request)
    if is_pressed and isinstance(page, LessonPage) and is_out_of_date(request, page):
        return writing.conflict(request, page)
    return None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def point_out(request: HttpRequest, page: Page) -> None:
    """Say after a save what the panel of the editor says while one types."""
    if not isinstance(page, LessonPage) or is_autosave(request):
        return
    sentences = remarks_on(page).sentences()
    if sentences:
        said = format_html_join(" ", "{}", ((sentence,) for sentence in sentences))
        messages.warning(request, said)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a page says of a version that was kept beside a newer one."""
    actions.register_action(
        "courses.kept_beside",
        _("Keep a version"),
        _("Kept what was typed beside a version that somebody else saved"),
    )


def is_autosave(request: HttpRequest) -> bool:
    """Whether the editor saved by itself: it wants JSON, a person who presses a button a page."""
    return not request.accepts("text/html")
