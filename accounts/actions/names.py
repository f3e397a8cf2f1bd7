"""A settled name corrected by a clerk who holds the identity document."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import NameCorrection, User
from accounts.person import seal_for, unseal_all_for
from accounts.signals import name_corrected
from web.locks import hold, hold_shared
from web.sealing import CannotUnseal

BEFORE, AFTER = "name.before", "name.after"


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """One correction as the person reads it; the names are empty once they were erased."""

    at: datetime
    place: str
    before: str
    after: str


@transaction.atomic
def correct_name(*, user: User, name: str, place: str, by: User) -> NameCorrection | None:
    """Give `user` the name as in the document that `by` has seen at `place`; keep both names.

    None when it is the name already. What was made out to the old name hears `name_corrected`.
    """
    hold(_lock(user))
    locked = User.objects.select_for_update().get(pk=user.pk)
    name = " ".join(name.split())
    if name == locked.name:
        return None
    correction = NameCorrection.objects.create(
        user=locked, place=place, by=by,
        sealed_before=seal_for(locked, locked.name, BEFORE),
        sealed_after=seal_for(locked, name, AFTER),
    )  # fmt: skip
    locked.name = user.name = name
    locked.save(update_fields=["name"])
    name_corrected.send(sender=User, user=locked, by=by)
    return correction


def corrections_of(user: User) -> list[Correction]:
    """Return the corrections of a name, newest first. Two queries."""
    rows = list(NameCorrection.objects.filter(user=user).order_by("-at", "-pk"))
    values = [
        pair for row in rows for pair in ((row.sealed_before, BEFORE), (row.sealed_after, AFTER))
    ]
    try:
        names = unseal_all_for(user, values)
    except CannotUnseal:
        names = [""] * len(values)
    return [
        Correction(at=row.at, place=row.place, before=before, after=after)
        for row, before, after in zip(rows, names[::2], names[1::2], strict=True)
    ]


def corrected_name(user: User) -> str | None:
    """Return the name a clerk has set by the document of `user`, None where none has.

    Inside a transaction: until that ends a correction waits, and then sees what was made out to
    the name. Two queries, three with a correction.
    """
    hold_shared(_lock(user))
    if not NameCorrection.objects.filter(user=user).exists():
        return None
    return str(User.objects.values_list("name", flat=True).get(pk=user.pk))


def _lock(user: User) -> bytes:
    return b"name of %d" % user.pk
