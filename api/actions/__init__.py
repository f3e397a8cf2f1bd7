"""What is done for the interface: telling of applications, giving and taking access."""

from api.actions.access import change_client, end_client, make_client, make_key, revoke_key
from api.actions.applications import Refused, Told, tell_of_applications

__all__ = [
    "Refused",
    "Told",
    "change_client",
    "end_client",
    "make_client",
    "make_key",
    "revoke_key",
    "tell_of_applications",
]
