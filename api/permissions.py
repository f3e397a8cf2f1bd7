"""Who may give other systems access. `user` is whoever the request carries, signed in or not."""

from typing import Any


def may_manage(user: Any) -> bool:
    """Whether this person may give other systems access, and take it back."""
    return bool(user.has_perm("api.manage_api_clients"))
