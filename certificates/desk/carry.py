"""A question carried from one page of the desk to the next: sealed, in a form, never in an address.

It is bound to the clerk who asked it and ends after a quarter of an hour.
"""

import base64
import binascii
import json
import time
from dataclasses import asdict, dataclass

from accounts.models import User
from certificates.desk.exceptions import QuestionEnded
from registry.gateway import IdentityNumber
from web.sealing import CannotUnseal, seal, unseal

PLACE = "desk.question"
LIFETIME = 15 * 60  # seconds


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A pair of numbers that a clerk asks about, and for what."""

    kind: str
    country: str
    number: str
    application: str
    purpose: str = ""

    @property
    def identity(self) -> IdentityNumber:
        """The identity in the form in which the registry is asked."""
        return IdentityNumber(kind=self.kind, country=self.country, number=self.number)  # type: ignore[arg-type]


FIRST = "first"


def carry_first(
    *, clerk: User, identity: IdentityNumber | None = None, application: str = ""
) -> str:
    """Return the first of two facts, sealed: a person's number, or an application's."""
    return carry(
        Question(
            kind=identity.kind if identity else "",
            country=identity.country if identity else "",
            number=identity.number if identity else "",
            application=application,
            purpose=FIRST,
        ),
        clerk=clerk,
    )


def carried_first(text: str, *, clerk: User) -> Question:
    """Return what `carry_first` sealed for the same clerk. Raises QuestionEnded."""
    question = _opened(text, clerk)
    if question.purpose != FIRST:
        raise QuestionEnded
    return question


def carry(question: Question, *, clerk: User) -> str:
    """Return the sealed question as text for a hidden field."""
    body = asdict(question) | {"clerk": clerk.pk, "until": int(time.time()) + LIFETIME}
    return base64.urlsafe_b64encode(seal(json.dumps(body), PLACE)).decode()


def carried(text: str, *, clerk: User) -> Question:
    """Return the question that `carry` sealed for the same clerk. Raises QuestionEnded."""
    question = _opened(text, clerk)
    if question.purpose == FIRST:  # half a question
        raise QuestionEnded
    return question


def _opened(text: str, clerk: User) -> Question:
    try:
        body = json.loads(unseal(base64.urlsafe_b64decode(text.encode()), PLACE))
    except (CannotUnseal, binascii.Error, ValueError) as error:
        raise QuestionEnded from error
    if body.pop("clerk") != clerk.pk or body.pop("until") < time.time():
        raise QuestionEnded
    return Question(**body)
