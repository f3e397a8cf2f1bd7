"""An application is linked to the wrong page: a clerk with the document in hand unlinks it.

The clerk learns whether a page is linked and how it was confirmed, never whose it is.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.identity import identity_key, identity_keys
from certificates.desk.access import Desk, clerk_required
from certificates.desk.asking import find_application
from certificates.desk.carry import Question, carried, carry
from certificates.desk.exceptions import CouldNotCheck, KnownOtherwise, NoSuchPair, QuestionEnded
from certificates.desk.forms import Purpose, UnlinkForm
from certificates.desk.pausing import TOO_MANY_WRONG, count_wrong_pair, has_to_pause
from certificates.desk.records import record_answers
from registry.actions import unlink_by_clerk
from registry.models import Applicant, ApplicationClaim


class CannotUnlink(Exception):
    """There is nothing to be shown to this clerk; `str(error)` says what to do."""


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the pair of numbers, and show whether a page is linked; nothing is changed."""
    if request.method == "GET":
        return render(request, "desk/unlink.html", {"form": UnlinkForm()})
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/unlink.html", {"form": form}, status=422)
    if has_to_pause(desk):
        form.add_error(None, TOO_MANY_WRONG)
        return render(request, "desk/unlink.html", {"form": form}, status=429)
    question = form.question()
    try:
        applicant = _applicant(desk, question)
    except CannotUnlink as error:
        form.add_error(None, str(error))
        return render(request, "desk/unlink.html", {"form": form}, status=422)
    claim = _linked(applicant)
    answer = "linked" if claim is not None else "not_linked"
    record_answers(
        desk=desk, purpose=Purpose.UNLINK, answers=[(bytes(applicant.lookup_key), answer)]
    )
    context = {
        "is_linked": claim is not None,
        "assurance": claim.identity.get_assurance_display() if claim is not None else "",
        "question": carry(question, clerk=desk.clerk),
    }
    return render(request, "desk/unlink_found.html", context)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def unlink_now(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Unlink it, recorded before it is done. Sent again, it says that nothing is linked."""
    if request.method == "GET":
        return redirect("desk:unlink")
    try:
        question = carried(request.POST.get("question", ""), clerk=desk.clerk)
        if question.purpose != Purpose.UNLINK:
            raise QuestionEnded
        applicant = _applicant(desk, question)
    except QuestionEnded:
        form = UnlinkForm()
        words = _("The question is too old. Ask it again.")
        return render(request, "desk/unlink.html", {"form": form, "notice": words}, status=422)
    except CannotUnlink as error:
        context = {"form": UnlinkForm(), "notice": str(error)}
        return render(request, "desk/unlink.html", context, status=422)
    record_answers(
        desk=desk, purpose=Purpose.UNLINK, answers=[(bytes(applicant.lookup_key), "unlinked")]
    )
    office = applicant.application.office
    assert office is not None  # the desk is at it
    was_linked = unlink_by_clerk(applicant=applicant, office=office, by=desk.clerk)
    return render(request, "desk/unlinked.html", {"was_linked": was_linked})


def _applicant(desk: Desk, question: Question) -> Applicant:
    """Return the applicant that a pair of numbers names, at an office of this desk. CannotUnlink.

    What was looked for and not found is recorded too.
    """
    asked = identity_key(kind=question.kind, country=question.country, number=question.number)
    try:
        found = find_application(identity=question.identity, number=question.application)
    except NoSuchPair:
        record_answers(desk=desk, purpose=Purpose.UNLINK, answers=[(asked, "no_pair")])
        count_wrong_pair(desk)
        raise CannotUnlink(
            _("The registry knows no application with this number and this person. Check both.")
        ) from None
    except CouldNotCheck as unsure:
        record_answers(desk=desk, purpose=Purpose.UNLINK, answers=[(asked, "unknown")])
        if isinstance(unsure, KnownOtherwise):
            count_wrong_pair(desk)
        raise CannotUnlink(
            _("We could not check with the registry. Nothing was changed; try again in a while.")
        ) from None
    application = found.application
    if not desk.is_at(application.office):
        record_answers(desk=desk, purpose=Purpose.UNLINK, answers=[(asked, "other_office")])
        raise CannotUnlink(
            _("This application is held by another office. Only that office can unlink it.")
        )
    applicants = application.applicants.select_related("application__office")
    keys = identity_keys(kind=question.kind, country=question.country, number=question.number)
    for applicant in applicants:
        if bytes(applicant.lookup_key) in keys:
            return applicant
    raise CannotUnlink(
        _("We could not check with the registry. Nothing was changed; try again in a while.")
    )


def _linked(applicant: Applicant) -> ApplicationClaim | None:
    claims = ApplicationClaim.objects.confirmed().filter(applicant=applicant)
    return claims.select_related("identity").first()
