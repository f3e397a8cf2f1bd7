"""Publishing an edition: both languages at once, whole, for good."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from courses.actions.index_search import index_course
from courses.exceptions import EditionIncomplete, SeenOtherwise
from courses.models import Course, Edition, EditionText, LessonSnapshot, ModuleSnapshot
from courses.seen import seen_course
from courses.signals import edition_published
from courses.snapshots.course import draft_of
from courses.snapshots.draft import Draft


@transaction.atomic
def publish_edition(
    *, course: Course, by: str, note: str = "", news: Mapping[str, str] | None = None,
    seen: str = "",
) -> Edition:  # fmt: skip
    """Freeze the live pages of `course` into its next edition and return it.

    `by` is the label of whoever publishes, `note` why, for the record; `news` says by language
    what is new, to those who take an older edition. The course is locked, so two at
    once make two editions, unless `seen` (`courses.seen.seen_course`) says what was decided on:
    then the second one raises SeenOtherwise. Raises EditionIncomplete with everything that is
    missing.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if seen and seen != seen_course(course):
        raise SeenOtherwise
    draft = draft_of(course)
    if draft.problems:
        raise EditionIncomplete(draft.problems)
    latest = Edition.objects.latest_of(course).first()
    edition = Edition.objects.create(
        course=course, number=latest.number + 1 if latest else 1, hours=draft.hours, note=note,
        published_by=by,
    )  # fmt: skip
    for language, text in draft.texts.items():
        frozen = {"edition": edition, "language": language}
        EditionText.objects.create(**frozen, **text.columns(), news=(news or {}).get(language, ""))
        ModuleSnapshot.objects.bulk_create(
            ModuleSnapshot(**frozen, **module.columns()) for module in text.modules
        )
        LessonSnapshot.objects.bulk_create(
            LessonSnapshot(
                **frozen, **lesson.columns(), revision_id=lesson.page.live_revision_id, made_by=by
            )
            for lesson in text.lessons
        )
    index_course(course=course, edition=edition)
    edition_published.send(sender=Edition, edition=edition)
    return edition


def draft_differs(course: Course) -> bool:
    """Whether publishing now would say anything else than the latest edition does.

    True when there is no edition yet. What the draft lacks does not matter here.
    """
    edition = Edition.objects.latest_of(course).first()
    return edition is None or _content_of_draft(draft_of(course)) != _content_of(edition)


def _content_of_draft(draft: Draft) -> dict[str, Any]:
    return {
        language: (
            text.page.hours,
            text.columns(),
            [module.columns() for module in text.modules],
            [lesson.columns() for lesson in text.lessons],
        )
        for language, text in draft.texts.items()
    }


def _content_of(edition: Edition) -> dict[str, Any]:
    lessons = edition.lessons.current().order_by("position")
    return {
        text.language: (
            edition.hours,
            _columns(text, ("title", "summary", "body_html", "measure", "measure_answers")),
            [
                _columns(module, ("module_key", "position", "slug", "title", "summary"))
                for module in edition.modules.filter(language=text.language).order_by("position")
            ],
            [
                _columns(
                    lesson,
                    ("lesson_key", "module_key", "position", "slug", "title", "minutes",
                     "is_required", "is_sensitive", "parts", "answers", "sources", "topics"),
                )
                for lesson in lessons.filter(language=text.language)
            ],
        )
        for text in edition.texts.all()
    }  # fmt: skip


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
