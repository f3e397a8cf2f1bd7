"""Trying an activity of a draft: graded as it would be, recorded nowhere."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.activity_state import Problem
from courses.exceptions import ResponseRefused, TrialExpired
from courses.responses import response_from, typed
from courses.trying import Trial, opened

MOST_CHARACTERS = 5000


@never_cache
@require_POST
def try_activity(request: HttpRequest) -> HttpResponse:
    """Grade what was answered in a preview; whoever has the sealed form may try."""
    try:
        trial = opened(request.POST.get("sealed", ""))
    except TrialExpired as error:
        return shown(request, {"error": error}, 422)
    try:
        return shown(request, {"trial": tried(request, trial)}, 200)
    except ResponseRefused as error:
        problem = Problem(trial.part["key"], error, typed(trial.part, request.POST))
        return shown(request, {"trial": replace(trial, problem=problem)}, error.status)


def tried(request: HttpRequest, trial: Trial) -> Trial:
    """Return the trial as it is after what was sent. Raises ResponseRefused."""
    if trial.is_thought:
        return replace(trial, text=request.POST.get("text", "")[:MOST_CHARACTERS], was_tried=True)
    return trial.answered(response_from(trial.part, typed(trial.part, request.POST)))


def shown(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    """Render the activity: alone for htmx, otherwise as a page of its own."""
    part = "#tried" if request.headers.get("HX-Request") == "true" else ""
    return render(request, f"courses/try_activity.html{part}", context, status=status)
