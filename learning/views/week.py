"""“One small thing this week”: asked about seven days on, if one wants that; a page of its own.

Nothing of it stands in an address, a title or a message.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from learning import actions
from learning.access import LessonPlace, access_lesson
from learning.actions.look_back import MOST_OF_PLAN, MOST_OF_WORDS
from learning.exceptions import LearningError
from learning.look_back import HowItWent, read_words
from learning.models import LookBack

WEEK = "week"


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Show what the person wants to do and when they are asked; do what a button says on POST."""
    place = access_lesson(request, course, lesson)
    part = access_week(place)
    if request.method != "POST":
        return week_page(request, place, part)
    try:
        where = do(request, place)
    except LearningError as error:
        return week_page(request, place, part, error=error)
    return redirect(where, place.outline.course_slug, place.lesson.slug)


def access_week(place: LessonPlace) -> dict[str, str]:
    """Return the lesson's small thing, or 404. A lesson about violence keeps nothing."""
    if place.lesson.is_sensitive or place.lesson.is_withdrawn:
        raise Http404
    part = next((part for part in place.snapshot.parts if part["kind"] == WEEK), None)
    if part is None:
        raise Http404
    return part


def do(request: LearnerRequest, place: LessonPlace) -> str:
    """Do what the button says; return the name of the page to go to. Raises LearningError."""
    which: dict[str, Any] = {"enrolment": place.enrolment, "lesson_key": place.lesson.key}
    match request.POST.get("do", ""):
        case "ask":
            actions.ask_to_look_back(**which)
        case "plan":
            actions.keep_plan(**which, plan=request.POST.get("plan", ""))
            if request.POST.get("plan", "").strip():  # an empty one is deleted, and not kept
                messages.success(request, _("Kept encrypted. You can change it or delete it."))
        case "again" | "enough" as wish:
            was_due = actions.look_back(
                **which, how_it_went=request.POST.get("how", ""),
                words=request.POST.get("words", ""), once_more=wish == "again",
            )  # fmt: skip
            if was_due and wish == "again":
                messages.success(request, _("Kept. We ask again in seven days."))
            elif was_due:
                messages.success(request, _("Kept. You are not asked about this any more."))
        case "forget":
            actions.forget_look_backs(enrolment=place.enrolment, lesson_keys=[place.lesson.key])
            messages.success(request, _("All of it is deleted, and nothing is asked."))
    return "learning:week"


def week_page(
    request: LearnerRequest, place: LessonPlace, part: dict[str, str],
    *, error: LearningError | None = None,
) -> HttpResponse:  # fmt: skip
    """Render the page, with what was typed and what was wrong with it."""
    rows = list(
        LookBack.objects.filter(enrolment=place.enrolment, lesson_key=place.lesson.key).order_by(
            "-due_on", "-pk"
        )
    )
    still_open = next((row for row in rows if row.closed_on is None), None)
    words = read_words(still_open) if still_open else None
    plan = words.plan if words else ""
    context = {
        "place": place, "part": part, "asked": still_open, "plan": plan,
        "kept_plan": plan, "answers": HowItWent.choices, "error": error,
        "how": request.POST.get("how", ""), "words": request.POST.get("words", ""),
        "most_of_plan": MOST_OF_PLAN, "most_of_words": MOST_OF_WORDS,
        "earlier": [(row.closed_on, read_words(row)) for row in rows if row.closed_on],
    }  # fmt: skip
    if error and "plan" in request.POST:
        context["plan"] = request.POST["plan"]
    return render(request, "learning/week.html", context, status=error.status if error else 200)
