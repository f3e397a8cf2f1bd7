"""The registry's desk: two numbers in, an answer for each applicant; every question recorded."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.exceptions import CannotRecover, ContactMalformed, IdentityProvedElsewhere
from accounts.identity import identity_key
from certificates.desk.access import Desk, clerk_required
from certificates.desk.actions import give_recovery, see_document
from certificates.desk.answers import ApplicantAnswer, CourseState, answers_for, is_required_in
from certificates.desk.asking import Finding, find_application
from certificates.desk.carry import Question, carried, carry
from certificates.desk.certificates import certificate_answer
from certificates.desk.exceptions import CouldNotCheck, NobodyNamedThis, NoSuchPair, QuestionEnded
from certificates.desk.forms import (
    CertificateForm,
    Purpose,
    PurposeForm,
    QuestionForm,
    RecoveryForm,
    SeenForm,
)
from certificates.desk.records import record_answers
from web.limits import used_up

MOST_WRONG_PAIRS, WRONG_PAIRS_WINDOW = 10, 600  # tries, seconds
PAUSE = 30  # seconds


def _front(
    request: HttpRequest,
    *,
    form: QuestionForm | None = None,
    certificate_form: CertificateForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "form": form or QuestionForm(),
        "certificate_form": certificate_form or CertificateForm(),
    }
    return render(request, "desk/desk.html", context | more, status=status)


@clerk_required
@require_GET
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The front page: an applicant's and the application's number, or a certificate."""
    return _front(request)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer about both applicants of an application."""
    if request.method == "GET":  # somebody came back to the page by its address
        return redirect("desk:desk")
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _front(request, form=form, status=422)
    if cache.get(_pause_of(desk)):
        words = _("Several pairs of numbers in a row were not found. Wait half a minute, then ask.")
        return _front(request, form=form, notice=words, status=429)
    return _answer(request, desk, form.question(), form=form)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer barely about an application of another office, once it is said what for."""
    if request.method == "GET":
        return redirect("desk:desk")
    form = PurposeForm(request.POST)
    try:
        question = carried(request.POST.get("question", ""), clerk=desk.clerk)
    except QuestionEnded:
        return _ask_anew(request)
    if not form.is_valid():
        return render(request, "desk/purpose.html", {"form": form}, status=422)
    return _answer(
        request, desk, Question(**_parts(question) | {"purpose": form.cleaned_data["purpose"]})
    )


def _parts(question: Question) -> dict[str, str]:
    return {
        "kind": question.kind,
        "country": question.country,
        "number": question.number,
        "application": question.application,
    }


def _answer(
    request: HttpRequest, desk: Desk, question: Question, form: QuestionForm | None = None
) -> HttpResponse:
    """Find, record, show: in this order, so that nothing is shown that was not recorded."""
    asked = identity_key(kind=question.kind, country=question.country, number=question.number)
    why = question.purpose or Purpose.REGISTRATION
    try:
        found = find_application(identity=question.identity, number=question.application)
    except NoSuchPair:
        record_answers(desk=desk, purpose=why, answers=[(asked, "no_pair")])
        _count_wrong_pair(desk)
        return render(request, "desk/no_pair.html", {"form": form or QuestionForm()})
    except CouldNotCheck:
        record_answers(desk=desk, purpose=why, answers=[(asked, CourseState.UNKNOWN)])
        unknown = [ApplicantAnswer(state=CourseState.UNKNOWN)]
        return _show(request, answers=unknown, could_not_check=True)
    if not desk.is_at(found.application.office) and not question.purpose:
        record_answers(desk=desk, purpose=why, answers=[(asked, "other_office")])
        context = {"form": PurposeForm(initial={"question": carry(question, clerk=desk.clerk)})}
        return render(request, "desk/purpose.html", context)
    answers = answers_for(found.applicants)
    record_answers(desk=desk, purpose=why, answers=[(one.lookup_key, one.state) for one in answers])
    return _show(
        request,
        answers=answers,
        found=found,
        bare=bool(question.purpose),
        seen_forms=_seen_forms(desk, question, found) if not question.purpose else {},
    )


def _seen_forms(desk: Desk, question: Question, found: Finding) -> dict[int, SeenForm]:
    """Return a form for each applicant, by position, that raises their account to *seen*."""
    forms = {}
    for applicant in found.applicants:
        sealed = carry(
            Question(**_parts(question) | {"purpose": f"seen-{applicant.position}"}),
            clerk=desk.clerk,
        )
        forms[applicant.position] = SeenForm(
            initial={"question": sealed}, auto_id=f"id_{applicant.position}_%s"
        )
    return forms


def _show(
    request: HttpRequest,
    *,
    answers: list[ApplicantAnswer],
    found: Finding | None = None,
    bare: bool = False,
    could_not_check: bool = False,
    seen_forms: dict[int, SeenForm] | None = None,
) -> HttpResponse:
    application = found.application if found is not None else None
    context = {
        "answers": [(one, (seen_forms or {}).get(one.position)) for one in answers],
        "application": application,
        "told_at": found.told_at if found is not None else None,
        "bare": bare,
        "could_not_check": could_not_check,
        "is_required": is_required_in(application.region) if application is not None else False,
    }
    return render(request, "desk/answer.html", context)


def _pause_of(desk: Desk) -> str:
    return f"desk-pause:{desk.clerk.pk}"


def _count_wrong_pair(desk: Desk) -> None:
    """After many wrong pairs each further one costs a short pause; right pairs never do."""
    if used_up("desk-pair", str(desk.clerk.pk), limit=MOST_WRONG_PAIRS, seconds=WRONG_PAIRS_WINDOW):
        cache.set(_pause_of(desk), True, timeout=PAUSE)


def _ask_anew(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("The question is too old. Ask it again."))
    return redirect("desk:desk")


@clerk_required
@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer about a certificate that somebody shows: its number, or its QR code as scanned."""
    if request.method == "GET":
        return redirect("desk:desk")
    form = CertificateForm(request.POST)
    if not form.is_valid():
        return _front(request, certificate_form=form, status=422)
    found = certificate_answer(form.cleaned_data["certificate"])
    if found is None:
        form.add_error("certificate", _("This is not a certificate's number. Check it."))
        return _front(request, certificate_form=form, status=422)
    record_answers(
        desk=desk, purpose=Purpose.CERTIFICATE, answers=[(found.lookup_key, found.recorded_as)]
    )
    return render(request, "desk/certificate.html", {"found": found})


@clerk_required
@sensitive_post_parameters()
@require_POST
def seen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Raise the account that an applicant names to *document seen by a clerk*."""
    try:
        question = carried(request.POST.get("question", ""), clerk=desk.clerk)
        found = find_application(identity=question.identity, number=question.application)
    except (QuestionEnded, NoSuchPair, CouldNotCheck):
        return _ask_anew(request)
    position = question.purpose.removeprefix("seen-")
    applicant = next((one for one in found.applicants if str(one.position) == position), None)
    if applicant is None or not desk.is_at(found.application.office):
        return _ask_anew(request)
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
            return _answer(request, desk, Question(**_parts(question)))
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
