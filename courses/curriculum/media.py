"""The pictures, recordings, documents and captions of a course: there, and what they say."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
OTHER_KIND = {
    "picture": gettext_lazy("%(name)s is no picture file. Known endings: %(known)s."),
    "audio": gettext_lazy("%(name)s is no audio file. Known endings: %(known)s."),
    "video": gettext_lazy("%(name)s is no video file. Known endings: %(known)s."),
    "document": gettext_lazy("%(name)s is no document file. Known endings: %(known)s."),
    "captions": gettext_lazy("%(name)s is no captions file. Known endings: %(known)s."),
}


def check_media(folder: Path, texts: dict[str, CourseText], findings: Findings) -> None:
    """Note each file that a lesson names and that cannot be used."""
    verdicts: dict[tuple[str, str], str] = {}
    for lesson, part, kind, name in named_files(texts):
        if (kind, name) not in verdicts:
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
        return _(
            "The file name %(name)s must be small Latin letters, digits, hyphens, one dot."
        ) % {"name": repr(name)}
    if match["ending"] not in ENDINGS[kind]:
        known = ", ".join(sorted(ENDINGS[kind]))
        return str(OTHER_KIND[kind] % {"name": repr(name), "known": known})
    path, file_name = folder / name, f"media/{name}"
    if not path.is_file():
        return _("%(file)s is missing. Put the file there or correct the name.") % {
            "file": file_name
        }
    if kind == "captions":
        return what_is_wrong_with_captions(path)
    most = settings.UPLOAD_LIMITS[kind]
    if path.stat().st_size > most:
        return _("%(file)s is larger than %(most)s MB. Make it smaller.") % {
            "file": file_name,
            "most": most // 1024**2,
        }
    try:
        if match["ending"] == "svg":
            clean_svg(path.read_bytes())
        else:
            with path.open("rb") as file:
                check_content(file, name)
    except SvgUnsafe as error:
        return _("%(file)s cannot be used: %(why)s") % {"file": file_name, "why": error}
    except ContentRefused as error:
        return cannot_be_used(file_name, str(error))
    return ""


def what_is_wrong_with_captions(path: Path) -> str:
    """Return what is wrong with a file of captions, with its lines; empty when nothing is."""
    try:
        _cues, problems = read_captions(path.read_text())
    except UnicodeDecodeError:
        return _("%(file)s is not UTF-8 text. Save it again as UTF-8.") % {
            "file": f"media/{path.name}"
        }
    if not problems:
        return ""
    return cannot_be_used(f"media/{path.name}", " ".join(map(str, problems[:5])))


def cannot_be_used(file: str, why: str) -> str:
    """Say that a file cannot be used; `why` is one or more sentences."""
    return _("%(file)s cannot be used. %(why)s") % {"file": file, "why": why}
