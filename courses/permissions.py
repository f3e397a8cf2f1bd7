"""Who may do what with courses. `user` is whoever the request carries: no model is named here."""

from typing import Any


def may_publish_editions(user: Any) -> bool:
    """Whether this person may publish an edition, or correct a lesson of one."""
    return bool(user.is_active and user.has_perm("courses.publish_edition"))


def may_move_files(user: Any) -> bool:
    """Whether this person may take courses out into files and in from files."""
    return bool(user.is_active and user.has_perm("courses.move_files"))


def may_withdraw_lessons(user: Any) -> bool:
    """Whether this person may propose to withdraw a lesson, and confirm another's proposal."""
    return bool(user.is_active and user.has_perm("courses.withdraw_lesson"))


def may_see_history(user: Any) -> bool:
    """Whether this person may read what was published, corrected and withdrawn."""
    return bool(
        may_publish_editions(user)
        or may_withdraw_lessons(user)
        or (user.is_active and user.has_perm("courses.view_edition"))
    )
