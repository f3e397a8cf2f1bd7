"""Who gets into the pages about editions, and how the record calls them."""

from typing import Any

from django.shortcuts import get_object_or_404

from courses.models import Course, LessonPage
from courses.permissions import may_publish_editions, may_see_history, may_withdraw_lessons
from web.guards import only_if

publishers_only = only_if(may_publish_editions)
withdrawers_only = only_if(may_withdraw_lessons)
history_readers_only = only_if(may_see_history)


def label(user: Any) -> str:
    """How the record calls whoever acts."""
    return str(user.email or user)[:254]


def number(user: Any) -> int:
    """By which number the record tells people apart."""
    return int(user.pk)


def access_lesson(page_id: int) -> tuple[LessonPage, Course]:
    """Return a lesson page with its course, or 404."""
    page = get_object_or_404(LessonPage.objects.select_related("locale"), pk=page_id)
    course: Course = page.get_parent().get_parent().specific.course
    return page, course
