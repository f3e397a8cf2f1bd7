"""The desk's answer and the public check at three numbers of certificates: p50, p95, the ratio.

The registry is the stand-in, over HTTP on this machine. Who asks works at every office, and asks
about the stand-in's well-known couples, two of whom have completed; around them stand as many
people with an identity, an enrolment, a certificate and a place in an application. A page of the
desk that looks nobody up is measured in the same rounds: what it gains or loses is the machine's.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.embedded import site

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 240
BASE = 10_000_000  # the ids of those who stand around begin here
BAR = {"p95": 100, "ratio": 1.2}  # milliseconds; last to first at the median

# What differs from the one real row that is copied; n counts the people.
COPIES = {
    "accounts_user": {"id": "{base} + n", "email": "'p' || n || '@example.org'", "phone": "null"},
    "accounts_identity": {
        "id": "{base} + n", "user_id": "{base} + n", "lookup_key": "sha256(('k' || n)::bytea)",
    },
    "enrolments_enrolment": {"id": "{base} + n", "user_id": "{base} + n"},
    "certificates_certificate": {
        "id": "{base} + n", "enrolment_id": "{base} + n", "number": "'B' || n",
    },
    "registry_marriageapplication": {"id": "{base} + n / 2", "number": "'B-' || n / 2"},
    "registry_applicant": {
        "id": "{base} + n", "application_id": "{base} + (n + mod(n, 2)) / 2",
        "position": "1 + mod(n, 2)", "lookup_key": "sha256(('k' || n)::bytea)",
    },
}  # fmt: skip
ONE_FOR_TWO = {"registry_marriageapplication"}


def main(sizes: tuple[int, ...]) -> None:
    """Fill and measure at each size; print a table, the ratios and the machine's load."""
    with site(), world() as (pages, samples):
        measured = []
        filled = 0
        for size in sizes:
            seconds = fill(samples, filled, size)
            filled = size
            print(
                f"{size:>9,} certificates, filled in {seconds:.0f} s, load {os.getloadavg()[0]:.1f}"
            )
            measured.append((size, measure(pages)))
        report(measured)


@contextmanager
def world() -> Iterator[tuple[dict[str, Callable[[int], object]], dict[str, int]]]:
    """Make the couples, a clerk and a browser; yield the pages by name and the rows to copy."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone
    from django.utils.translation import override

    from registry.actions.offices import load_offices
    from registry.management.commands.load_offices import OFFICES
    from registry.models import Applicant, Clerkship, MarriageApplication, RegistryOffice
    from registry.standin.server import DEMONSTRATION_TOKEN, running_standin
    from tests import cast
    from tests.certificates.at_the_desk import asked, certified, couples

    with running_standin(today=timezone.localdate()) as registry, override("kk"):
        settings.REGISTRY_GATEWAY = {
            "backend": "http", "url": registry.url, "token": DEMONSTRATION_TOKEN, "timeout": 5.0,
        }  # fmt: skip
        load_offices(file=OFFICES)
        clerk = cast.make_staff()
        for office in RegistryOffice.objects.all():
            Clerkship.objects.create(user=clerk, office=office)
        client = Client()
        client.force_login(clerk, backend="accounts.backends.StaffPasswordBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(clerk.pk)
        session.save()
        certificates = [certified(couples.AIGERIM), certified(couples.IRINA)]
        questions = [asked(who, couple) for couple in couples.CAST for who in couple.applicants]

        def desk(turn: int) -> object:
            return client.post("/kk/desk/answer/", questions[turn % len(questions)])

        def check(turn: int) -> object:
            return Client().get(f"/kk/c/{certificates[turn % 2].number}/")

        pages: dict[str, Callable[[int], Any]] = {
            "desk": desk, "check": check, "no look-up": lambda _turn: client.get("/kk/desk/name/"),
        }  # fmt: skip
        for turn in range(len(questions)):
            response: Any = desk(turn)
            assert b'class="answers' in response.content, response.content
        one = certificates[0]
        application = MarriageApplication.objects.earliest("pk")
        yield (
            pages,
            {
                "accounts_user": one.enrolment.user.pk,
                "accounts_identity": one.enrolment.user.identities.get().pk,
                "enrolments_enrolment": one.enrolment.pk,
                "certificates_certificate": one.pk,
                "registry_marriageapplication": application.pk,
                "registry_applicant": Applicant.objects.filter(application=application)
                .earliest("pk")
                .pk,
            },
        )


def fill(samples: dict[str, int], filled: int, size: int) -> float:
    """Copy the sample rows until `size` people stand around; return the seconds it took."""
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor:
        # The copies are consistent by how they are made; checking each would take minutes.
        cursor.execute("set session_replication_role = replica")
        for table, changed in COPIES.items():
            description = connection.introspection.get_table_description(cursor, table)
            names = [column.name for column in description]
            values = [changed.get(name, f's."{name}"').format(base=BASE) for name in names]
            step = 2 if table in ONE_FOR_TWO else 1
            cursor.execute(
                f"insert into {table} ({', '.join(f'"{name}"' for name in names)}) "  # noqa: S608  # our own names
                f"select {', '.join(values)} from generate_series(%s, %s, {step}) n, {table} s "
                "where s.id = %s",
                [filled + step, size, samples[table]],
            )
        cursor.execute("set session_replication_role = origin")
        cursor.execute("vacuum analyze")
    return time.perf_counter() - start


def measure(pages: dict[str, Callable[[int], object]]) -> dict[str, tuple[int, float, float]]:
    """Return queries, p50 and p95 in milliseconds of each page, their rounds mixed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS):
        for name, page in pages.items():
            start = time.perf_counter()
            response: Any = page(turn)
            times[name].append(1000 * (time.perf_counter() - start))
            assert response.status_code == 200, (name, response.status_code)
    found = {}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as queries:
            page(0)
        cuts = statistics.quantiles(times[name][10:], n=20)
        found[name] = (len(queries), cuts[9], cuts[18])
    return found


def report(measured: list[tuple[int, dict[str, tuple[int, float, float]]]]) -> None:
    """Print what was measured, and whether it is within the bar."""
    print(
        f"{'page':12}" + "".join(f"{size:>14,} (p50, p95 ms)" for size, _ in measured) + "  ratio"
    )
    first, last = measured[0][1], measured[-1][1]
    for name in first:
        cells = "".join(
            f"{page[name][0]:>9} q {page[name][1]:>7.1f} {page[name][2]:>8.1f}"
            for _, page in measured
        )
        print(f"{name:12}{cells}   {last[name][1] / first[name][1]:.2f}")
    machine = last["no look-up"][1] / first["no look-up"][1]
    ratio = last["desk"][1] / first["desk"][1]
    print(
        f"The bar: p95 {BAR['p95']} ms, ratio {BAR['ratio']}. "
        f"The machine itself: {machine:.2f}; the desk without it: {ratio / machine:.2f}."
    )


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
