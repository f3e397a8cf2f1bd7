"""Read the lessons' files as an editor would: build, length, give-aways, spelling, figures."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from cms.texts import FilesUnsound
from cms.texts.findings import Finding
from courses.curriculum import CourseFiles, LessonText, find_courses, read_course
from courses.proofreading.readability import Readability, far_out, readability
from courses.proofreading.rules import check_lesson, check_places
from courses.proofreading.spelling import (
    DICTIONARIES,
    MOST_UNKNOWN,
    NoDictionary,
    is_kept,
    kept_words,
    unknown,
    words_of,
)

LESSON = re.compile(r"/\d\d-[^/]+\.md$")
Rows = list[tuple[LessonText, Readability]]


class Command(BaseCommand):
    help = "Read the lessons' files as an editor would, and print figures of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum",
            help="a folder of courses (default: curriculum/)",
        )  # fmt: skip
        parser.add_argument(
            "--spelling", choices=["where-installed", "must", "no"], default="where-installed",
            help="whether a missing dictionary is passed over, is an error, or nothing is spelt",
        )  # fmt: skip
        parser.add_argument(
            "--strange", choices=sorted(DICTIONARIES), default="",
            help="print only the words of this language to be read and kept, one to a line",
        )  # fmt: skip
        parser.add_argument("--quiet", action="store_true", help="print only what is wrong")

    def handle(
        self, *args: Any, folder: Path, spelling: str, strange: str, quiet: bool, **options: Any
    ) -> None:
        if strange:
            self.stdout.write("\n".join(sorted(not_kept(folder, strange))))
            return
        with override("en"):
            courses = [self.read(course) for course in find_courses(folder)]
        if not courses:
            raise CommandError(f"There is no course in {folder}.")
        found = [finding for course in courses for finding in check(course)]
        if spelling != "no":
            try:
                found += spelt(folder)
            except NoDictionary as problem:
                if spelling == "must":
                    raise CommandError(str(problem)) from problem
                self.stdout.write(f"Not spelt: {problem}.")
        if not quiet:
            for language in DICTIONARIES:
                self.print_figures(language, courses)
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            raise CommandError(f"{len(found)} findings.")

    def read(self, folder: Path) -> CourseFiles:
        """Read a course, which must be sound."""
        try:
            return read_course(folder)
        except FilesUnsound as problem:
            raise CommandError(str(problem)) from problem

    def print_figures(self, language: str, courses: list[CourseFiles]) -> None:
        """Print a line for each lesson, and mark what stands far above the others."""
        rows: Rows = [(one, readability(one)) for one in lessons(courses, language)]
        hard = far_out(row.words_a_sentence for _lesson, row in rows)
        long = far_out(row.long_words for _lesson, row in rows)
        self.stdout.write(
            f"\n{language:<46} words feedback words/sentence longest long words minutes"
        )
        for lesson, row in rows:
            marks = " sentences!" if row.words_a_sentence > hard else ""
            marks += " words!" if row.long_words > long else ""
            self.stdout.write(
                f"{lesson.name:<46} {row.words:>5} {row.feedback:>8} {row.words_a_sentence:>14.1f}"
                f" {row.longest_sentence:>7} {row.long_words:>10.0%} {lesson.minutes:>7}{marks}"
            )
        total = sum(row.words + row.feedback for _lesson, row in rows)
        minutes = sum(lesson.minutes for lesson, _row in rows)
        self.stdout.write(f"{len(rows)} lessons, {total} words with feedback, {minutes} minutes")


def lessons(courses: list[CourseFiles], language: str) -> Iterator[LessonText]:
    """Yield the lessons of all courses in a language."""
    for course in courses:
        for module in course.texts[language].modules:
            yield from module.lessons


def check(course: CourseFiles) -> Iterator[Finding]:
    """Yield what the rules find in a course, in both languages."""
    for text in course.texts.values():
        all_lessons = [lesson for module in text.modules for lesson in module.lessons]
        has_weeks = any(part.kind == "week" for one in all_lessons for part in one.parts)
        for lesson in all_lessons:
            yield from check_lesson(lesson, ends_with_a_week=has_weeks)
        yield from check_places(text)


def not_kept(folder: Path, language: str) -> set[str]:
    """Return the words that neither the dictionary nor the kept list knows. Raises NoDictionary."""
    every = {word for text in texts_in(folder, language).values() for word in words_of(text)}
    kept = kept_words(folder, language)
    return {word for word in unknown(language, sorted(every)) if not is_kept(word, kept)}


def texts_in(folder: Path, language: str) -> dict[str, str]:
    """Return the texts below `folder` in a language, by file."""
    files = sorted(folder.glob(f"**/*.{language}.md"))
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


def spelt(folder: Path) -> Iterator[Finding]:
    """Yield words that neither the dictionary nor the kept list knows. Raises NoDictionary.

    A lesson's share of forms that the dictionary does not know is limited, and so is the kept
    list: what no text uses any more is to be taken out.
    """
    for language in DICTIONARIES:
        kept = kept_words(folder, language)
        texts = texts_in(folder, language)
        every = {word for text in texts.values() for word in words_of(text)}
        strange = unknown(language, sorted(every))
        for name, text in texts.items():
            words = words_of(text)
            share = sum(word in strange for word in words) / max(len(words), 1)
            if language == "kk" and LESSON.search(name) and share > MOST_UNKNOWN:
                yield Finding(name, 1, f"The dictionary does not know {share:.0%} of the words.")
            for word in dict.fromkeys(words):
                if word in strange and not is_kept(word, kept):
                    line = text[: text.index(word)].count("\n") + 1
                    yield Finding(name, line, f"Is «{word}» spelt rightly? Mend or keep it.")
        used = strange | {word[:1].lower() + word[1:] for word in strange}
        for word in sorted(kept - used):
            yield Finding(f"words.{language}.txt", 1, f"«{word}» need not be kept any more.")
