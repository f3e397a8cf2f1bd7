"""The random cookie that tells devices apart, and nothing else about them."""

from django.conf import settings
from django.http import HttpResponse

from accounts.requests import LearnerRequest
from enrolments.actions import remember_device
from enrolments.questions import DEVICE_DAYS
from web.tokens import new_token

COOKIE = "otau_device"
MOST_CHARACTERS = 64


def note_device(request: LearnerRequest, response: HttpResponse) -> HttpResponse:
    """Remember the signed-in person's device and return `response` with its cookie renewed."""
    device = request.COOKIES.get(COOKIE, "")
    if not device or len(device) > MOST_CHARACTERS:
        device = new_token()
    remember_device(user=request.user, device=device)
    response.set_cookie(
        COOKIE, device, max_age=60 * 60 * 24 * DEVICE_DAYS, httponly=True, samesite="Lax",
        secure=settings.PRODUCTION,
    )  # fmt: skip
    return response
