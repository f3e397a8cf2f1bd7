"""The list of ended certificates at several sizes: bytes, making it, serving it, and a 304."""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from benchmarks.embedded import site

SIZES = (1_000, 100_000, 1_000_000)
STATUS = "/.well-known/otau/status.cbor"

# Every second number is revoked and the others are replaced; nothing else of them matters here.
CERTIFICATES = """
insert into certificates_certificate (id, number, enrolment_id, generation, sealed_name, name_source,
    name_digest, course_code, course_title_kk, course_title_ru, edition_number, hours, mode,
    assurance, issuer_kk, issuer_ru, completed_on, certified_at)
select n, substr(md5(n::text), 1, 4) || '-' || substr(md5(n::text), 5, 4) || '-' || lpad(n::text, 8, '0'),
    n, 1, '', 'declared', '', 'NEKE', '', '', 1, 6, 'alone', 'none', '', '', now(), now()
from generate_series(%(after)s + 1, %(size)s) n
"""  # noqa: E501
EVENTS = """
insert into certificates_certificateevent (id, certificate_id, kind, reason, at)
select n, n, (array['revoked', 'superseded'])[n %% 2 + 1], 'granted_in_error', now()
from generate_series(%(after)s + 1, %(size)s) n
"""


def milliseconds(act: Callable[[], object], times: int) -> float:
    """Return the median of so many runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print a row for each size."""
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    with site():
        from django.core.cache import cache
        from django.db import connection
        from django.test import Client

        client, after = Client(), 0
        print("ended      bytes       make ms  serve ms  304 ms")
        for size in sizes:
            with connection.cursor() as cursor:
                cursor.execute("set session_replication_role = replica")
                for statement in (CERTIFICATES, EVENTS):
                    cursor.execute(statement, {"after": after, "size": size})
                cursor.execute("set session_replication_role = origin")
                cursor.execute("analyze certificates_certificate, certificates_certificateevent")
            after = size

            def made() -> None:
                cache.clear()
                client.get(STATUS)

            make = milliseconds(made, 3)
            first = client.get(STATUS)
            serve = milliseconds(partial(client.get, STATUS), 20)
            tag = {"If-None-Match": first["ETag"]}
            unchanged = milliseconds(partial(client.get, STATUS, headers=tag), 20)
            print(
                f"{size:>9,}  {len(first.content):>9,}  {make:>8.0f}  {serve:>8.1f}  "
                f"{unchanged:>6.1f}"
            )


if __name__ == "__main__":
    main()
