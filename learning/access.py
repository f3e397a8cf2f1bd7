"""The only way to an enrolment or a lesson on behalf of a person: theirs, or 404."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from courses.models import LessonSnapshot
from courses.outline import Outline, OutlineLesson, OutlineModule, outline
from enrolments.models import Enrolment
from enrolments.questions import enrolment_of

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
        newest = LessonSnapshot.objects.filter(
            edition=self.enrolment.edition_id, language=self.outline.language,
            lesson_key=self.lesson.key,
        ).order_by("-correction")  # fmt: skip
        return newest[:1].get()


def access_enrolment(request: HttpRequest, course: str) -> Enrolment:
    """Return the signed-in person's enrolment in the course with this slug, or 404."""
    found = enrolment_of(request.user, course)
    if found is None:
        raise Http404
    return found


def access_lesson(request: HttpRequest, course: str, lesson: str) -> LessonPlace:
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
