"""A key per person: what is sealed with it in lasting facts is unreadable once it is destroyed."""

import base64
from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import PersonKey, User
from web.sealing import CannotUnseal, new_key, seal, seal_with, unseal, unseal_with

PLACE = "person.key"


def seal_for(user: User, text: str, place: str) -> bytes:
    """Encrypt `text` with the key of `user`, which is made at the first use, for `place`."""
    key = _keys(user).first()
    if key is None:
        made = seal(base64.b64encode(new_key()).decode(), PLACE)
        key = PersonKey.objects.create(user=user, sealed_key=made)
    return seal_with(_open(key), text, place)


def unseal_for(user: User, sealed: bytes | memoryview, place: str) -> str:
    """Decrypt what `seal_for` made. Raises CannotUnseal, also after `destroy_key`."""
    return unseal_all_for(user, [(sealed, place)])[0]


def unseal_all_for(user: User, values: Sequence[tuple[bytes | memoryview, str]]) -> list[str]:
    """Decrypt several (value, place) of one person, in order. One query; none without values.

    Raises CannotUnseal.
    """
    if not values:
        return []
    keys = [_open(key) for key in _keys(user)]
    return [_unseal_with_any(keys, sealed, place) for sealed, place in values]


def _unseal_with_any(keys: list[bytes], sealed: bytes | memoryview, place: str) -> str:
    for key in keys:
        try:
            return unseal_with(key, sealed, place)
        except CannotUnseal:
            continue
    raise CannotUnseal(f"A value of {place} belongs to somebody whose key was destroyed.")


def destroy_key(user: User) -> None:
    """Make everything sealed for `user` unreadable, for good. Backups age out by their own rule."""
    PersonKey.objects.filter(user=user).delete()


def _keys(user: User) -> QuerySet[PersonKey]:
    return PersonKey.objects.filter(user=user).order_by("pk")


def _open(key: PersonKey) -> bytes:
    return base64.b64decode(unseal(key.sealed_key, PLACE))
