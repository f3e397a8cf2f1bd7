"""Editions and corrections in the admin: menu, addresses, permission, buttons."""

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
from courses.models import CoursePage, LessonPage
from courses.permissions import may_publish_editions, may_see_history, may_withdraw_lessons
from courses.views import corrections, editions, history, withdrawals


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("editions/", editions.editions, name="courses_editions"),
        path("editions/<int:course_id>/", editions.publish, name="courses_publish"),
        path("corrections/<int:page_id>/", corrections.correct, name="courses_correct"),
        path("withdrawals/", withdrawals.withdrawals, name="courses_withdrawals"),
        path("withdrawals/<int:proposal_id>/", withdrawals.withdrawal, name="courses_withdrawal"),
        path(
            "withdrawals/propose/<int:page_id>/",
            withdrawals.propose,
            name="courses_propose_withdrawal",
        ),
        path("history/<int:course_id>/", history.history, name="courses_history"),
        path("history/editions/<int:edition_id>/", history.edition, name="courses_edition"),
        path("history/snapshots/<int:snapshot_id>/", history.snapshot, name="courses_snapshot"),
        path(
            "history/snapshots/<int:snapshot_id>/frame/",
            history.frame,
            name="courses_snapshot_frame",
        ),
    ]


register_menu_item(
    _("Editions"),
    "courses_editions",
    name="editions",
    icon="globe",
    order=250,
    may=may_see_history,
)


@hooks.register("register_permissions")
def publish_permission() -> QuerySet[Permission]:
    """Offer the permissions about editions in the form of groups."""
    return Permission.objects.filter(
        content_type__app_label="courses",
        codename__in=["publish_edition", "withdraw_lesson", "view_edition"],
    )


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
    if not may_see_history(user):
        return
    page = page.specific
    if isinstance(page, CoursePage):
        if may_publish_editions(user):
            url = reverse("courses_publish", args=[page.course_id])
            yield Button(_("Publish an edition"), url=url, icon_name="globe", priority=5)
        url = reverse("courses_history", args=[page.course_id])
        yield Button(_("History of editions"), url=url, icon_name="history", priority=71)
    elif isinstance(page, LessonPage):
        if page.live and may_publish_editions(user):
            url = reverse("courses_correct", args=[page.pk])
            yield Button(_("Correct in the edition"), url=url, icon_name="check", priority=70)
        if may_withdraw_lessons(user):
            url = reverse("courses_propose_withdrawal", args=[page.pk])
            yield Button(_("Withdraw at once"), url=url, icon_name="warning", priority=72)
