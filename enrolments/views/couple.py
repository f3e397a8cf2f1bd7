"""A person's couple: the invitation, who joined, and leaving."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import LearnerRequest
from accounts.views.guards import learner_required
from courses.models import EditionText
from enrolments import actions
from enrolments.actions.couples import TOKEN_PLACE
from enrolments.devices import note_device
from enrolments.exceptions import AlreadyInCouple
from enrolments.models import CoupleMember, Invitation
from enrolments.partner import seen_by
from enrolments.questions import is_alive, membership_of
from web.sealing import unseal


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD"])
def couple(request: LearnerRequest) -> HttpResponse:
    """Show the couple, or the invitation, or how to make one."""
    membership = membership_of(request.user)
    context = couple_context(membership) if membership else invitation_context(request)
    return render(request, "enrolments/couple.html", context)


def couple_context(membership: CoupleMember) -> dict[str, object]:
    """Say what is shown of the other, as of the day before; nothing else."""
    seen = seen_by(membership)
    titles = titles_of([*seen.finished, *(one.course for one in seen.modules)])
    return {
        "in_couple": True,
        "partner_name": seen.name,
        "finished": [titles[course] for course in seen.finished],
        "modules": [
            {"title": titles[one.course], "raised": one.raised, "total": one.total}
            for one in seen.modules
        ],
        "shows_modules": membership.modules_shown_at is not None,
    }


def titles_of(courses: list[int]) -> dict[int, str]:
    """Return the titles of courses, as of their newest edition, by id."""
    texts = EditionText.objects.filter(edition__course__in=courses, language=get_language())
    newest = texts.order_by("edition__course", "-edition__number").distinct("edition__course")
    return dict(newest.values_list("edition__course", "title"))


def invitation_context(request: LearnerRequest) -> dict[str, object]:
    """Show the invitation that was sent, in the same words whether it was refused or not.

    Its last day is not named: it may be the ceremony's, which is shown to proved people only.
    """
    sent = Invitation.objects.filter(inviter=request.user).select_related("inviter")
    standing = sent.open().order_by("-made_at").first()
    if standing is None or not is_alive(standing):
        return {"in_couple": False, "again": standing is not None or sent.exists()}
    token = unseal(standing.sealed_token, TOKEN_PLACE)
    link = settings.BASE_URL + reverse("enrolments:invitation_link", args=[token])
    return {
        "in_couple": False,
        "link": link,
        "picture": qr_picture(link),
    }


def qr_picture(text: str) -> SafeString:
    """Draw a QR code as inline SVG without style attributes, dark on white in any theme."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    words = gettext("QR code of the invitation")
    role = f'role="img" aria-label="{words}" '
    return mark_safe(drawn.replace("<svg ", f"<svg {role}", 1))  # noqa: S308 - segno's own markup


@never_cache
@learner_required
@require_POST
def invite(request: LearnerRequest) -> HttpResponse:
    """Make a link; one made before can no longer be used."""
    try:
        actions.invite(by=request.user)
    except AlreadyInCouple as problem:
        messages.info(request, str(problem))
    return note_device(request, redirect("enrolments:couple"))


@never_cache
@learner_required
@require_POST
def withdraw_invitation(request: LearnerRequest) -> HttpResponse:
    """Make the link unusable."""
    actions.withdraw_invitation(by=request.user)
    messages.success(request, gettext("The link can no longer be used."))
    return redirect("enrolments:couple")


@never_cache
@learner_required
@require_POST
def show_modules(request: LearnerRequest) -> HttpResponse:
    """Let the partner see how many modules the person has completed."""
    if actions.show_modules(user=request.user):
        messages.success(
            request, gettext("Your partner can now see how many modules you have completed.")
        )
    return redirect("enrolments:couple")


@never_cache
@learner_required
@require_POST
def hide_modules(request: LearnerRequest) -> HttpResponse:
    """Show the partner the person's modules no more."""
    if actions.hide_modules(user=request.user):
        messages.success(request, gettext("Your partner no longer sees your modules."))
    return redirect("enrolments:couple")


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave_couple(request: LearnerRequest) -> HttpResponse:
    """Say what leaving means; leave on POST."""
    membership = membership_of(request.user)
    if membership is None:
        return redirect("enrolments:couple")
    if request.method == "POST":
        actions.leave_couple(user=request.user)
        messages.success(request, gettext("You now learn on your own. Your progress is kept."))
        return redirect("enrolments:couple")
    context = {"shows_modules": membership.modules_shown_at is not None}
    return render(request, "enrolments/leave_couple.html", context)
