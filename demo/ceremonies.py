"""Today's ceremonies at the offices of the demonstration, and what their couples have completed.

The stand-in knows the same couples, so a clerk may also ask about each of them. When the
demonstration is started on another day, their ceremonies are on that day.
"""

from datetime import date, timedelta

from django.utils import timezone

from accounts.actions.consent import give_consent
from accounts.actions.identity import declare_identity, prove_identity
from accounts.identity import identity_key
from accounts.models import Assurance, ConsentText, User
from courses.models import Course
from demo.people import COURSE
from enrolments.actions import enrol, exempting, settle_requirement
from enrolments.models import Exemption
from registry.actions.applications import Source, learn_of_application
from registry.gateway import ApplicantRecord, ApplicationRecord
from registry.models import RegistryOffice
from registry.short_codes import source_of
from registry.standin.applications import ceremonies_on

# What each couple of an office has behind it, in the order of their applications.
ENDS = ["both", "both", "one", "none", "both", "exempt", "one", "both", "none", "both", "one",
        "other name", "both", "none", "one", "both"]  # fmt: skip
# How each of those who completed has shown who they are, in turn.
SHOWN = [Assurance.PHONE, Assurance.SEEN, Assurance.DECLARED]
OTHER_NAME = "Сәрсенбаева Айым Нұрланқызы"


def hold_ceremonies(today: date) -> bool:
    """Make known who marries today, and let them have completed; whether anybody was new."""
    course = Course.objects.get(code=COURSE)
    made = False
    for number, record in enumerate(ceremonies_on(today)):
        end = ENDS[number % len(ENDS)]
        if end == "exempt":
            made |= exempt(record.applicants[0], course, record.office_code)
        people = {"both": 2, "one": 1, "other name": 2}.get(end, 0)
        for place, applicant in enumerate(record.applicants[:people], start=1):
            contact = f"couple-{record.number}-{place}@example.org"
            if not User.objects.for_contact(contact).exists():
                name = OTHER_NAME if (end, place) == ("other name", 1) else applicant.name
                complete(contact, name, applicant, record, SHOWN[(number + place) % len(SHOWN)])
                made = True
        # Last: the registry's words are kept of people alone who have an account by then.
        learn_of_application(record=record, source=Source.GATEWAY)
    return made


def complete(
    contact: str, name: str, who: ApplicantRecord, record: ApplicationRecord, shown: Assurance
) -> None:
    """Make somebody who came by the office's leaflet and has done all that the course asks."""
    office = RegistryOffice.objects.get(code=record.office_code)
    user = User.objects.create_user(
        email=contact, email_confirmed_at=timezone.now(), name=name, language="kk"
    )
    give_consent(user=user, text=ConsentText.objects.latest(), language="kk")
    one = who.identity
    identity = declare_identity(user=user, kind=one.kind, country=one.country, number=one.number)
    if shown != Assurance.DECLARED:
        clerk = User.objects.filter(clerkships__office=office).first()
        prove_identity(
            identity=identity, assurance=shown, by=clerk if shown == Assurance.SEEN else None
        )
    enrolment = enrol(
        user=user, course=Course.objects.get(code=COURSE), source=source_of(office),
        region=office.region,
    )  # fmt: skip
    for kind, key in enrolment.requirements.order_by("pk").values_list("kind", "key"):
        settle_requirement(enrolment=enrolment, kind=kind, key=key)


def exempt(who: ApplicantRecord, course: Course, office_code: str) -> bool:
    """Exempt an applicant, unless that was done."""
    one = who.identity
    key = identity_key(kind=one.kind, country=one.country, number=one.number)
    clerk = User.objects.filter(clerkships__office__code=office_code).first()
    if clerk is None or Exemption.objects.filter(lookup_key=key).exists():
        return False
    exempting.exempt(
        course=course, keys=[key], reason="Ауруханада жатыр / Находится в больнице",
        signer="Қ. Сейітова, бөлім басшысы / К. Сейтова, начальник отдела",
        ends_on=timezone.localdate() + timedelta(days=60),
        office=RegistryOffice.objects.get(code=office_code), by=clerk,
    )  # fmt: skip
    return True
