"""Correcting a lesson of an edition: a slip of the pen, not another lesson."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.index_search import index_course
from courses.actions.take_along import forget_files
from courses.differences.lessons import same
from courses.exceptions import CorrectionRefused, LessonUnknown, SeenOtherwise
from courses.models import Course, Edition, LessonPage, LessonSnapshot
from courses.seen import seen_lesson
from courses.signals import lesson_corrected
from courses.snapshots.parity import cases, cases_differ, shape
from courses.snapshots.reading import lesson_content
from courses.snapshots.required import required_rules


@transaction.atomic
def correct_lesson(
    *, edition: Edition, lesson_key: UUID, by: str, reason: str = "", seen: str = ""
) -> list[LessonSnapshot]:
    """Serve the live pages of a lesson in `edition` from now on; return the new snapshots.

    `by` and `reason` are kept with them. Nothing is added when nothing changed. Raises
    SeenOtherwise when `seen` (`courses.seen.seen_lesson`) is what was decided on and is no more,
    CorrectionRefused and LessonUnknown as `correction` does.
    """
    course = Course.objects.select_for_update().get(pk=edition.course_id)
    if seen and seen != seen_lesson(course, lesson_key):
        raise SeenOtherwise
    current, made = correction(edition=edition, lesson_key=lesson_key)
    if all(same(old, new) for old, new in zip(current, made, strict=True)):
        return []
    for snapshot in made:
        snapshot.made_by, snapshot.reason = by, reason
    corrected = LessonSnapshot.objects.bulk_create(made)
    index_course(course=course, lesson_keys=[lesson_key])
    before = {old.language for old in current if old.is_sensitive}
    if any(new.is_sensitive and new.language not in before for new in made):
        forget_files(course=course)  # it stands there, open, in files that should not have it
    lesson_corrected.send(sender=LessonSnapshot, edition=edition, lesson_key=lesson_key)
    return corrected


def correction(
    *, edition: Edition, lesson_key: UUID
) -> tuple[list[LessonSnapshot], list[LessonSnapshot]]:
    """Return a lesson as it is served, and as the live pages would correct it, by language.

    Both languages are corrected together; a language whose words did not change gets a row too,
    so that a correction has one number. Required activities keep their keys, options, right
    answers and pass rule, because people have answered them: otherwise CorrectionRefused.
    Nothing is written but copies of files. Raises LessonUnknown.
    """
    current = list(edition.lessons.current().filter(lesson_key=lesson_key).order_by("language"))
    if not current:
        raise LessonUnknown(lesson_key)
    made = [_corrected(snapshot) for snapshot in current]
    if _asked(made[0]) != _asked(made[-1]):
        raise CorrectionRefused(_("The activities differ between the languages."))
    if cases(made[0].parts) != cases(made[-1].parts):
        raise CorrectionRefused(cases_differ())
    if made[0].topics != made[-1].topics:
        raise CorrectionRefused(_("The questions at hand differ between the languages."))
    return current, made


def _corrected(snapshot: LessonSnapshot) -> LessonSnapshot:
    page = LessonPage.objects.live().filter(
        translation_key=snapshot.lesson_key, locale__language_code=snapshot.language
    ).first()  # fmt: skip
    if page is None:
        raise CorrectionRefused(_("The lesson has no published page in one of the languages."))
    content = lesson_content(page, language=snapshot.language, kept=True)
    if content.problems:
        raise CorrectionRefused(" ".join(content.problems))
    new = LessonSnapshot(
        edition_id=snapshot.edition_id, language=snapshot.language,
        lesson_key=snapshot.lesson_key, correction=snapshot.correction + 1,
        module_key=snapshot.module_key, position=snapshot.position, slug=snapshot.slug,
        title=page.title, minutes=page.minutes, is_required=page.is_required,
        is_sensitive=page.is_sensitive, parts=content.parts, answers=content.answers,
        sources=content.sources, topics=page.topics, revision_id=page.live_revision_id,
    )  # fmt: skip
    if new.is_required != snapshot.is_required or required_rules(new) != required_rules(snapshot):
        raise CorrectionRefused(
            _("What is required to complete the lesson changed. That needs a new edition.")
        )
    return new


def _asked(snapshot: LessonSnapshot) -> list[tuple[Any, ...]]:
    return shape(snapshot.parts, snapshot.answers)
