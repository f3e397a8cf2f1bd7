"""Every look-up at the desk is written down before its answer is shown."""

from collections.abc import Sequence

from accounts.actions.record import record_lookups
from certificates.desk.access import Desk


def record_answers(*, desk: Desk, purpose: str, answers: Sequence[tuple[bytes, str]]) -> None:
    """Write down who was looked up (by lookup key), what for and what was answered; all or none.

    Its own transaction, so that the entry stands even when what follows fails.
    """
    record_lookups(
        actor=desk.clerk,
        place=desk.place,
        purpose=purpose,
        answers=[(lookup_key, str(answer)) for lookup_key, answer in answers],
    )
