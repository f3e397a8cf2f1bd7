"""One-time codes: six digits, ten minutes, five tries, once, and only the newest.

A code for signing in, or for showing that it is still oneself, belongs to the browser that asked
for it (its `door`, a secret of its session): a stranger who asks for codes to somebody's contact
neither ends theirs nor uses up their tries.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.contacts import contact_key, contact_keys, seal_contact
from accounts.exceptions import CodeWrong
from accounts.models import OneTimeCode, User
from web.locks import hold
from web.sealing import seal
from web.tokens import code_digest, new_code, same_digest, token_digest

LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
CODE = "code"


def _digest(door: str) -> bytes:
    return token_digest(door) if door else b""


def _salt(purpose: str, key: bytes | memoryview) -> str:
    return f"{purpose}:{bytes(key).hex()}"


@transaction.atomic
def request_code(
    *, contact: str, purpose: str, language: str, user: User | None = None, door: str = ""
) -> OneTimeCode:
    """Owe a code to `contact` (in the form of `parse_contact`); the task `send_code` sends it.

    Earlier codes for the same contact, purpose and door end. Nothing here depends on whether
    anybody has that contact, so neither do the time it takes nor its answer. `user` is who asks,
    for purposes other than signing in.
    """
    hold(contact.encode())
    now = timezone.now()
    earlier = OneTimeCode.objects.filter(
        contact_key__in=contact_keys(contact),
        purpose=purpose,
        user=user,
        door_digest=_digest(door),
        expires_at__gt=now,
    )
    earlier.update(expires_at=now, sealed_code=None)
    code, key = new_code(), contact_key(contact)
    return OneTimeCode.objects.create(
        purpose=purpose,
        sealed_contact=seal_contact(contact),
        contact_key=key,
        user=user,
        door_digest=_digest(door),
        language=language,
        code_digest=code_digest(code, salt=_salt(purpose, key)),
        sealed_code=seal(code, CODE),
        created_at=now,
        expires_at=now + LIFETIME,
    )


def check_code(
    *, contact: str, purpose: str, code: str, user: User | None = None, door: str = ""
) -> OneTimeCode:
    """Use the newest code asked for by `user` or `door`; a wrong one is counted. Raises CodeWrong.

    Refused inside another transaction (RuntimeError): its rollback would forget the wrong tries.
    """
    with transaction.atomic(durable=True):
        used = use_code(contact=contact, purpose=purpose, code=code, user=user, door=door)
    if used is None:
        raise CodeWrong
    return used


def use_code(
    *, contact: str, purpose: str, code: str, user: User | None = None, door: str = ""
) -> OneTimeCode | None:
    """Do what `check_code` does inside the caller's transaction; None for a wrong code.

    The caller has to let the transaction commit when it gets None, so that the try is counted.
    """
    newest = (
        OneTimeCode.objects.select_for_update()
        .filter(
            contact_key__in=contact_keys(contact),
            purpose=purpose,
            user=user,
            door_digest=_digest(door),
        )
        .order_by("-created_at", "-pk")
        .first()
    )
    now = timezone.now()
    if (
        newest is None
        or newest.used_at is not None
        or newest.expires_at <= now
        or newest.tries >= MOST_TRIES
    ):
        return None
    digits = "".join(code.split())
    salt = _salt(purpose, newest.contact_key)
    if not same_digest(code_digest(digits, salt=salt), newest.code_digest):
        OneTimeCode.objects.filter(pk=newest.pk).update(tries=F("tries") + 1)
        return None
    newest.used_at, newest.sealed_code = now, None
    newest.save(update_fields=["used_at", "sealed_code"])
    return newest
