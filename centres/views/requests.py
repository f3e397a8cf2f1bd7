"""A person asks a centre for a visit or a call, sees where that stands, takes it back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.contacts import is_email
from accounts.models import User
from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from centres import actions, tasks
from centres.details import Company, Day, Time, VisitDetails, Wish
from centres.exceptions import AlreadyAsked, CentreCannotBeAsked, RequestUnderway
from centres.forms import MAY_SAY, NO, YES, RegionForm, VisitForm
from centres.models import VisitRequest
from centres.questions import (
    Standing,
    centre_was_not_told,
    centres_in,
    details_of,
    forgotten_on,
    known_region,
    standing,
)
from cms.models import FamilySupportCentre
from web.bells import ring
from web.limits import address, used_up
from web.regions import Region

PER_PAGE = 20
HOUR = 60 * 60
DAY = 24 * HOUR


def access_own_request(request: LearnerRequest, key: UUID) -> VisitRequest:
    """Return the signed-in person's request, or 404."""
    rows = VisitRequest.objects.for_learner(request.user).select_related("centre", "user")
    return get_object_or_404(rows, key=key)


@never_cache
@learner_required
@require_safe
def visit_requests(request: LearnerRequest) -> HttpResponse:
    """List the person's requests, the newest first."""
    found = VisitRequest.objects.for_learner(request.user).select_related("centre")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"request": row, "standing": standing(row)} for row in page]
    return render(request, "centres/visit_requests.html", {"page": page, "rows": rows})


@never_cache
@learner_required
@require_safe
def choose_centre(request: LearnerRequest) -> HttpResponse:
    """Ask for the region, and show its centres; the person's own region, where it is known."""
    form = RegionForm(request.GET if "region" in request.GET else None)
    if not form.is_bound:
        form = RegionForm({"region": known}) if (known := known_region(request.user)) else form
    region = form.cleaned_data["region"] if form.is_bound and form.is_valid() else ""
    context = {
        "form": form,
        "region": Region(region) if region else None,
        "centres": list(centres_in(region)) if region else [],
    }
    status = 422 if form.errors else 200
    return render(request, "centres/choose_centre.html", context, status=status)


@never_cache
@learner_required
@sensitive_post_parameters("name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_visit(request: LearnerRequest, centre: str) -> HttpResponse:
    """Ask the questions on one page; keep the answers, owe them to the centre, on POST."""
    found = get_object_or_404(FamilySupportCentre, key=centre)
    if not found.email:
        return cannot_be_asked(request, found)
    if request.method != "POST":
        earlier = VisitRequest.objects.open().filter(user=request.user, centre=found).first()
        if earlier is not None:
            messages.info(request, str(AlreadyAsked.words))
            return redirect("centres:visit_request", earlier.key)
        context = {"centre": found, "form": VisitForm(initial=known_of(request.user))}
        return render(request, "centres/ask_for_visit.html", context)
    form = VisitForm(request.POST)
    status = 422
    if form.is_valid():
        details = form.details()
        if asked_too_often(request, details):
            form.add_error(None, _("There were many requests in a short time. Please call the "
                                   "centre, or ask again tomorrow."))  # fmt: skip
            status = 429
        else:
            return ask_now(request, found, details)
    context = {"centre": found, "form": form}
    return render(request, "centres/ask_for_visit.html", context, status=status)


def known_of(user: User) -> dict[str, object]:
    """Return what need not be typed."""
    return {
        "name": user.name,
        "language": user.language,
        "contact": str(user.phone or user.email or ""),
    }


def asked_too_often(request: LearnerRequest, details: VisitDetails) -> bool:
    """Count a request by account, by address, and by the contact to be called.

    Whoever has used up their own tries uses up nobody else's. A contact is counted for all who type
    it, as it may be a third person's; by whoever has proved that it is theirs it is counted apart,
    so that nobody can learn by typing it that they have asked, or keep them from asking.
    """
    contact, account = details.contact, str(request.user.pk)
    whose = f"{contact} {account}" if is_own(request.user, contact) else contact
    return (
        used_up("visit-account", account, limit=8, seconds=DAY)
        or used_up("visit-address", address(request), limit=120, seconds=HOUR)
        or used_up("visit-contact", whose, limit=5, seconds=DAY)
    )


def is_own(user: User, contact: str) -> bool:
    """Whether a contact is one that the person has confirmed."""
    if is_email(contact):
        return user.email_confirmed_at is not None and contact == user.email
    return user.phone_confirmed_at is not None and contact == str(user.phone)


def ask_now(
    request: LearnerRequest, centre: FamilySupportCentre, details: VisitDetails
) -> HttpResponse:
    """Ask, and lead to the page that can be kept; to the request that is open where there is one.

    Sent twice by an impatient thumb, it is one request, and nothing is said of it.
    """
    try:
        made, mail = actions.ask_for_visit(user=request.user, centre=centre, details=details)
    except AlreadyAsked as problem:
        messages.info(request, str(problem))
        return redirect("centres:visit_request", problem.request.key)
    except CentreCannotBeAsked:
        return cannot_be_asked(request, centre)
    ring(tasks.deliver_mail, mail.pk)
    return redirect("centres:visit_request", made.key)


def cannot_be_asked(request: LearnerRequest, centre: FamilySupportCentre) -> HttpResponse:
    """Lead to the centres of the region, where this one's phone stands."""
    messages.info(request, str(CentreCannotBeAsked.words))
    response = redirect("centres:choose_centre")
    response["Location"] += f"?region={centre.region}"
    return response


@never_cache
@learner_required
@require_safe
def visit_request(request: LearnerRequest, key: UUID) -> HttpResponse:
    """Show one request: where it stands, what happens next, the centre's phone, the way back."""
    found = access_own_request(request, key)
    stands = standing(found)
    context = {
        "visit": found,
        "standing": stands,
        "is_open": stands in (Standing.WAITING, Standing.SENT),
        "rows": rows_of(details_of(found)),
        "forgotten_on": forgotten_on(found),
        "not_told": stands == Standing.WITHDRAWN and centre_was_not_told(found),
    }
    return render(request, "centres/visit_request.html", context)


def rows_of(details: VisitDetails | None) -> list[dict[str, object]]:
    """Return what was said, in the words of the form."""
    if details is None:
        return []
    labels = VisitForm.base_fields
    answered: dict[str, list[object]] = {
        "wish": [Wish(details.wish).label],
        "company": [Company(details.company).label],
        "language": [User.Language(details.language).label],
        "times": [Time(time).label for time in details.times],
        "days": [Day(day).label for day in details.days] or [_("Any working day")],
        "name": [details.name],
        "contact": [details.contact],
        "may_say": [MAY_SAY[YES if details.may_say else NO]],
    }
    return [{"name": labels[name].label, "values": said} for name, said in answered.items()]


@never_cache
@learner_required
@require_POST
def withdraw_visit_request(request: LearnerRequest, key: UUID) -> HttpResponse:
    """Take a request back; a centre that may have it is told by a second e-mail."""
    found = access_own_request(request, key)
    mail = actions.withdraw_visit_request(request=found)
    if mail is not None:
        ring(tasks.deliver_mail, mail.pk)
    messages.success(request, _("The request is withdrawn."))
    return redirect("centres:visit_request", found.key)


@never_cache
@learner_required
@require_POST
def forget_visit_request(request: LearnerRequest, key: UUID) -> HttpResponse:
    """Delete a request that is no longer on its way; the centre is not told."""
    found = access_own_request(request, key)
    try:
        actions.forget_visit_request(request=found)
    except RequestUnderway:
        messages.info(request, _("It is on its way. Withdraw it first, then you can delete it."))
        return redirect("centres:visit_request", found.key)
    messages.success(request, _("The request is deleted from Otau."))
    return redirect("centres:visit_requests")
