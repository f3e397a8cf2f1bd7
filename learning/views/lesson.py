"""A lesson as its learner sees it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.activities import THOUGHTS, TOGETHER
from courses.activity_state import Given, Problem
from courses.models import LessonSnapshot
from enrolments.questions import has_withdrawn
from learning.access import LessonPlace, access_lesson
from learning.actions import visit_lesson
from learning.activities import is_any_enough, required_keys
from learning.circumstances import circumstances_of
from learning.models import Answer, LessonProgress, Reflection
from learning.player import lesson_parts, required_left
from learning.sharing import kept_texts, sharings
from web.way_out import interruption, unkept


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Show a lesson of the person's own edition; remember that it was opened.

    Before a lesson about violence stands another page, from which one goes on by POST. Whoever
    withdrew from the course is led to where it is begun again.
    """
    try:
        place = access_lesson(request, course, lesson)
    except Http404:
        if not has_withdrawn(request.user, course):
            raise
        return redirect("enrolments:begin", course)
    if place.lesson.slug != lesson:
        return redirect("learning:lesson", course, place.lesson.slug)
    if place.lesson.is_sensitive and not place.lesson.is_withdrawn:
        back = reverse("learning:course", args=[place.outline.course_slug])
        first = interruption(request, back=back)
        return unkept(lesson_page(request, place), visit=True) if first is None else first
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return lesson_page(request, place)


def lesson_page(
    request: LearnerRequest,
    place: LessonPlace,
    *,
    problem: Problem | None = None,
    status: int = 200,
    given: Mapping[str, Given] | None = None,
) -> HttpResponse:
    """Render the whole lesson, with what was wrong if something was.

    `given` are answers by activity that are shown and kept nowhere.
    """
    if place.lesson.is_withdrawn:
        context = {"place": place, "translated_urls": place.translated_urls}
        return render(request, "learning/lesson_withdrawn.html", context)
    context = {
        **lesson_context(place, problem=problem, let_go=request.GET.get("let-go", ""), given=given),
        "circumstances": circumstances_of(place),
        "translated_urls": place.translated_urls,
        "problem": problem,
    }
    return render(request, "learning/lesson.html", context, status=status)


def lesson_context(
    place: LessonPlace, *, problem: Problem | None = None, let_go: str = "",
    given: Mapping[str, Given] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the lesson's page and its parts need."""
    snapshot = place.snapshot
    answers = list(Answer.objects.filter(enrolment=place.enrolment, lesson_key=place.lesson.key))
    reflections = kept_reflections(place, snapshot)
    return {
        "place": place,
        "parts": lesson_parts(
            snapshot,
            answers,
            reflections,
            problem=problem,
            let_go=let_go,
            given=given,
            shared=sharings(reflections) if has_part(snapshot, TOGETHER) else None,
        ),
        **ending_context(place, snapshot, answers),
    }


def ending_context(
    place: LessonPlace, snapshot: LessonSnapshot, answers: Iterable[Answer]
) -> dict[str, Any]:
    """Return what the end of the lesson says: what is left, or where to go on."""
    return {
        "required": len(required_keys(snapshot)),
        "is_any_enough": is_any_enough(snapshot),
        "left": required_left(snapshot, answers),
        "completed_at": completed_at(place, snapshot),
        "next_lesson": place.next_lesson,
        "read_event": uuid4(),
    }


def kept_reflections(place: LessonPlace, snapshot: LessonSnapshot) -> list[Reflection]:
    """Return the person's kept texts; a lesson that speaks of violence keeps none.

    Where there is an exercise for two, each comes with what sharing needs.
    """
    if place.lesson.is_sensitive or not has_part(snapshot, *THOUGHTS):
        return []
    if has_part(snapshot, TOGETHER):
        return list(kept_texts(place.enrolment, place.lesson.key))
    return list(Reflection.objects.filter(enrolment=place.enrolment, lesson_key=place.lesson.key))


def has_part(snapshot: LessonSnapshot, *kinds: str) -> bool:
    """Whether the lesson has a part of one of these kinds."""
    return any(part["kind"] in kinds for part in snapshot.parts)


def completed_at(place: LessonPlace, snapshot: LessonSnapshot) -> object:
    """Return when the lesson was completed, remembering the visit.

    That a lesson about violence was merely opened is not kept.
    """
    if not place.lesson.is_sensitive:
        return visit_lesson(enrolment=place.enrolment, snapshot=snapshot)
    row = LessonProgress.objects.filter(
        enrolment=place.enrolment, lesson_key=place.lesson.key
    ).first()
    return row.completed_at if row else None
