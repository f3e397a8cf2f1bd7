"""What can be done about applications: learn of them, claim them, prove who claims."""

from registry.actions.applications import learn_of_application
from registry.actions.claims import (
    follow_application,
    make_claim,
    settle_claim,
    unlink_claim,
)
from registry.actions.phone import code_for_phone, prove_by_phone

__all__ = [
    "code_for_phone",
    "follow_application",
    "learn_of_application",
    "make_claim",
    "prove_by_phone",
    "settle_claim",
    "unlink_claim",
]
