"""Giving other systems access, and taking it back. Who did it is written down each time."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from api.exceptions import ClientEnded, TwoKeysAlready
from api.models import MOST_KEYS, AccessEvent, ApiClient, ApiKey
from api.scopes import Scope
from registry.models import RegistryOffice
from web.tokens import new_token, token_digest

Kind = AccessEvent.Kind
# Letters and digits that are not mistaken for each other when read aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@transaction.atomic
def make_client(
    *,
    by: User,
    name_kk: str,
    name_ru: str,
    scopes: Sequence[Scope],
    office: RegistryOffice | None = None,
    region: str = "",
) -> ApiClient:
    """Let a system in, for an office, a region or the country; it needs a key besides."""
    client = ApiClient.objects.create(
        public_id=_random(10), name_kk=name_kk, name_ru=name_ru, scopes=sorted(scopes),
        office=office, region=region,
    )  # fmt: skip
    _write(client, Kind.CLIENT_MADE, by, note=" ".join(client.scopes))
    return client


@transaction.atomic
def change_client(
    *, by: User, client: ApiClient, name_kk: str, name_ru: str, scopes: Sequence[Scope]
) -> ApiClient:
    """Change names and rights. Office and region stay: another place is another client."""
    client = _locked(client)
    before = (client.name_kk, client.name_ru, client.scopes)
    client.name_kk, client.name_ru, client.scopes = name_kk, name_ru, sorted(scopes)
    if (client.name_kk, client.name_ru, client.scopes) != before:
        client.save(update_fields=["name_kk", "name_ru", "scopes"])
        _write(client, Kind.CLIENT_CHANGED, by, note=" ".join(client.scopes))
    return client


@transaction.atomic
def end_client(*, by: User, client: ApiClient) -> None:
    """End the access of a system: at once, with all its keys, for good. Twice is the same."""
    client = ApiClient.objects.select_for_update(no_key=True).get(pk=client.pk)
    if client.ended_at is not None:
        return
    for key in client.keys.open():
        _revoke(key, by)
    client.ended_at = timezone.now()
    client.save(update_fields=["ended_at"])
    _write(client, Kind.CLIENT_ENDED, by)


@transaction.atomic
def make_key(
    *,
    by: User,
    client: ApiClient,
    expires_at: datetime,
    overlap: timedelta | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; return it and its secret, which is known now and never again.

    With `overlap` every other key of the client stops after that time at the latest. Keys that
    have expired make room. Raises TwoKeysAlready, ClientEnded.
    """
    client = _locked(client)
    now = timezone.now()
    standing = list(client.keys.open())
    for key in standing:
        if key.expires_at <= now:
            _revoke(key, by)
    living = [key for key in standing if key.expires_at > now]
    free = {*range(1, MOST_KEYS + 1)} - {key.slot for key in living}
    if not free:
        raise TwoKeysAlready
    if overlap is not None:
        for key in living:
            _shorten(key, now + overlap, by)
    prefix = f"otau_{_random(8)}"
    secret = f"{prefix}_{new_token()}"
    made = ApiKey.objects.create(
        client=client, prefix=prefix, digest=token_digest(secret), slot=min(free), made_at=now,
        expires_at=expires_at,
    )  # fmt: skip
    _write(client, Kind.KEY_MADE, by, made)
    return made, secret


@transaction.atomic
def revoke_key(*, by: User, key: ApiKey) -> None:
    """Take a key back: from now on it opens nothing. Twice is the same."""
    ApiClient.objects.select_for_update(no_key=True).get(pk=key.client_id)
    _revoke(ApiKey.objects.get(pk=key.pk), by)


def _locked(client: ApiClient) -> ApiClient:
    """Lock the parent before its children are read. Raises ClientEnded."""
    client = ApiClient.objects.select_for_update(no_key=True).get(pk=client.pk)
    if client.ended_at is not None:
        raise ClientEnded
    return client


def _revoke(key: ApiKey, by: User) -> None:
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        _write(key.client, Kind.KEY_REVOKED, by, key)


def _shorten(key: ApiKey, until: datetime, by: User) -> None:
    if key.expires_at > until:
        key.expires_at = until
        key.save(update_fields=["expires_at"])
        _write(key.client, Kind.KEY_SHORTENED, by, key, note=until.isoformat(timespec="minutes"))


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _write(
    client: ApiClient, kind: Kind, by: User, key: ApiKey | None = None, note: str = ""
) -> None:
    AccessEvent.objects.create(client=client, key=key, kind=kind, by=by, note=note)
