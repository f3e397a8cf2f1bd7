"""Beginning a course and withdrawing from it."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import Course, Edition, EditionText
from courses.outline import outline
from enrolments import actions
from enrolments.devices import note_device
from enrolments.exceptions import CourseNotOffered
from enrolments.models import Enrolment
from enrolments.questions import COUNTRY_TIME, enrolment_of, has_withdrawn, policy_for
from enrolments.views.door import door_url
from registry.questions import region_of
from registry.short_codes import region_of_source

SOURCE = re.compile(r"[a-z0-9-]{1,30}")
CAME_FROM = "came_from"


def access_own_enrolment(request: LearnerRequest, course: str) -> Enrolment:
    """Return the signed-in person's enrolment in a course, or 404."""
    found = enrolment_of(request.user, course)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, course: str) -> HttpResponse:
    """Explain a course to whoever may begin it; begin it on POST."""
    remember_source(request)
    if request.method == "POST":
        return redirect(door_url(request)) if door_url(request) else begin_now(request, course)
    return explain(request, get_object_or_404(Course, slug=course))


def remember_source(request: HttpRequest) -> None:
    """Keep `?from=` (a leaflet, a notice) in the session, where it is a plain short word."""
    source = request.GET.get("from", "")
    if SOURCE.fullmatch(source):
        request.session[CAME_FROM] = source


def explain(request: HttpRequest, course: Course, *, status: int = 200) -> HttpResponse:
    """Show what the course is, that it is free and voluntary, and what is kept."""
    edition = get_object_or_404(Edition.objects.latest_of(course))
    text = get_object_or_404(EditionText, edition=edition, language=get_language())
    enrolment = enrolment_of(request.user, course.slug) if request.user.is_authenticated else None
    stopped = (
        request.user.is_authenticated
        and enrolment is None
        and has_withdrawn(request.user, course.slug)
    )
    region = region_to_count(request)
    today = timezone.now().astimezone(COUNTRY_TIME).date()
    context = {
        "course": course,
        "edition": edition,
        "text": text,
        "enrolment": enrolment,
        "stopped": stopped,
        "door": door_url(request),
        "policy": policy_for(course=course, region=region, on=today),
    }
    return render(request, "enrolments/begin.html", context, status=status)


def region_to_count(request: HttpRequest) -> str:
    """Return the region of the person's application; else of the office whose leaflet they have."""
    own = region_of(request.user) if request.user.is_authenticated else ""
    return own or region_of_source(request.session.get(CAME_FROM, ""))


@learner_required
def begin_now(request: LearnerRequest, course: str) -> HttpResponse:
    """Enrol the signed-in person and lead them to the course."""
    found = get_object_or_404(Course, slug=course)
    try:
        enrolment = actions.enrol(
            user=request.user, course=found, source=request.session.get(CAME_FROM, ""),
            region=region_to_count(request),
        )  # fmt: skip
    except CourseNotOffered as problem:
        messages.warning(request, str(problem))
        return redirect("courses:courses")
    return note_device(request, redirect(first_page(enrolment), found.slug))


def first_page(enrolment: Enrolment) -> str:
    """Return the page that whoever has just begun is led to; each leads on with one tap.

    Once: to the ages they look for, where modules are ages; to texts that can be chosen for them,
    then to the questions before the course, where the course has any.
    """
    if enrolment.course.by_age:
        return "learning:ages"
    found = outline(enrolment.edition, get_language() or "kk")
    if found.circumstances:
        return "learning:intake"
    return "learning:before" if found.questions else "learning:course"


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask whether the person wants to stop taking a course; stop on POST."""
    enrolment = access_own_enrolment(request, course)
    if enrolment.completed_at:
        raise Http404
    if request.method == "POST":
        actions.withdraw(enrolment=enrolment)
        messages.success(request, gettext("You no longer take this course."))
        return redirect("learning:learning")
    text = get_object_or_404(EditionText, edition=enrolment.edition_id, language=get_language())
    return render(request, "enrolments/withdraw.html", {"enrolment": enrolment, "text": text})
