"""Two accounts of one person become one."""

from django.db import transaction

from accounts.models import User
from centres.actions.forgetting import erase_visit_requests
from centres.details import VisitDetails, open_details, seal_details
from centres.models import VisitRequest
from web.sealing import CannotUnseal


@transaction.atomic
def move_visit_requests(*, kept: User, gone: User) -> None:
    """Give the requests of `gone` to `kept`, sealed anew; where both asked one centre, `kept` did.

    What does not open is dropped: nobody could be told by it.
    """
    asked = set(VisitRequest.objects.open().filter(user=kept).values_list("centre", flat=True))
    for row in VisitRequest.objects.open().select_for_update().filter(user=gone):
        if row.centre_id in asked:
            continue
        details = _opened(row, gone, kept)
        if details is None:
            continue
        row.user, row.sealed_details = kept, seal_details(kept, row.key, details)
        row.save(update_fields=["user", "sealed_details"])
    VisitRequest.objects.exclude(withdrawn_at=None, undelivered_at=None).filter(user=gone).update(
        user=kept
    )
    erase_visit_requests(user=gone)


def _opened(row: VisitRequest, *owners: User) -> VisitDetails | None:
    """Open the details by the key of whoever has it by now: keys may have moved before."""
    for owner in owners:
        try:
            return open_details(owner, row.key, row.sealed_details)
        except CannotUnseal:
            continue
    return None
