"""Which certificates a job is about, and which of them it leaves out, and why."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.models import Certificate, CertificateEvent, KeyRevocation
from certificates.words.paper import issuer_of, template_for
from courses.models import Course, EditionText

Why = BulkJobRow.Why


def words_of_today(course: Course) -> dict[str, Any]:
    """Return what a certificate of `course` is issued anew with: titles, issuers, published words.

    The title is the one of the newest published edition. What was published is never changed, so
    that a course whose title is corrected has a newer edition with the right one; nobody types it.
    """
    newest = course.editions.order_by("-number")[:1]
    titles = EditionText.objects.filter(edition__in=newest).values_list("language", "title")
    template = template_for(course)
    issuer = issuer_of(template)
    return {f"course_title_{language}": title for language, title in titles} | {
        "issuer_kk": issuer.kk, "issuer_ru": issuer.ru,
        "template_id": template.pk if template else None,
    }  # fmt: skip


def chosen(job: BulkJob) -> QuerySet[Certificate]:
    """Return the certificates that the choice of a job names; of a list see `among`."""
    found = Certificate.objects.all()
    if job.course is not None:
        found = found.filter(course_code=job.course.code)
    if job.edition_number is not None:
        found = found.filter(edition_number=job.edition_number)
    if job.certified_from is not None:
        found = found.filter(certified_at__date__gte=job.certified_from)
    if job.certified_until is not None:
        found = found.filter(certified_at__date__lte=job.certified_until)
    if job.sheet_id is not None:
        found = found.filter(
            enrolment__attendances__sheet=job.sheet_id, enrolment__attendances__withdrawn_at=None
        )
    if job.kind == BulkJob.Kind.KEY:  # what was signed before the theft stays good
        stolen = KeyRevocation.objects.filter(
            key__key_id=OuterRef("issue__key_id"), stolen_from__lte=OuterRef("issue__issued_at")
        )
        found = found.filter(Exists(stolen))
    if job.key_id:
        found = found.filter(issue__key_id=job.key_id)
    return found


def among(job: BulkJob, numbers: Sequence[str]) -> QuerySet[Certificate]:
    """Return those of `numbers` that the rest of the choice names, too."""
    return chosen(job).filter(number__in=numbers)


def with_why(job: BulkJob, certificates: QuerySet[Certificate]) -> QuerySet[Any]:
    """Annotate `left`: why a certificate is left out, or "".

    What was granted in error is revoked also when its time has ended, or its holder is gone:
    whoever has the paper can still show it.
    """
    reasons: list[tuple[Any, str]] = [
        (Exists(CertificateEvent.objects.filter(certificate=OuterRef("pk"))), Why.ENDED)
    ]
    if job.replaces:
        reasons += [
            (Q(valid_until__lt=timezone.localdate()), Why.EXPIRED),
            (Q(enrolment__user__erased_at__isnull=False), Why.ERASED),
        ]
    if job.kind == BulkJob.Kind.TITLE:
        reasons.append((Q(**job.words), Why.SAME))
    cases = [When(condition, then=Value(str(why))) for condition, why in reasons]
    return certificates.annotate(left=Case(*cases, default=Value(""), output_field=CharField()))
