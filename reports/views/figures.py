"""How lessons go: pages for trainers and methodologists in Wagtail's admin."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Course, Edition
from courses.outline import Outline, outline, outlines
from reports.figures import export, sentences
from reports.figures.bars import Chart, chart
from reports.figures.course import CourseFigures, course_figures
from reports.figures.lesson import ActivityLine, lesson_figures, snapshot_of
from reports.figures.pairs import gains
from reports.figures.rows import LANGUAGES

PERMISSION = "reports.view_lesson_figures"
ALL = "all"


@dataclass(frozen=True)
class Asked:
    """What a page is asked about: a course, some of its editions, a language or ("") both."""

    course: Course
    known: list[Edition]  # every edition, the newest first
    editions: list[Edition]
    language: str
    edition: str  # as it stands in the form: a number or "all"

    @property
    def outline(self) -> Outline:
        """The outline of the newest edition that is asked about."""
        return outline(self.editions[0], self.words)

    @property
    def words(self) -> str:
        """The language in which the course's own words are shown."""
        return self.language or ("ru" if (get_language() or "").startswith("ru") else "kk")

    @property
    def query(self) -> str:
        """The question, to be kept from page to page."""
        return f"?edition={self.edition}&language={self.language}"


@never_cache
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """List the courses that have an edition."""
    guard(request)
    words = "ru" if (get_language() or "").startswith("ru") else "kk"
    ids = dict(Course.objects.values_list("code", "pk"))
    rows = [(ids[found.course_code], found) for found in outlines(words)]
    return render(request, "reports/admin/courses.html", {"rows": rows})


@never_cache
@require_safe
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show how far people come in a course, and where they stop."""
    guard(request)
    asked = asked_about(request, course_id)
    found = asked.outline
    figures = course_figures(asked.editions, asked.language, found)
    context = {
        "asked": asked, "outline": found, "figures": figures,
        "sentences": sentences.of_course(figures), "chart": funnel(figures),
        "gains": [] if asked.language else gains(asked.editions),
    }  # fmt: skip
    return render(request, "reports/admin/course.html", context)


@never_cache
@require_safe
def lesson(request: HttpRequest, course_id: int, lesson_key: UUID) -> HttpResponse:
    """Show how the activities of a lesson go."""
    guard(request)
    asked = asked_about(request, course_id)
    snapshot = snapshot_of(asked.editions, asked.words, lesson_key)
    if snapshot is None:
        raise Http404
    activities = [
        (line, sentences.of_activity(line), options_chart(line))
        for line in lesson_figures(asked.editions, asked.language, snapshot)
    ]
    context = {"asked": asked, "snapshot": snapshot, "activities": activities}
    return render(request, "reports/admin/lesson.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, course_id: int) -> StreamingHttpResponse:
    """Send everything the pages show as a file for a spreadsheet."""
    guard(request)
    asked = asked_about(request, course_id)
    lines = export.lines(asked.editions, asked.language, asked.outline)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{asked.course.code.lower()}-{asked.edition}-{asked.language or 'kk-ru'}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def guard(request: HttpRequest) -> None:
    """Let pass only those who may see the figures."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def asked_about(request: HttpRequest, course_id: int) -> Asked:
    """Read the question from the address: the newest edition and both languages, if not said."""
    course = get_object_or_404(Course, pk=course_id)
    known = list(Edition.objects.filter(course=course).select_related("course").order_by("-number"))
    if not known:
        raise Http404
    wanted = request.GET.get("edition") or str(known[0].number)
    editions = known if wanted == ALL else [e for e in known if str(e.number) == wanted]
    language = request.GET.get("language", "")
    if not editions or language not in ("", *LANGUAGES):
        raise Http404
    return Asked(course, known, editions, language, wanted)


def funnel(figures: CourseFigures) -> Chart:
    """Return the chart of who began each lesson; the lesson most stop at stands out."""
    most = max((line.began for line in figures.lessons), default=0) or 1
    return chart(
        (f"{line.number}. {line.lesson.title}", export.tens_said(line.began), line.began / most,
         line.is_biggest_drop)
        for line in figures.lessons
        if not line.lesson.is_sensitive
    )  # fmt: skip


def options_chart(line: ActivityLine) -> Chart:
    """Return the chart of what was chosen first; right options stand out."""
    entries: list[tuple[str, str, float, bool]] = [
        (option.text, sentences.said(option.chosen), (option.chosen.percent or 0) / 100,
         bool(option.is_right))
        for option in line.options
    ]  # fmt: skip
    return chart(entries)


def may_see(user: Any) -> bool:
    """Whether somebody may see the figures."""
    return bool(user.has_perm(PERMISSION))
