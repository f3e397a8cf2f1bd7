"""A person links their marriage application, sees where it stands, and shows who they are."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.exceptions import (
    CodeWrong,
    IdentityAlreadyProved,
    IdentityMalformed,
    IdentityProvedElsewhere,
)
from accounts.models import User
from accounts.views.guards import learner_required
from registry import tasks
from registry.actions import make_claim, prove_by_phone, unlink_claim
from registry.actions.claims import claimed_number
from registry.actions.phone import own_phone
from registry.exceptions import AlreadyLinked
from registry.forms import ClaimForm, PhoneCodeForm
from registry.models import ApplicationClaim
from registry.questions import is_ceremony_over, is_proved, name_of
from web.bells import ring
from web.limits import address, used_up

State = ApplicationClaim.State
# Every answer is shown this long after the question, so that its time tells nothing either.
ANSWER_AFTER = timedelta(seconds=2)
HOUR = 60 * 60
SLOWED = timedelta(minutes=15)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the guard let nobody else in
    return request.user


@learner_required
@never_cache
@sensitive_post_parameters("identity_number", "application_number")
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """Show where the person's claim stands, or the form; POST makes a claim."""
    if request.method == "GET":
        return render(request, "registry/application.html", _standing(request))
    form = ClaimForm(request.POST)
    if form.is_valid():
        try:
            claim = make_claim(
                user=_person(request),
                kind=form.cleaned_data["kind"],
                country=form.cleaned_data["country"],
                identity_number=form.cleaned_data["identity_number"],
                application_number=form.cleaned_data["application_number"],
                not_before=_not_before(request, form),
            )
        except (AlreadyLinked, IdentityAlreadyProved) as error:
            form.add_error(None, str(error))
        except IdentityMalformed as error:
            form.add_error("identity_number", str(error))
        else:
            if claim.state == State.WAITING and claim.next_check_at <= timezone.now():
                ring(tasks.check_claim, claim.pk)
            return redirect("registry:application")
    context = _standing(request) | {"form": form, "new_form": None}
    return render(request, "registry/application.html", context, status=422)


def _not_before(request: HttpRequest, form: ClaimForm) -> datetime | None:
    """Count a try by account, by address and by both numbers; too many are answered later.

    Nobody is locked out, and the page says the same: it is being checked. Whoever has used up their
    own tries uses up nobody else's.
    """
    given = form.cleaned_data
    identity = given["country"] + given["identity_number"]
    slowed = (
        used_up("claim-account", str(_person(request).pk), limit=6, seconds=HOUR)
        or used_up("claim-address", address(request), limit=120, seconds=HOUR)
        or used_up("claim-application", given["application_number"], limit=10, seconds=HOUR)
        or used_up("claim-identity", identity, limit=10, seconds=HOUR)
    )
    return timezone.now() + SLOWED if slowed else None


@learner_required
@never_cache
@require_GET
def application_state(request: HttpRequest) -> HttpResponse:
    """Serve the part of the page that says where the claim stands, for htmx to look again."""
    return render(request, "registry/application.html#standing", _standing(request))


def _standing(request: HttpRequest) -> dict[str, object]:
    """Return what the page may say. Until the person is proved it says the office, no more."""
    claim, stays_linked = _claims_to_show(_person(request))
    state = _state_to_show(claim)
    context: dict[str, object] = {"state": state, "egov": bool(settings.EGOV_SERVER_URL)}
    if state in ("", State.REFUSED):
        context["form"] = ClaimForm()
    if state == State.CONFIRMED:
        context["new_form"] = ClaimForm()
    elif stays_linked:
        context["stays_linked"] = True
    if claim is not None and claim.applicant is not None and state == State.CONFIRMED:
        application = claim.applicant.application
        context |= {"office": application.office, "region": application.get_region_display()}
        if is_proved(claim):
            context |= {
                "is_proved": True,
                "name": name_of(claim.applicant),
                "ceremony_date": application.ceremony_date,
                "is_over": is_ceremony_over(application),
                "assurance": claim.identity.get_assurance_display(),
            }
        else:
            context["phone_ends_with"] = own_phone(claim.applicant)[-2:]
    return context


def _claims_to_show(person: User) -> tuple[ApplicationClaim | None, bool]:
    """Return the claim that the page is about, and whether an earlier one is linked beside it.

    It is the newest, or, where that was taken back, the one that is linked. An earlier one whose
    place the newest has taken counts, too: until the answer is shown nothing may tell it.
    """
    mine = ApplicationClaim.objects.filter(user=person).order_by("-made_at", "-pk")
    replaced = Q(
        state=State.UNLINKED,
        applicant__isnull=False,
        settled_at__gte=Subquery(mine.values("made_at")[:1]),
    )
    found = list(
        mine.filter(Q(pk=Subquery(mine.values("pk")[:1])) | Q(state=State.CONFIRMED) | replaced)
        .select_related("identity", "user", "applicant__application__office")
    )  # fmt: skip
    linked = next((one for one in found if one.state == State.CONFIRMED), None)
    newest = found[0] if found else None
    if newest is not None and newest.state == State.UNLINKED:
        return linked or newest, False
    if linked is newest:
        return newest, len(found) > 1
    return newest, linked is not None


def _state_to_show(claim: ApplicationClaim | None) -> str:
    if claim is None or claim.state == State.UNLINKED:
        return ""
    if timezone.now() < claim.made_at + ANSWER_AFTER:
        return State.WAITING
    return claim.state


@learner_required
@never_cache
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Take the claim back; what was learned stays."""
    claim = unlink_claim(user=_person(request))
    if claim is not None and claim.state == State.CONFIRMED:
        messages.success(request, _("The application is no longer linked. Your learning stays."))
    return redirect("registry:application")


@learner_required
@never_cache
@require_POST
def phone_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code to the phone on the application. The words are the same whether one went."""
    claim = _settled_claim(request)
    if claim is not None and not _too_many_phone_codes(claim):
        ring(tasks.send_phone_proof, claim.pk)
    return redirect("registry:phone")


def _too_many_phone_codes(claim: ApplicationClaim) -> bool:
    """Count a code by account and by both numbers: it is five guesses, and rings somebody's phone.

    Not by the row of the identity: whoever declares another number and theirs again has a new one.
    The numbers' limit is the wider one, so that a stranger who knows both shuts nobody out at once.
    """
    numbers = f"{bytes(claim.identity.lookup_key).hex()}|{claimed_number(claim)}"
    return used_up("phone-code", str(claim.user_id), limit=3, seconds=HOUR) or used_up(
        "phone-code-numbers", numbers, limit=12, seconds=24 * HOUR
    )


@learner_required
@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Take the code that came to the phone on the application."""
    claim = _settled_claim(request)
    if claim is None:
        return redirect("registry:application")
    if request.method == "GET":
        return render(request, "registry/phone.html", {"form": PhoneCodeForm()})
    form = PhoneCodeForm(request.POST)
    if form.is_valid():
        try:
            prove_by_phone(user=_person(request), claim=claim, code=form.cleaned_data["code"])
        except CodeWrong as error:
            form.add_error("code", str(error))
        except IdentityProvedElsewhere:
            messages.warning(
                request,
                _("The phone alone cannot decide this. Show your document at the registry office."),
            )
            return redirect("registry:application")
        else:
            messages.success(request, _("The phone on the application is confirmed."))
            return redirect("registry:application")
    return render(request, "registry/phone.html", {"form": form}, status=422)


def _settled_claim(request: HttpRequest) -> ApplicationClaim | None:
    """Return the claim that the page is about if the registry has answered it."""
    claim, _stays_linked = _claims_to_show(_person(request))
    return claim if _state_to_show(claim) in (State.CONFIRMED, State.REFUSED) else None
