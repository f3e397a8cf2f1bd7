"""What is done for a person who is present. Each look-up is recorded before anything is done."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.actions.paper import make_paper_code
from accounts.actions.receiving import Document, receive_person
from accounts.actions.record import record_lookups
from accounts.identity import identity_key
from accounts.models import ConsentText
from certificates.desk.assisted.access import Counter
from courses.models import Course
from enrolments.actions import enrol
from enrolments.questions import enrolment_of

SOURCE = "desk"


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """What is printed, once: the digits are kept nowhere."""

    digits: str
    expires_at: datetime


def receive_and_enrol(
    *, counter: Counter, document: Document, language: str, contact: str, text: ConsentText | None
) -> Slip:
    """Receive the person whose document is shown, enrol them, and make a code on paper.

    An account that was proved by eGov or a document before is only given the code: nothing in it
    is changed (`accounts.actions.receiving`). Whoever prints sees no difference. Raises what
    `receive_person` raises, and enrolments' CourseNotOffered; nothing is done then.
    """
    record_answers(
        counter=counter, purpose="paper_code",
        answers=[(identity_key(**document.numbers), "paper_code")],
    )  # fmt: skip
    return _receive_and_enrol(counter, document, language, contact, text)


@transaction.atomic
def _receive_and_enrol(
    counter: Counter, document: Document, language: str, contact: str, text: ConsentText | None
) -> Slip:
    user, set_up = receive_person(
        document=document, language=language, contact=contact, text=text, place=counter.place,
        by=counter.staff,
    )  # fmt: skip
    course = Course.objects.get(code=settings.REGISTRY_COURSE)
    if set_up and enrolment_of(user, course.slug) is None:
        enrol(user=user, course=course, source=SOURCE, region=counter.region)
    code, digits = make_paper_code(user=user, by=counter.staff)
    return Slip(digits=digits, expires_at=code.expires_at)


def record_answers(*, counter: Counter, purpose: str, answers: list[tuple[bytes, str]]) -> None:
    """Write down who was looked up, what for and what was answered; all or none."""
    record_lookups(actor=counter.staff, place=counter.place, purpose=purpose, answers=answers)
