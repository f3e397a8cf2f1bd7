"""A course as a file to take along: what there is, and the file itself."""

from django.core.cache import cache
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from courses import outline as outlines
from courses import tasks
from courses.actions.take_along import files_of
from courses.forms import TakeAlongWholeForm
from courses.models import TakeAlongFile
from courses.models.take_along import CHOICES
from courses.views.public import language, latest_edition, private
from web.bells import ring
from web.ranges import ranged
from web.way_out import unkept

ASKED_AGAIN = 30  # seconds until somebody who waits rings once more


@require_safe
@private
def take_along(request: HttpRequest, course: str, number: int = 0) -> HttpResponse:
    """Offer the newest edition as a file in one language or both, or the one of this `number`."""
    context = offered(course, number, is_whole=False)
    name = "courses/take_along.html"
    is_part = "HX-Request" in request.headers
    return render(request, f"{name}#files" if is_part else name, context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_along_whole(request: HttpRequest, course: str, number: int = 0) -> HttpResponse:
    """Explain what the file leaves out, and offer the one with it to whoever ticks that.

    Neither a row nor a cookie nor an address remembers it: the answer to the form is the page.
    """
    context = offered(course, number, is_whole=True)
    if not context["has_whole"]:
        raise Http404
    form = TakeAlongWholeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return unkept(render(request, "courses/take_along.html", context))
    context |= {"form": form}
    status = 422 if form.errors else 200
    return unkept(render(request, "courses/take_along_whole.html", context, status=status))


@require_safe
def take_along_file(request: HttpRequest, course: str, digest: str, name: str) -> HttpResponse:
    """Hand the file over, from where a broken download left off; the same for everybody.

    Anybody may keep it, and asks each time whether it is still there: a withdrawn lesson is gone.
    """
    rows = TakeAlongFile.objects.select_related("edition__course").exclude(digest="")
    row = rows.filter(edition__course__slug=course, digest=digest).first()
    if row is None or row.name != name:
        raise Http404

    def read(first: int, end: int) -> bytes:
        with storages["private"].open(row.stored_as, "rb") as file:
            file.seek(first)
            return bytes(file.read(end - first))

    try:
        response = ranged(
            request, read, size=row.size, digest=digest, kind="text/html; charset=utf-8"
        )
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    patch_cache_control(response, public=True, no_cache=True, no_transform=True)
    return response


def offered(course: str, number: int, *, is_whole: bool) -> dict[str, object]:
    """Return what the page shows; ring for what is not made yet. Raises Http404."""
    newest = latest_edition(course)
    edition = newest
    if number:
        edition = get_object_or_404(newest.course.editions, number=number)
        edition.course = newest.course
    outline = outlines.outline(edition, language())
    has_whole = any(lesson.is_sensitive for lesson in outline.open_lessons)
    found, is_of_today = files_of(edition)
    files = [row for row in found if row.is_whole == (is_whole and has_whole)]
    if not is_of_today and cache.add(f"take-along-asked:{edition.pk}", 1, timeout=ASKED_AGAIN):
        ring(tasks.make_take_along, edition.pk)
    return {
        "outline": outline, "edition": edition, "files": files,
        "is_ready": len(files) == len(CHOICES),
        "is_whole": is_whole, "has_whole": has_whole, "is_newest": edition == newest,
        "number": number,
    }  # fmt: skip
