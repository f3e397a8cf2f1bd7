"""Asking a system that is slow, shaky or away; what becomes of those who wait for it."""

from datetime import timedelta
from threading import Thread
from time import monotonic

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.utils import timezone

from certificates.desk.asking import find_application
from certificates.desk.exceptions import CouldNotCheck
from registry.actions import make_claim
from registry.actions.asking import FAILED, IN_A_ROW, RESTING, TRYING, ask_registry, is_away
from registry.actions.exchanges import KEPT, Outcome, count_exchange
from registry.gateway import GatewayMalformed, GatewayUnavailable, gateway_from_settings
from registry.models import LIVING, ApplicationClaim, RegistryMinute
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR
from registry.standin.server import Mode
from registry.tasks import check_waiting_claims, forget_how_the_registry_answered
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_registry")]
NUMBER = AIGERIM_AND_DANIYAR.number


def ask(**more):
    return ask_registry(number=NUMBER, identity=AIGERIM.identity, **more)


def fail(times: int) -> None:
    for _ in range(times):
        with pytest.raises(GatewayUnavailable):
            ask()


def rested() -> None:
    """Let the rest be over that the registry is given."""
    cache.delete(RESTING)


def counted() -> dict[str, int]:
    names = ("answered", "unavailable", "malformed", "withheld")
    rows = RegistryMinute.objects.values(*names)
    return {name: total for name in names if (total := sum(row[name] for row in rows))}


class TestOneQuestion:
    def test_what_was_broken_off_is_asked_once_more(self, asked_registry):
        asked_registry.mode = Mode("shaky")
        assert ask().number == NUMBER
        assert asked_registry.asked == 2
        assert counted() == {"answered": 1}

    def test_a_registry_that_asks_for_quiet_is_not_asked_again(self, asked_registry):
        asked_registry.mode = Mode("down")
        fail(1)
        assert asked_registry.asked == 1

    def test_a_slow_one_is_waited_for_once_and_no_longer_than_the_asker_can(self, asked_registry):
        asked_registry.mode = Mode("slow", seconds=5)
        began = monotonic()
        with pytest.raises(GatewayUnavailable, match="in time"):
            ask(patience=0.3)
        assert monotonic() - began < 1
        assert asked_registry.asked == 1


class TestWhileItIsAway:
    def test_after_three_failures_in_a_row_it_is_left_alone(self, asked_registry):
        asked_registry.mode = Mode("down")
        fail(IN_A_ROW)
        assert is_away()
        fail(5)
        assert asked_registry.asked == IN_A_ROW
        assert counted() == {"unavailable": IN_A_ROW, "withheld": 5}

    def test_failures_that_are_not_in_a_row_are_nothing(self, asked_registry):
        for mode in ("down", "down", "normal") * 3:
            asked_registry.mode = Mode(mode)
            fail(1) if mode == "down" else ask()
        assert not is_away()
        assert counted() == {"unavailable": 6, "answered": 3}

    def test_after_a_rest_one_question_tries_and_its_answer_opens_the_way(self, asked_registry):
        asked_registry.mode = Mode("down")
        fail(IN_A_ROW)
        rested()
        fail(1)
        assert asked_registry.asked == IN_A_ROW + 1
        fail(1)  # it rests again, after one failure
        assert asked_registry.asked == IN_A_ROW + 1
        asked_registry.mode = Mode()
        rested()
        assert ask().number == NUMBER
        assert not is_away()
        assert ask().number == NUMBER

    def test_while_one_tries_the_others_do_not_wait(self, asked_registry):
        cache.set(FAILED, IN_A_ROW)
        cache.set(TRYING, True)
        fail(3)
        assert asked_registry.asked == 0

    def test_a_wrong_answer_is_not_an_absence(self, asked_registry):
        asked_registry.mode = Mode("malformed")
        for _ in range(IN_A_ROW + 1):
            with pytest.raises(GatewayMalformed):
                ask()
        assert not is_away()
        assert counted() == {"malformed": IN_A_ROW + 1}


class TestFigures:
    @pytest.mark.django_db(transaction=True)
    def test_those_who_count_at_once_are_all_counted(self):
        threads = [Thread(target=count_five) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counted() == {"answered": 40}

    def test_a_minute_says_how_long_the_answers_took(self, asked_registry):
        asked_registry.mode = Mode("slow", seconds=0.05)
        ask()
        asked_registry.mode = Mode()
        ask()
        slowest = max(row.slowest for row in RegistryMinute.objects.all())
        assert slowest >= 50
        assert sum(row.milliseconds for row in RegistryMinute.objects.all()) >= slowest

    def test_they_are_forgotten_after_ninety_days(self):
        ask()
        RegistryMinute.objects.create(minute=timezone.now() - KEPT - timedelta(minutes=1))
        forget_how_the_registry_answered()
        assert counted() == {"answered": 1}
        assert RegistryMinute.objects.count() == 1

    def test_a_site_without_a_registry_counts_nothing(self, settings):
        settings.REGISTRY_GATEWAY = {"backend": "none"}
        fail(IN_A_ROW + 1)
        assert not is_away()
        assert not counted()


def count_five() -> None:
    for _ in range(5):
        count_exchange(outcome=Outcome.ANSWERED, seconds=0.1)
    connection.close()


class AnotherGateway:
    """Knows nobody: what stands in the place of a Smart Bridge."""

    def __init__(self, *, service: str, timeout: float) -> None:
        self.service, self.timeout = service, timeout

    def ask(self, *, number, identity):
        return None


class TestAnotherKindOfGateway:
    def test_it_is_named_by_its_path_and_made_with_its_own_settings(self, settings):
        path = f"{__name__}.AnotherGateway"
        settings.REGISTRY_GATEWAY = {"backend": path, "service": "zags", "timeout": 4}
        made = gateway_from_settings(patience=3)
        assert (made.service, made.timeout) == ("zags", 3.0)
        assert ask() is None
        assert counted() == {"answered": 1}

    @pytest.mark.parametrize(
        "path", ["registry.gateway.Nothing", "no.such.module", f"{__name__}.AnotherGateway"]
    )
    def test_one_that_cannot_be_made_stops_the_start_and_keeps_its_secrets(self, settings, path):
        settings.REGISTRY_GATEWAY = {"backend": path, "password": "secret"}
        with pytest.raises(ImproperlyConfigured) as raised:
            gateway_from_settings()
        assert "secret" not in str(raised.value)


class TestAnHourAway:
    """Minute by minute, as docs/outages.md tells it."""

    WAITING, AWAY, BACK = 40, 60, 6  # claims; minutes

    def test_nothing_is_lost_nobody_waits_and_all_is_answered_within_minutes(
        self, asked_registry, tasks_at_once
    ):
        records = [one for one in asked_registry.book.all() if one.state in LIVING][: self.WAITING]
        asked_registry.mode = Mode("down")
        longest = 0.0
        for minute in range(self.AWAY):
            for record in records[minute : minute + 1]:  # somebody links an application
                claim_of(record)
            with tasks_at_once():
                check_waiting_claims()
            for _ in range(2):  # and two couples stand at desks
                longest = max(longest, at_a_desk())
            a_minute_passes()
        assert ApplicationClaim.objects.filter(state="waiting").count() == self.WAITING
        asked_while_away = asked_registry.asked
        assert asked_while_away <= IN_A_ROW + self.AWAY * 60 // 20
        assert longest < 0.5

        asked_registry.mode = Mode()
        left = []
        for _ in range(self.BACK):
            with tasks_at_once():
                check_waiting_claims()
            left.append(ApplicationClaim.objects.filter(state="waiting").count())
            a_minute_passes()
        assert left[-1] == 0, left
        states = set(ApplicationClaim.objects.values_list("state", flat=True))
        assert states == {"confirmed"}
        assert asked_registry.asked - asked_while_away == self.WAITING

    def test_without_the_rest_every_desk_and_every_claim_would_go_on_asking(
        self, asked_registry, monkeypatch
    ):
        """The control: the registry is asked whatever it did before."""
        monkeypatch.setattr("registry.actions.asking.IN_A_ROW", 1_000_000)
        asked_registry.mode = Mode("down")
        for _ in range(60):
            at_a_desk()
        assert asked_registry.asked == 60


def claim_of(record) -> None:
    identity = record.applicants[0].identity
    make_claim(
        user=cast.make_learner(), kind=identity.kind, country=identity.country,
        identity_number=identity.number, application_number=record.number,
    )  # fmt: skip


def at_a_desk() -> float:
    """Ask at a desk; return how many seconds the clerk waited for "we could not check"."""
    began = monotonic()
    with pytest.raises(CouldNotCheck):
        find_application(identity=AIGERIM.identity, number=NUMBER)
    return monotonic() - began


def a_minute_passes() -> None:
    minute = timedelta(minutes=1)
    ApplicationClaim.objects.update(
        next_check_at=F("next_check_at") - minute, made_at=F("made_at") - minute
    )
    rested()
    cache.delete(TRYING)
