"""A lesson's draft as a learner would see it, to be tried. Nothing is written of anybody."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from courses.models import LessonPage, LessonSnapshot
from courses.snapshots.reading import lesson_content
from courses.trying import trials_of


def preview_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Render the draft of `page` by the template of the public lesson, in the page's language."""
    language = page.locale.language_code
    with translation.override(language):
        content = lesson_content(page, language=language, kept=False)
        snapshot = LessonSnapshot(
            language=language, lesson_key=page.translation_key,
            module_key=page.translation_key, position=1, slug=page.slug, title=page.title,
            minutes=page.minutes, is_required=page.is_required, is_sensitive=page.is_sensitive,
            parts=content.parts, answers={}, sources=content.sources,
        )  # fmt: skip
        trials = trials_of(content.parts, content.answers, is_sensitive=page.is_sensitive)
        return TemplateResponse(
            request,
            "courses/lesson.html",
            {
                "lesson": snapshot,
                "is_preview": True,
                "problems": content.problems,
                "trials": trials,
            },
        ).render()
