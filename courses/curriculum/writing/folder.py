"""A course into its folder of text files."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from cms.texts import to_markdown
from cms.texts.document import SLUG
from courses.curriculum.parts import CourseText, LessonText, ModuleText
from courses.curriculum.writing.measure import write_questions
from courses.curriculum.writing.parts import write_parts


def write_course(texts: Mapping[str, CourseText], folder: Path) -> None:
    """Write a course in both languages into `folder`, which is made; media are not its matter.

    Folders and files are named as the Kazakh text's slugs, so that both languages stand together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = texts["kk"]
    for language, text in texts.items():
        _write(folder / f"course.{language}.md", _course_fields(text), to_markdown(text.html))
        if text.measure:
            _write(folder / f"measure.{language}.md", {}, write_questions(text.measure))
        for n, module in enumerate(text.modules, start=1):
            below = folder / numbered(n, names.modules[n - 1].slug)
            below.mkdir(exist_ok=True)
            _write(below / f"module.{language}.md", _module_fields(module, below.name[3:]), "")
            for m, lesson in enumerate(module.lessons, start=1):
                stem = numbered(m, names.modules[n - 1].lessons[m - 1].slug)
                _write(
                    below / f"{stem}.{language}.md", _lesson_fields(lesson, stem[3:]),
                    write_parts(lesson.parts),
                )  # fmt: skip


def numbered(number: int, slug: str) -> str:
    """Return the name of a module's folder or a lesson's file, without language and ending."""
    return f"{number:02}-{slug if SLUG.fullmatch(slug) else 'page'}"


def _write(path: Path, fields: dict[str, Any], body: str) -> None:
    front = (
        yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000) if fields else ""
    )
    path.write_text(f"---\n{front}---\n{body.rstrip()}\n" if body.strip() else f"---\n{front}---\n")


def _course_fields(text: CourseText) -> dict[str, Any]:
    return {
        "key": str(text.key), "code": text.code, "slug": text.slug, "title": text.title,
        "summary": text.summary, "hours": _number(text.hours), "audience": text.audience,
        **({"by_age": True} if text.by_age else {}), "place": text.place,
    }  # fmt: skip


def _module_fields(module: ModuleText, slug: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"key": str(module.key), "title": module.title}
    return (
        fields
        | ({"slug": module.slug} if module.slug != slug else {})
        | ({"summary": module.summary} if module.summary else {})
    )


def _lesson_fields(lesson: LessonText, slug: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"key": str(lesson.key), "title": lesson.title}
    if lesson.slug != slug:
        fields["slug"] = lesson.slug
    fields |= {
        "minutes": lesson.minutes, "required": lesson.is_required, "sensitive": lesson.is_sensitive,
    }  # fmt: skip
    if lesson.topics:
        fields["topics"] = list(lesson.topics)
    if lesson.sources:
        fields["sources"] = [
            {"title": source.title}
            | ({"url": source.url} if source.url else {})
            | ({"checked": source.checked} if source.checked else {})
            for source in lesson.sources
        ]
    return fields


def _number(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
