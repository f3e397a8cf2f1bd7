"""Who may do what with courses. `user` is whoever the request carries: no model is named here."""

from typing import Any


def may_publish_editions(user: Any) -> bool:
    """Whether this person may publish an edition, or correct a lesson of one."""
    return bool(user.is_active and user.has_perm("courses.publish_edition"))


def may_move_files(user: Any) -> bool:
    """Whether this person may take courses out into files and in from files."""
    return bool(user.is_active and user.has_perm("courses.move_files"))
