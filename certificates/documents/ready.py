"""Can documents be made now? Asked before many are tried."""

import logging

from certificates.documents.chain import DocumentSignerInvalid
from certificates.documents.signer import current_chain
from certificates.exceptions import NoKeySigns
from certificates.signing import current_key

logger = logging.getLogger(__name__)


def can_be_made() -> bool:
    """Whether a key signs codes and another documents; else what is missing is logged, once.

    What is owed waits as a row. Nothing is rung for or replaced meanwhile, so that no try is
    counted against a certificate for a fault that is not its own.
    """
    try:
        current_key()
        current_chain()
    except (NoKeySigns, DocumentSignerInvalid) as error:
        logger.error("%s", error)
        return False
    return True
