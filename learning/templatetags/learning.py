"""What lower pages show of a person's learning."""

from django import template
from django.template import Context

from accounts.views.guards import welcome_step
from learning.access import active_language
from learning.questions import CourseState, state_to_go_on_with

register = template.Library()


@register.simple_tag(takes_context=True)
def course_to_go_on_with(context: Context) -> CourseState | None:
    """Return the course the visitor is in the middle of, for learning/continue.html.

    Nobody who is signed out, on the staff, or not welcomed yet is in the middle of one.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.is_staff or welcome_step(user):
        return None
    return state_to_go_on_with(user, active_language())
