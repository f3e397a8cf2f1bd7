"""What is wrong with the key that signs documents stops `check`, and in production the start."""

from datetime import timedelta
from typing import Any, Final

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils import timezone

from certificates.documents.chain import DocumentSignerInvalid
from certificates.documents.signer import current_chain

RENEW_BEFORE: Final = timedelta(days=90)


@register(Tags.security)
def documents_can_be_signed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a signer that is malformed, readable by others, expired, or made for trial."""
    try:
        current_chain()
    except DocumentSignerInvalid as error:
        return [Error(str(error), id="certificates.E001")]
    return []


@register(Tags.security, deploy=True)
def documents_can_be_signed_for_long(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a signing certificate that ends within three months."""
    try:
        ends = current_chain().certificate.not_valid_after_utc
    except DocumentSignerInvalid:
        return []
    if ends - timezone.now() > RENEW_BEFORE:
        return []
    hint = "Make the next one with `manage.py make_document_chain --under`."
    words = f"The certificate that signs documents ends on {ends:%Y-%m-%d}."
    return [checks.Warning(words, hint=hint, id="certificates.W001")]
