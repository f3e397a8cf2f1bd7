"""Certify, supersede, revoke. Facts are added; nothing is changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.profile import name_is_settled
from accounts.models import Identity, User
from accounts.person import seal_for
from certificates.exceptions import AlreadyEnded, NotCompleted
from certificates.how import assurance_of, mode_of
from certificates.models import Certificate, CertificateEvent
from certificates.names import NAME_PLACE, holder_name, name_for
from certificates.numbers import make_number
from certificates.payload import name_digest, number_salt
from certificates.signals import certificate_certified, certificate_ended
from certificates.validity import months_later
from certificates.words.paper import issuer_of, template_for
from courses.models import EditionText
from enrolments.models import Enrolment
from enrolments.questions import policy_for
from registry.questions import linked_claim
from web.locks import hold

TRIES_FOR_A_NUMBER = 5
# What a certificate says that is not of its holder: these may be others in one that is issued anew.
ISSUERS_WORDS = ("course_title_kk", "course_title_ru", "issuer_kk", "issuer_ru", "template_id")


@transaction.atomic
def certify(*, enrolment: Enrolment, declared: str = "") -> Certificate:
    """Insert the frozen certificate of a completed enrolment; the one that is there if there is.

    Called under the enrolment's lock: in the transaction that completes, or by
    `certify_by_wish`. Everything the certificate says is frozen here, in both languages: later
    changes of a name, a title or a policy do not reach it. `declared` is the holder's name as they
    wrote it for this certificate; one that the registry wrote goes before it. Raises NotCompleted.
    """
    if enrolment.completed_at is None:
        raise NotCompleted
    existing = enrolment.certificates.order_by("-generation").first()
    if existing is not None:
        return existing
    _hold_identity(enrolment.user)
    certificate = _insert(enrolment=enrolment, generation=1, supersedes=None, declared=declared)
    certificate_certified.send(sender=Certificate, certificate=certificate)
    return certificate


def _hold_identity(user: User) -> None:
    """Lock the identity that the certificate will say: whoever displaces it revokes what it earned.

    Without the lock a displacement of this moment would not see a certificate that is being made,
    which would say nothing of the displacement.
    """
    own = Identity.objects.active().filter(user=user).order_by("pk")
    list(own.select_for_update(no_key=True).values("pk"))


@transaction.atomic
def certify_by_wish(*, enrolment: Enrolment, name: str) -> Certificate:
    """Certify a completion because its owner wants a certificate; once, however often they ask.

    It says what was so on the day of completion, and the `name` they declare today; the name of
    somebody whose identity is proved is theirs already. The enrolment's row is locked, so that of
    two wishes at once the second finds the first one's certificate. Raises NotCompleted.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    declared = enrolment.user.name if name_is_settled(enrolment.user) else name
    return certify(enrolment=enrolment, declared=declared)


@transaction.atomic
def supersede(
    *,
    certificate: Certificate,
    by: Any,
    name: str | None = None,
    reason: str = CertificateEvent.Reason.NAME_CORRECTED,
) -> Certificate:
    """Replace a certificate by its next generation; the old one says why, and by whom.

    `name` is the corrected one, if that is the `reason`. Raises AlreadyEnded when it was superseded
    or revoked before.
    """
    _end(certificate, CertificateEvent.Kind.SUPERSEDED, reason, by)
    replacement = _insert(
        enrolment=certificate.enrolment,
        generation=certificate.generation + 1,
        supersedes=certificate,
        name=name,
    )
    certificate_certified.send(sender=Certificate, certificate=replacement)
    return replacement


@transaction.atomic
def reissue(
    *,
    certificate: Certificate,
    reason: str,
    by: Any,
    words: Mapping[str, Any] | None = None,
    in_bulk: bool = False,
) -> Certificate:
    """Replace a certificate by one that says the same of its holder and of what they did.

    Number, generation, the day of issue and the key that signs are new; of what it says only
    `words` differ, some of `ISSUERS_WORDS`. `in_bulk` says that its document comes with those of
    others. Raises AlreadyEnded, and CannotUnseal when its holder erased their account.
    """  # fmt: skip
    _end(certificate, CertificateEvent.Kind.SUPERSEDED, reason, by)
    holder = holder_name(certificate)

    def insert(number: str) -> Certificate:
        made = successor(certificate, number=number, words=words or {})
        made.name_digest = name_digest(holder, number_salt(number))
        made.save(force_insert=True)
        return made

    replacement = _with_a_number(insert)
    certificate_certified.send(sender=Certificate, certificate=replacement, in_bulk=in_bulk)
    return replacement


def successor(certificate: Certificate, *, number: str, words: Mapping[str, Any]) -> Certificate:
    """Return the certificate that would come after this one, not saved; its digest is the old one.

    Every column is taken over but those named here: what the holder did stays as it was frozen.
    """
    kept = {
        field.attname: getattr(certificate, field.attname) for field in certificate._meta.fields
    }
    del kept["id"], kept["certified_at"]
    made = Certificate(
        **kept | dict(words) | {
            "number": number, "generation": certificate.generation + 1,
            "supersedes_id": certificate.pk,
        }
    )  # fmt: skip
    made.enrolment = certificate.enrolment
    return made


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: Any = None) -> CertificateEvent:
    """Revoke a certificate. It stays, and says from now on that it was revoked.

    Raises AlreadyEnded when it was superseded or revoked before.
    """
    return _end(certificate, CertificateEvent.Kind.REVOKED, reason, by)


@transaction.atomic
def certify_again(*, user: User, since: datetime) -> list[Certificate]:
    """Certify anew what `user` lost from `since` on to another who passed for them.

    What was revoked stays revoked, since facts do: each enrolment gets the next generation, which
    says how sure the identity is now. What was granted in error does not come back. Twice is the
    same as once.
    """
    lost = Certificate.objects.filter(
        enrolment__user=user, superseded_by=None, events__at__gte=since,
        events__reason=CertificateEvent.Reason.IDENTITY_DISPLACED,
    ).select_related("enrolment__user", "enrolment__course", "enrolment__edition")  # fmt: skip
    hold_ends(*lost.values_list("pk", flat=True))
    return [certify_in_place_of(before=before) for before in lost.order_by("pk")]


@transaction.atomic
def certify_in_place_of(*, before: Certificate) -> Certificate:
    """Insert the next generation of a revoked certificate, with the name that stands on it.

    What was revoked stays revoked.
    """
    hold_ends(before.pk)
    made = _insert(
        enrolment=before.enrolment, generation=before.generation + 1, supersedes=before,
        declared=holder_name(before),
    )  # fmt: skip
    certificate_certified.send(sender=Certificate, certificate=made)
    return made


def _insert(
    *,
    enrolment: Enrolment,
    generation: int,
    supersedes: Certificate | None,
    name: str | None = None,
    declared: str = "",
) -> Certificate:
    user, edition = enrolment.user, enrolment.edition
    source, holder = name_for(user, name, declared)
    claim = linked_claim(user)
    titles = dict(EditionText.objects.filter(edition=edition).values_list("language", "title"))
    assert enrolment.completed_at is not None
    completed_on = timezone.localdate(enrolment.completed_at)
    if supersedes is not None:  # a title that was corrected stays so
        titles = {"kk": supersedes.course_title_kk, "ru": supersedes.course_title_ru}
    # The national policy: a certificate is valid in every region.
    template = template_for(enrolment.course)
    issuer = issuer_of(template)
    policy = policy_for(course=enrolment.course, region="", on=completed_on)
    return _with_a_number(
        lambda number: Certificate.objects.create(
            number=number,
            enrolment=enrolment,
            generation=generation,
            supersedes=supersedes,
            sealed_name=seal_for(user, holder, NAME_PLACE),
            name_source=source,
            name_digest=name_digest(holder, number_salt(number)),
            course_code=enrolment.course.code,
            course_title_kk=titles["kk"],
            course_title_ru=titles["ru"],
            edition_number=edition.number,
            hours=edition.hours,
            mode=mode_of(enrolment),
            assurance=assurance_of(user, claim),
            issuer_kk=issuer.kk,
            issuer_ru=issuer.ru,
            template=template,
            completed_on=completed_on,
            valid_until=months_later(completed_on, policy.validity_months),
        )
    )


def _with_a_number(insert: Callable[[str], Certificate]) -> Certificate:
    """Return what `insert` makes with a new number; with another one when it is taken."""
    for attempt in range(TRIES_FOR_A_NUMBER):
        try:
            with transaction.atomic():
                return insert(make_number())
        except IntegrityError as error:
            taken = "number" in str(error.__cause__ or error) and attempt + 1 < TRIES_FOR_A_NUMBER
            if not taken:
                raise
    raise AssertionError("unreachable")


def hold_ends(*certificate_ids: int) -> None:
    """Let nobody else end or replace these certificates until the transaction ends.

    Not by their rows: whoever locks a row must be allowed to change it, and the application is
    not.
    """
    hold(*(f"end of certificate {pk}".encode() for pk in certificate_ids))


def _end(certificate: Certificate, kind: str, reason: str, by: Any) -> CertificateEvent:
    hold_ends(certificate.pk)
    if CertificateEvent.objects.filter(certificate=certificate).exists():
        raise AlreadyEnded
    event = CertificateEvent.objects.create(
        certificate=certificate, kind=kind, reason=reason, by=by
    )
    certificate_ended.send(sender=Certificate, certificate=certificate)
    return event
