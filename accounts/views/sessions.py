"""Where a person is signed in: a list without places and without hours, and ways to end it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.sessions import end_listed_sessions, end_session
from accounts.models import User, UserSession
from accounts.views.guards import account_required, staff_required

ON_A_PAGE = 20
# The addresses of each list: its own, of ending one, of ending all others, of the page above.
LEARNERS = ("accounts:sessions", "accounts:end_session", "accounts:sign_out_everywhere",
            "accounts:account")  # fmt: skip
STAFF = ("staff_sessions", "staff_end_session", "staff_end_others", "mfa_index")


def _listed(request: HttpRequest, addresses: tuple[str, str, str, str]) -> HttpResponse:
    assert isinstance(request.user, User)  # the guard let nobody else in
    rows = UserSession.objects.filter(user=request.user).order_by("-last_used_on", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "current": request.session.session_key, "end_url": addresses[1],
        "end_others_url": addresses[2], "above_url": addresses[3],
    }  # fmt: skip
    return render(request, "accounts/sessions.html", context)


def _end(request: HttpRequest, addresses: tuple[str, str, str, str]) -> HttpResponse:
    assert isinstance(request.user, User)  # the guard let nobody else in
    posted = request.POST.get("session", "")
    if posted.isascii() and posted.isdecimal() and len(posted) < 19:
        end_session(user=request.user, listing_id=int(posted))
    # The same words for one that had ended already: it is not signed in there, that is all.
    messages.success(request, _("You are signed out there."))
    return redirect(addresses[0])


@account_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Show a learner where they are signed in."""
    return _listed(request, LEARNERS)


@account_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session of a learner."""
    return _end(request, LEARNERS)


@staff_required
def staff_sessions(request: HttpRequest) -> HttpResponse:
    """Show a member of the staff where they are signed in."""
    return _listed(request, STAFF)


@staff_required
@require_POST
def staff_end(request: HttpRequest) -> HttpResponse:
    """End one session of a member of the staff."""
    return _end(request, STAFF)


@staff_required
@require_POST
def staff_end_others(request: HttpRequest) -> HttpResponse:
    """End every other session of a member of the staff."""
    assert isinstance(request.user, User)
    end_listed_sessions(user=request.user, but=request.session.session_key)
    messages.success(request, _("You have signed out on all other devices."))
    return redirect("staff_sessions")
