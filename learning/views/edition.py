"""The newer edition of a course, offered to whoever is in the middle of an older one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import Edition
from enrolments.actions import adopt_edition, decline_edition
from enrolments.exceptions import CourseNotOffered, EnrolmentMoved
from enrolments.models import Enrolment
from enrolments.questions import newer_edition
from learning.access import access_enrolment, active_language
from learning.editions import offer_of


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: LearnerRequest, course: str) -> HttpResponse:
    """Say what is new, what carries over, what would be done again; take it or stay."""
    enrolment = access_enrolment(request, course)
    newest = newer_edition(enrolment)
    if newest is None:
        return redirect("learning:course", course)
    if request.method == "POST":
        return decide(request, enrolment, newest)
    offer = offer_of(enrolment, newest, active_language())
    return render(request, "learning/edition.html", {"offer": offer, "enrolment": enrolment})


def decide(request: LearnerRequest, enrolment: Enrolment, newest: Edition) -> HttpResponse:
    """Do what was chosen. What was shown is what is taken: a still newer one is shown first."""
    course = enrolment.course.slug
    choice = request.POST.get("do")
    if choice not in ("take", "stay") or request.POST.get("edition") != str(newest.number):
        return redirect("learning:edition", course)
    try:
        if choice == "stay":
            decline_edition(enrolment=enrolment, edition=newest)
            messages.success(request, gettext("You stay with your edition; nothing changes."))
        else:
            adopt_edition(enrolment=enrolment)
            messages.success(request, gettext("You take the new edition now."))
    except (CourseNotOffered, EnrolmentMoved) as problem:
        messages.warning(request, str(problem))
    return redirect("learning:course", course)
