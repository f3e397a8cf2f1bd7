"""My learning, and one course of it."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import EditionText
from enrolments.models import Enrolment
from enrolments.questions import has_withdrawn, live_session_of, membership_of, newer_edition
from learning.access import access_enrolment, active_language
from learning.look_back import asked_of
from learning.measure import moment_to_ask
from learning.questions import CourseState, course_state, course_states
from notifications.questions import has_decided
from registry.questions import has_linked


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
    taken = {state.enrolment.course_id for state in states}
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
        "stopped": stopped_courses(request.user, taken),
    }
    return render(request, "learning/learning.html", context)


def is_marrying(user: User, states: Iterable[CourseState]) -> bool:
    """Whether a couple and a marriage application are any matter of this person's.

    Whoever only takes courses for everybody is not shown them; it costs them two queries. An
    application that has ended is theirs as before: the page does not tell that it did.
    """
    if any(state.enrolment.course.is_for_couples for state in states):
        return True
    return membership_of(user) is not None or has_linked(user)


def stopped_courses(user: User, taken: set[int]) -> list[dict[str, str]]:
    """Return slug and title of each course that was withdrawn from and is not taken now."""
    stopped = Enrolment.objects.filter(user=user).exclude(withdrawn_at=None)
    texts = EditionText.objects.filter(
        edition__course__in=stopped.exclude(course__in=taken).values("course"),
        language=active_language(),
    )
    newest = texts.order_by("edition__course", "-edition__number").distinct("edition__course")
    return [
        {"slug": slug, "title": title}
        for slug, title in newest.values_list("edition__course__slug", "title")
    ]


@never_cache
@learner_required
@require_safe
def course(request: LearnerRequest, course: str) -> HttpResponse:
    """Show the modules and lessons, what is done, what is left, and what completes the course.

    Whoever withdrew from the course is led to where it is begun again.
    """
    try:
        enrolment = access_enrolment(request, course)
    except Http404:
        if not has_withdrawn(request.user, course):
            raise
        return redirect("enrolments:begin", course)
    state = course_state(enrolment, active_language())
    context = {
        "state": state,
        "newer": newer_edition(enrolment),
        "moment": moment_to_ask(state),
        "live_session": None if enrolment.completed_at else live_session_of(enrolment),
        "offers_messages": enrolment.completed_at is None and not has_decided(request.user),
    }
    return render(request, "learning/course.html", context)
