"""Exemptions at the desk: a person's number, whether one holds; why is shown when asked for."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.identity import identity_keys
from certificates.desk.access import Desk, clerk_required
from certificates.desk.carry import Question, carried, carry
from certificates.desk.exceptions import QuestionEnded
from certificates.desk.exemption_forms import ExemptForm, NumberForm
from certificates.desk.forms import Purpose
from certificates.desk.records import record_answers
from courses.models import Course
from enrolments.actions import exempting
from enrolments.exceptions import ExemptAlready, ExemptionOver
from enrolments.models import Exemption

SUGGESTED = timedelta(days=60)


def _keys(question: Question) -> list[bytes]:
    return identity_keys(kind=question.kind, country=question.country, number=question.number)


def _carried(request: HttpRequest, desk: Desk) -> Question:
    """Return whom the clerk asked about on these pages. Raises QuestionEnded for any other."""
    question = carried(request.POST.get("question", ""), clerk=desk.clerk)
    if question.purpose != Purpose.EXEMPTION:
        raise QuestionEnded
    return question


def _course() -> Course:
    return Course.objects.get(code=settings.REGISTRY_COURSE)


def _holding(keys: list[bytes]) -> Exemption | None:
    held = Exemption.objects.holding(timezone.localdate()).select_related("office")
    found: Exemption | None = held.filter(
        course__code=settings.REGISTRY_COURSE, lookup_key__in=keys
    ).first()
    return found


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def exemption(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask for a number; show whether an exemption of this person holds, and what can be done."""
    if request.method == "GET":
        return render(request, "desk/exemption.html", {"form": NumberForm()})
    form = NumberForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/exemption.html", {"form": form}, status=422)
    identity = form.cleaned_data["identity"]
    return _standing(
        request,
        desk,
        Question(
            kind=identity.kind,
            country=identity.country,
            number=identity.number,
            application="",
            purpose=Purpose.EXEMPTION,
        ),
    )


def _standing(
    request: HttpRequest, desk: Desk, question: Question, form: ExemptForm | None = None
) -> HttpResponse:
    """Record the look, then show what holds; the reason only at the office that gave it."""
    keys = _keys(question)
    found = _holding(keys)
    record_answers(
        desk=desk, purpose=Purpose.EXEMPTION, answers=[(keys[0], "exempt" if found else "none")]
    )
    sealed = carry(question, clerk=desk.clerk)
    own = found is not None and desk.is_at(found.office)
    context = {
        "exemption": found,
        "is_own": own,
        "reason": exempting.reason_of(found) if found is not None and own else "",
        "question": sealed,
        "form": form
        or ExemptForm(initial={"question": sealed, "ends_on": timezone.localdate() + SUGGESTED}),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/exemption_standing.html", context, status=status)


@clerk_required
@sensitive_post_parameters()
@require_POST
def exempt(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Exempt the person, the signed decision being at hand."""
    try:
        question = _carried(request, desk)
    except QuestionEnded:
        return _begin_anew(request)
    form = ExemptForm(request.POST)
    if not form.is_valid():
        return _standing(request, desk, question, form)
    keys = _keys(question)
    record_answers(desk=desk, purpose=Purpose.EXEMPTION, answers=[(keys[0], "exempted")])
    given = form.cleaned_data
    try:
        exempting.exempt(
            course=_course(), keys=keys, reason=given["reason"], signer=given["signer"],
            ends_on=given["ends_on"], office=desk.offices[0], by=desk.clerk,
        )  # fmt: skip
    except ExemptAlready as problem:
        form.add_error(None, str(problem))
        return _standing(request, desk, question, form)
    messages.success(
        request, _("The exemption is recorded. The desk answers “exempt” from now on.")
    )
    return redirect("desk:exemption")


@clerk_required
@sensitive_post_parameters()
@require_POST
def end_exemption(request: HttpRequest, desk: Desk) -> HttpResponse:
    """End the exemption that holds; only the office that gave it can."""
    try:
        question = _carried(request, desk)
    except QuestionEnded:
        return _begin_anew(request)
    keys = _keys(question)
    found = _holding(keys)
    if found is None or not desk.is_at(found.office):
        return _standing(request, desk, question)
    record_answers(desk=desk, purpose=Purpose.EXEMPTION, answers=[(keys[0], "ended")])
    try:
        exempting.end_exemption(exemption=found, by=desk.clerk)
    except ExemptionOver as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, _("The exemption has ended today."))
    return redirect("desk:exemption")


def _begin_anew(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("The question is too old. Ask it again."))
    return redirect("desk:exemption")
