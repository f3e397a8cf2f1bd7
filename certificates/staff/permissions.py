"""Who on the staff may find a certificate, and who may act on it. `user` may be anybody."""

from typing import Any


def may_see(user: Any) -> bool:
    """Whether this person may find certificates by their numbers."""
    return bool(user.has_perm("certificates.see_certificates"))


def may_decide(user: Any) -> bool:
    """Whether this person may revoke, certify anew, and have made and told again."""
    return bool(user.has_perm("certificates.decide_certificates"))
