"""What to look at in the workshop, and as whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from courses.models import Course
from demo.people import COURSE, REVOKED
from demo.workshop import METHODOLOGIST, TRAINER

ADMINISTRATOR, OFFICER = "admin@example.org", "officer@example.org"
CENTRE = "centre.almaty@example.org"


@dataclass(frozen=True)
class Sight:
    """A screen of the admin, what is to be seen there, and the account that sees it."""

    contact: str
    title: str | Promise
    story: str | Promise
    screen: str
    of_course: bool = False
    query: str = ""
    certificate_of: str = ""

    def url(self, course: Course) -> str:
        """The screen's address."""
        args: list[int | str] = [course.pk] if self.of_course else []
        if self.certificate_of:
            own = Certificate.objects.filter(enrolment__user__email=self.certificate_of)
            args = [own.earliest("pk").number]
        return reverse(self.screen, args=args) + self.query


SIGHTS = [
    Sight(TRAINER, _("My lessons"),
          _("One is in review, and two have left their Russian text behind; the list says which."),
          "workshop_lessons"),
    Sight(METHODOLOGIST, _("What waits for me"),
          _("A trainer's draft waits: look at what changed, approve it or send it back."),
          "wagtailadmin_home"),
    Sight(METHODOLOGIST, _("Two languages"),
          _("Two Kazakh texts were changed, one is still in review; mend the Russian ones side by"
            " side."),
          "courses_two_languages_of", of_course=True),
    Sight(METHODOLOGIST, _("Publish an edition"),
          _("What the next edition would bring, lesson by lesson. The draft in review stays out."),
          "courses_publish", of_course=True),
    Sight(METHODOLOGIST, _("How lessons go"),
          _("Hundreds of invented learners: where many stop, which question most get wrong at"
            " first, and what the questions before and after say."),
          "reports_course_figures", of_course=True),
    Sight(METHODOLOGIST, _("Marked by learners"),
          _("Two learners left a note at a place that was unclear to them."),
          "learning_marked"),
    Sight(METHODOLOGIST, _("Facts to be checked again"),
          _("A source that somebody last looked at more than a year ago."),
          "workshop_lessons", query="?only=facts"),
    Sight(ADMINISTRATOR, _("Course policies"),
          _("Another administrator proposes a live session for Almaty; you decide."),
          "workshop_policies"),
    Sight(ADMINISTRATOR, _("Many certificates at once"),
          _("Another administrator proposes to issue all anew with the words of today; look at"
            " what changes, and decide."), "certificates_bulk"),
    Sight(ADMINISTRATOR, _("Certificates"),
          _("One that was revoked: what happened to it, who did it and why. You may certify it"
            " anew, since a colleague revoked it."),
          "certificates_found", certificate_of=REVOKED),
    Sight(METHODOLOGIST, _("Words of the certificate"),
          _("Who signs was named by two people. Write other words, and look at the samples."),
          "certificates_words"),
    Sight(ADMINISTRATOR, _("Systems with access"),
          _("Add a system and make its key; docs/interface.md says what it may then ask."),
          "api_systems"),
    Sight(OFFICER, _("Unusual look-ups"),
          _("Who looked up very many people, or people of other offices."), "workshop_patterns"),
    Sight(CENTRE, _("Attendance in person"),
          _("Two people were written down at the registry office; you confirm them or not."),
          "desk:attendance"),
]  # fmt: skip


def sights() -> list[tuple[Sight, str]]:
    """Return what to look at with its address; nothing before a course is loaded."""
    course = Course.objects.filter(code=COURSE).first()
    return [(sight, sight.url(course)) for sight in SIGHTS] if course else []
