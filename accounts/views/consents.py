"""What a person has agreed to, and when they took it back: every text as it was."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.consent_html import consent_html
from accounts.models import Consent, User
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required

ON_A_PAGE = 20


@account_required
def consents(request: LearnerRequest) -> HttpResponse:
    """List every consent of the person, newest first."""
    rows = Consent.objects.filter(user=request.user).select_related("text")
    rows = rows.order_by("-given_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/consents.html", {"page": page})


@account_required
def consent_given(request: LearnerRequest, consent_id: int) -> HttpResponse:
    """Show the text of one consent as it was, first in the language in which it was agreed to."""
    mine = Consent.objects.filter(user=request.user).select_related("text")
    consent = get_object_or_404(mine, pk=consent_id)
    languages = sorted(User.Language, key=lambda one: one != consent.language)
    texts = [(one.value, one.label, consent_html(consent.text, one)) for one in languages]
    return render(request, "accounts/consent_given.html", {"consent": consent, "texts": texts})
