"""The pictures, sound and films of a course: there, readable, of a known kind."""

import re
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from cms.texts import Findings
from cms.uploads.svg import SvgUnsafe, clean_svg
from courses.curriculum.parts import CourseText

NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(?P<ending>[a-z0-9]+)")
ENDINGS = {
    "picture": {"svg", "png", "jpg", "jpeg", "webp", "avif"},
    "audio": {"mp3", "m4a", "ogg", "opus"},
    "video": {"mp4", "webm"},
}
MOST_PIXELS = 40_000_000


def check_media(folder: Path, texts: dict[str, CourseText], findings: Findings) -> None:
    """Note each file that a lesson names and that cannot be used."""
    verdicts: dict[tuple[str, str], str] = {}
    for text in texts.values():
        for module in text.modules:
            for lesson in module.lessons:
                for part in lesson.parts:
                    if not part.file:
                        continue
                    asked = (part.kind, part.file)
                    if asked not in verdicts:
                        verdicts[asked] = what_is_wrong(folder, *asked)
                    if verdicts[asked]:
                        findings.add(lesson.name, part.line, verdicts[asked])


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
    if kind != "picture":
        return ""
    try:
        if match["ending"] == "svg":
            clean_svg(path.read_bytes())
        else:
            with Image.open(path) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return f"media/{name} has more than {MOST_PIXELS:,} pixels. Make it smaller."
                picture.verify()
    except SvgUnsafe as error:
        return f"media/{name} cannot be used: {error}"
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return f"media/{name} is no picture that can be read. Save it again."
    return ""
