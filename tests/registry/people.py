"""The stand-in's well-known couples as accounts and offices of ours."""

import re

from django.utils import timezone

from accounts.actions.identity import declare_identity, prove_identity
from registry.actions.applications import Source, learn_of_application
from registry.gateway import ApplicationRecord, IdentityNumber
from registry.models import ApplicationClaim
from registry.views import ANSWER_AFTER
from tests import cast


def typed(who, application) -> dict[str, str]:
    """Return what a person types who claims `application` (a CastApplication) as `who`."""
    return numbers(who.identity, application.number)


def numbers(identity: IdentityNumber, application: str) -> dict[str, str]:
    return {
        "kind": identity.kind,
        "country": identity.country if identity.kind == "passport" else "",
        "identity_number": identity.number,
        "application_number": application,
    }


def identified(user, who, assurance="declared", by=None):
    """Let `user` have the identity of `who` of the stand-in's cast, proved as said."""
    one = who.identity
    identity = declare_identity(user=user, kind=one.kind, country=one.country, number=one.number)
    if assurance == "declared":
        return identity
    if assurance == "seen":
        by = by or cast.make_clerk()
    return prove_identity(identity=identity, assurance=assurance, by=by)


def told(record: ApplicationRecord, source: str = Source.GATEWAY):
    """Let the registry have told us of an application."""
    return learn_of_application(record=record, source=source)


def ready(user) -> None:
    """Let so much time pass that the page may show the answer."""
    ApplicationClaim.objects.filter(user=user).update(made_at=timezone.now() - ANSWER_AFTER)


def plain(response) -> str:
    """Return the page without the form's token and the scripts' nonce: they differ each time."""
    text = response.content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)
