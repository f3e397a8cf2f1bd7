"""Who may do what with courses. `user` is whoever the request carries: no model is named here."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from courses.models import CoursePage, LessonPage, ModulePage
from courses.page_rights import DEPTH_OF_COURSES


def may_publish_editions(user: Any) -> bool:
    """Whether this person may publish an edition, or correct a lesson of one."""
    return bool(user.is_active and user.has_perm("courses.publish_edition"))


def may_move_files(user: Any) -> bool:
    """Whether this person may take courses out into files and in from files."""
    return bool(user.is_active and user.has_perm("courses.move_files"))


def may_withdraw_lessons(user: Any) -> bool:
    """Whether this person may propose to withdraw a lesson, and confirm another's proposal."""
    return bool(user.is_active and user.has_perm("courses.withdraw_lesson"))


def may_see_history(user: Any) -> bool:
    """Whether this person may read what was published, corrected and withdrawn."""
    return bool(
        may_publish_editions(user)
        or may_withdraw_lessons(user)
        or (user.is_active and user.has_perm("courses.view_edition"))
    )


def course_pages_of(user: Any) -> QuerySet[Page]:
    """Return the course, module and lesson pages this person may change.

    As in `courses.page_rights`, what is given above the list of courses does not count in it.
    """
    pages = Page.objects.type(CoursePage, ModulePage, LessonPage)
    if not user.is_active:
        return pages.none()
    if user.is_superuser:
        return pages
    places = {
        given.page.path
        for given in page_permission_policy.get_cached_permissions_for_user(user)
        if given.permission.codename == "change_page" and given.page.depth >= DEPTH_OF_COURSES
    }
    if not places:
        return pages.none()
    return pages.filter(reduce(or_, (Q(path__startswith=path) for path in places)))


def may_translate_everything(user: Any) -> bool:
    """Whether this person may translate every page of every course."""
    return bool(user.is_active and user.has_perm("courses.translate_lesson"))


def may_translate_into(user: Any, page: Page) -> bool:
    """Whether this person may write the draft of `page` as a translation."""
    return may_translate_everything(user) or bool(page.permissions_for_user(user).can_edit())


def may_begin_translation(user: Any, parent: Page | None) -> bool:
    """Whether this person may make a missing page below `parent`, None when that is missing too."""
    if may_translate_everything(user):
        return True
    return parent is not None and bool(parent.permissions_for_user(user).can_add_subpage())


def pages_to_translate(user: Any) -> set[int] | None:
    """Return the ids of pages this person may write; None means all of them."""
    if may_translate_everything(user):
        return None
    return set(course_pages_of(user).values_list("pk", flat=True))


def may_see_parity(user: Any) -> bool:
    """Whether this person translates, or writes pages of courses."""
    if may_translate_everything(user):
        return True
    return bool(course_pages_of(user).exists())
