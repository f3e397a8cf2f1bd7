"""A clerk's question at the desk, alone and while systems ask for a thousand people at a time."""

import os
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.embedded import site

ROUNDS = 200
WORD = "ask"  # the first argument of a process that asks for thousands


def main(rounds: int) -> None:
    """Measure both; print a table and the ratio."""
    with site():
        clerk, question, secret = build()
        desk(clerk, question, 20)
        alone = desk(clerk, question, rounds)
        systems = [
            subprocess.Popen([sys.executable, "-m", "benchmarks.desks", WORD, secret])
            for _ in range(2)
        ]
        try:
            wait_for_lookups()
            before, began = lookups(), time.perf_counter()
            beside = desk(clerk, question, rounds)
            people = (lookups() - before - 2 * rounds) / (time.perf_counter() - began)
        finally:
            for system in systems:
                system.terminate()
                system.wait()
        report(alone, beside, people)


def build() -> tuple[Any, dict[str, str], str]:
    """Return a clerk's browser, their question, and the key of a system of the country."""
    from django.test import Client
    from django.utils import timezone

    from registry.standin import cast as couples
    from tests import cast
    from tests.api.systems import make_system
    from tests.certificates.at_the_desk import asked, certified
    from tests.registry.people import told

    couple = couples.AIGERIM_AND_DANIYAR
    record = couple.on(timezone.localdate())
    office = cast.make_office(record.office_code, record.region)
    told(record)
    certified(couples.AIGERIM)
    browser = Client()
    clerk = cast.make_clerk(office)
    browser.force_login(clerk, backend="accounts.backends.StaffPasswordBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(clerk.pk)
    session.save()
    return browser, asked(couples.AIGERIM, couple), make_system().secret


def desk(clerk: Any, question: dict[str, str], rounds: int) -> list[float]:
    """Return the milliseconds of each answer."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        page = clerk.post("/kk/desk/answer/", question)
        took.append((time.perf_counter() - began) * 1000)
        assert page.status_code == 200, page.status_code
        time.sleep(0.01)
    return took


def lookups() -> int:
    """Return how many look-ups are recorded."""
    from accounts.actions.record import head

    return (head() or (0, b""))[0]


def wait_for_lookups() -> None:
    """Wait until the systems are at work."""
    known = lookups()
    while lookups() < known + 2000:
        time.sleep(0.05)


def ask(secret: str) -> None:
    """Ask for a thousand people again and again, as a system does that has much to ask."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.conf import settings

    from registry.standin import cast as couples
    from tests.api.systems import System, identity

    settings.API_REQUESTS_A_MINUTE = 10**9
    couple = couples.AIGERIM_AND_DANIYAR
    people = [
        {"identity": identity(who), "application": couple.number}
        for who in (couples.AIGERIM, couples.DANIYAR)
    ] * 500
    system = System(None, None, secret)  # type: ignore[arg-type]
    while True:
        answer = system.ask("applicants/query/batch", {"applicants": people})
        if answer.status_code == 503:
            time.sleep(float(answer["Retry-After"]))


def report(alone: list[float], beside: list[float], people: float) -> None:
    """Print what was measured."""
    print(f"{'a question at the desk':<44}{'median':>8}{'p95':>8}{'worst':>8}  ms")
    for name, took in (("alone", alone), ("beside two questions for 1,000 people", beside)):
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"{name:<44}{statistics.median(took):>8.1f}{p95:>8.1f}{max(took):>8.1f}")
    ratio = statistics.quantiles(beside, n=20)[-1] / statistics.quantiles(alone, n=20)[-1]
    print(f"p95 ratio {ratio:.2f}; meanwhile {people:.0f} people a second were asked for")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    if sys.argv[1:2] == [WORD]:
        ask(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
