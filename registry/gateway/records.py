"""What we ask the registry about, and what it tells us.

None of these objects shows an identity number, a name or a telephone in its ``repr``, so that
none of them reaches a log or an error report by accident.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from web.iin import is_valid_iin
from web.regions import Region

type IdentityKind = Literal["iin", "passport"]

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_PASSPORT = re.compile(r"[A-Z0-9]{3,20}", re.ASCII)


class ApplicationState(models.TextChoices):
    """Where a marriage application stands; docs/registry-gateway.md says what each one means."""

    FILED = "filed", _("Filed")
    HALF_SIGNED = "half_signed", _("Waiting for the second signature")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ANNULLED = "annulled", _("Annulled")
    REFILED = "refiled", _("Filed again under another number")
    MOVED = "moved", _("Moved to another office")
    MARRIED = "married", _("Marriage registered")


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """The number of a person's identity: an IIN, or a passport for those who have none.

    ``country`` is an ISO 3166-1 alpha-2 code, always ``KZ`` for an IIN; a passport's number is
    capital Latin letters and digits. Raises ValueError, without the number in its words, when the
    parts do not fit together.
    """

    kind: IdentityKind
    country: str
    number: str

    def __post_init__(self) -> None:
        if self.kind == "iin":
            fits = self.country == "KZ" and is_valid_iin(self.number)
        else:
            fits = (
                self.kind == "passport"
                and _COUNTRY.fullmatch(self.country) is not None
                and _PASSPORT.fullmatch(self.number) is not None
            )
        if not fits:
            raise ValueError("This is not a number that identifies a person.")

    @classmethod
    def iin(cls, number: str) -> Self:
        """Make the identity of somebody with an IIN; ``number`` may be typed with spaces."""
        return cls(kind="iin", country="KZ", number="".join(number.split()))

    @classmethod
    def passport(cls, country: str, number: str) -> Self:
        """Make the identity of somebody with a passport of ``country``.

        Spaces, hyphens and small letters are forgiven: the same passport typed in two ways is
        the same identity.
        """
        plain = "".join(number.split()).replace("-", "").upper()
        return cls(kind="passport", country=country.strip().upper(), number=plain)

    def __repr__(self) -> str:
        return f"IdentityNumber(kind={self.kind!r}, country={self.country!r}, number=<hidden>)"


@dataclass(frozen=True, slots=True)
class ApplicantRecord:
    """One of the two people in an application: the name as the registry writes it.

    ``phone`` is in E.164 form (``+77000000101``), or None when the registry has none. Both
    applicants may have given the same one.
    """

    identity: IdentityNumber
    name: str = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """A marriage application as the registry knows it at this moment.

    ``ceremony_date`` is the registry's own and is never computed by us; None while none is set.
    ``version`` grows with every change of the application, so the greater one is the newer.
    ``superseded_by`` is the number of the application filed anew, only in the state *refiled*.
    """

    number: str
    state: ApplicationState
    filed_on: date
    ceremony_date: date | None
    office_code: str
    region: Region
    applicants: tuple[ApplicantRecord, ApplicantRecord]
    version: int
    updated_at: datetime
    superseded_by: str | None = None

    def applicant(self, identity: IdentityNumber) -> ApplicantRecord | None:
        """Give the applicant with this identity, or None when it belongs to neither."""
        return next((one for one in self.applicants if one.identity == identity), None)


class RegistryGateway(Protocol):
    """The one question that Otau asks the registry."""

    def ask(self, *, number: str, identity: IdentityNumber) -> ApplicationRecord | None:
        """Give the application ``number`` if ``identity`` is one of its two applicants.

        None: the registry knows no such pair of number and applicant; it does not say whether
        the number exists. Raises GatewayUnavailable when there is no answer, GatewayMalformed
        when the answer cannot be trusted: neither says anything about the couple.
        """
        ...
