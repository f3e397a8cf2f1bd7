"""What a person sends from a lesson: answers, "I have read it", reflections.

Without JavaScript each ends in a redirect to the lesson, which shows the stored state; htmx gets
the part that changed. Opened by GET (after signing in, or on changing the language) an address
leads to its lesson.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.activities import ANSWERED, THOUGHTS, TOGETHER
from courses.activity_state import Given, Problem
from courses.exceptions import ResponseRefused, UnknownActivity
from courses.responses import checked, response_from, typed
from learning import actions
from learning.access import LessonPlace, access_lesson
from learning.activities import activity_part, is_kept
from learning.exceptions import FormIncomplete, LearningError, LessonHasTasks
from learning.views.lesson import lesson_context, lesson_page

# What is read out when it was done.
SHARING = {
    "share": _("You share this answer"),
    "take-back": _("You no longer share this answer"),
    "open": _("Both answers are open"),
}


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: LearnerRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Grade and keep an answer."""
    place = access_lesson(request, course, lesson)
    part = access_part(place, activity, *ANSWERED)
    if request.method != "POST" or place.lesson.is_withdrawn:
        return back_to(place, activity)
    sent = typed(part, request.POST)
    if not is_kept(part, place.snapshot):
        return on_the_spot(request, place, part, sent)
    try:
        actions.answer_activity(
            enrolment=place.enrolment, snapshot=place.snapshot, activity_key=activity,
            options=response_from(part, sent), client_id=client_id(request),
        )  # fmt: skip
    except (LearningError, ResponseRefused) as error:
        return with_problem(request, place, Problem(activity, error, sent), error.status)
    return shown_again(request, place, activity)


def on_the_spot(
    request: LearnerRequest, place: LessonPlace, part: dict[str, Any], sent: dict[str, list[str]]
) -> HttpResponse:
    """Grade an answer in the page that answers this request, and keep nothing of it."""
    try:
        chosen = checked(part, response_from(part, sent))
    except ResponseRefused as error:
        return with_problem(request, place, Problem(part["key"], error, sent), error.status)
    given = {part["key"]: Given(tuple(chosen), tries=1)}
    if request.htmx:
        return part_alone(request, place, part["key"], given=given)
    return lesson_page(request, place, given=given)


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Complete a lesson without required tasks; nothing is kept where nothing is asked."""
    place = access_lesson(request, course, lesson)
    if request.method != "POST" or place.lesson.is_withdrawn:
        return back_to(place)
    if place.lesson.is_sensitive and not place.lesson.is_required:
        return back_to(place, "ending", prefix="")
    try:
        actions.read_lesson(
            enrolment=place.enrolment, snapshot=place.snapshot, client_id=client_id(request)
        )
    except (FormIncomplete, LessonHasTasks) as error:
        return lesson_page(request, place, problem=Problem("", error), status=error.status)
    return back_to(place, "ending", prefix="")


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflection(request: LearnerRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Keep a person's thoughts, let them go unkept, delete what was kept, or share it."""
    place = access_lesson(request, course, lesson)
    part = access_part(place, activity, *THOUGHTS)
    if request.method != "POST" or place.lesson.is_withdrawn:
        return back_to(place, activity)
    what = request.POST.get("do", "")
    if what in SHARING and part["kind"] == TOGETHER and not place.lesson.is_sensitive:
        return share(request, place, activity, what)
    if what == "keep" and not place.lesson.is_sensitive:
        text = request.POST.get("text", "")
        try:
            actions.keep_reflection(
                enrolment=place.enrolment, lesson_key=place.lesson.key, activity_key=activity,
                text=text,
            )  # fmt: skip
        except LearningError as error:
            return with_problem(request, place, Problem(activity, error, text=text), error.status)
    elif what == "delete":
        actions.delete_reflection(
            enrolment=place.enrolment, lesson_key=place.lesson.key, activity_key=activity
        )
    elif what == "let-go":
        return shown_again(request, place, activity, let_go=True)
    return shown_again(request, place, activity)


def share(request: LearnerRequest, place: LessonPlace, activity: str, what: str) -> HttpResponse:
    """Share an answer to an exercise for two, take it back, or open both."""
    text = request.POST.get("text", "")
    which: dict[str, Any] = {
        "enrolment": place.enrolment, "lesson_key": place.lesson.key, "activity_key": activity
    }  # fmt: skip
    try:
        if what == "share":
            actions.share_answer(**which, text=text)
        elif what == "take-back":
            actions.take_back_answer(**which)
        else:
            actions.open_shared_answers(**which)
    except LearningError as error:
        return with_problem(request, place, Problem(activity, error, text=text), error.status)
    return shown_again(request, place, activity, said=SHARING[what])


def access_part(place: LessonPlace, activity: str, *kinds: str) -> dict[str, Any]:
    """Return this activity of the lesson, or 404."""
    try:
        return activity_part(place.snapshot, activity, *kinds)
    except UnknownActivity as error:
        raise Http404 from error


def client_id(request: LearnerRequest) -> UUID:
    """Return the id the page gave this event. Raises FormIncomplete."""
    try:
        return UUID(request.POST.get("event", "")[:36])
    except ValueError as error:
        raise FormIncomplete from error


def back_to(
    place: LessonPlace, anchor: str = "", *, prefix: str = "activity-", query: str = ""
) -> HttpResponse:
    """Lead back to the place in the lesson."""
    address = reverse("learning:lesson", args=[place.outline.course_slug, place.lesson.slug])
    return HttpResponseRedirect(address + query + (f"#{prefix}{anchor}" if anchor else ""))


def shown_again(
    request: LearnerRequest, place: LessonPlace, activity: str, *, let_go: bool = False,
    said: object = "",
) -> HttpResponse:  # fmt: skip
    """Show what is stored now: by a redirect, or for htmx as the part alone."""
    if request.htmx:
        return part_alone(request, place, activity, let_go=activity if let_go else "", said=said)
    return back_to(place, activity, query=f"?let-go={activity}" if let_go else "")


def with_problem(
    request: LearnerRequest, place: LessonPlace, problem: Problem, status: int
) -> HttpResponse:
    """Say what is wrong beside what was sent; nothing that was typed is lost."""
    if request.htmx:
        return part_alone(request, place, problem.activity_key, problem=problem, status=status)
    return lesson_page(request, place, problem=problem, status=status)


def part_alone(
    request: LearnerRequest, place: LessonPlace, activity: str,
    *, problem: Problem | None = None, let_go: str = "", status: int = 200,
    given: Mapping[str, Given] | None = None, said: object = "",
) -> HttpResponse:  # fmt: skip
    """Render one activity, with the end of the lesson, which may have changed with it.

    `said` is read out instead of what is read out by itself.
    """
    context = lesson_context(place, problem=problem, let_go=let_go, given=given)
    (part,) = [part for part in context["parts"] if part.key == activity]
    context |= {"part": part, "swapped": True, "problem": problem, "said": said}
    return render(request, "learning/lesson.html#answered", context, status=status)
