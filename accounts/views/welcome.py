"""The first visit: a name, a language, consent. One thing at a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from accounts.actions.consent import consent_is_current, give_consent
from accounts.actions.profile import name_is_settled, set_language, set_name
from accounts.consent_html import consent_html
from accounts.exceptions import ConsentOutdated
from accounts.forms import WelcomeForm
from accounts.models import ConsentText
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required, safe_path
from accounts.views.sign_in import where_to


@account_required
def welcome(request: LearnerRequest) -> HttpResponse:
    """Ask for the name as in the identity document and the language of messages."""
    wanted = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.name and name_is_settled(request.user):
        return redirect(with_next("accounts:consent", wanted))
    initial = {"name": request.user.name, "language": get_language()}
    form = WelcomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        set_name(user=request.user, name=form.cleaned_data["name"])
        set_language(user=request.user, language=form.cleaned_data["language"])
        return redirect(with_next("accounts:consent", wanted))
    return render(
        request,
        "accounts/welcome.html",
        {"form": form, "next": wanted},
        status=422 if form.is_bound else 200,
    )


@account_required
def consent(request: LearnerRequest) -> HttpResponse:
    """Show the newest consent text and take the agreement."""
    wanted = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    text = ConsentText.objects.order_by("-published_at").first()
    if text is None or consent_is_current(request.user):
        return redirect(where_to(request, wanted))
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get("version") != text.version:
                raise ConsentOutdated
            give_consent(user=request.user, text=text, language=get_language() or "kk")
        except ConsentOutdated as error:
            messages.warning(request, str(error))
            status = 409
        else:
            return redirect(where_to(request, wanted))
    language = get_language() or "kk"
    return render(
        request,
        "accounts/consent.html",
        {
            "text": text,
            "html": consent_html(text, language),
            "next": wanted,
            "again": request.user.consents.exists(),
        },
        status=status,
    )


def with_next(name: str, wanted: str) -> str:
    """Return the address of a page that leads on to `wanted`."""
    return f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name)
