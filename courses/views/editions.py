"""Publishing editions and correcting lessons, in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from courses.actions import correct_lesson, draft_differs, publish_edition
from courses.exceptions import CorrectionRefused, EditionIncomplete, LessonUnknown
from courses.forms import PublishForm
from courses.models import Course, CoursePage, Edition, LessonPage
from courses.permissions import may_publish_editions
from courses.snapshots.course import draft_of


def editions(request: HttpRequest) -> HttpResponse:
    """List the courses with their latest editions."""
    guard(request)
    latest = {
        edition.course_id: edition
        for edition in Edition.objects.order_by("course_id", "-number").distinct("course_id")
    }
    rows = [(course, latest.get(course.pk)) for course in Course.objects.order_by("code")]
    return render(request, "courses/admin/editions.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, course_id: int) -> HttpResponse:
    """Ask what is new, show what is missing, publish."""
    guard(request)
    course = get_object_or_404(Course, pk=course_id)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish_edition(
                course=course, by=label(request.user), note=form.cleaned_data["note"]
            )
        except EditionIncomplete:
            pass  # the page below names everything that is missing
        else:
            messages.success(
                request,
                _("Edition %(number)s of %(course)s is published in both languages.")
                % {"number": edition.number, "course": course.code},
            )
            return redirect("courses_editions")
    draft = draft_of(course, kept=False)
    context = {
        "course": course,
        "form": form,
        "problems": draft.problems,
        "waiting": waiting_changes(course),
        "latest": Edition.objects.latest_of(course).first(),
        "is_same": not draft.problems and not draft_differs(course),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/admin/publish.html", context, status=status)


@require_POST
def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Serve the lesson's live pages in the latest edition: a correction, not a new edition."""
    guard(request)
    page = get_object_or_404(LessonPage, pk=page_id)
    course = page.get_parent().get_parent().specific.course
    edition = get_object_or_404(Edition.objects.latest_of(course))
    try:
        made = correct_lesson(
            edition=edition, lesson_key=page.translation_key, by=label(request.user)
        )
    except (CorrectionRefused, LessonUnknown) as error:
        messages.error(request, str(error))
    else:
        if made:
            messages.success(request, _("The corrected lesson is shown now, in both languages."))
        else:
            messages.info(request, _("The lesson says the same already; nothing was changed."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def correct_confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what a correction is before it is made."""
    guard(request)
    page = get_object_or_404(LessonPage, pk=page_id)
    course = page.get_parent().get_parent().specific.course
    edition = get_object_or_404(Edition.objects.latest_of(course))
    return render(request, "courses/admin/correct.html", {"page": page, "edition": edition})


def guard(request: HttpRequest) -> None:
    """Let pass only those who may publish."""
    if not may_publish_editions(request.user):
        raise PermissionDenied


def label(user: Any) -> str:
    """How the record calls whoever publishes."""
    return str(user.email or user)[:254]


def waiting_changes(course: Course) -> list[Page]:
    """The pages of the course with changes that are not published, so not in the edition."""
    waiting: list[Page] = []
    for page in CoursePage.objects.filter(course=course):
        inside = page.get_descendants(inclusive=True).filter(live=True)
        waiting += inside.filter(has_unpublished_changes=True)
    return waiting
