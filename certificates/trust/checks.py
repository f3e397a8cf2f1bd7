"""What is wrong with the keys that sign: said by `check`, and by `signing_keys check`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import timezone

from certificates.signing import every_key, is_half_of, key_that_signs
from certificates.trust.private import configured_keys

CHANGE_AFTER: Final = timedelta(days=365)


def findings() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the keys of this process. One query.

    It changes nothing; a key that was never published is only named.
    """
    configured, now = configured_keys(), timezone.now()
    rows = every_key()
    by_id = {row.key_id: row for row in rows}
    for key_id, key in configured.items():
        row = by_id.get(key_id.hex())
        if row is None and rows:
            yield (
                f"Key {key_id.hex()} ({key.place}) is not published yet. It is, and begins to "
                "wait, when the application next signs or serves its keys."
            )
        elif row is None:
            continue  # before the first start
        elif row.stolen_from is not None:
            yield f"Key {row.key_id} ({key.place}) is revoked. Take it out of the environment."
        elif row.retired_at is not None:
            yield f"Key {row.key_id} ({key.place}) is retired. Take it out of the environment."
    signs = key_that_signs(row for row in rows if is_half_of(row, configured))
    if signs is None and rows:
        yield "No key of this process may sign, so no certificate is issued: make one."
    newest = key_that_signs(rows)
    if newest is not None and newest != signs:
        yield f"Key {newest.key_id} should sign by now, and this process does not have it."
    if signs is not None and now - signs.signs_from > CHANGE_AFTER:
        yield f"Key {signs.key_id} has signed for more than a year. Make the next one."


@register(Tags.security)
def private_keys_are_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse private keys that are malformed, and files that others can read."""
    try:
        found = configured_keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="certificates.E001")]
    if not found:
        return [Error("No key that signs certificates is configured.", id="certificates.E001")]
    return []


@register(Tags.security, deploy=True)
def keys_sign(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of keys that cannot sign, or should not any more."""
    hint = "docs/certificates/keys.md says how keys are made, changed and revoked."
    try:
        return [checks.Warning(said, hint=hint, id="certificates.W001") for said in findings()]
    except ImproperlyConfigured:
        return []  # said above
    except DatabaseError:
        said = f"{settings.DATABASES['default']['NAME']} was not reached to see which keys sign."
        return [Info(said, id="certificates.I001")]
