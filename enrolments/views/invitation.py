"""Answering an invitation. The page names nobody: a link may reach the wrong hands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from enrolments import actions
from enrolments.actions.couples import find_invitation
from enrolments.devices import note_device
from enrolments.exceptions import AlreadyInCouple, InvitationNotOpen, OwnInvitation
from enrolments.models import Invitation
from enrolments.questions import membership_of
from enrolments.views.door import door_url
from web.tokens import token_digest

TOKEN = "invitation"  # noqa: S105 - the name of its place in the session
MOST_CHARACTERS = 100


@never_cache
@require_http_methods(["GET", "HEAD"])
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token into the session, so that it stays in no history and no referrer."""
    request.session[TOKEN] = token[:MOST_CHARACTERS]
    return redirect("enrolments:invitation")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show the invitation that was opened last; accept or decline it on POST."""
    if request.method == "POST":
        return redirect(door_url(request)) if door_url(request) else answer(request)
    token = request.session.get(TOKEN, "")
    learner = request.user if request.user.is_authenticated else None
    if learner and accepted_before(token, learner):
        return redirect("enrolments:couple")
    try:
        find_invitation(token=token, by=learner)
    except InvitationNotOpen:
        return cannot_be_used(request)
    except OwnInvitation:
        return render(request, "enrolments/invitation_own.html")
    if learner and membership_of(learner):
        return render(request, "enrolments/invitation_in_couple.html")
    return render(request, "enrolments/invitation.html", {"door": door_url(request)})


def accepted_before(token: str, learner: User) -> bool:
    """Whether this person accepted this invitation earlier and is in a couple."""
    mine = Invitation.objects.filter(token_digest=token_digest(token), accepted_by=learner)
    return mine.exists() and membership_of(learner) is not None


def cannot_be_used(request: HttpRequest) -> HttpResponse:
    """One page for unknown, withdrawn, used and past invitations."""
    return render(request, "enrolments/invitation_closed.html", status=404)


@learner_required
def answer(request: LearnerRequest) -> HttpResponse:
    """Accept or decline, as the button says."""
    token = request.session.get(TOKEN, "")
    try:
        if request.POST.get("answer") == "accept":
            actions.accept_invitation(token=token, by=request.user)
        elif request.POST.get("answer") == "decline":
            actions.decline_invitation(token=token, by=request.user)
        else:
            return redirect("enrolments:invitation")
    except InvitationNotOpen:
        return cannot_be_used(request)
    except (OwnInvitation, AlreadyInCouple):
        return redirect("enrolments:invitation")
    request.session.pop(TOKEN, None)
    if request.POST["answer"] == "decline":
        messages.success(
            request, gettext("You have declined. Nobody is told; you can learn on your own.")
        )
        return redirect("learning:learning")
    return note_device(request, redirect("enrolments:couple"))
