"""My learning, and one course of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from enrolments.models import Enrolment
from enrolments.questions import newer_edition
from learning.access import access_enrolment, active_language
from learning.look_back import asked_of
from learning.measure import moment_to_ask
from learning.questions import course_state, course_states


@never_cache
@learner_required
@require_safe
def learning(request: LearnerRequest) -> HttpResponse:
    """Show what the person takes, the one to go on with first."""
    mine = (
        Enrolment.objects.not_withdrawn()
        .filter(user=request.user)
        .select_related("course", "edition")
        .order_by("course", "-began_at", "-pk")
        .distinct("course")
    )
    states = course_states(mine, active_language())
    states.sort(key=lambda state: (bool(state.enrolment.completed_at), -state.enrolment.pk))
    current = [state for state in states if not state.enrolment.completed_at]
    context = {
        "first": current[0] if current else None,
        "others": states[1:] if current else states,
        "small_things": asked_of(states),
        "has_completed": len(current) < len(states),
    }
    return render(request, "learning/learning.html", context)


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
    }
    return render(request, "learning/course.html", context)
