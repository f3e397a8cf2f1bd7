"""A person questions a decision, and reads what a person answered."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.appeals import make_appeal, mark_read, replies_of, text_of
from accounts.exceptions import TooManyAppeals
from accounts.forms import AppealForm
from accounts.models import Appeal
from accounts.record_words import facts_of
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required

ON_A_PAGE = 20


@account_required
@require_safe
def appeals(request: LearnerRequest) -> HttpResponse:
    """List the person's questions, newest first, and whether they are answered."""
    rows = Appeal.objects.filter(user=request.user).order_by("-asked_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/appeals.html", {"page": page})


@account_required
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def new_appeal(request: LearnerRequest) -> HttpResponse:
    """Take a question; `?about=` is chosen already where a page leads here from a decision."""
    about = request.GET.get("about", "")
    initial = {"about": about} if about in Appeal.About.values else {}
    form = AppealForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = make_appeal(user=request.user, **form.cleaned_data)
        except TooManyAppeals as error:
            form.add_error(None, str(error))
        else:
            return redirect("accounts:appeal", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/new_appeal.html", {"form": form}, status=status)


@account_required
@require_safe
def appeal(request: LearnerRequest, appeal_id: int) -> HttpResponse:
    """Show one question of the person and what was answered."""
    mine = Appeal.objects.filter(user=request.user).select_related("user", "lookup")
    found = get_object_or_404(mine.prefetch_related("replies"), pk=appeal_id)
    facts = facts_of(found.lookup) if found.lookup is not None else None
    context = {
        "appeal": found, "text": text_of(found), "replies": replies_of(found), "facts": facts,
    }  # fmt: skip
    if found.answered_at and not found.read_at:
        mark_read(appeal=found)
    return render(request, "accounts/appeal.html", context)
