"""What a person says when they ask for a visit or a call, and how it is sealed."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.person import seal_for, unseal_for

# What is sealed has one length, so that the table does not tell how much was said.
LENGTH = 2048


class Wish(models.TextChoices):
    """What is asked for."""

    VISIT = "visit", _("A visit to the centre")
    CALL = "call", _("A call from the centre")


class Company(models.TextChoices):
    """Who wants to talk."""

    ALONE = "alone", _("I alone")
    TOGETHER = "together", _("The two of us together")


class Time(models.TextChoices):
    """When it suits."""

    MORNING = "morning", _("In the morning")
    AFTERNOON = "afternoon", _("In the afternoon")
    EVENING = "evening", _("In the evening")
    ANY = "any", _("At any time")


class Day(models.TextChoices):
    """On which working days it suits; none said is all of them."""

    MONDAY = "monday", _("Monday")
    TUESDAY = "tuesday", _("Tuesday")
    WEDNESDAY = "wednesday", _("Wednesday")
    THURSDAY = "thursday", _("Thursday")
    FRIDAY = "friday", _("Friday")


@dataclass(frozen=True)
class VisitDetails:
    """What a person said, in the keys of the choices above."""

    name: str
    wish: str
    company: str
    language: str
    """Of the talk: kk or ru."""
    times: tuple[str, ...]
    days: tuple[str, ...]
    contact: str
    """In the form of `accounts.contacts.parse_contact`."""
    may_say: bool
    """Whether the caller may tell somebody else who answers who is calling."""


def _place(key: UUID) -> str:
    """Return the place details are sealed for: they open for no other request."""
    return f"visit_request.details.{key}"


def seal_details(user: User, key: UUID, details: VisitDetails) -> bytes:
    """Encrypt the details of the request with this key, by the person's own key."""
    return seal_for(user, json.dumps(asdict(details)).ljust(LENGTH), _place(key))


def open_details(user: User, key: UUID, sealed: bytes | memoryview) -> VisitDetails:
    """Decrypt the details of the request with this key. Raises CannotUnseal."""
    said = json.loads(unseal_for(user, sealed, _place(key)))
    return VisitDetails(**said | {"times": tuple(said["times"]), "days": tuple(said["days"])})
