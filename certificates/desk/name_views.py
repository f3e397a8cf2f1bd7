"""A clerk corrects a settled name by the document in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.names import corrections_of
from accounts.exceptions import CannotCorrect, IdentityProvedElsewhere
from certificates.desk.access import Desk, clerk_required
from certificates.desk.actions import correct_by_document, name_asked_for
from certificates.desk.forms import AskedForNameForm, CorrectionForm
from certificates.desk.pausing import has_to_pause
from certificates.models import CertificateEvent


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take number and name, correct, and show both names: in the page, not in a message's cookie.

    Sent again, it finds the name as it should be and says so.
    """
    if request.method == "GET":
        return render(request, "desk/name.html", {"form": CorrectionForm()})
    if has_to_pause(desk):
        form = _form_without_name(request)
        words = _("Several numbers in a row were not found. Wait half a minute, then try again.")
        form.add_error(None, words)
        return render(request, "desk/name.html", {"form": form}, status=429)
    if "asked" in request.POST:
        return _asked_for(request, desk)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            correction, user = correct_by_document(
                desk=desk, identity=given["identity"], name=given["name"]
            )
        except (CannotCorrect, IdentityProvedElsewhere) as error:
            form.add_error(None, str(error))
        else:
            if correction is not None:
                replaced = CertificateEvent.objects.filter(
                    certificate__enrolment__user=user, kind=CertificateEvent.Kind.SUPERSEDED,
                    at__gte=correction.at,
                )  # fmt: skip
                context = {"correction": corrections_of(user)[0], "replaced": replaced.count()}
                return render(request, "desk/name_corrected.html", context)
            form.add_error("name", _("The account has this name already. Nothing was changed."))
    return render(request, "desk/name.html", {"form": form}, status=422)


def _asked_for(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Fill in the name that the person before the clerk has asked for, to compare it."""
    shown = AskedForNameForm(request.POST)
    if not shown.is_valid():
        form = _form_without_name(request)
        return render(request, "desk/name.html", {"form": form}, status=422)
    asked = name_asked_for(desk=desk, identity=shown.cleaned_data["identity"])
    typed = {name: request.POST.get(name, "") for name in ("identity_number", "country")}
    form = CorrectionForm(initial=typed | {"name": asked or request.POST.get("name", "")})
    context = {"form": form, "asked": "found" if asked else "none"}
    return render(request, "desk/name.html", context)


def _form_without_name(request: HttpRequest) -> CorrectionForm:
    """Return what was typed with what is wrong of it; a missing name is what the clerk asks for."""
    form = CorrectionForm(request.POST)
    form.errors.pop("name", None)
    return form
