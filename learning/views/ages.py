"""For which ages somebody looks, in a course whose modules are ages: asked once, by choice.

No age stands in an address, a title or a message.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from learning import actions
from learning.access import access_enrolment, active_language
from learning.exceptions import AgeUnknown, LearningError
from learning.questions import CourseState, course_state


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def ages(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask how old the children are; keep the choice, or forget it, on POST."""
    enrolment = access_enrolment(request, course)
    if not enrolment.course.by_age:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "forget":
        actions.forget_ages(user=request.user, course=enrolment.course)
        messages.success(request, _("What you chose is deleted."))
        return redirect("learning:ages", course)
    state = course_state(enrolment, active_language())
    if request.method != "POST":
        return ages_page(request, state, state.ages.modules if state.ages else frozenset())
    try:
        chosen = chosen_in(request)
        kept = actions.save_ages(enrolment=enrolment, modules=chosen)
    except LearningError as error:
        return ages_page(request, state, frozenset(), error=error)
    if kept:
        messages.success(request, _("Lessons of these ages come first now."))
    return redirect("learning:course", course)


def chosen_in(request: LearnerRequest) -> frozenset[UUID]:
    """Return the modules that were ticked. Raises AgeUnknown."""
    try:
        return frozenset(UUID(value[:36]) for value in request.POST.getlist("age"))
    except ValueError as error:
        raise AgeUnknown from error


def ages_page(
    request: LearnerRequest, state: CourseState, chosen: frozenset[UUID],
    *, error: LearningError | None = None,
) -> HttpResponse:  # fmt: skip
    """Render the question, with what was chosen and what was wrong with it."""
    way_on = reverse("learning:course", args=[state.outline.course_slug])
    if state.go_on_with and not state.is_begun:
        args = [state.outline.course_slug, state.go_on_with.lesson.slug]
        way_on = reverse("learning:lesson", args=args)
    context = {"state": state, "chosen": chosen, "error": error, "way_on": way_on}
    return render(request, "learning/ages.html", context, status=error.status if error else 200)
