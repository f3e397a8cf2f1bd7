"""What is asked about pages under review and the people who review them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from workshop.roles import Role

COURSE_PAGES = (CourseIndexPage, CoursePage, LessonPage, ModulePage)


def authors_since_live(page: Page) -> set[int]:
    """The people (ids) who saved drafts of `page` since it was last published. One query."""
    drafts = page.revisions.exclude(user=None)
    if page.live_revision_id:
        drafts = drafts.filter(pk__gt=page.live_revision_id)
    return set(drafts.order_by().values_list("user_id", flat=True))


def other_methodologists(user: Any) -> QuerySet[Any]:
    """The active methodologists besides `user`."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name=Role.METHODOLOGIST.group_name)
        .exclude(pk=user.pk)
        .order_by("name", "pk")
    )


def needs_another(page: Page, user: Any) -> bool:
    """Whether `user` must leave the publishing of a course page to another methodologist.

    So it is when nobody else wrote anything in it since it was last published, and there is
    another methodologist. Operators (superusers) are not asked.
    """
    if user.is_superuser or not issubclass(page.specific_class or Page, COURSE_PAGES):
        return False
    return authors_since_live(page) == {user.pk} and other_methodologists(user).exists()
