"""Everything a demonstration needs: the site, the courses, offices, people in mid-story."""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone
from django.utils.translation import override

from accounts.actions.consent import give_consent
from accounts.actions.identity import prove_identity
from accounts.models import Assurance, ConsentText, User
from centres.models import CentrePost
from cms.exceptions import LoadRefused
from cms.models import FamilySupportCentre
from courses.grading import right_response
from courses.models import Course, Edition, LessonSnapshot, ModulePage
from demo.ceremonies import hold_ceremonies
from demo.crowd import fill_figures
from demo.marks import make_marks
from demo.papers import decide_papers
from demo.people import ALL, COURSE, LEARNERS, PASSWORD, STAFF, DemoLearner, DemoStaff
from demo.questions import ask_questions
from demo.two_people import leave_for_another
from demo.workshop import set_tables
from enrolments.actions import accept_invitation, enrol, invite
from enrolments.models import Enrolment
from learning.actions.answers import answer_activity, read_lesson
from registry.actions.claims import make_claim, settle_claim
from registry.models import Clerkship, RegistryOffice
from registry.questions import region_of
from registry.standin.cast import CAST
from registry.standin.server import running_standin
from workshop.actions.assignments import give_role
from workshop.roles import Role

TRAINERS_MODULE = "talking"


class Command(BaseCommand):
    help = "Load the site, the courses and invented people. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, arguments in (
            ("load_offices", []),
            ("load_consent", []),
            ("load_site", ["--demo"]),
            ("load_curriculum", ["--publish"]),
        ):
            self.stdout.write(f"· {name}")
            self.load(name, arguments)
        for person in STAFF:
            make_staff(person)
        missing = [one for one in LEARNERS if not User.objects.for_contact(one.contact).exists()]
        if missing:
            with running_standin(today=timezone.localdate()) as standin, self.settings_for(standin):
                for learner in missing:
                    self.stdout.write(f"· {learner.contact}")
                    make_learner(learner)
                make_couple("irina@example.org", "mehmet@example.org")
        if hold_ceremonies(timezone.localdate()):
            self.stdout.write("· today's ceremonies")
        if set_tables():
            self.stdout.write("· the workshop: a review, a text out of step, an old fact")
        if leave_for_another():
            self.stdout.write("· a proposed policy, a list of a group")
        if decide_papers():
            self.stdout.write("· certificates: one revoked, one replaced, a job about all")
        if ask_questions():
            self.stdout.write("· two questions about decisions")
        if fill_figures(Edition.objects.get(course__code=COURSE, number=1)):
            self.stdout.write("· figures of invented learners")
        write_accounts(places_file())

    def load(self, name: str, arguments: list[str]) -> None:
        """Run a loader; what somebody wrote in the admin since is kept, and nothing is loaded."""
        try:
            call_command(name, *arguments, stdout=self.stdout)
        except CommandError as problem:
            if not isinstance(problem.__cause__, LoadRefused):
                raise
            self.stdout.write("  kept as it was edited in the admin")

    @staticmethod
    def settings_for(standin: Any) -> Any:
        """Ask the stand-in of this very process: the real one is not up yet."""
        return override_settings(REGISTRY_GATEWAY=settings.REGISTRY_GATEWAY | {"url": standin.url})


@transaction.atomic
def make_staff(person: DemoStaff) -> None:
    """Make a member of staff with the rights of their role, unless they are there."""
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(
        email=person.email, password=PASSWORD, name=person.name, is_staff=True,
        is_superuser=person.role == "admin", email_confirmed_at=timezone.now(),
    )  # fmt: skip
    if person.office:
        office = RegistryOffice.objects.get(code=person.office)
        Clerkship.objects.get_or_create(user=user, office=office, ended_at=None)
    if person.centre:
        CentrePost.objects.get_or_create(
            user=user, centre=FamilySupportCentre.objects.get(key=person.centre), ended_at=None,
            defaults={"confirms_in_region": True},
        )  # fmt: skip
    if person.role in Role.values and not user.assignments.exists():
        modules = ModulePage.objects.filter(slug=TRAINERS_MODULE)
        module = modules.first() if person.role == "trainer" else None
        give_role(
            by=None, user=user, role=Role(person.role),
            module_key=module.translation_key if module is not None else None,
        )  # fmt: skip


def make_learner(person: DemoLearner) -> User:
    """Make a learner and let them live through as much of the story as `person` says."""
    now = timezone.now()
    user = User.objects.create_user(
        email=person.contact, email_confirmed_at=now, name=person.name, language=person.language
    )
    give_consent(user=user, text=ConsentText.objects.latest(), language=person.language)
    if person.application:
        link(user, person)
    course = Course.objects.get(code=COURSE)
    enrolment = enrol(user=user, course=course, source="leaflet", region=region_of(user))
    with override(person.language):
        learn(enrolment, person.language, person.done)
    make_marks(enrolment)
    return user


def link(user: User, person: DemoLearner) -> None:
    """Claim the application, and show the document at the office or answer the phone."""
    told = next(one for one in CAST if one.number == person.application)
    number = told.applicants[person.applicant].identity
    claim = make_claim(
        user=user, kind=number.kind, country=number.country, identity_number=number.number,
        application_number=told.number,
    )  # fmt: skip
    claim = settle_claim(claim_id=claim.pk)
    clerk = User.objects.filter(clerkships__office__code=told.office_code).first()
    if clerk is not None and person.done == ALL:
        prove_identity(identity=claim.identity, assurance=Assurance.SEEN, by=clerk)
    else:
        prove_identity(identity=claim.identity, assurance=Assurance.PHONE)


def learn(enrolment: Enrolment, language: str, lessons: int) -> None:
    """Answer the required activities of the first `lessons` required lessons rightly."""
    snapshots = (
        LessonSnapshot.objects.current()
        .filter(edition=enrolment.edition, language=language, is_required=True)
        .order_by("position")[:lessons]
    )
    for snapshot in snapshots:
        required = [part for part in snapshot.parts if part.get("required")]
        for part in required:
            answer_activity(
                enrolment=enrolment, snapshot=snapshot, activity_key=part["key"],
                options=right_response(part, snapshot.answers), client_id=uuid.uuid4(),
            )  # fmt: skip
        if not required:
            read_lesson(enrolment=enrolment, snapshot=snapshot, client_id=uuid.uuid4())


def make_couple(inviter: str, partner: str) -> None:
    """Let one invite the other, and the other accept."""
    one, other = (User.objects.for_contact(contact).get() for contact in (inviter, partner))
    if not one.couple_memberships.filter(left_at=None).exists():
        _invitation, token = invite(by=one)
        accept_invitation(token=token, by=other)


def places_file() -> Path:
    """Return the file that `make demo` prints at the end."""
    return Path(settings.EMBEDDED.run / "accounts.txt")


def write_accounts(file: Path) -> None:
    """Write down the addresses and accounts to try."""
    lines = [
        "  {site}/kk/       Қазақша",
        "  {site}/ru/       Русский",
        "  {site}/kk/demo/  accounts, applications, outbox (codes land there)",
        "",
        "  Learners sign in by a code at {site}/kk/sign-in/:",
        *(f"    {one.contact:<30}{one.story_in_english}" for one in LEARNERS),
        "",
        f"  Staff sign in at {{site}}/kk/staff/login/ with the password {PASSWORD}:",
        *(f"    {one.email:<30}{one.story_in_english}" for one in STAFF),
        "",
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines))
