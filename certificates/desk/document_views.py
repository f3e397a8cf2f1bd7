"""The document in hand: an account is raised to *seen*, or opened from a new contact."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.exceptions import CannotRecover, ContactMalformed, IdentityProvedElsewhere
from certificates.desk.access import Desk, clerk_required
from certificates.desk.actions import give_recovery, see_document
from certificates.desk.answering import answer_question, parts_of
from certificates.desk.asking import find_application
from certificates.desk.carry import Question, carried
from certificates.desk.exceptions import CouldNotCheck, NobodyNamedThis, NoSuchPair, QuestionEnded
from certificates.desk.forms import RecoveryForm, SeenForm
from certificates.desk.views import ask_anew


@clerk_required
@sensitive_post_parameters()
@require_POST
def seen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Raise the account that an applicant names to *document seen by a clerk*."""
    try:
        question = carried(request.POST.get("question", ""), clerk=desk.clerk)
        if not question.purpose.startswith("seen-"):
            raise QuestionEnded
        found = find_application(identity=question.identity, number=question.application)
    except (QuestionEnded, NoSuchPair, CouldNotCheck):
        return ask_anew(request)
    position = question.purpose.removeprefix("seen-")
    applicant = next((one for one in found.applicants if str(one.position) == position), None)
    if applicant is None or not desk.is_at(found.application.office):
        return ask_anew(request)
    form = SeenForm(request.POST)
    if form.is_valid():
        try:
            see_document(desk=desk, applicant=applicant, contact=form.cleaned_data["contact"])
        except ContactMalformed as error:
            form.add_error("contact", str(error))
        except NobodyNamedThis:
            form.add_error(
                "contact",
                _("No account with this contact has named this person's number. Ask the person to "
                  "sign in, to write their number under «Marriage application», and try again."),
            )  # fmt: skip
        except IdentityProvedElsewhere:
            form.add_error(
                None,
                _("Another account has shown a document for this number. It stands in the queue."),
            )
        else:
            messages.success(request, _("The account is confirmed: document seen by a clerk."))
            return answer_question(request, desk, Question(**parts_of(question)))
    return render(request, "desk/seen.html", {"form": form}, status=422)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let a person into their account from a new contact, their document having been seen."""
    if request.method == "GET":
        return render(request, "desk/recovery.html", {"form": RecoveryForm()})
    form = RecoveryForm(request.POST)
    if form.is_valid():
        try:
            give_recovery(
                desk=desk,
                identity=form.cleaned_data["identity"],
                contact=form.cleaned_data["contact"],
            )
        except CannotRecover as error:
            form.add_error(None, str(error))
        except ContactMalformed as error:
            form.add_error("contact", str(error))
        else:
            messages.success(
                request,
                _("Done. Ask the person to sign in with the new phone or e-mail, now and here."),
            )
            return redirect("desk:recovery")
    return render(request, "desk/recovery.html", {"form": form}, status=422)
