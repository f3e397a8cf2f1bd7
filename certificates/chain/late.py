"""Was a document there when it says it was? What heads of days know of that."""

from typing import Final

from django.db import connection

from certificates.models import CertificateIssue

# Every fact is looked for before a head is made, and a transaction of ours takes no hour. So a row
# that tells of a moment before a head, and has no place or a later one, was slipped in afterwards.
# Heads are made in the order of their days, by which the first one after a moment is found quickly.
CAME_LATE: Final = """
    coalesce((
        select head.made_at from certificates_dayhead as head
        where head.day >= (issue.issued_at at time zone 'Asia/Almaty')::date - 1
            and head.made_at > issue.issued_at + interval '1 hour'
        order by head.day limit 1
    ) < coalesce((
        select entry.placed_at from certificates_chainentry as entry
        where entry.kind = 'issued' and entry.row = issue.id
    ), 'infinity'), false)
"""


def came_late(issue: CertificateIssue) -> bool:
    """Whether a document's row was slipped in after the day of which it tells. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {CAME_LATE} from certificates_certificateissue as issue where issue.id = %s",  # noqa: S608
            [issue.pk],
        )
        return bool(cursor.fetchone()[0])
