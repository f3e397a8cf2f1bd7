"""“Something unclear or wrong here?”: a page of its own, so that lessons stay light."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from learning import actions
from learning.access import LessonPlace, access_lesson
from learning.exceptions import LearningError
from learning.marks import place_words
from learning.models import LessonMark
from learning.views.activities import back_to


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: LearnerRequest, course: str, lesson: str, part: str) -> HttpResponse:
    """Ask what is unclear or wrong at a place, keep it, or take it back."""
    place = access_lesson(request, course, lesson)
    words = access_words(place, part)
    if request.method != "POST":
        return mark_page(request, place, part, words)
    kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
    if request.POST.get("do") == "take-back":
        actions.take_back_mark(
            enrolment=place.enrolment, lesson_key=place.lesson.key, part_id=part, kind=kind
        )
        messages.success(request, _("Your mark is taken back."))
        return back_to(place, part, prefix="mark-")
    try:
        actions.mark_place(
            enrolment=place.enrolment, snapshot=place.snapshot, part_id=part, kind=kind, note=note
        )
    except LearningError as error:
        return mark_page(request, place, part, words, error=error)
    messages.success(request, _("Thank you. The trainers of this course will see it."))
    return back_to(place, part, prefix="mark-")


def access_words(place: LessonPlace, part_id: str) -> str:
    """Return the words of a part, or 404. Lessons about violence take no marks."""
    if place.lesson.is_sensitive or place.lesson.is_withdrawn:
        raise Http404
    words = place_words(place.snapshot.parts, part_id)
    if words is None:
        raise Http404
    return words


def mark_page(
    request: LearnerRequest, place: LessonPlace, part: str, words: str,
    *, error: LearningError | None = None,
) -> HttpResponse:  # fmt: skip
    """Render the question, with what was typed and what was wrong with it."""
    mine = LessonMark.objects.filter(
        enrolment=place.enrolment, lesson_key=place.lesson.key, part_id=part
    )
    context = {
        "place": place, "part": part, "words": words, "mine": mine.order_by("kind"),
        "kinds": LessonMark.Kind.choices, "error": error, "kind": request.POST.get("kind", ""),
        "note": request.POST.get("note", ""),
    }  # fmt: skip
    return render(request, "learning/mark.html", context, status=error.status if error else 200)
