"""Adding, changing and removing contacts; joining two accounts of one person.

Whoever adds a contact opens the account from then on, so a fresh code comes first, as it does
before the download: otherwise who holds the phone for a minute adds their own, and has codes sent
there.
"""

import time

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import contacts as actions
from accounts.actions.codes import check_code
from accounts.exceptions import CannotJoin, CodeWrong, ContactTaken, LastContact
from accounts.forms import CodeForm, ContactForm
from accounts.models import OneTimeCode, User
from accounts.requests import LearnerRequest
from accounts.views.confirm import confirmed_required, is_confirmed, to_confirm
from accounts.views.guards import account_required
from accounts.views.guessing import try_code
from accounts.views.sign_in import send

NEW = "new_contact"
JOIN = "join"
# An offer to join stands as long as a code does.
JOIN_SECONDS = 10 * 60


@confirmed_required
def add_contact(request: LearnerRequest) -> HttpResponse:
    """Ask for a new e-mail address or phone and send a code there."""
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = form.cleaned_data["contact"]
        request.session[NEW] = contact
        send(request, contact, OneTimeCode.Purpose.ADD_CONTACT, request.user)
        return redirect("accounts:contact_code")
    return render(
        request, "accounts/add_contact.html", {"form": form}, status=422 if form.is_bound else 200
    )


@account_required
def contact_code(request: LearnerRequest) -> HttpResponse:
    """Take the code for the new contact."""
    contact = request.session.get(NEW)
    if not contact:
        return redirect("accounts:add_contact")
    form = CodeForm(request.POST or None)
    if form.is_valid():

        def check() -> HttpResponse:
            check_code(
                contact=contact,
                purpose=OneTimeCode.Purpose.ADD_CONTACT,
                code=form.cleaned_data["code"],
                user=request.user,
            )
            return _keep(request, contact)

        if response := try_code(request, form, check):
            return response
    return render(
        request,
        "accounts/contact_code.html",
        {"form": form, "contact": contact},
        status=422 if form.is_bound else 200,
    )


def _keep(request: LearnerRequest, contact: str) -> HttpResponse:
    """Keep a proved contact, or offer to join the account it belongs to. Raises CodeWrong."""
    try:
        actions.confirm_contact(user=request.user, contact=contact)
    except ContactTaken:
        owner = User.objects.for_contact(contact).first()
        if owner is None or owner.is_staff:
            raise CodeWrong from None
        request.session[JOIN] = {"user": owner.pk, "contact": contact, "at": time.time()}
        del request.session[NEW]
        return redirect("accounts:join")
    del request.session[NEW]
    messages.success(request, _("The contact is confirmed. You can sign in with it now."))
    return redirect("accounts:account")


@account_required
@require_POST
def contact_code_again(request: LearnerRequest) -> HttpResponse:
    """Send another code to the new contact."""
    contact = request.session.get(NEW)
    if not contact:
        return redirect("accounts:add_contact")
    send(request, contact, OneTimeCode.Purpose.ADD_CONTACT, request.user)
    messages.info(request, _("A new code is on its way. The earlier one is no longer valid."))
    return redirect("accounts:contact_code")


@account_required
@require_POST
def remove_contact(request: LearnerRequest) -> HttpResponse:
    """Forget one of two contacts, once a fresh code was shown."""
    if not is_confirmed(request):
        return to_confirm(request, resolve_url("accounts:account"))
    field = request.POST.get("field")
    if field in actions.FIELDS:
        try:
            actions.remove_contact(user=request.user, field=field)
        except LastContact as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The contact is removed."))
    return redirect("accounts:account")


@account_required
def join(request: LearnerRequest) -> HttpResponse:
    """Offer to join the other account, whose contact was proved a moment ago, to this one."""
    offer = request.session.get(JOIN)
    if not offer or time.time() - offer["at"] > JOIN_SECONDS:
        request.session.pop(JOIN, None)
        return redirect("accounts:account")
    if request.method != "POST":
        return render(request, "accounts/join.html", {"contact": offer["contact"]})
    del request.session[JOIN]
    gone = User.objects.filter(pk=offer["user"]).first()
    try:
        if gone is None:
            raise CannotJoin
        kept = actions.join_accounts(keep=request.user, gone=gone, contact=offer["contact"])
    except CannotJoin as error:
        messages.warning(request, str(error))
    else:
        update_session_auth_hash(request, kept)
        messages.success(request, _("The two accounts are one now."))
    return redirect("accounts:account")
