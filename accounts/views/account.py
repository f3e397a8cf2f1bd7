"""The person's own page: name, language, contacts, consent, who looked."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actions.consent import consent_is_current, withdraw_consent
from accounts.actions.identity import active_identity
from accounts.actions.names import corrections_of
from accounts.actions.profile import name_is_settled, set_language, set_name
from accounts.consent_html import consent_html
from accounts.forms import LanguageForm, NameForm
from accounts.models import PROVED, Appeal, Assurance, ConsentText, IdentityConflict
from accounts.record_words import place_words
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required, private, to_door


def account(request: HttpRequest) -> HttpResponse:
    """Show what the account holds, with a way to change each thing."""
    if not request.user.is_authenticated:
        return private(to_door(request, "accounts:sign_in"))
    if request.user.is_staff:
        return private(redirect("mfa_index"))
    identity = active_identity(request.user)
    proved = identity is not None and identity.assurance in PROVED
    displaced = (
        identity is None
        and IdentityConflict.objects.filter(loser__user_id=request.user.pk).exists()
    )
    best = identity is not None and Assurance(identity.assurance).strength >= (
        Assurance.EGOV.strength
    )
    return private(
        render(
            request,
            "accounts/account.html",
            {
                "identity": identity,
                "is_proved": proved,
                "is_displaced": displaced,
                "has_new_answer": Appeal.objects.unread().filter(user_id=request.user.pk).exists(),
                "consented": consent_is_current(request.user),
                "offers_egov": bool(settings.EGOV_SERVER_URL) and not best,
            },
        )
    )


@account_required
def name(request: LearnerRequest) -> HttpResponse:
    """Change the name, as long as the identity is not confirmed; after that say who can."""
    if name_is_settled(request.user):
        corrections = [
            {
                "at": one.at,
                "place": place_words(one.place),
                "before": one.before,
                "after": one.after,
            }
            for one in corrections_of(request.user)
        ]
        return render(request, "accounts/name_settled.html", {"corrections": corrections})
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        set_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    return render(
        request, "accounts/name.html", {"form": form}, status=422 if form.is_bound else 200
    )


@account_required
def language(request: LearnerRequest) -> HttpResponse:
    """Change the language of messages."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        set_language(user=request.user, language=form.cleaned_data["language"])
        messages.success(request, _("The language is saved."))
        return redirect("accounts:account")
    return render(
        request, "accounts/language.html", {"form": form}, status=422 if form.is_bound else 200
    )


@account_required
def withdraw(request: LearnerRequest) -> HttpResponse:
    """Show the consent that was given, and take it back on request."""
    if request.method == "POST":
        withdraw_consent(user=request.user)
        messages.success(
            request,
            _("Your consent is withdrawn. Your learning is no longer recorded."),
        )
        return redirect("accounts:account")
    text = ConsentText.objects.order_by("-published_at").first()
    return render(
        request,
        "accounts/withdraw_consent.html",
        {
            "html": consent_html(text, get_language() or "kk") if text is not None else "",
            "consented": consent_is_current(request.user),
        },
    )
