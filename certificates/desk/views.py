"""The registry's desk: one field for whatever is in the clerk's hand, then what is missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from certificates.desk.access import Desk, clerk_required
from certificates.desk.answering import answer_certificate, answer_question, parts_of
from certificates.desk.answers import is_required_in
from certificates.desk.carry import Question, carried, carried_first, carry_first
from certificates.desk.certificates import certificate_answer
from certificates.desk.exceptions import QuestionEnded
from certificates.desk.facts import Fact, Kind, recognise
from certificates.desk.forms import (
    LONGEST_SCAN,
    FactForm,
    LeafletForm,
    PurposeForm,
    QuestionForm,
    SecondApplicationForm,
    SecondIdentityForm,
)
from certificates.desk.keyboards import digits_meant
from registry.actions.leaflets import give_leaflet, leaflets_today, take_leaflet_back
from registry.gateway import IdentityNumber


def front_of(
    request: HttpRequest, desk: Desk, *, form: FactForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the front page, with the form as it was sent where something is wrong with it."""
    given = leaflets_today(*desk.offices)
    context = {
        "form": form or FactForm(),
        "leaflets": [(office, given[office.pk]) for office in desk.offices],
        "is_required": any(is_required_in(region) for region in desk.regions),
    }
    return render(request, "desk/desk.html", context, status=status)


@clerk_required
@require_GET
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The front page: one empty field."""
    return front_of(request, desk)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Tell apart what was typed or scanned: answer, or ask for the second fact."""
    if request.method == "GET":  # somebody came back to the page by its address
        return redirect("desk:desk")
    form = FactForm(request.POST)
    if not form.is_valid():
        return front_of(request, desk, form=form, status=422)
    fact: Fact = form.cleaned_data["recognised"]
    application = fact.number
    if fact.kind == Kind.CERTIFICATE:
        found = certificate_answer(fact.number, fact.proof)
        if found.certificate is not None or not fact.or_application:
            return answer_certificate(request, desk, found)
        application = fact.or_application
    if fact.identity is not None:
        sealed = carry_first(clerk=desk.clerk, identity=fact.identity)
        next_form: SecondApplicationForm | SecondIdentityForm = SecondApplicationForm(
            initial={"first": sealed}
        )
    else:
        sealed = carry_first(clerk=desk.clerk, application=application)
        next_form = SecondIdentityForm(initial={"first": sealed})
    return _second(request, next_form, identity=fact.identity, application=application)


def _second(
    request: HttpRequest,
    form: SecondApplicationForm | SecondIdentityForm,
    *,
    identity: IdentityNumber | None = None,
    application: str = "",
    status: int = 200,
) -> HttpResponse:
    """Ask for the second fact. Of a person's number the last four signs are shown again."""
    context = {
        "form": form,
        "application": "" if identity else application,
        "ending": identity.number[-4:] if identity else "",
    }
    return render(request, "desk/second.html", context, status=status)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the second fact and answer. A certificate scanned here is answered by itself."""
    if request.method == "GET":
        return redirect("desk:desk")
    try:
        first = carried_first(request.POST.get("first", ""), clerk=desk.clerk)
    except QuestionEnded:
        return ask_anew(request)
    name = "identity_number" if first.application else "application_number"
    scanned = recognise(request.POST.get(name, "")[: LONGEST_SCAN + 1])
    if scanned.kind == Kind.CERTIFICATE and not scanned.or_application:
        return answer_certificate(request, desk, certificate_answer(scanned.number, scanned.proof))
    if first.application:
        by_identity = SecondIdentityForm(request.POST)
        if not by_identity.is_valid():
            return _second(request, by_identity, application=first.application, status=422)
        identity: IdentityNumber = by_identity.cleaned_data["identity"]
        application = first.application
    else:
        by_application = SecondApplicationForm(request.POST)
        if not by_application.is_valid():
            return _second(request, by_application, identity=first.identity, status=422)
        identity = first.identity
        application = digits_meant(by_application.cleaned_data["application_number"])
    question = Question(
        kind=identity.kind,
        country=identity.country,
        number=identity.number,
        application=application,
    )
    return answer_question(request, desk, question)


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer about both applicants of an application, from both numbers at once."""
    if request.method == "GET":
        return redirect("desk:desk")
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/no_pair.html", {"form": form}, status=422)
    return answer_question(request, desk, form.question())


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
        if question.purpose:  # sealed for something else
            raise QuestionEnded
    except QuestionEnded:
        return ask_anew(request)
    if not form.is_valid():
        return render(request, "desk/purpose.html", {"form": form}, status=422)
    asked = Question(**parts_of(question) | {"purpose": form.cleaned_data["purpose"]})
    return answer_question(request, desk, asked)


@clerk_required
@require_http_methods(["GET", "POST"])
def leaflet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Count a leaflet that was given, or take a slip back: a number of an office and a day."""
    if request.method == "GET":
        return redirect("desk:desk")
    form = LeafletForm(request.POST, offices=desk.offices)
    if not form.is_valid():
        return front_of(request, desk, status=422)
    office = next(one for one in desk.offices if str(one.pk) == form.cleaned_data["office"])
    count = take_leaflet_back if form.cleaned_data["undo"] else give_leaflet
    count(office=office)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("desk:desk")
    given = leaflets_today(*desk.offices)
    context = {
        "leaflets": [(one, given[one.pk]) for one in desk.offices],
        "is_required": any(is_required_in(region) for region in desk.regions),
        "said": True,
    }
    return render(request, "desk/desk.html#leaflets", context)


def ask_anew(request: HttpRequest) -> HttpResponse:
    """Go back to the empty field and say why."""
    messages.info(request, _("The question is too old. Ask it again."))
    return redirect("desk:desk")
