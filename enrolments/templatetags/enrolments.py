"""What pages of courses show of enrolments: a button that begins with a lesson."""

from typing import Any

from django import template
from django.template import Context

from courses.models import Course
from courses.outline import OutlineLesson
from enrolments.questions import enrolment_of

register = template.Library()

BEGIN, GO_ON = "begin", "go-on"


@register.simple_tag(takes_context=True)
def begins_with_a_lesson(context: Context, course: Course) -> str:
    """Say what a lesson of the course offers whoever reads the page: "begin", "go-on" or nothing.

    One query for a learner, none for a visitor. A course for couples has a page of its own before
    it; staff take no courses.
    """
    request = context.get("request")
    if request is None or course.is_for_couples:
        return ""
    user = request.user
    if not user.is_authenticated:
        return BEGIN
    if user.is_staff:
        return ""
    return GO_ON if enrolment_of(user, course.slug) else BEGIN


@register.inclusion_tag("enrolments/begin_lesson.html", takes_context=True)
def begin_lesson(context: Context, course: Course, lesson: OutlineLesson) -> dict[str, Any]:
    """Show the button of a lesson's own page, or nothing."""
    request = context.get("request")
    return {
        "offer": begins_with_a_lesson(context, course),
        "course": course,
        "lesson": lesson,
        "csrf_token": context.get("csrf_token"),
        "is_visitor": request is not None and not request.user.is_authenticated,
    }
