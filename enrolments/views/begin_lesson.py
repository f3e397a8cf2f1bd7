"""Beginning a course for everybody with the lesson one has picked: one button, and one reads."""

import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import Course, Edition
from courses.outline import OutlineLesson, outline
from enrolments import actions
from enrolments.devices import note_device
from enrolments.exceptions import CourseNotOffered
from enrolments.models import Enrolment
from enrolments.questions import enrolment_of
from enrolments.views.begin import CAME_FROM, region_to_count, remember_source
from enrolments.views.door import door_url

PICKED = "picked_lesson"
PICKED_FOR = 60 * 60  # seconds: long enough for a code that comes late


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin_lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Enrol and open the lesson on POST; a visitor signs in between, and then it opens by itself.

    What was picked is remembered in the session, by the POST alone: somebody who is only led here,
    by a link or from a history, begins nothing and reads the lesson as anybody may.
    """
    remember_source(request)
    found = get_object_or_404(Course, slug=course)
    if found.is_for_couples:
        # Whoever takes it reads first that it is voluntary, and what a partner sees.
        return redirect("enrolments:begin", found.slug)
    picked = access_picked(found, lesson)
    if picked.is_withdrawn:
        return redirect("courses:lesson", found.slug, picked.slug)
    door = door_url(request)
    if request.method == "POST":
        if door:
            request.session[PICKED] = [found.slug, picked.slug, time.time()]
            return redirect(door)
        return open_lesson(request, found, picked)
    if not door and request.method == "GET" and was_picked(request, found, picked):
        return open_lesson(request, found, picked)
    return redirect("courses:lesson", found.slug, picked.slug)


def access_picked(course: Course, slug: str) -> OutlineLesson:
    """Return the lesson with this address in the newest edition, or 404."""
    edition = get_object_or_404(Edition.objects.latest_of(course).select_related("course"))
    for lesson in outline(edition, get_language() or "kk").lessons:
        if lesson.slug == slug:
            return lesson
    raise Http404


def was_picked(request: HttpRequest, course: Course, lesson: OutlineLesson) -> bool:
    """Whether this browser asked to begin with this lesson before its door; true once."""
    slugs = [course.slug, lesson.slug]
    found = request.session.get(PICKED)
    if not found or found[:2] != slugs:
        return False
    del request.session[PICKED]
    return bool(time.time() - found[2] < PICKED_FOR)


@learner_required
def open_lesson(request: LearnerRequest, course: Course, lesson: OutlineLesson) -> HttpResponse:
    """Enrol the person unless they take or took the course, and lead them into the lesson."""
    enrolment = enrolment_of(request.user, course.slug)
    if enrolment is None:
        try:
            enrolment = actions.enrol(
                user=request.user, course=course, source=request.session.get(CAME_FROM, ""),
                region=region_to_count(request),
            )  # fmt: skip
        except CourseNotOffered as problem:
            messages.warning(request, str(problem))
            return redirect("courses:courses")
        messages.success(request, gettext("You take this course now. It stands in “My learning”."))
        return note_device(request, into_lesson(enrolment, lesson))
    return into_lesson(enrolment, lesson)


def into_lesson(enrolment: Enrolment, lesson: OutlineLesson) -> HttpResponse:
    """Lead into the lesson as the person's own edition has it; to the course where it has none."""
    own = outline(enrolment.edition, get_language() or "kk")
    for found in own.lessons:
        if found.key == lesson.key:
            return redirect("learning:lesson", own.course_slug, found.slug)
    return redirect("learning:course", own.course_slug)
