"""Two languages in the admin: menu, addresses, permission, buttons."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.menu import register_menu_item
from courses.models import CoursePage, LessonPage, ModulePage
from courses.permissions import may_see_parity, may_translate_into
from courses.views import parity, translation


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("translate/<int:page_id>/", translation.translate, name="courses_translate"),
        path("translate/<int:page_id>/begin/", translation.begin, name="courses_translate_begin"),
        path("two-languages/", parity.two_languages, name="courses_two_languages"),
        path(
            "two-languages/<int:course_id>/",
            parity.two_languages_of,
            name="courses_two_languages_of",
        ),
    ]


register_menu_item(
    _("Two languages"),
    "courses_two_languages",
    name="two-languages",
    icon="copy",
    order=240,
    may=may_see_parity,
)


@hooks.register("register_permissions")
def translate_permission() -> QuerySet[Permission]:
    """Offer the permission to translate in the form of groups."""
    return Permission.objects.filter(content_type__app_label="courses", codename="translate_lesson")


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Translate from a page's own header."""
    yield from buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str = "") -> Iterator[Button]:
    """The same in the menu of a page in lists."""
    yield from buttons(page, user)


def buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the way to the page beside its translation.

    Whoever may write this page meets it: the rights on the other one are asked at the door.
    """
    is_ours = issubclass(page.specific_class or Page, CoursePage | ModulePage | LessonPage)
    if is_ours and may_translate_into(user, page):
        url = reverse("courses_translate", args=[page.pk])
        yield Button(_("Translate"), url=url, icon_name="copy", priority=15)
