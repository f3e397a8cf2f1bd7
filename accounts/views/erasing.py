"""Erasing one's account: what goes, what stays and why; a fresh code; one button."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.erasing import erase_account
from accounts.exceptions import CannotErase
from accounts.requests import LearnerRequest
from accounts.views.confirm import is_confirmed, to_confirm
from accounts.views.guards import account_required, private
from web.way_out import end_visit


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what erasing means; erase on POST, once a fresh code was shown."""
    if request.user.is_authenticated and request.user.is_staff:
        return private(render(request, "accounts/erase_staff.html", status=403))
    response: HttpResponse = own_account(request)
    return response


@account_required
def own_account(request: LearnerRequest) -> HttpResponse:
    """The page for a learner."""
    if request.method != "POST":
        return page(request)
    if not is_confirmed(request):
        return to_confirm(request, request.path)
    try:
        erase_account(user=request.user)
    except CannotErase as error:
        messages.warning(request, str(error))
        return page(request, status=409)
    # Done by this request or, a moment before, by another tab of theirs.
    logout(request)
    response = redirect("accounts:erased")
    end_visit(response)
    return response


def page(request: LearnerRequest, status: int = 200) -> HttpResponse:
    """Draw the page: with the last button once a fresh code was shown."""
    return render(
        request,
        "accounts/erase.html",
        {"confirmed": is_confirmed(request), "backup_days": settings.BACKUP_DAYS},
        status=status,
    )


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done; the same for everybody who opens it."""
    return private(render(request, "accounts/erased.html", {"backup_days": settings.BACKUP_DAYS}))
