"""The couples of a day at an office, each applicant with the desk's answer; found in bulk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Assurance
from certificates.desk.answers import ApplicantAnswer, keys_of
from certificates.models import Certificate
from certificates.names import is_made_out_to
from certificates.standing import CourseState, certificates_under, exempt_among, strongest
from registry.models import LIVING, Applicant, MarriageApplication, RegistryOffice
from registry.questions import name_of
from web.sealing import CannotUnseal


class Standing(models.TextChoices):
    """What is known of a couple and the course, in one word; each couple has exactly one."""

    BOTH = "both", _("Both have completed the course")
    ONE = "one", _("One has completed the course")
    NONE = "none", _("No completed course found")
    EXEMPT = "exempt", _("At least one is exempt from the course")
    UNKNOWN = "unknown", _("At least one could not be checked")


@dataclass(frozen=True, slots=True, repr=False)
class CoupleOfDay:
    """An application and what the desk says of its two people, in their order."""

    application: MarriageApplication
    answers: tuple[ApplicantAnswer, ...]

    @property
    def standing(self) -> Standing:
        """The couple's one word. What could not be checked is said first, never taken for a no."""
        states = [one.state for one in self.answers]
        if CourseState.UNKNOWN in states or not states:
            return Standing.UNKNOWN
        if CourseState.EXEMPT in states:
            return Standing.EXEMPT
        return {2: Standing.BOTH, 1: Standing.ONE}.get(
            states.count(CourseState.COMPLETED), Standing.NONE
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """How many couples stand so; `share` is the bar's length, 0 to 100."""

    standing: Standing
    count: int
    share: int


def applications_of(office: RegistryOffice, day: date) -> list[MarriageApplication]:
    """Return the living applications with a ceremony at `office` on `day`, with their people.

    One that was moved stands at the office that holds it now. One whose marriage is registered
    stays on the list of its day: a row must not vanish from the paper's copy on the screen.
    """
    people = Prefetch("applicants", queryset=Applicant.objects.order_by("position"))
    return list(
        MarriageApplication.objects.filter(office=office, ceremony_date=day, state__in=LIVING)
        .prefetch_related(people)
        .order_by("number")
    )


def couples_of(applications: Sequence[MarriageApplication]) -> list[CoupleOfDay]:
    """Return each application with its answers. Two queries, however many there are."""
    answers = answers_in_bulk([one for each in applications for one in each.applicants.all()])
    by_application = defaultdict(list)
    for applicant_id, answer in answers.items():
        by_application[applicant_id[0]].append(answer)
    return [CoupleOfDay(one, tuple(by_application[one.pk])) for one in applications]


def bars(couples: Sequence[CoupleOfDay]) -> list[Bar]:
    """Return how many couples stand how, all five in their order."""
    standings = [one.standing for one in couples]
    return [
        Bar(one, standings.count(one), round(100 * standings.count(one) / (len(couples) or 1)))
        for one in Standing
    ]


def answers_in_bulk(applicants: Sequence[Applicant]) -> dict[tuple[int, int], ApplicantAnswer]:
    """Return the answers by (application, position), as `answers_for` gives them one by one.

    One person whose number cannot be opened is unknown, and harms no other row. A number that is
    not kept is found by the lookup key that is. The name on a certificate is compared but not
    opened: it is shown where the couple stands at the desk.
    """
    today = timezone.localdate()
    keys = {one.pk: _keys(one) for one in applicants}
    every_key = [key for some, _ in keys.values() for key in some]
    exempt = exempt_among(every_key, today)
    certificates: dict[bytes, list[Certificate]] = defaultdict(list)
    for certificate in certificates_under(every_key, today):
        certificates[bytes(certificate.found_key)].append(certificate)  # type: ignore[attr-defined]
    return {
        (one.application_id, one.position): _answer(one, keys[one.pk], certificates, exempt)
        for one in applicants
    }


def _keys(applicant: Applicant) -> tuple[list[bytes], bool]:
    """Return the keys to look for, and whether they are all there are."""
    try:
        return keys_of(applicant), True
    except CannotUnseal:
        return [bytes(applicant.lookup_key)], False


def _answer(
    applicant: Applicant,
    found_by: tuple[list[bytes], bool],
    certificates: dict[bytes, list[Certificate]],
    exempt: set[bytes],
) -> ApplicantAnswer:
    keys, is_sure = found_by
    name = _name(applicant)
    key = bytes(applicant.lookup_key)
    best = strongest(one for key in keys for one in certificates[key])
    if best is None:
        state = CourseState.NOT if is_sure else CourseState.UNKNOWN
        if exempt & set(keys):
            state = CourseState.EXEMPT
        return ApplicantAnswer(state=state, position=applicant.position, lookup_key=key, name=name)
    assurance = Assurance(best.found_assurance)  # type: ignore[attr-defined]
    return ApplicantAnswer(
        state=CourseState.COMPLETED, position=applicant.position, lookup_key=key, name=name,
        certificate=best, name_differs=bool(name) and not is_made_out_to(best, name),
        assurance=str(assurance.label), is_only_declared=assurance == Assurance.DECLARED,
        shared_device=best.shared_device,  # type: ignore[attr-defined]
    )  # fmt: skip


def _name(applicant: Applicant) -> str:
    """Return the registry's name; empty where it is not kept or does not open."""
    try:
        return name_of(applicant)
    except CannotUnseal:
        return ""
