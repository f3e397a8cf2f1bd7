"""“Texts chosen for you”: a few questions, one on a page, each by choice.

No answer stands in an address, a title or a message: whoever looks over a shoulder, or into the
browser's history, learns that there were questions, which everybody is asked alike.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.outline import Outline
from enrolments.models import Enrolment
from learning import actions
from learning.access import access_enrolment, active_language
from learning.circumstances import answers_of
from learning.exceptions import LearningError
from learning.intake import Question, questions_for
from learning.measure import Moment, moment_to_ask
from learning.questions import CourseState, course_state

RATHER_NOT = "rather-not"


@dataclass(frozen=True)
class Asking:
    """What a course asks the person, and what they said."""

    state: CourseState
    questions: tuple[Question, ...]
    answers: dict[str, str]

    @property
    def enrolment(self) -> Enrolment:
        """Whose it is."""
        return self.state.enrolment

    @property
    def outline(self) -> Outline:
        """The edition the person takes."""
        return self.state.outline


def asking(request: LearnerRequest, course: str) -> Asking:
    """Return what the person's own edition asks, or 404."""
    enrolment = access_enrolment(request, course)
    state, answers = course_state(enrolment, active_language()), answers_of(enrolment)
    return Asking(state, questions_for(state.outline.circumstances, answers), answers)


def way_on(asked: Asking) -> str:
    """Return where the person goes on: the questions before the course, a lesson, or the course."""
    course = asked.outline.course_slug
    if moment_to_ask(asked.state) == Moment.BEFORE:
        return reverse("learning:before", args=[course])
    if asked.state.go_on_with:
        return reverse("learning:lesson", args=[course, asked.state.go_on_with.lesson.slug])
    return reverse("learning:course", args=[course])


@never_cache
@learner_required
@require_safe
def intake(request: LearnerRequest, course: str) -> HttpResponse:
    """Say what is asked and what for; whoever has answered sees their answers instead."""
    asked = asking(request, course)
    if not asked.questions:
        return redirect("learning:course", course)
    if asked.answers:
        return redirect("learning:intake_answers", course)
    return render(request, "learning/intake.html", {"asked": asked, "way_on": way_on(asked)})


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake_question(request: LearnerRequest, course: str, number: int) -> HttpResponse:
    """Ask one question; keep the answer, take it back, or pass it by.

    `?change` leads back to the answers.
    """
    asked = asking(request, course)
    question = next((found for found in asked.questions if found.number == number), None)
    if question is None:
        raise Http404
    chosen, error, came_from = asked.answers.get(question.key, ""), None, ""
    if "change" in request.GET:
        came_from = reverse("learning:intake_answers", args=[asked.outline.course_slug])
    if request.method == "POST":
        chosen = request.POST.get("choice", "")
        try:
            if chosen:
                actions.save_circumstance(
                    enrolment=asked.enrolment, question=question.key,
                    choice="" if chosen == RATHER_NOT else chosen,
                )  # fmt: skip
            return redirect(came_from or place_after(asked, question))
        except LearningError as problem:
            error = problem
    context = {
        "asked": asked, "question": question, "chosen": chosen, "rather_not": RATHER_NOT,
        "position": asked.questions.index(question) + 1, "error": error,
        "came_from": came_from, "next": came_from or place_after(asked, question),
        "back": came_from or place_before(asked, question),
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "learning/intake_question.html", context, status=status)


def place_after(asked: Asking, question: Question) -> str:
    """Return the next question, or after the last one all answers."""
    later = [found.number for found in asked.questions if found.number > question.number]
    course = asked.outline.course_slug
    if later:
        return reverse("learning:intake_question", args=[course, later[0]])
    return reverse("learning:intake_answers", args=[course])


def place_before(asked: Asking, question: Question) -> str:
    """Return the question before, or before the first one the page that explains."""
    earlier = [found.number for found in asked.questions if found.number < question.number]
    course = asked.outline.course_slug
    if earlier:
        return reverse("learning:intake_question", args=[course, earlier[-1]])
    return reverse("learning:intake", args=[course])


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake_answers(request: LearnerRequest, course: str) -> HttpResponse:
    """Show what was said, each answer with a way to change it; forget it all on POST."""
    asked = asking(request, course)
    if request.method == "POST":
        actions.forget_circumstances(user=request.user, course=asked.enrolment.course)
        messages.success(request, _("What you said is deleted."))
        return redirect("learning:intake_answers", course)
    if not asked.questions:
        return redirect("learning:course", course)
    context = {"asked": asked, "rows": rows(asked), "way_on": way_on(asked)}
    return render(request, "learning/intake_answers.html", context)


def rows(asked: Asking) -> list[dict[str, object]]:
    """Return each question with what was said, for the list of answers."""
    found: list[dict[str, object]] = []
    for question in asked.questions:
        choice = question.choice(asked.answers.get(question.key, ""))
        args = [asked.outline.course_slug, question.number]
        found.append(
            {
                "name": question.words,
                "value": choice.words if choice else _("Not said"),
                "url": f"{reverse('learning:intake_question', args=args)}?change",
                "action": _("Change") if choice else _("Give an answer"),
            }
        )
    return found
