"""What anybody may read: the latest edition of each course."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from courses import outline as outlines
from courses.models import Edition, LessonSnapshot
from web.way_out import interruption, unkept

# The header shows who is signed in, so nothing between us and the browser may keep a page.
private = cache_control(private=True, no_cache=True)


@require_safe
@private
def courses(request: HttpRequest) -> HttpResponse:
    """List the published courses."""
    return render(request, "courses/courses.html")


@require_safe
@private
def course(request: HttpRequest, course: str) -> HttpResponse:
    """Show what a course is: its modules, lessons, minutes."""
    edition = latest_edition(course)
    context = {"outline": outlines.outline(edition, language()), "course": edition.course}
    return render(request, "courses/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Show a lesson for reading. A withdrawn one says so, and nothing else (status 410).

    Before a lesson about violence stands another page, from which one goes on by POST.
    """
    edition = latest_edition(course)
    outline = outlines.outline(edition, language())
    try:
        snapshot = outlines.lesson(edition, language(), lesson)
    except LessonSnapshot.DoesNotExist:
        raise Http404 from None
    context: dict[str, object] = {"outline": outline}
    if snapshot.is_withdrawn:
        return render(request, "courses/withdrawn.html", context, status=410)
    if snapshot.is_sensitive:
        back = reverse("courses:course", args=[outline.course_slug])
        if (first := interruption(request, back=back)) is not None:
            return first
    elif request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    before, after = outline.around(snapshot.lesson_key)
    context |= {
        "course": edition.course,
        "lesson": snapshot,
        "module": outline.module_of(snapshot.lesson_key),
        "before": before,
        "after": after,
        # Whoever reads of violence is not asked to leave their name there.
        "sign_in_url": "" if snapshot.is_sensitive else sign_in_url(request),
    }
    response = render(request, "courses/lesson.html", context)
    return unkept(response, visit=True) if snapshot.is_sensitive else response


def latest_edition(course: str) -> Edition:
    """Return the newest edition of the course at this address, or 404."""
    editions = Edition.objects.filter(course__slug=course).select_related("course")
    edition = editions.order_by("-number").first()
    if edition is None:
        raise Http404
    return edition


def language() -> str:
    """Return the active language of the page: kk or ru."""
    return "ru" if (get_language() or "").startswith("ru") else "kk"


def sign_in_url(request: HttpRequest) -> str:
    """Return where to sign in and come back to the same place."""
    try:
        return reverse("accounts:sign_in") + "?" + urlencode({"next": request.path})
    except NoReverseMatch:
        return ""
