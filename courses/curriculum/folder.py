"""The folder of a course: modules in order, lessons in order, two languages side by side."""

import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from cms.texts import FULL, Document, Fields, Findings, read_document, rich_text
from cms.texts.document import SLUG
from courses.curriculum.lesson_text import HEADING, read_parts
from courses.curriculum.measure import read_measure
from courses.curriculum.media import check_media
from courses.curriculum.parity import compare_courses
from courses.curriculum.parts import (
    AUDIENCES,
    LANGUAGES,
    LAST_PLACE,
    CourseFiles,
    CourseText,
    LessonText,
    ModuleText,
    Part,
    Source,
)
from courses.topics import Topic, in_order
from courses.writing.address import TAKEN

NUMBERED = re.compile(r"(?P<number>\d\d)-(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")
LESSON = re.compile(NUMBERED.pattern + r"\.(kk|ru)\.md")
CODE = re.compile(r"[A-Z]{2,8}")


def find_courses(folder: Path) -> list[Path]:
    """Return the course folders at or directly in `folder`, by name."""
    candidates = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
    return [
        candidate
        for candidate in candidates
        if any((candidate / f"course.{language}.md").exists() for language in LANGUAGES)
    ]


def read_course(folder: Path) -> CourseFiles:
    """Read a course. Raises cms.texts.FilesUnsound with everything that is wrong with it."""
    findings = Findings()
    reader = _Reader(folder, findings)
    read = {language: reader.course(language) for language in LANGUAGES}
    texts = {language: text for language, text in read.items() if text}
    check_identities(texts, findings)
    check_media(folder / "media", texts, findings)
    if len(texts) == len(LANGUAGES):
        compare_courses(texts["kk"], texts["ru"], findings)
    findings.stop_if_any()
    return CourseFiles(folder, texts)


class _Reader:
    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder, self.findings = folder, findings
        self.modules = self.numbered_folders()

    def name(self, path: Path) -> str:
        """What a file is called in messages: its path below the folder of courses."""
        return path.relative_to(self.folder.parent).as_posix()

    def numbered_folders(self) -> list[Path]:
        """The modules' folders in order; whatever else stands there is noted."""
        modules = []
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(".") or path.name == "media":
                continue
            if path.is_dir() and NUMBERED.fullmatch(path.name):
                modules.append(path)
            elif path.name not in {
                f"{name}.{language}.md" for name in ("course", "measure") for language in LANGUAGES
            }:
                self.findings.add(
                    self.name(path), 1,
                    _("This is no part of a course. A module's folder is called 01-name, a "
                      "course's files course.kk.md and course.ru.md."),
                )  # fmt: skip
        if not modules:
            self.findings.add(
                self.folder.name, 1, _("The course has no module (a folder 01-name).")
            )
        self.check_numbers(modules)
        return modules

    def check_numbers(self, paths: list[Path]) -> None:
        """Note two of one number: their order is not certain."""
        seen: dict[str, Path] = {}
        for path in paths:
            number = path.name[:2]
            if number in seen:
                self.findings.add(
                    self.name(path), 1,
                    _("The number %(number)s is taken by %(name)s. Give it another one.")
                    % {"number": number, "name": seen[number].name},
                )  # fmt: skip
            seen[number] = path

    def document(self, path: Path) -> Document | None:
        """Read a file that must be there."""
        if not path.exists():
            self.findings.add(
                self.name(path), 1,
                _("The file is missing. Both languages are written before either is loaded."),
            )  # fmt: skip
            return None
        return read_document(path, self.name(path), self.findings)

    def course(self, language: str) -> CourseText | None:
        """Read the course in one language."""
        modules = tuple(self.module(path, language) for path in self.modules)
        document = self.document(self.folder / f"course.{language}.md")
        if document is None:
            return None
        fields = Fields(
            document, self.findings,
            {"key", "code", "slug", "title", "summary", "hours", "audience", "by_age", "place"},
        )  # fmt: skip
        html = rich_text(
            document.body, file=document.name, line=document.body_line, findings=self.findings,
            allowed=FULL,
        )  # fmt: skip
        return CourseText(
            name=document.name,
            key=fields.key(),
            code=fields.pattern(
                "code", CODE,
                _("`%(name)s` must be 2-8 capital Latin letters, but %(found)s was found."),
            ),
            slug=fields.pattern(
                "slug", SLUG,
                _("`%(name)s` must be small Latin letters, digits and hyphens, but %(found)s was "
                  "found."),
            ),
            title=fields.text("title", most=200),
            summary=fields.text("summary", most=400),
            hours=fields.number("hours"),
            html=html,
            headings=tuple(HEADING.findall(html)),
            modules=tuple(module for module in modules if module),
            audience=fields.one_of("audience", AUDIENCES, otherwise=AUDIENCES[-1]),
            by_age=fields.yes_or_no("by_age", otherwise=False),
            place=fields.whole("place", least=1, most=LAST_PLACE, otherwise=LAST_PLACE),
            measure=self.measure(language),
        )  # fmt: skip

    def measure(self, language: str) -> tuple[Part, ...]:
        """Read the questions before and after the course, where there are any."""
        if not any((self.folder / f"measure.{name}.md").exists() for name in LANGUAGES):
            return ()
        document = self.document(self.folder / f"measure.{language}.md")
        if document is None:
            return ()
        Fields(document, self.findings, set())
        return read_measure(document, self.findings)

    def module(self, folder: Path, language: str) -> ModuleText | None:
        """Read a module in one language."""
        lessons = tuple(
            self.lesson(folder / f"{stem}.{language}.md") for stem in self.stems(folder)
        )
        document = self.document(folder / f"module.{language}.md")
        if document is None:
            return None
        fields = Fields(document, self.findings, {"key", "slug", "title", "summary"})
        if document.body.strip():
            self.findings.add(
                document.name, document.body_line, _("A module has front matter and no text.")
            )
        return ModuleText(
            name=document.name,
            key=fields.key(),
            slug=fields.text("slug", most=255, otherwise=folder.name[3:]),
            title=fields.text("title", most=200),
            summary=fields.text("summary", most=400, otherwise=""),
            lessons=tuple(lesson for lesson in lessons if lesson),
        )

    def stems(self, folder: Path) -> list[str]:
        """The names of a module's lessons without language, in order; notes strangers once."""
        stems = []
        known = {f"module.{language}.md" for language in LANGUAGES}
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.name in known:
                continue
            if LESSON.fullmatch(path.name):
                stems.append(path.name[: -len(".kk.md")])
            else:
                self.findings.add(
                    self.name(path), 1,
                    _("This is no lesson. A lesson's files are called 01-name.kk.md and "
                      "01-name.ru.md."),
                )  # fmt: skip
        stems = sorted(set(stems))
        if not stems:
            self.findings.add(self.name(folder), 1, _("The module has no lesson."))
        self.check_numbers([folder / stem for stem in stems])
        return stems

    def lesson(self, path: Path) -> LessonText | None:
        """Read a lesson in one language."""
        document = self.document(path)
        if document is None:
            return None
        fields = Fields(
            document, self.findings,
            {"key", "slug", "title", "minutes", "required", "sensitive", "sources", "topics"},
        )  # fmt: skip
        return LessonText(
            name=document.name,
            key=fields.key(),
            slug=fields.text("slug", most=255, otherwise=path.name[3 : -len(".kk.md")]),
            title=fields.text("title", most=200),
            minutes=fields.whole("minutes", least=1, most=60),
            is_required=fields.yes_or_no("required"),
            is_sensitive=fields.yes_or_no("sensitive", otherwise=False),
            sources=tuple(read_sources(fields)),
            parts=read_parts(document, self.findings),
            topics=read_topics(fields),
        )


def read_sources(fields: Fields) -> Iterator[Source]:
    """Read the list of sources."""
    value = fields.document.fields.get("sources") or []
    if not isinstance(value, list):
        fields.wrong("sources", _("`%(name)s` must be a list of `title`, `url`, `checked`."))
        return
    for number, entry in enumerate(value, start=1):
        if not isinstance(entry, dict) or not entry.keys() <= {"title", "url", "checked"}:
            fields.wrong(
                "sources",
                _("`%(name)s` number %(number)s must have `title`, `url`, `checked` only."),
                number=number,
            )  # fmt: skip
            continue
        title, url, checked = entry.get("title"), entry.get("url", ""), entry.get("checked")
        if not isinstance(title, str) or not title.strip():
            fields.wrong("sources", _("`%(name)s` number %(number)s has no title."), number=number)
        elif not isinstance(url, str) or (url and not url.startswith(("https://", "http://"))):
            fields.wrong(
                "sources", _("`%(name)s` number %(number)s: `url` must begin with https://."),
                number=number,
            )  # fmt: skip
        elif checked is not None and type(checked) is not date:
            fields.wrong(
                "sources",
                _("`%(name)s` number %(number)s: `checked` must be a date, 2026-11-20."),
                number=number,
            )  # fmt: skip
        else:
            yield Source(" ".join(title.split()), url, checked)


def read_topics(fields: Fields) -> tuple[str, ...]:
    """Read the list of questions at hand; their order says nothing."""
    value = fields.document.fields.get("topics", [])
    if not isinstance(value, list):
        fields.wrong("topics", _("`%(name)s` must be a list such as [sleep, fathers]."))
        return ()
    for number, topic in enumerate(value):
        if topic not in Topic.values:
            fields.wrong(
                "topics", _("`%(name)s`: %(found)s is no topic. Known: %(known)s."),
                found=repr(topic), known=", ".join(Topic.values),
            )  # fmt: skip
        elif topic in value[:number]:
            fields.wrong(
                "topics", _("`%(name)s`: %(found)s stands twice. Keep one of them."),
                found=repr(topic),
            )  # fmt: skip
    return tuple(in_order(topic for topic in value if isinstance(topic, str)))


def check_identities(texts: dict[str, CourseText], findings: Findings) -> None:
    """Note a key or a lesson's address that stands twice in one language."""
    for text in texts.values():
        keys: dict[uuid.UUID, str] = {}
        slugs = {taken: f"/courses/{text.slug}/{taken}/" for taken in TAKEN}
        lessons = [lesson for module in text.modules for lesson in module.lessons]
        owners: list[CourseText | ModuleText | LessonText] = [text, *text.modules, *lessons]
        for owner in owners:
            if owner.key in keys:
                findings.add(
                    owner.name,
                    1,
                    _("The key %(key)s is that of %(owner)s. Make a new one.")
                    % {"key": owner.key, "owner": keys[owner.key]},
                )
            elif owner.key:
                keys[owner.key] = owner.name
            if isinstance(owner, LessonText):
                if owner.slug in slugs:
                    findings.add(
                        owner.name, 1,
                        _("A lesson called %(slug)s stands at %(place)s already. Names are unique "
                          "in a course: they are the lessons' addresses.")
                        % {"slug": repr(owner.slug), "place": slugs[owner.slug]},
                    )  # fmt: skip
                slugs.setdefault(owner.slug, owner.name)
