"""What a leaflet says of an office and the course, looked up; nothing is invented."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Max, Min

from certificates.desk.answers import is_required_in
from cms.models import HelpLine
from courses.models import Course, Edition, LessonSnapshot
from registry.models import RegistryOffice

HELP_LINE = "111"


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The newest edition; minutes are those of its shortest and longest lesson."""

    hours: Decimal
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class LeafletFacts:
    """An office, the course (none before an edition is published), the help line."""

    office: RegistryOffice
    base_url: str
    course: CourseFacts | None
    help_line: HelpLine | None
    is_required: bool


def facts_for(office: RegistryOffice) -> LeafletFacts:
    """Look up what the leaflets of `office` say today."""
    return LeafletFacts(
        office=office,
        base_url=settings.BASE_URL,
        course=_course(),
        help_line=HelpLine.objects.filter(phone=HELP_LINE).first(),
        is_required=is_required_in(office.region),
    )


def _course() -> CourseFacts | None:
    course = Course.objects.filter(code=settings.REGISTRY_COURSE).first()
    edition = Edition.objects.latest_of(course).first() if course is not None else None
    if edition is None:
        return None
    lessons = LessonSnapshot.objects.current().filter(edition=edition)
    minutes = lessons.aggregate(least=Min("minutes"), most=Max("minutes"))
    return CourseFacts(edition.hours, minutes["least"] or 0, minutes["most"] or 0)
