"""The pictures, recordings, documents and captions of a course: there, and what they say."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from cms.texts import Findings
from cms.uploads.contents import ContentRefused, check_content
from cms.uploads.svg import SvgUnsafe, clean_svg
from courses.captions import read_captions
from courses.curriculum.parts import CourseText, LessonText, Part

NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.(kk|ru))?\.(?P<ending>[a-z0-9]+)")
ENDINGS = {
    "picture": {"svg", "gif", "png", "jpg", "jpeg", "webp", "avif"},
    "audio": set(settings.WAGTAILMEDIA["AUDIO_EXTENSIONS"]),
    "video": set(settings.WAGTAILMEDIA["VIDEO_EXTENSIONS"]),
    "document": set(settings.WAGTAILDOCS_EXTENSIONS),
    "captions": {"vtt"},
}


def check_media(folder: Path, texts: dict[str, CourseText], findings: Findings) -> None:
    """Note each file that a lesson names and that cannot be used."""
    verdicts: dict[tuple[str, str], str] = {}
    for lesson, part, kind, name in named_files(texts):
        if (kind, name) not in verdicts:
            with translation.override("en"):
                verdicts[kind, name] = what_is_wrong(folder, kind, name)
        if verdicts[kind, name]:
            findings.add(lesson.name, part.line, verdicts[kind, name])


def named_files(texts: dict[str, CourseText]) -> Iterator[tuple[LessonText, Part, str, str]]:
    """Yield each file that is named, as what, and where."""
    for text in texts.values():
        for module in text.modules:
            for lesson in module.lessons:
                for part in lesson.parts:
                    if part.file:
                        yield lesson, part, part.kind, part.file
                    if part.captions:
                        yield lesson, part, "captions", part.captions


def what_is_wrong(folder: Path, kind: str, name: str) -> str:
    """Return what is wrong with `name` as a file of `kind`; empty when nothing is."""
    match = NAME.fullmatch(name)
    if not match:
        return f"The file name {name!r} must be small Latin letters, digits, hyphens, one dot."
    if match["ending"] not in ENDINGS[kind]:
        return f"{name!r} is no {kind} file. Known endings: {', '.join(sorted(ENDINGS[kind]))}."
    path = folder / name
    if not path.is_file():
        return f"media/{name} is missing. Put the file there or correct the name."
    if kind == "captions":
        return what_is_wrong_with_captions(path)
    most = settings.UPLOAD_LIMITS[kind]
    if path.stat().st_size > most:
        return f"media/{name} is larger than {most // 1024**2} MB. Make it smaller."
    try:
        if match["ending"] == "svg":
            clean_svg(path.read_bytes())
        else:
            with path.open("rb") as file:
                check_content(file, name)
    except SvgUnsafe as error:
        return f"media/{name} cannot be used: {error}"
    except ContentRefused as error:
        return f"media/{name} cannot be used. {error}"
    return ""


def what_is_wrong_with_captions(path: Path) -> str:
    """Return what is wrong with a file of captions, with its lines; empty when nothing is."""
    try:
        _cues, problems = read_captions(path.read_text())
    except UnicodeDecodeError:
        return f"media/{path.name} is not UTF-8 text. Save it again as UTF-8."
    if not problems:
        return ""
    return f"media/{path.name} cannot be used. " + " ".join(map(str, problems[:5]))
