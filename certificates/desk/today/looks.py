"""A look at the list is a look at each of its people, and is recorded before it is shown.

An entry holds for an hour: a reload within it shows what the record already says that this clerk
saw here, and only what is new (another answer, another person) is added. So no answer stands on a
clerk's screen without an entry of the same answer that is less than an hour old.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import LookupSubject
from certificates.desk.access import Desk
from certificates.desk.records import record_answers
from certificates.desk.today.couples import CoupleOfDay
from registry.models import MarriageApplication

LIST, FILE = "day", "day_file"  # purposes; accounts.record_words says them to the person
HOLDS = timedelta(hours=1)


def seen_lately(desk: Desk, applications: Sequence[MarriageApplication]) -> dict[bytes, str]:
    """Return what is recorded as shown to the clerk on this list within the hour, by lookup key."""
    keys = [bytes(one.lookup_key) for each in applications for one in each.applicants.all()]
    entries = (
        LookupSubject.objects.filter(
            lookup_key__in=keys,
            lookup__actor=desk.clerk,
            lookup__place=desk.place,
            lookup__purpose=LIST,
            lookup__at__gt=timezone.now() - HOLDS,
        )
        .order_by("lookup__sequence")
        .values_list("lookup_key", "answer")
    )
    return {bytes(key): answer for key, answer in entries}


def record_list(desk: Desk, couples: Sequence[CoupleOfDay], seen: dict[bytes, str]) -> None:
    """Write down who is shown with which answer, but for what was `seen` already."""
    answers = [(key, answer) for key, answer in _shown(couples) if seen.get(key) != answer]
    if answers:
        record_answers(desk=desk, purpose=LIST, answers=answers)


def record_file(desk: Desk, couples: Sequence[CoupleOfDay]) -> None:
    """Write down everybody in a file that leaves the house; each time anew."""
    if couples:
        record_answers(desk=desk, purpose=FILE, answers=_shown(couples))


def _shown(couples: Sequence[CoupleOfDay]) -> list[tuple[bytes, str]]:
    return [(one.lookup_key, one.state.value) for couple in couples for one in couple.answers]
