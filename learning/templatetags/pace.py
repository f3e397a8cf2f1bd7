"""What learning shows on pages of the apps below it."""

from django import template
from django.utils import timezone

from accounts.models import User
from enrolments.models import Enrolment
from enrolments.questions import COUNTRY_TIME
from learning.access import active_language
from learning.pace import suggest
from learning.questions import CourseState, course_state
from registry.questions import ceremony_date_to_show

register = template.Library()


@register.inclusion_tag("learning/pace.html")
def pace(user: User, state: CourseState | None = None) -> dict[str, object]:
    """Name the ceremony's day and suggest a pace; show nothing where the day may not be named.

    `state` is of the course to go on with, where the page knows it already.
    """
    day = ceremony_date_to_show(user)
    if day is None:
        return {}
    state = state or _state_of(user)
    today = timezone.now().astimezone(COUNTRY_TIME).date()
    left = len(state.left) if state is not None and state.enrolment.course.is_for_couples else 0
    suggestion, lessons = suggest(lessons=left, today=today, day=day)
    return {"day": day, "suggestion": suggestion, "lessons": lessons, "is_learning": left > 0}


def _state_of(user: User) -> CourseState | None:
    open_ones = Enrolment.objects.open().filter(user=user).select_related("course", "edition")
    newest = [one for one in open_ones.order_by("-pk") if one.course.is_for_couples]
    return course_state(newest[0], active_language()) if newest else None
