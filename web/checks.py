"""What is unsafe stops `check`, and in production the start."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from web.application_role import why_not
from web.sealing import MOST_LOOKUP_KEYS, parse_keys


@register(Tags.security)
def keys_are_ours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse keys that are malformed anywhere, and the public ones in production."""
    found: list[CheckMessage] = []
    for name, most in (("SEALING_KEYS", None), ("LOOKUP_KEYS", MOST_LOOKUP_KEYS)):
        entries = getattr(settings, name)
        try:
            parse_keys(entries, setting=name, most=most)
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="web.E001"))
        if settings.PRODUCTION and any(settings.PUBLIC_KEY in entry for entry in entries):
            found.append(Error(f"{name} holds the public key of the demo.", id="web.E002"))
    if settings.PRODUCTION and (
        any(
            settings.PUBLIC_KEY in entry
            for entry in (settings.CERTIFICATE_SIGNING_KEY, *settings.CERTIFICATE_SIGNING_KEYS)
        )
        or settings.SECRET_KEY.startswith("public-")
    ):
        found.append(Error("A key of the demo is used in production.", id="web.E002"))
    return found


@register(Tags.security, deploy=True)
def the_application_owns_no_tables(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a database role that could change what is insert-only."""
    hint = "Let it run as a role that `manage.py grant_application_role` gave its rights."
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            reason = why_not(cursor.fetchone()[0])
    except DatabaseError:
        return [Info("The database was not reached to see whose its tables are.", id="web.I001")]
    if not reason:
        return []
    return [checks.Warning(f"The application's database role: {reason}", hint=hint, id="web.W001")]
