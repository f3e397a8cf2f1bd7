"""The demonstration's own pages: whom to sign in as, what to try, what would have been sent."""

import requests
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from demo.models import OutboxMessage
from demo.people import LEARNERS, PASSWORD, STAFF
from demo.tour import sights

NEWEST = 40


@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """Name the accounts to try, the stand-in's applications and the outbox."""
    return render(
        request,
        "demo/demo.html",
        {
            "learners": LEARNERS,
            "staff": STAFF,
            "sights": sights(),
            "password": PASSWORD,
            "applications": cast_of_the_standin(),
            "messages_out": OutboxMessage.objects.all()[:5],
        },
    )


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest e-mails and SMS that stayed on this machine."""
    return render(
        request, "demo/outbox.html", {"messages_out": OutboxMessage.objects.all()[:NEWEST]}
    )


def cast_of_the_standin() -> list[dict] | None:
    """Return the stand-in's well-known applications; None when it does not answer."""
    gateway = settings.REGISTRY_GATEWAY
    try:
        answer = requests.get(
            f"{gateway['url']}/cast",
            headers={"Authorization": f"Bearer {gateway['token']}"},
            timeout=2,
        )
        answer.raise_for_status()
        known = answer.json()["applications"]
    except (requests.RequestException, ValueError, KeyError):
        return None
    return [application for application in known if application.get("story")]
