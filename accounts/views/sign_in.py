"""One door for old and new: a contact, a code, in."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions.codes import request_code
from accounts.actions.profile import end_sessions
from accounts.actions.sign_in import sign_in_by_code
from accounts.forms import CodeForm, ContactForm
from accounts.models import OneTimeCode, User
from accounts.requests import LearnerRequest
from accounts.tasks import send_code
from accounts.views.guards import account_required, safe_path, welcome_step
from accounts.views.guessing import try_code
from web.bells import ring
from web.limits import address, used_up
from web.tokens import new_token
from web.way_out import end_visit

BACKEND = "accounts.backends.CodeBackend"
SESSION = "sign_in"
# More codes than this are not sent to one contact; the page stays the same. They are counted by
# where the request came from, so that a stranger elsewhere does not use up somebody's codes; the
# widest limit keeps a contact from being flooded from everywhere.
CODES_PER_CONTACT = {"limit": 5, "seconds": 15 * 60}
CODES_PER_CONTACT_AND_DAY = {"limit": 40, "seconds": 24 * 60 * 60}
CODES_PER_CONTACT_FROM_ALL = {"limit": 200, "seconds": 24 * 60 * 60}
# From a busier address codes come with the next sweep: later, not never.
CODES_PER_ADDRESS = {"limit": 60, "seconds": 15 * 60}


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address or a phone, and send a code there."""
    if request.user.is_authenticated:
        return redirect(where_to(request, request.GET.get("next")))
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = form.cleaned_data["contact"]
        earlier = request.session.get(SESSION) or {}
        request.session[SESSION] = {
            "contact": contact,
            "door": earlier.get("door") or new_token(),
            "next": safe_path(request, request.POST.get("next")),
        }
        send(request, contact, OneTimeCode.Purpose.SIGN_IN)
        return redirect("accounts:code")
    wanted = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": wanted},
        status=422 if form.is_bound else 200,
    )


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Take the code and begin the session."""
    begun = request.session.get(SESSION)
    if request.user.is_authenticated or not begun:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        check = partial(
            sign_in_by_code,
            contact=begun["contact"],
            code=form.cleaned_data["code"],
            language=get_language() or "kk",
            door=begun.get("door", ""),
        )
        if user := try_code(request, form, check):
            del request.session[SESSION]
            login(request, user, backend=BACKEND)
            wanted = where_to(request, begun["next"])
            step = welcome_step(user)
            query = urlencode({"next": wanted})
            return redirect(f"{resolve_url(step)}?{query}" if step else wanted)
    return render(
        request,
        "accounts/code.html",
        {"form": form, "contact": begun["contact"]},
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_POST
def code_again(request: HttpRequest) -> HttpResponse:
    """Send another code to the contact of this session."""
    begun = request.session.get(SESSION)
    if request.user.is_authenticated or not begun:
        return redirect("accounts:sign_in")
    send(request, begun["contact"], OneTimeCode.Purpose.SIGN_IN)
    messages.info(request, _("A new code is on its way. The earlier one is no longer valid."))
    return redirect("accounts:code")


def send(
    request: HttpRequest, contact: str, purpose: str, user: User | None = None, door: str = ""
) -> bool:
    """Owe a code and ring for it, as often as the limits allow; return whether one is owed.

    Say nothing about that but to the contact's own person. `door` is the secret of the session
    that alone can use it, for purposes other than signing in.
    """
    here = f"{address(request)}|{contact}"
    for name, key, limit in (
        ("code-contact", here, CODES_PER_CONTACT),
        ("code-contact-day", here, CODES_PER_CONTACT_AND_DAY),
        ("code-contact-all", contact, CODES_PER_CONTACT_FROM_ALL),
    ):
        if used_up(name, key, **limit):
            return False
    begun = request.session.get(SESSION) or {}
    crowded = used_up("code-address", address(request), **CODES_PER_ADDRESS)
    owed = request_code(
        contact=contact,
        purpose=purpose,
        language=get_language() or "kk",
        user=user,
        door=door if user else begun.get("door", ""),
    )
    if not crowded:
        ring(send_code, owed.pk)
    return True


def where_to(request: HttpRequest, wanted: object) -> str:
    """Return where a visitor who is signed in goes: where they wanted, or to their learning."""
    fallback = "account_login" if getattr(request.user, "is_staff", False) else "learning:learning"
    return safe_path(request, wanted) or resolve_url(fallback)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.success(request, _("You have signed out."))
    response = redirect("accounts:sign_in")
    end_visit(response)
    return response


@account_required
@require_POST
def sign_out_everywhere(request: LearnerRequest) -> HttpResponse:
    """End every other session of the person."""
    end_sessions(user=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You have signed out on all other devices."))
    return redirect("accounts:account")
