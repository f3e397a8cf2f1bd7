"""Certificates issued anew by a bulk job: time, processor time and memory of two workers.

    python -m benchmarks.bulk 2000        so many certificates
    python -m benchmarks.bulk 100000      the whole of it: hours

First the preview, then the job as two processes do it, as two Celery workers would: facts in
batches, and the documents of each batch rendered, signed and stored.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.embedded import site

COUNT = 2000
FULL = 100_000
WORKERS = 2
WORD = "work"  # the first argument of a process that works on a job
AT_ONCE = 2000


def main(count: int) -> None:
    """Build `count` certificates, issue them anew, and print what it took."""
    with tempfile.TemporaryDirectory() as private:
        os.environ["PRIVATE_ROOT"] = private
        with site():
            began = time.perf_counter()
            course = build(count)
            print(f"{count} certificates are there after {time.perf_counter() - began:.0f} s")
            measure(course, count)


def measure(course: Any, count: int) -> None:
    """Run one job over all of them and print the figures."""
    from certificates.jobs import deciding
    from certificates.jobs.models import BulkJob
    from certificates.models import CertificateIssue
    from tests.certificates.jobs.story import two

    people = two()
    job = deciding.open_job(
        kind="title", reason="title_corrected", basis="a measurement", by=people[0], course=course
    )
    began = time.perf_counter()
    deciding.collect(job_id=job.pk)
    print(f"{'preview':<34}{time.perf_counter() - began:>9.1f} s")
    deciding.propose(job=job, by=people[0])
    deciding.confirm(job=job, by=people[1])
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bulk", WORD, str(job.pk)], stdout=subprocess.PIPE
        )
        for _ in range(WORKERS)
    ]
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    # Without the seconds in which the processes start.
    took = max(one["ended"] for one in told) - min(one["began"] for one in told)
    state = BulkJob.objects.get(pk=job.pk).state
    done = CertificateIssue.objects.filter(certificate__generation=2).count()
    assert (state, done) == ("done", count), (state, done)
    report(count, took, told)


def report(count: int, took: float, told: list[dict[str, float]]) -> None:
    """Print the figures; what was not measured is marked as calculated."""
    facts, documents = (sum(one[name] for one in told) for name in ("facts", "documents"))
    print(f"{f'{count} issued anew, {WORKERS} workers':<34}{took:>9.1f} s")
    print(f"{'processor time of one: facts':<34}{facts / count * 1000:>9.1f} ms")
    print(f"{'processor time of one: document':<34}{documents / count * 1000:>9.1f} ms")
    for one in told:
        print(
            f"{'memory of a worker at its peak':<34}{one['peak']:>9.0f} MB, "
            f"after its first hundred {one['first']:.0f} MB"
        )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if count < FULL:
        hours = took / count * FULL / 3600
        alone = (facts + documents) / count * FULL / WORKERS / 3600
        print(f"calculated, not measured: {FULL} would take {hours:.1f} h at this load;")
        print(f"  their workers' processor time is {alone:.1f} h on each of {WORKERS} cores,")
        print("  and the database's own comes on top")


def work(job_id: int) -> None:
    """Work on a job to its end; print processor seconds and memory as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from certificates.jobs import running

    spent = {"facts": 0.0, "documents": 0.0}
    running.take_batch = timed(running.take_batch, spent, "facts")
    running.make_document = timed(running.make_document, spent, "documents")
    first, batches, began = 0.0, 0, time.time()
    while running.work_on(job_id=job_id):
        batches += 1
        if batches == 4:
            first = peak()
    moments = {"began": began, "ended": time.time()}
    print(json.dumps(spent | moments | {"peak": peak(), "first": first or peak()}))


def timed(function: Any, spent: dict[str, float], name: str) -> Any:
    """Return `function` with its processor time added up."""

    def called(**kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return function(**kwargs)
        finally:
            spent[name] += time.process_time() - began

    return called


def peak() -> float:
    """Return the largest resident memory so far in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(count: int) -> Any:
    """Return a course with `count` certificates, each of a person of its own, and a new title."""
    from django.utils import timezone

    from tests import cast
    from tests.certificates.jobs.story import corrected

    edition = cast.make_edition()
    now = timezone.now()
    for begins in range(0, count, AT_ONCE):
        _some(edition, range(begins, min(begins + AT_ONCE, count)), now)
    corrected(edition)
    return edition.course


def _some(edition: Any, places: range, now: Any) -> None:
    import base64

    from accounts.models import PersonKey, User
    from accounts.person import PLACE
    from certificates.models import Certificate
    from certificates.names import NAME_PLACE
    from certificates.numbers import make_number
    from certificates.payload import name_digest, number_salt
    from enrolments.models import Enrolment
    from web.sealing import new_key, seal, seal_with

    people = User.objects.bulk_create(
        User(email=f"holder{place}@example.org", name=f"Асхат {place} Нұрланов", language="kk")
        for place in places
    )
    keys = [new_key() for _person in people]
    PersonKey.objects.bulk_create(
        PersonKey(user=person, sealed_key=seal(base64.b64encode(key).decode(), PLACE))
        for person, key in zip(people, keys, strict=True)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(user=person, course=edition.course, edition=edition, completed_at=now)
        for person in people
    )
    rows = []
    for person, key, enrolment in zip(people, keys, enrolments, strict=True):
        number = make_number()
        rows.append(
            Certificate(
                number=number, enrolment=enrolment,
                sealed_name=seal_with(key, person.name, NAME_PLACE), name_source="declared",
                name_digest=name_digest(person.name, number_salt(number)),
                course_code=edition.course.code, course_title_kk="Сабақтар",
                course_title_ru="Курс", edition_number=edition.number, hours=edition.hours,
                assurance="none", issuer_kk="Орталық", issuer_ru="Центр",
                completed_on=now.date(),
            )
        )  # fmt: skip
    Certificate.objects.bulk_create(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == [WORD]:
        work(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
