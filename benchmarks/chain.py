"""The chain of facts at two sizes: placing, closing a day, a minute's look, checking all."""

import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO

from benchmarks.embedded import site

SIZES = (1_000, 100_000)

# Half of the facts are certificates, half their documents. Only the columns that a digest covers
# matter here, so the enrolments they belong to are left out.
FILL = """
insert into certificates_certificate (number, enrolment_id, generation, sealed_name, name_source,
    name_digest, course_code, course_title_kk, course_title_ru, edition_number, hours, mode,
    assurance, issuer_kk, issuer_ru, completed_on, certified_at)
select 'N' || n, n, 1, sha256(n::text::bytea), 'registry', substr(sha256(n::text::bytea), 1, 10),
    'NEKE', repeat('Некеге дейінгі курс ', 3), repeat('Добрачный курс ', 4), 3, 6.5, 'alone',
    'phone', 'Отбасын қолдау орталығы', 'Центр поддержки семьи', current_date, now()
from generate_series(%(first)s, %(last)s) n;
insert into certificates_certificateissue (certificate_id, key_id, signed_payload, pdf, pdf_sha256,
    picture, picture_sha256, issued_at)
select id, 'a1b2c3d4', repeat('X', 173), 'certificates/' || number || '.pdf',
    sha256(number::bytea), 'certificates/' || number || '.png', sha256(number::bytea), now()
from certificates_certificate where enrolment_id between %(first)s and %(last)s;
"""


def main(sizes: tuple[int, ...]) -> None:
    """Fill, place, close and check at each size; print a table and the ratio by fact."""
    with site():
        from django.core.management import call_command
        from django.utils import timezone

        from certificates.chain.entries import place_facts
        from certificates.chain.heads import keep_chain

        filled, by_fact = 0, []
        print("facts     placing      closing a day  a minute's look  checking all     peak memory")
        for turn, size in enumerate(sizes):
            fill(filled + 1, size // 2)
            added, filled = size - 2 * filled, size // 2
            # Days that are over: a fact that tells of a time before its day would be a finding.
            began = timezone.now() - timedelta(days=3 * (len(sizes) - turn))
            placing = timed(partial(place_facts, now=began))
            closing = timed(partial(keep_chain, now=began + timedelta(days=1)))
            keep_chain(now=began + timedelta(days=2))
            look = timed(partial(place_facts, now=began + timedelta(days=2)))
            checking = timed(lambda: call_command("check_certificate_history", stdout=StringIO()))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            by_fact.append(checking / size)
            print(
                f"{size:<9,} {placing:6.2f} s ({1e6 * placing / added:.0f} µs each) "
                f"{1000 * closing:8.0f} ms {1000 * look:10.0f} ms "
                f"{checking:8.2f} s ({1e6 * checking / size:.0f} µs each) {peak:8.0f} MB"
            )
        print(f"time by fact, largest over smallest: {by_fact[-1] / by_fact[0]:.2f}")


def fill(first: int, last: int) -> None:
    """Add facts past the foreign keys."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(FILL, {"first": first, "last": last})
        cursor.execute("set session_replication_role = origin")
        cursor.execute("vacuum analyze")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
