"""Private texts at rest: how they are sealed, and opened again."""

from learning.models import Reflection
from web.sealing import seal, unseal


def _place(enrolment_id: int) -> str:
    """Return the place a text is sealed for: it opens in no other enrolment."""
    return f"reflection.text.{enrolment_id}"


def as_kept(text: str) -> str:
    """Return a text from a form as it is kept."""
    return text.replace("\r\n", "\n").strip()


def seal_text(text: str, enrolment_id: int) -> bytes:
    """Seal a text for the enrolment it is kept in."""
    return seal(text, _place(enrolment_id))


def unseal_text(sealed: bytes | memoryview, enrolment_id: int) -> str:
    """Open a text kept in an enrolment: for its owner, or for both when both share theirs."""
    return unseal(sealed, _place(enrolment_id))


def read_reflection(reflection: Reflection) -> str:
    """Open a kept text, for its owner."""
    return unseal_text(reflection.sealed_text, reflection.enrolment_id)
