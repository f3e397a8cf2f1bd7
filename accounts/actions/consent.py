"""Consent: to one version of a text, asked again when the text changes, and taken back at will."""

from django.db import transaction
from django.utils import timezone

from accounts.exceptions import ConsentOutdated
from accounts.models import Consent, ConsentText, User
from web.locks import hold, hold_shared

LOCK = b"consent text"


@transaction.atomic
def publish_consent_text(*, version: str, text_kk: str, text_ru: str) -> ConsentText:
    """Put a consent text in force: every learner is asked anew. The same version is the same text.

    Raises ValueError when that version exists with other words: what people agreed to is never
    rewritten.
    """
    hold(LOCK)
    known = ConsentText.objects.filter(version=version).first()
    if known is not None:
        if (known.text_kk, known.text_ru) != (text_kk, text_ru):
            raise ValueError(f"Version {version} exists already with another text.")
        return known
    text = ConsentText.objects.create(version=version, text_kk=text_kk, text_ru=text_ru)
    User.objects.exclude(consented_at=None).update(consented_at=None)
    return text


@transaction.atomic
def give_consent(
    *, user: User, text: ConsentText, language: str, witnessed_by: User | None = None
) -> Consent:
    """Record that `user` agrees to `text`; done twice is the same as once.

    `witnessed_by` is the member of the staff before whom the person agreed, in person.
    Raises ConsentOutdated when `text` is not the newest one.
    """
    hold_shared(LOCK)
    User.objects.select_for_update().get(pk=user.pk)
    if ConsentText.objects.latest().pk != text.pk:
        raise ConsentOutdated
    consent, _made = Consent.objects.get_or_create(
        user=user, text=text, withdrawn_at=None,
        defaults={
            "language": language, "witnessed_by": witnessed_by,
            "how": Consent.How.IN_PERSON if witnessed_by else Consent.How.ONLINE,
        },
    )  # fmt: skip
    user.consented_at = consent.given_at
    user.save(update_fields=["consented_at"])
    return consent


@transaction.atomic
def withdraw_consent(*, user: User) -> int:
    """Take back every consent of `user`; return how many there were."""
    User.objects.select_for_update().get(pk=user.pk)
    user.consented_at = None
    user.save(update_fields=["consented_at"])
    return Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=timezone.now())


def consent_is_current(user: User) -> bool:
    """Whether `user` agrees to the newest text; true as long as no text was published.

    `User.consented_at` answers without a query; where it is empty the consents are asked.
    """
    if user.consented_at is not None:
        return True
    newest = ConsentText.objects.order_by("-published_at").first()
    return newest is None or user.consents.filter(text=newest, withdrawn_at=None).exists()
