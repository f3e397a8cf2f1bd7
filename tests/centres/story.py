"""What the stories of requests to centres have in common."""

import itertools
from datetime import timedelta

from django.utils import timezone

from centres.actions import ask_for_visit
from centres.details import VisitDetails
from centres.models import CentreMail, VisitRequest
from cms.models import FamilySupportCentre

_numbers = itertools.count(1)
MAILBOX = "coordinator@centre.example.org"
PHONE = "+77011234567"


def make_centre(key="", *, email=MAILBOX, region="KZ-75", **fields) -> FamilySupportCentre:
    """Return a centre of the directory."""
    number = next(_numbers)
    given = {
        "name_kk": f"{number}-орталық", "name_ru": f"Центр {number}", "city_kk": "Алматы",
        "city_ru": "Алматы", "address_kk": "Көше, 1", "address_ru": "Улица, 1",
        "phone": f"+7 (727) 000-00-{number:02}",
    }  # fmt: skip
    return FamilySupportCentre.objects.create(
        key=key or f"centre-{number}", email=email, region=region, **given | fields
    )


def typed(**changes) -> dict[str, object]:
    """Return what a person sends by the form."""
    said = {
        "wish": "call", "company": "alone", "language": "kk", "times": ["evening"], "days": [],
        "name": "Айгерім", "contact": PHONE, "may_say": "no",
    } | changes  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def details(**changes) -> VisitDetails:
    """Return the same as the form would give it."""
    said = {
        "wish": "call", "company": "alone", "language": "kk", "times": ("evening",), "days": (),
        "name": "Айгерім", "contact": PHONE, "may_say": False,
    } | changes  # fmt: skip
    return VisitDetails(**said)


def asked(user, centre=None, **changes) -> VisitRequest:
    """Return a request that is owed and of which no try was made."""
    request, _mail = ask_for_visit(
        user=user, centre=centre or make_centre(), details=details(**changes)
    )
    return request


def due() -> None:
    """Let every pause be over."""
    CentreMail.objects.filter(state="pending").update(
        next_try_at=timezone.now() - timedelta(seconds=1)
    )
