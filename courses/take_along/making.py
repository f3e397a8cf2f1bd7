"""Making the file itself."""

import hashlib
from base64 import b64encode
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from courses.models import Edition
from courses.take_along.contents import STYLE, Contents, contents
from courses.take_along.pictures import STEPS, Pictures

MOST_BYTES = 3_000_000
NAMES = {"kk": "Қазақша", "ru": "Русский"}


def make(edition: Edition, languages: tuple[str, ...], *, is_split: bool) -> dict[bool, bytes]:
    """Return the file of an edition in `languages`, by whether it is whole; none where it does not
    fit into MOST_BYTES even without pictures.

    With `is_split` there are two of the same size: the whole one, and one in which the places of
    the lessons about violence say where to read them. Pictures are made smaller step by step, the
    same in both.
    """
    read = [contents(edition, language) for language in languages]
    pictures = Pictures()
    for step in STEPS:
        pictures.step = step
        made = {
            is_whole: _file(edition, read, pictures, is_whole)
            for is_whole in ((False, True) if is_split else (False,))
        }
        size = max(len(file) for file in made.values())
        if size <= MOST_BYTES:
            return {is_whole: filled(file, size) for is_whole, file in made.items()}
    return {}


def filled(file: bytes, size: int) -> bytes:
    """Return a file filled up with spaces to `size`: then its size does not tell what is in it."""
    end = b"</body></html>"
    return file.removesuffix(end) + b" " * (size - len(file)) + end


def _file(edition: Edition, read: list[Contents], pictures: Pictures, is_whole: bool) -> bytes:
    """Return the file; its bytes depend on nothing but what is given."""
    css, named = style()
    frame = {
        "languages": [
            (one, mark_safe(_language(edition, one, read, pictures, is_whole)))  # noqa: S308 a template's
            for one in read
        ],
        "style": mark_safe(css),  # noqa: S308 ours
        "policy": f"default-src 'none'; img-src data:; style-src '{named}'; base-uri 'none'; "
                  "form-action 'none'",
    }  # fmt: skip
    with translation.override(read[0].language):
        html = render_to_string("courses/take_along_file/file.html", frame)
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line for line in lines if line).encode()


def _language(
    edition: Edition, one: Contents, read: list[Contents], pictures: Pictures, is_whole: bool
) -> str:
    with translation.override(one.language):
        return render_to_string(
            "courses/take_along_file/language.html",
            {
                "contents": one, "edition": edition, "pictures": pictures, "is_whole": is_whole,
                "site": settings.BASE_URL, "name": NAMES[one.language],
                "others": [
                    (other.language, NAMES[other.language]) for other in read if other != one
                ],
            },
        )  # fmt: skip


@cache
def style() -> tuple[str, str]:
    """Return the style sheet, and the name by which the policy of the file lets it in."""
    css = " ".join(STYLE.read_text().split())
    return css, f"sha256-{b64encode(hashlib.sha256(css.encode()).digest()).decode()}"


def digest_of(file: bytes) -> str:
    """Return the name of a file's content."""
    return hashlib.sha256(file).hexdigest()
