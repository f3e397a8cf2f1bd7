"""The only way to an enrolment or a lesson on behalf of a person: theirs, or 404."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from accounts.requests import LearnerRequest
from courses.models import LessonSnapshot
from courses.outline import Outline, OutlineLesson, OutlineModule, outline
from enrolments.models import Enrolment
from enrolments.questions import enrolment_of
from learning.models import LookBack

LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class LessonPlace:
    """A lesson in the edition the person is enrolled in, in the active language."""

    enrolment: Enrolment
    outline: Outline
    lesson: OutlineLesson

    @property
    def module(self) -> OutlineModule:
        """The module the lesson stands in."""
        return self.outline.module_of(self.lesson.key)

    @property
    def next_lesson(self) -> OutlineLesson | None:
        """The next lesson that was not withdrawn."""
        return self.outline.around(self.lesson.key)[1]

    @cached_property
    def snapshot(self) -> LessonSnapshot:
        """The newest correction of the lesson, as it is shown and graded."""
        return self._snapshot_and_other_slug[0]

    @cached_property
    def _snapshot_and_other_slug(self) -> tuple[LessonSnapshot, str]:
        """One query for all that every lesson page needs."""
        lesson = LessonSnapshot.objects.filter(
            edition=self.enrolment.edition_id, lesson_key=self.lesson.key
        ).order_by("-correction")
        elsewhere = lesson.exclude(language=self.outline.language).values("slug")[:1]
        here = lesson.filter(language=self.outline.language)
        found = here.annotate(
            other_slug=Subquery(elsewhere), look_back_on=Subquery(self._open_look_back)
        )[:1].get()
        return found, found.other_slug

    @property
    def _open_look_back(self) -> QuerySet[LookBack, date]:
        rows = LookBack.objects.filter(
            enrolment=self.enrolment, lesson_key=self.lesson.key, closed_on=None
        )
        return rows.values_list("due_on", flat=True)[:1]

    @property
    def look_back_on(self) -> date | None:
        """When the person is asked how the lesson's small thing went; None if they are not."""
        found: date | None = vars(self.snapshot)["look_back_on"]
        return found

    @property
    def is_look_back_due(self) -> bool:
        """Whether the person is asked now how it went."""
        return bool(self.look_back_on and self.look_back_on <= timezone.localdate())

    @property
    def translated_urls(self) -> dict[str, str]:
        """The lesson's address in each language: slugs may differ, the lesson is the same."""
        slugs = dict.fromkeys(LANGUAGES, self._snapshot_and_other_slug[1])
        slugs[self.outline.language] = self.lesson.slug
        urls = {}
        for language, slug in slugs.items():
            with override(language):
                urls[language] = reverse("learning:lesson", args=[self.outline.course_slug, slug])
        return urls


def access_enrolment(request: LearnerRequest, course: str) -> Enrolment:
    """Return the signed-in person's enrolment in the course with this slug, or 404."""
    found = enrolment_of(request.user, course)
    if found is None:
        raise Http404
    return found


def access_lesson(request: LearnerRequest, course: str, lesson: str) -> LessonPlace:
    """Return a lesson of the person's own edition, or 404.

    A slug of the other language is understood too: an address may be kept over a change of
    language. The place that is returned is always in the active language.
    """
    enrolment = access_enrolment(request, course)
    found = outline(enrolment.edition, active_language())
    by_slug = {entry.slug: entry for entry in found.lessons}
    if lesson in by_slug:
        return LessonPlace(enrolment, found, by_slug[lesson])
    other = outline(enrolment.edition, other_language())
    keys = [entry.key for entry in other.lessons if entry.slug == lesson]
    here = [entry for entry in found.lessons if entry.key in keys]
    if not here:
        raise Http404
    return LessonPlace(enrolment, found, here[0])


def active_language() -> str:
    """Return the language of the page: kk or ru."""
    return "ru" if (get_language() or "").startswith("ru") else "kk"


def other_language() -> str:
    """Return the language the page is not in."""
    return "kk" if active_language() == "ru" else "ru"
