"""Where a list goes on: an opaque, sealed position (keyset), bound to a list and a client.

after = cursors.read("changes", client, cursor)      # None at the beginning
rows = list(query.filter(sequence__gt=after[0] if after else 0)[: limit + 1])
next_cursor = cursors.make("changes", client, rows[limit - 1].sequence)
"""

import base64
import binascii
import json
from typing import Annotated, Any

from django.utils.translation import gettext_noop
from ninja import Query
from pydantic import Field

from api.models import ApiClient
from api.problems import BAD_CURSOR, Problem
from web.sealing import CannotUnseal, seal, unseal

DEFAULT_LIMIT = 100
MOST = 1000
LONGEST = 500

# Parameters of every list: `def changes(request, cursor: Cursor = None, limit: Limit = 100)`.
Cursor = Annotated[
    str | None,
    Query(
        description=gettext_noop("As given in next_cursor. Without it the list begins."),
        max_length=LONGEST,
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description=gettext_noop("How many at most."))]
NextCursor = Annotated[
    str | None,
    Field(description=gettext_noop("Where the list goes on. Keep it: it does not expire.")),
]


def make(name: str, client: ApiClient, *position: str | int) -> str:
    """Return a cursor of the list `name` for `client`, behind `position`."""
    sealed = seal(json.dumps(position), _place(name, client))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(name: str, client: ApiClient, cursor: str | None) -> list[Any] | None:
    """Return the position in a cursor; None for none. Raises Problem for one that is not ours."""
    if not cursor:
        return None
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position: list[Any] = json.loads(unseal(sealed, _place(name, client)))
    except (CannotUnseal, binascii.Error, ValueError):
        raise Problem(BAD_CURSOR) from None
    return position


def _place(name: str, client: ApiClient) -> str:
    return f"api.cursor.{name}.{client.public_id}"
