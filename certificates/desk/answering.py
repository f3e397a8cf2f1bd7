"""A whole question is answered: found, recorded, shown, in this order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.identity import identity_key
from accounts.models import Assurance
from certificates.desk.access import Desk
from certificates.desk.answers import ApplicantAnswer, CourseState, answers_for
from certificates.desk.asking import Finding, find_application
from certificates.desk.carry import Question, carry
from certificates.desk.certificates import CertificateAnswer
from certificates.desk.exceptions import CouldNotCheck, KnownOtherwise, NoSuchPair
from certificates.desk.forms import Purpose, PurposeForm, QuestionForm, SeenForm
from certificates.desk.pausing import TOO_MANY_WRONG, count_wrong_pair, has_to_pause
from certificates.desk.records import record_answers
from registry.models import GOING_ON


def answer_question(request: HttpRequest, desk: Desk, question: Question) -> HttpResponse:
    """Return the page that answers `question`; nothing is shown that was not recorded."""
    asked = identity_key(kind=question.kind, country=question.country, number=question.number)
    why = question.purpose or Purpose.REGISTRATION
    if has_to_pause(desk):
        return _no_pair(request, question, status=429, notice=str(TOO_MANY_WRONG))
    try:
        found = find_application(identity=question.identity, number=question.application)
    except NoSuchPair:
        record_answers(desk=desk, purpose=why, answers=[(asked, "no_pair")])
        count_wrong_pair(desk)
        return _no_pair(request, question)
    except CouldNotCheck as unsure:
        record_answers(desk=desk, purpose=why, answers=[(asked, CourseState.UNKNOWN)])
        if isinstance(unsure, KnownOtherwise):
            count_wrong_pair(desk)
        unknown = [ApplicantAnswer(state=CourseState.UNKNOWN)]
        return _show(request, answers=unknown, could_not_check=True)
    if not desk.is_at(found.application.office) and not question.purpose:
        record_answers(desk=desk, purpose=why, answers=[(asked, "other_office")])
        context = {"form": PurposeForm(initial={"question": carry(question, clerk=desk.clerk)})}
        return render(request, "desk/purpose.html", context)
    answers = answers_for(found.applicants, found.told)
    record_answers(desk=desk, purpose=why, answers=[(one.lookup_key, one.state) for one in answers])
    return _show(
        request,
        answers=answers,
        found=found,
        bare=bool(question.purpose),
        seen_forms={} if question.purpose else _seen_forms(desk, question, answers),
    )


def answer_certificate(request: HttpRequest, desk: Desk, found: CertificateAnswer) -> HttpResponse:
    """Return the page about a certificate that was shown; recorded first."""
    answers = [(found.lookup_key, found.recorded_as)]
    record_answers(desk=desk, purpose=Purpose.CERTIFICATE, answers=answers)
    return render(request, "desk/certificate.html", {"found": found})


def parts_of(question: Question) -> dict[str, str]:
    """Return whom and what `question` is about, without what for."""
    return {
        "kind": question.kind,
        "country": question.country,
        "number": question.number,
        "application": question.application,
    }


def _no_pair(
    request: HttpRequest, question: Question, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    form = QuestionForm(
        initial={
            "identity_number": question.number,
            "country": question.country if question.kind == "passport" else "",
            "application_number": question.application,
        }
    )
    context = {"form": form, "notice": notice}
    return render(request, "desk/no_pair.html", context, status=status)


def _seen_forms(
    desk: Desk, question: Question, answers: list[ApplicantAnswer]
) -> dict[int, SeenForm]:
    """Return a form by position for each applicant whose account is not *seen* yet."""
    forms = {}
    for answer in answers:
        if answer.found_assurance == Assurance.SEEN:
            continue
        sealed = carry(
            Question(**parts_of(question) | {"purpose": f"seen-{answer.position}"}),
            clerk=desk.clerk,
        )
        forms[answer.position] = SeenForm(
            initial={"question": sealed}, auto_id=f"id_{answer.position}_%s"
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
    is_ahead = application is not None and application.state in GOING_ON
    missing = sum(one.state == CourseState.NOT for one in answers) if is_ahead else 0
    context = {
        "answers": [(one, (seen_forms or {}).get(one.position)) for one in answers],
        "application": application,
        "told_at": found.told_at if found is not None else None,
        "bare": bare,
        "could_not_check": could_not_check,
        "is_required": found.is_required if found is not None else False,
        "missing": missing,
        "has_live_session": found.has_live_session if found is not None else False,
    }
    return render(request, "desk/answer.html", context)
