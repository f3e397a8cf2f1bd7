"""What can be done about applications: learn of them, claim them, prove who claims."""

from registry.actions.applications import learn_of_application, learn_of_applications
from registry.actions.claims import (
    follow_application,
    make_claim,
    settle_claim,
    unlink_by_clerk,
    unlink_claim,
)
from registry.actions.forgetting import forget_applicants, forget_words, forget_words_of
from registry.actions.imports import (
    accept_import,
    drop_import,
    forget_imports,
    hand_in_applications,
    read_import,
    take_in_batch,
)
from registry.actions.phone import code_for_phone, prove_by_phone

__all__ = [
    "accept_import",
    "code_for_phone",
    "drop_import",
    "follow_application",
    "forget_applicants",
    "forget_imports",
    "forget_words",
    "forget_words_of",
    "hand_in_applications",
    "learn_of_application",
    "learn_of_applications",
    "make_claim",
    "prove_by_phone",
    "read_import",
    "settle_claim",
    "take_in_batch",
    "unlink_by_clerk",
    "unlink_claim",
]
