"""Many certificates, a corrected title, two people who decide."""

from datetime import timedelta

from accounts.models import User
from certificates.jobs import deciding
from certificates.jobs.models import BulkJob
from certificates.jobs.running import work_on
from certificates.models import Certificate, CertificateIssue, SigningKey
from certificates.trust.actions import revoke_key
from courses.models import Edition
from tests import cast
from tests.certificates.story import completed
from tests.certificates.trusted import published
from tests.workshop import story as workshop

NEW_TITLE = {"kk": "Отау құру", "ru": "Свой дом"}


def certified(edition: Edition, count: int, **person) -> list[Certificate]:
    """Return the certificates of so many people who have completed."""
    return [
        completed(cast.make_learner(**person), edition).certificates.get() for _ in range(count)
    ]


def corrected(edition: Edition) -> Edition:
    """Publish a newer edition of the course under the right title."""
    newer = cast.make_edition(edition.course)
    # Facts are not changed but by whoever writes the tests' own editions.
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for language, title in NEW_TITLE.items():
            newer.texts.filter(language=language).update(title=title)
        cursor.execute("set session_replication_role = origin")
    return newer


def two() -> tuple[User, User]:
    """Return who proposes and who confirms."""
    first, second = (
        workshop.make_person("administrator", name=name)
        for name in ("Ержан Әкімші", "Сауле Әкімші")
    )
    return first, second


def opened(by: User, reason="title_corrected", **choice) -> BulkJob:
    """Return a job whose certificates are written down."""
    kinds = {"title_corrected": "title", "words_corrected": "title", "key_revoked": "key"}
    job = deciding.open_job(
        kind=kinds.get(reason, "revoke"), reason=reason, basis="№ 1", by=by, **choice
    )
    deciding.collect(job_id=job.pk)
    job.refresh_from_db()
    return job


def steal_key(settings, issue: CertificateIssue) -> None:
    """Let the key that signed a document be stolen before it did; another one signs from now on."""
    another, _ = published(hours_ago=1)
    settings.CERTIFICATE_SIGNING_KEYS = [f"another:{another.seed_b64}"]
    stolen = SigningKey.objects.get(key_id=issue.key_id)
    revoke_key(key=stolen, stolen_from=issue.issued_at - timedelta(hours=1), reason="stolen")


def confirmed(people: tuple[User, User], reason="title_corrected", **choice) -> BulkJob:
    """Return a job that one proposed and another confirmed."""
    job = opened(people[0], reason, **choice)
    deciding.propose(job=job, by=people[0])
    deciding.confirm(job=job, by=people[1])
    job.refresh_from_db()
    return job


def run(job: BulkJob) -> BulkJob:
    """Work on a job until nothing is left to do."""
    while work_on(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job
