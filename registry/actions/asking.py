"""Asking the registry with patience, and not at all while it is known to be away.

A question that was broken off is put once more after a moment chosen by chance, so that many do not
come back at once. After three failures in a row the registry is left alone for some seconds, and
then one question tries for all (a circuit breaker, as in M. Nygard's "Release It!"): a clerk gets
"we could not check" at once and not after the timeout, and a system that is coming back is not
run over. What is known of this stands in the cache: without it the registry is simply asked.
"""

import secrets
import time

from django.core.cache import cache

from registry.actions.exchanges import Outcome, count_exchange
from registry.gateway import (
    ApplicationRecord,
    GatewayMalformed,
    GatewayUnavailable,
    IdentityNumber,
    NoGateway,
    RegistryGateway,
    gateway_from_settings,
)

IN_A_ROW = 3  # failures
REST = 20  # seconds without a question
REMEMBERED = 600  # seconds
LONGEST_PAUSE = 0.25  # seconds before the second try
FAILED, RESTING, TRYING = "registry:failed", "registry:resting", "registry:trying"


def ask_registry(
    *, number: str, identity: IdentityNumber, patience: float | None = None
) -> ApplicationRecord | None:
    """Ask as `RegistryGateway.ask` does; `patience` is how many seconds the asker has for a try.

    Each exchange is counted, without whom it was about. Not to be called within a transaction: it
    waits for another system. Raises GatewayUnavailable and GatewayMalformed.
    """
    gateway = gateway_from_settings(patience)
    if isinstance(gateway, NoGateway):
        return gateway.ask(number=number, identity=identity)
    failed = _failed_in_a_row()
    if failed >= IN_A_ROW and not _may_try():
        count_exchange(outcome=Outcome.WITHHELD)
        raise GatewayUnavailable("it was away a moment ago")
    began = time.monotonic()
    try:
        answer = _ask(gateway, number, identity)
    except GatewayMalformed:  # it is there, whatever it said
        _note_answer(failed)
        count_exchange(outcome=Outcome.MALFORMED)
        raise
    except GatewayUnavailable:
        _note_failure()
        count_exchange(outcome=Outcome.UNAVAILABLE)
        raise
    _note_answer(failed)
    count_exchange(outcome=Outcome.ANSWERED, seconds=time.monotonic() - began)
    return answer


def is_away() -> bool:
    """Whether the registry did not answer the last few questions; one at a time tries it then."""
    return _failed_in_a_row() >= IN_A_ROW


def _ask(
    gateway: RegistryGateway, number: str, identity: IdentityNumber
) -> ApplicationRecord | None:
    try:
        return gateway.ask(number=number, identity=identity)
    except GatewayUnavailable as failure:
        if not failure.at_once:
            raise
    time.sleep(LONGEST_PAUSE * (0.2 + 0.8 * secrets.SystemRandom().random()))
    return gateway.ask(number=number, identity=identity)


def _failed_in_a_row() -> int:
    return int(cache.get(FAILED) or 0)


def _may_try() -> bool:
    """Whether this is the one question that tries, after a rest, whether the registry is back."""
    return not cache.get(RESTING) and bool(cache.add(TRYING, True, timeout=REST))


def _note_failure() -> None:
    cache.add(FAILED, 0, timeout=REMEMBERED)
    try:
        failed = int(cache.incr(FAILED))
    except ValueError:  # forgotten between the two calls
        return
    if failed >= IN_A_ROW:
        cache.touch(FAILED, timeout=REMEMBERED)
        cache.set(RESTING, True, timeout=REST)
        cache.delete(TRYING)


def _note_answer(failed: int) -> None:
    if failed:
        cache.delete_many([FAILED, RESTING, TRYING])
