"""Staff find a certificate by its number, see what happened to it, and act with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.actions.record import record_lookup
from accounts.requests import StaffRequest
from certificates.exceptions import CertificateError
from certificates.models import Certificate, CertificateAct
from certificates.names import readable_name
from certificates.numbers import normalise_number
from certificates.staff import acts
from certificates.staff.facts import history_of, standing_of, with_history
from certificates.staff.forms import DecisionForm, FindForm, ReasonForm
from certificates.staff.permissions import may_decide, may_see
from certificates.standing import holder_key
from certificates.tasks import issue
from certificates.views import bears_stolen_key, rows
from web.bells import ring
from web.guards import private_to
from workshop.views.frame import shown

ICON = "tick-inverse"
# As the holder reads it among those who looked: Kazakh / Russian.
PLACE = "Otau: сертификаттарға жауаптылар / Otau: ответственные за сертификаты"
Reason = CertificateAct.Reason


def access_certificate(number: str) -> Certificate:
    """Return the certificate with a written number and its history, or 404."""
    found: Certificate | None = with_history().filter(number=normalise_number(number)).first()
    if found is None:
        raise Http404
    return found


@private_to(may_see)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Take a number, in any spelling; lead to its certificate.

    By POST: with a scanned code its signed part comes along, which belongs into no address.
    """
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        if Certificate.objects.filter(number=number).exists():
            return redirect("certificates_found", number)
        form.add_error("number", _("No certificate with this number was issued."))
    return shown(
        request, "certificates/staff/find.html", _("Certificates"), {"form": form}, icon=ICON
    )


@private_to(may_see)
@require_safe
def found(request: StaffRequest, number: str) -> HttpResponse:
    """Show one certificate: what it says, where it stands, what happened to it."""
    return _page(request, access_certificate(number))


@private_to(may_see)
@require_POST
def holder(request: StaffRequest, number: str) -> HttpResponse:
    """Show whose certificate it is, after writing down who wanted to know."""
    certificate = access_certificate(number)
    key = holder_key(certificate.enrolment.user)
    if key is None:
        messages.warning(request, _("The holder erased their account. The name is unreadable."))
        return redirect("certificates_found", certificate.number)
    record_lookup(
        actor=request.user, place=PLACE, purpose="certificate_holder", lookup_key=key,
        answer="shown",
    )  # fmt: skip
    return _page(request, certificate, name=readable_name(certificate))


def _page(request: StaffRequest, certificate: Certificate, name: str = "") -> HttpResponse:
    standing = standing_of(certificate)
    context = {
        "certificate": certificate, "standing": standing, "rows": rows(certificate), "name": name,
        "history": history_of(certificate), "may_decide": may_decide(request.user),
        "is_own": certificate.enrolment.user_id == request.user.pk,
        "bears_stolen_key": bears_stolen_key(certificate),
    }  # fmt: skip
    return shown(
        request, "certificates/staff/found.html", certificate.number, context, icon=ICON,
        above=_above(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, the reasons that fit it, and what does it."""

    title: Promise
    means: tuple[Promise, ...]
    done: Promise
    reasons: tuple[str, ...]
    do: Callable[..., CertificateAct]
    form: type[ReasonForm] = ReasonForm
    then: Callable[[Certificate], None] = lambda _certificate: None


ACTS = {
    "revoke": Act(
        title=gettext_lazy("Revoke this certificate"),
        means=(
            gettext_lazy(
                "At every desk and for every system of the registry the course counts as not "
                "completed, from this moment on."
            ),
            gettext_lazy(
                "Whoever scans the paper reads that it was revoked, and nothing of the reason."
            ),
            gettext_lazy(
                "The holder is told that there is news, reads the reason and your explanation on "
                "their own page, and can ask a person to look at it again. A partner is not told."
            ),
            gettext_lazy(
                "A revocation is final. If it turns out to be a mistake, a colleague certifies "
                "anew: the holder then gets another number and another paper."
            ),
        ),
        done=gettext_lazy("Revoked. The holder is told."),
        reasons=(Reason.GRANTED_IN_ERROR, Reason.ATTENDANCE_IN_ERROR, Reason.TAKEN_BY_ANOTHER),
        do=acts.revoke_with_reason,
        form=DecisionForm,
    ),
    "certify": Act(
        title=gettext_lazy("Certify anew"),
        means=(
            gettext_lazy(
                "The holder gets a new certificate with a new number, of the same completion; the "
                "course counts as completed again at every desk."
            ),
            gettext_lazy(
                "The revoked number stays revoked. Whoever scans the old paper is led to the new "
                "number."
            ),
            gettext_lazy("The holder is told that there is news, and reads your explanation."),
        ),
        done=gettext_lazy("Certified anew. The holder is told."),
        reasons=(Reason.REVOKED_IN_ERROR,),
        do=acts.certify_anew,
        form=DecisionForm,
    ),
    "render": Act(
        title=gettext_lazy("Make the document again"),
        means=(
            gettext_lazy(
                "The document of this certificate has not been made yet. It is asked for again, "
                "and stands on the holder's page as soon as it is there."
            ),
            gettext_lazy("Nothing that it says changes."),
        ),
        done=gettext_lazy("Asked for. Look again in a minute."),
        reasons=(Reason.NOT_MADE, Reason.LETTERS_ADDED, Reason.HOLDER_ASKED),
        do=acts.render_again,
        then=lambda certificate: ring(issue, certificate.pk),
    ),
    "tell": Act(
        title=gettext_lazy("Tell the holder again"),
        means=(
            gettext_lazy(
                "The holder gets the message once more, with the same neutral words. That a "
                "certificate is ready is told only to those who chose such news; a decision, to "
                "everybody who can be reached."
            ),
        ),
        done=gettext_lazy("The message goes out."),
        reasons=(Reason.NOT_ARRIVED, Reason.HOLDER_ASKED),
        do=acts.tell_again,
    ),
}


@private_to(may_decide)
@sensitive_post_parameters("words")
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, number: str, act: str) -> HttpResponse:
    """Ask why, say what it does to the holder, and do it when that was confirmed."""
    one = ACTS.get(act)
    if one is None:
        raise Http404
    certificate = access_certificate(number)
    form = one.form(request.POST or None, reasons=one.reasons)
    confirmed = "confirmed" in request.POST and "change" not in request.POST
    if request.method == "POST" and form.is_valid() and confirmed:
        try:
            one.do(certificate=certificate, by=request.user, **form.cleaned_data)
        except CertificateError as error:
            messages.error(request, str(error))
        else:
            one.then(certificate)
            messages.success(request, str(one.done))
        return redirect("certificates_found", certificate.number)
    sure = request.method == "POST" and form.is_valid() and "change" not in request.POST
    back = reverse("certificates_found", args=[certificate.number])
    context: dict[str, Any] = {
        "form": form, "act": one, "certificate": certificate, "submit_label": _("Go on"),
        "back_url": back,
    }  # fmt: skip
    if sure:
        context |= {
            "reason": Reason(form.cleaned_data["reason"]).label,
            "words": form.cleaned_data.get("words", ""),
        }
    template = "certificates/staff/sure.html" if sure else "certificates/staff/act.html"
    above = (back, certificate.number)
    return shown(request, template, str(one.title), context, icon=ICON, above=above)


def _above() -> tuple[str, str]:
    return reverse("certificates_find"), _("Certificates")
