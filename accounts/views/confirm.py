"""A fresh code before what cannot be undone or shows everything: another may hold the phone."""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.codes import check_code
from accounts.exceptions import TooManyCodes
from accounts.forms import CodeForm, OwnContactForm
from accounts.models import OneTimeCode, User
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required, safe_path
from accounts.views.guessing import try_code
from accounts.views.sign_in import send
from web.tokens import new_token

SESSION = "confirm"
CONFIRMED = "confirmed"
SECONDS = 15 * 60

type View = Callable[..., HttpResponse]


def confirmed_required(view: View) -> View:
    """Let only a learner in who has typed a fresh code in this session, a quarter of an hour ago.

    Others are asked for one and come back.
    """

    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_confirmed(request):
            return to_confirm(request, request.path)
        return view(request, *args, **kwargs)

    return account_required(guarded)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether this session has shown a fresh code lately."""
    shown = request.session.get(CONFIRMED) or {}
    return shown.get("user") == request.user.pk and time.time() - shown["at"] < SECONDS


def to_confirm(request: HttpRequest, path: str) -> HttpResponse:
    """Send the person to ask for a code, and then to `path`."""
    query = urlencode({"next": path})
    return redirect(f"{resolve_url('accounts:confirm')}?{query}")


def contacts_of(user: User) -> list[str]:
    """Return the contacts a code may go to."""
    return [str(contact) for contact in (user.email, user.phone) if contact]


@account_required
def confirm(request: LearnerRequest) -> HttpResponse:
    """Say to where a code goes, and send it."""
    wanted = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    known = contacts_of(request.user)
    if not known:  # received in person: a new code on paper does the same
        return render(request, "accounts/confirm_by_paper.html", {"next": wanted})
    form = OwnContactForm(known, request.POST if request.method == "POST" else None)
    if form.is_valid():
        contact = form.cleaned_data.get("contact") or known[0]
        # The code is of this session alone: another one of theirs, which somebody else may have
        # open, neither ends it nor uses up its tries nor is confirmed by it.
        door = (request.session.get(SESSION) or {}).get("door") or new_token()
        request.session[SESSION] = {"contact": contact, "door": door, "next": wanted}
        if send(request, contact, OneTimeCode.Purpose.CONFIRM, request.user, door):
            return redirect("accounts:confirm_code")
        form.add_error(None, str(TooManyCodes()))
    return render(
        request,
        "accounts/confirm.html",
        {"form": form, "next": wanted, "contacts": known},
        status=422 if form.is_bound else 200,
    )


@account_required
def confirm_code(request: LearnerRequest) -> HttpResponse:
    """Take the code and go on to what it was asked for."""
    begun = _begun(request)
    if begun is None:
        return redirect("accounts:confirm")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        check = partial(
            check_code,
            contact=begun["contact"],
            purpose=OneTimeCode.Purpose.CONFIRM,
            code=form.cleaned_data["code"],
            user=request.user,
            door=begun.get("door", ""),
        )
        if try_code(request, form, check):
            del request.session[SESSION]
            request.session[CONFIRMED] = {"user": request.user.pk, "at": time.time()}
            return redirect(begun["next"] or resolve_url("accounts:account"))
    return render(
        request,
        "accounts/confirm_code.html",
        {"form": form, "contact": begun["contact"]},
        status=422 if form.is_bound else 200,
    )


@account_required
@require_POST
def confirm_again(request: LearnerRequest) -> HttpResponse:
    """Send another code."""
    begun = _begun(request)
    if begun is None:
        return redirect("accounts:confirm")
    door = begun.get("door", "")
    if send(request, begun["contact"], OneTimeCode.Purpose.CONFIRM, request.user, door):
        messages.info(request, _("A new code is on its way. The earlier one is no longer valid."))
    else:
        messages.warning(request, str(TooManyCodes()))
    return redirect("accounts:confirm_code")


def _begun(request: LearnerRequest) -> dict[str, str] | None:
    """Return what was asked for in this session, if the contact is still the person's."""
    begun: dict[str, str] | None = request.session.get(SESSION)
    if begun is None or begun["contact"] not in contacts_of(request.user):
        return None
    return begun
