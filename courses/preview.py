"""A lesson's draft as a learner would see it, to be tried. Nothing is written of anybody."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _

from courses.models import LessonPage, LessonSnapshot
from courses.snapshots.reading import lesson_content
from courses.trying import trials_of
from courses.writing.remarks import remarks_of


def preview_lesson(
    request: HttpRequest, page: LessonPage, mode: str = "", *, until: datetime | None = None
) -> HttpResponse:
    """Render the draft of `page` by the template of the public lesson, in the page's language.

    The `mode` of another language shows that one's newest draft; one that is none counts as the
    page's own. `until` is said of a page that
    is read through a link; such a reader is not shown what is still to be mended.
    """
    mode = mode if mode in dict(settings.LANGUAGES) else ""
    twin = page if mode in ("", page.locale.language_code) else newest_draft(page, mode)
    language = mode or page.locale.language_code
    with translation.override(language):
        context: dict[str, Any] = {"is_preview": True, "until": until}
        if twin is None:
            missing = _("This lesson has not been written in this language yet.")
            context |= {"lesson": LessonSnapshot(title=page.title, parts=[]), "problems": [missing]}
        else:
            content = lesson_content(twin, language=language, kept=False)
            problems = [*content.problems, *remarks_of(twin, content).sentences()]
            context |= {
                "lesson": snapshot_of(twin, language, content),
                "problems": [] if until else problems,
                "trials": trials_of(content.parts, content.answers, is_sensitive=twin.is_sensitive),
            }
        return TemplateResponse(request, "courses/lesson.html", context).render()


def newest_draft(page: LessonPage, language: str) -> LessonPage | None:
    """Return the newest draft of the same lesson in another language, if there is one."""
    twin = LessonPage.objects.filter(
        translation_key=page.translation_key, locale__language_code=language
    ).first()
    return twin.get_latest_revision_as_object() if twin else None


def snapshot_of(page: LessonPage, language: str, content) -> LessonSnapshot:
    """Return what a snapshot of the draft would be, unsaved."""
    return LessonSnapshot(
        language=language, lesson_key=page.translation_key, module_key=page.translation_key,
        position=1, slug=page.slug, title=page.title, minutes=page.minutes,
        is_required=page.is_required, is_sensitive=page.is_sensitive, parts=content.parts,
        answers={}, sources=content.sources, topics=page.topics,
    )  # fmt: skip
