"""Correcting a lesson of an edition: a slip of the pen, not another lesson."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.exceptions import CorrectionRefused, LessonUnknown
from courses.models import Course, Edition, LessonPage, LessonSnapshot
from courses.snapshots.parity import shape
from courses.snapshots.reading import lesson_content


@transaction.atomic
def correct_lesson(*, edition: Edition, lesson_key: UUID, by: str) -> list[LessonSnapshot]:
    """Serve the live pages of a lesson in `edition` from now on; return the new snapshots.

    Both languages are corrected together; languages whose words did not change get a row too, so
    that a correction has one number. Required activities keep their keys, options, right answers
    and pass rule, because people have answered them: otherwise CorrectionRefused. Nothing is
    added when nothing changed. Raises LessonUnknown.
    """
    Course.objects.select_for_update().get(pk=edition.course_id)
    current = list(edition.lessons.current().filter(lesson_key=lesson_key).order_by("language"))
    if not current:
        raise LessonUnknown(lesson_key)
    made = [_corrected(snapshot, by) for snapshot in current]
    if all(_same(old, new) for old, new in zip(current, made, strict=True)):
        return []
    if _asked(made[0]) != _asked(made[-1]):
        raise CorrectionRefused(_("The activities differ between the languages."))
    return LessonSnapshot.objects.bulk_create(made)


def _corrected(snapshot: LessonSnapshot, by: str) -> LessonSnapshot:
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
        sources=content.sources, revision_id=page.live_revision_id, made_by=by,
    )  # fmt: skip
    if new.is_required != snapshot.is_required or _required(new) != _required(snapshot):
        raise CorrectionRefused(
            _("What is required to complete the lesson changed. That needs a new edition.")
        )
    return new


def _asked(snapshot: LessonSnapshot) -> list[tuple[Any, ...]]:
    return shape(snapshot.parts, snapshot.answers)


def _required(snapshot: LessonSnapshot) -> dict[str, Any]:
    """What each required activity asks and when it counts, by key, whatever its place.

    When the right answer is shown may be corrected: it changes nothing of what completes.
    """
    return {
        key: (kind, {name: value for name, value in asked if name != "shown after"})
        for kind, key, is_required, asked in _asked(snapshot)
        if is_required
    }


def _same(old: LessonSnapshot, new: LessonSnapshot) -> bool:
    names = ("title", "minutes", "is_sensitive", "parts", "answers", "sources")
    return all(getattr(old, name) == getattr(new, name) for name in names)
