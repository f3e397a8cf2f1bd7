"""What waits for a second person: a proposed policy, a list of those who attended in person."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.actions.consent import give_consent
from accounts.actions.identity import declare_identity, prove_identity
from accounts.models import Assurance, ConsentText, User
from courses.models import Course
from demo.people import COURSE
from enrolments.actions.attending import open_sheet, record_attendance
from enrolments.actions.policies import propose_policy
from enrolments.models import AttendanceSheet, PolicyProposal
from registry.models import RegistryOffice
from web.regions import Region

PROPOSER, RECORDER = "deputy@example.org", "clerk.almaty@example.org"
BASIS = (
    "Мысал: Алматы қаласы әкімдігінің 1 қазандағы № 7 бұйрығы / "
    "Пример: приказ акимата города Алматы от 1 октября № 7"
)
# Invented: the check digit is right, and the numbers belong to nobody.
GROUP = [
    ("group-1@example.org", "Төлегенова Гүлназ Асқарқызы", "930505400124"),
    ("group-2@example.org", "Жұмабаев Ерсін Қайратұлы", "910303300116"),
]


def leave_for_another() -> bool:
    """Propose a policy and write a group down; return whether there was anything to do."""
    if PolicyProposal.objects.exists() or AttendanceSheet.objects.exists():
        return False
    course, today = Course.objects.get(code=COURSE), timezone.localdate()
    propose_policy(
        course=course, region=Region.ALMATY_CITY, valid_from=today + timedelta(days=60),
        is_required=False, validity_months=24, live_session=True, basis=BASIS,
        by=User.objects.get(email=PROPOSER),
    )  # fmt: skip
    write_down_group(course, today)
    return True


def write_down_group(course: Course, today: date) -> None:
    """Write down two who attended at the office; somebody else there or in the city confirms."""
    recorder = User.objects.get(email=RECORDER)
    sheet = open_sheet(
        course=course, place=RegistryOffice.objects.get(code="KZ-75-01"),
        began_on=today - timedelta(days=3), ended_on=today - timedelta(days=2),
        hours=Decimal(6), by=recorder,
    )  # fmt: skip
    for contact, name, number in GROUP:
        person = User.objects.create_user(
            email=contact, email_confirmed_at=timezone.now(), name=name, language="kk"
        )
        give_consent(user=person, text=ConsentText.objects.latest(), language="kk")
        identity = declare_identity(user=person, kind="iin", country="KZ", number=number)
        prove_identity(identity=identity, assurance=Assurance.SEEN, by=recorder)
        record_attendance(sheet=sheet, user=person, by=recorder)
