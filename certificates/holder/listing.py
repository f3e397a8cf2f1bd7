"""What the page of a holder's certificates lists."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language

from accounts.actions.record import lookups_of
from accounts.models import Lookup, User
from accounts.record_words import Facts, facts_of
from certificates.models import Certificate
from certificates.staff.telling import Decision, decisions_about
from certificates.state import State, state_of

# Looks at whether a course is completed, or at a certificate; not those that help with an account.
ABOUT_A_COURSE = (
    "desk", "check", "moved", "elsewhere", "request", "certificate", "certificate_holder", "day",
    "day_file", "api", "changes",
)  # fmt: skip
SHOWN = 5
USUALLY_MADE_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Listed:
    """One certificate as its holder sees it."""

    certificate: Certificate
    state: State
    title: str
    decision: Decision | None

    @property
    def is_pending(self) -> bool:
        """Whether its document is being made."""
        return not hasattr(self.certificate, "issue")

    @property
    def is_late(self) -> bool:
        """Whether that takes longer than it should."""
        age = timezone.now() - self.certificate.certified_at
        return self.is_pending and age > USUALLY_MADE_WITHIN

    @property
    def holds(self) -> bool:
        """Whether nothing has ended it but, perhaps, its day."""
        return self.state in (State.VALID, State.EXPIRED)


def listed_certificates(user: User) -> list[Listed]:
    """Return the certificates of a person, the newest first. Three queries, four with decisions."""
    own = (
        Certificate.objects.filter(enrolment__user=user)
        .select_related("issue", "superseded_by")
        .prefetch_related("events")
        .order_by("-certified_at", "-pk")
    )
    decisions = decisions_about(user)
    russian = (get_language() or "").startswith("ru")
    return [
        Listed(
            certificate=one, state=state_of(one), decision=decisions.get(one.pk),
            title=one.course_title_ru if russian else one.course_title_kk,
        )
        for one in own
    ]  # fmt: skip


def recent_lookups(user: User) -> list[tuple[Lookup, Facts]]:
    """Return the newest looks of offices and systems at a person's courses. Two queries.

    The record says whom a look was about, not which paper: a desk answers about the person.
    """
    rows = lookups_of(user).filter(purpose__in=ABOUT_A_COURSE)[:SHOWN]
    return [(one, facts_of(one)) for one in rows]
