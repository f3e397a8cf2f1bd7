"""Who may propose and publish the words of the paper. `user` is whoever the request carries."""

from typing import Any


def may_propose(user: Any) -> bool:
    """Whether this person may see the versions and propose words."""
    return bool(user.has_perm("certificates.propose_words")) or may_publish(user)


def may_publish(user: Any) -> bool:
    """Whether this person may publish or decline what another proposed."""
    return bool(user.has_perm("certificates.publish_words"))
