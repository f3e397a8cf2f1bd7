"""A person without a phone, or the skill, is received by somebody who sees their document."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.actions.consent import give_consent
from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.names import correct_name
from accounts.contacts import parse_contact
from accounts.exceptions import CannotReceive, NotTheirContact
from accounts.identity import identity_keys
from accounts.models import PROVED, Assurance, ConsentText, Identity, User
from web.locks import hold


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """What a member of the staff reads in the identity document before them."""

    kind: str
    country: str
    number: str
    name: str

    @property
    def numbers(self) -> dict[str, str]:
        """The number as the functions of identities take it."""
        return {"kind": self.kind, "country": self.country, "number": self.number}


@transaction.atomic
def receive_person(
    *, document: Document, language: str, contact: str, text: ConsentText | None, place: str,
    by: User,
) -> tuple[User, bool]:  # fmt: skip
    """Return the account of the person whose document `by` has seen, and whether it is now set up.

    One account for one number, whatever is done at two counters at once:

    - proved by eGov or by a document seen: it is theirs, and nothing in it is changed (False);
    - proved by the telephone of an application, or only declared, in the account whose `contact`
      the person names: it is *seen* from now on;
    - so elsewhere: anybody can type a number, and the telephone may be in a partner's hand, so that
      account is never taken for the person's. A new one is made, which displaces it and queues the
      conflict for the desk;
    - unknown: a new account, without any contact.

    Where it is set up (True) the person's consent to `text`, given before `by` at `place`, is
    recorded (no text: none is in force), and the name is that of the document. Raises
    ContactMalformed, NotTheirContact, IdentityMalformed, ConsentOutdated and CannotReceive.
    """
    keys = identity_keys(**document.numbers)
    hold(*keys)
    proved = _proved(document)
    if proved is not None and proved.assurance != Assurance.PHONE:
        return _open_to(proved.user), False
    user = _who_named(document, parse_contact(contact)) if contact else _made(language)
    # Consent is locked before the person's row, as it is where a new text is put in force.
    if text is not None:
        give_consent(user=user, text=text, language=language, witnessed_by=by)
    identity = declare_identity(user=user, **document.numbers)
    prove_identity(identity=identity, assurance=Assurance.SEEN, by=by)
    correct_name(user=user, name=document.name, place=place, by=by)
    return user, True


def proved_learner(*, kind: str, country: str, number: str) -> User | None:
    """Return the learner whose proved identity a number is, or None."""
    proved = _proved(Document(kind=kind, country=country, number=number, name=""))
    if proved is None or proved.user.is_staff or not proved.user.is_active:
        return None
    return proved.user


def _proved(document: Document) -> Identity | None:
    found: Identity | None = (
        Identity.objects.for_number(**document.numbers)
        .active()
        .filter(assurance__in=PROVED)
        .select_related("user")
        .first()
    )
    return found


def _open_to(user: User) -> User:
    if user.is_staff or not user.is_active:
        raise CannotReceive
    return user


def _who_named(document: Document, contact: str) -> User:
    declared: Identity | None = (
        Identity.objects.for_number(**document.numbers)
        .active()
        .filter(user__in=User.objects.for_contact(contact), user__is_staff=False)
        .select_related("user")
        .first()
    )
    if declared is None or not declared.user.is_active:
        raise NotTheirContact
    named: User = declared.user
    return named


def _made(language: str) -> User:
    made: User = User.objects.create_user(language=language, assisted_at=timezone.now())
    return made
