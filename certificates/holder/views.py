"""Pages on which a holder opens their name by a link or asks for another spelling of it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.profile import name_is_settled
from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from certificates.exceptions import CannotOpenName, NameLinkEnded, TooManyNameLinks
from certificates.holder.actions import (
    MOST_ALIVE,
    ask_for_name,
    find_name_link,
    forget_name_request,
    links_of,
    name_request_of,
    open_name,
    read_name,
    withdraw_name_link,
)
from certificates.holder.forms import NameLinkForm, OfficesForm, WishedNameForm
from certificates.holder.models import NameLink
from certificates.models import Certificate
from certificates.numbers import normalise_number
from certificates.state import state_of
from certificates.views import rows
from registry.models import Clerkship, RegistryOffice
from web.regions import Region

MOST_CHARACTERS = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opened_name(request: HttpRequest, token: str) -> HttpResponse:
    """Show the certificate to whoever has the link, and the name after a press.

    Messengers open links to draw a preview: they get the facts, and no name. Unknown, withdrawn
    and ended links look alike.
    """
    try:
        link = find_name_link(token[:MOST_CHARACTERS])
        name = read_name(link=link) if request.method == "POST" else ""
    except NameLinkEnded:
        response = render(request, "certificates/link_over.html", status=404)
    else:
        found = link.certificate
        context = {
            "certificate": found, "state": state_of(found), "rows": rows(found), "name": name,
            "ends_at": link.ends_at,
        }  # fmt: skip
        response = render(request, "certificates/opened_name.html", context)
    # The path is told to nobody. "no-referrer" would take the origin from the form, too, and the
    # form would be refused.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def access_certificate(request: LearnerRequest, number: str) -> Certificate:
    """Return the person's own certificate, or 404."""
    own = Certificate.objects.filter(enrolment__user=request.user, number=normalise_number(number))
    found = own.prefetch_related("events").first()
    if found is None:
        raise Http404
    return found


@learner_required
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def name_links(request: LearnerRequest, number: str) -> HttpResponse:
    """List the links that open the name; make one on POST and show it: now, and never again."""
    certificate = access_certificate(request, number)
    own = {"salt": f"{request.user.pk}:{certificate.pk}"}
    form = NameLinkForm(request.POST if request.method == "POST" else None, **own)
    made = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = open_name(certificate=certificate, by=request.user, **given)
        except (CannotOpenName, TooManyNameLinks) as error:
            form.add_error(None, str(error))
        else:
            alive = links_of(certificate)
            if not alive.filter(pk=made.pk).exists():  # sent again after it was withdrawn
                return redirect("certificates:name_links", certificate.number)
            address = settings.BASE_URL + reverse("certificates:opened_name", args=[given["token"]])
            context = {"certificate": certificate, "link": made, "address": address}
            return render(request, "certificates/name_link_made.html", context)
    links = list(links_of(certificate))
    context = {
        "certificate": certificate, "form": form, "links": links,
        "has_ended": bool(certificate.events.all()), "most": MOST_ALIVE,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "certificates/name_links.html", context, status=status)


@learner_required
@require_POST
def withdraw_link(request: LearnerRequest, number: str, link_id: int) -> HttpResponse:
    """Make a link open nothing, at once. Twice is the same."""
    certificate = access_certificate(request, number)
    link = get_object_or_404(NameLink, certificate=certificate, user=request.user, pk=link_id)
    withdraw_name_link(link=link)
    messages.success(request, _("The link no longer opens anything."))
    return redirect("certificates:name_links", certificate.number)


@learner_required
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_name(request: LearnerRequest) -> HttpResponse:
    """Say how a wrong name is corrected; keep how it should be written for the clerk."""
    settled = name_is_settled(request.user)
    is_sent = request.method == "POST" and settled
    form = WishedNameForm(request.POST if is_sent else None)
    if form.is_bound and form.is_valid():
        ask_for_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your wish is kept. A clerk who sees your document decides."))
        return redirect("certificates:wrong_name")
    context = {
        "form": form, "settled": settled,
        "request_made": name_request_of(request.user) if settled else None,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "certificates/wrong_name.html", context, status=status)


@learner_required
@require_safe
def offices(request: LearnerRequest) -> HttpResponse:
    """List the registry offices of a region at which somebody works in Otau today. One query."""
    form = OfficesForm(request.GET or None)
    region = form.cleaned_data["region"] if form.is_valid() else ""
    places = Clerkship.objects.active().values("office")
    found = RegistryOffice.objects.filter(region=region, pk__in=places) if region else []
    context = {"form": form, "region": Region(region) if region else None, "offices": found}
    return render(request, "certificates/offices.html", context)


@learner_required
@require_POST
def withdraw_request(request: LearnerRequest) -> HttpResponse:
    """Forget the name that was asked for. Twice is the same."""
    forget_name_request(user=request.user)
    messages.success(request, _("What you asked for is forgotten. Your name stays as it is."))
    return redirect("certificates:wrong_name")
