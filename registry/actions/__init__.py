"""What can be done about applications: learn of them, claim them, prove who claims."""

from registry.actions.applications import learn_of_application, learn_of_applications
from registry.actions.claims import (
    follow_application,
    make_claim,
    settle_claim,
    unlink_claim,
)
from registry.actions.forgetting import forget_applicants, forget_words, forget_words_of
from registry.actions.phone import code_for_phone, prove_by_phone

__all__ = [
    "code_for_phone",
    "follow_application",
    "forget_applicants",
    "forget_words",
    "forget_words_of",
    "learn_of_application",
    "learn_of_applications",
    "make_claim",
    "prove_by_phone",
    "settle_claim",
    "unlink_claim",
]
