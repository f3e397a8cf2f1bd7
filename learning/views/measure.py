"""Questions before and after a course, by choice: one page, one tap to skip it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import EditionText
from learning.access import access_enrolment, active_language
from learning.actions import take_measure
from learning.exceptions import LearningError
from learning.measure import STEPS, Moment, moment_to_ask
from learning.questions import course_state


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask before the first lesson."""
    return measure(request, course, Moment.BEFORE)


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask the same after the course is completed."""
    return measure(request, course, Moment.AFTER)


def measure(request: LearnerRequest, course: str, moment: Moment) -> HttpResponse:
    """Show the questions and keep the score; at any other moment lead to the course."""
    state = course_state(access_enrolment(request, course), active_language())
    if moment_to_ask(state) != moment:
        return redirect("learning:course", course)
    text = EditionText.objects.get(edition=state.enrolment.edition_id, language=active_language())
    given = {item["key"]: request.POST.get(f"q-{item['key']}", "") for item in text.measure}
    error = None
    if request.method == "POST":
        try:
            take_measure(enrolment=state.enrolment, text=text, moment=moment, given=given)
        except LearningError as problem:
            error = problem
        else:
            messages.success(request, _("Thank you. Your answers themselves are not kept."))
            return redirect("learning:course", course)
    items = [item | {"given": given[item["key"]]} for item in text.measure]
    context = {
        "state": state, "moment": moment.value, "items": items, "steps": STEPS, "error": error,
    }  # fmt: skip
    return render(request, "learning/measure.html", context, status=error.status if error else 200)
