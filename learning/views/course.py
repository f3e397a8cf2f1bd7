"""My learning, and one course of it."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from enrolments.models import Enrolment
from enrolments.questions import membership_of, newer_edition
from learning.access import access_enrolment, active_language
from learning.look_back import asked_of
from learning.measure import moment_to_ask
from learning.questions import CourseState, course_state, course_states
from notifications.questions import has_decided
from registry.questions import linked_claim


@never_cache
@learner_required
@require_safe
def learning(request: LearnerRequest) -> HttpResponse:
    """Show what the person takes, first the course they were last at and have not completed."""
    mine = (
        Enrolment.objects.not_withdrawn()
        .filter(user=request.user)
        .select_related("course", "edition")
        .order_by("course", "-began_at", "-pk")
        .distinct("course")
    )
    states = course_states(mine, active_language())
    states.sort(key=lambda state: state.was_last_at, reverse=True)
    states.sort(key=lambda state: bool(state.enrolment.completed_at))
    current = [state for state in states if not state.enrolment.completed_at]
    context = {
        "first": current[0] if current else None,
        "others": states[1:] if current else states,
        "small_things": asked_of(states),
        "is_marrying": is_marrying(request.user, states),
        "is_certified": any(
            state.enrolment.completed_at and state.enrolment.course.is_for_couples
            for state in states
        ),
    }
    return render(request, "learning/learning.html", context)


def is_marrying(user: User, states: Iterable[CourseState]) -> bool:
    """Whether a couple and a marriage application are any matter of this person's.

    Whoever only takes courses for everybody is not shown them; it costs them two queries.
    """
    if any(state.enrolment.course.is_for_couples for state in states):
        return True
    return membership_of(user) is not None or linked_claim(user) is not None


@never_cache
@learner_required
@require_safe
def course(request: LearnerRequest, course: str) -> HttpResponse:
    """Show the modules and lessons, what is done, what is left, and what completes the course."""
    enrolment = access_enrolment(request, course)
    state = course_state(enrolment, active_language())
    context = {
        "state": state,
        "newer": newer_edition(enrolment),
        "moment": moment_to_ask(state),
        "offers_messages": enrolment.completed_at is None and not has_decided(request.user),
    }
    return render(request, "learning/course.html", context)
