"""What is out of step between the two languages of a course."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Course
from courses.permissions import may_see_parity, pages_to_translate
from courses.translation.report import report, total


def two_languages(request: HttpRequest) -> HttpResponse:
    """List the courses; where there is only one, go to it."""
    guard(request)
    courses = list(Course.objects.order_by("place", "code"))
    if len(courses) == 1:
        return redirect("courses_two_languages_of", courses[0].pk)
    context = {
        "courses": courses,
        "header_icon": "copy",
        "header_title": _("Two languages"),
        "breadcrumbs_items": [{"url": "", "label": _("Two languages")}],
    }
    return render(request, "courses/admin/parity_courses.html", context)


def two_languages_of(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show every page of a course with what is missing, empty, stale or the same in a language."""
    guard(request)
    course = get_object_or_404(Course, pk=course_id)
    pages = report(course, pages_to_translate(request.user))
    only_open = bool(request.GET.get("todo"))
    context = {
        "course": course,
        "pages": [page for page in pages if page.is_open or not only_open],
        "only_open": only_open,
        "total": total(pages),
        "open": sum(page.is_open for page in pages),
        "header_icon": "copy",
        "header_title": _("Two languages"),
        "breadcrumbs_items": [
            {"url": reverse("courses_two_languages"), "label": _("Two languages")},
            {"url": "", "label": course.code},
        ],
    }
    return render(request, "courses/admin/parity.html", context)


def guard(request: HttpRequest) -> None:
    """Let pass those who write or translate courses."""
    if not may_see_parity(request.user):
        raise PermissionDenied
