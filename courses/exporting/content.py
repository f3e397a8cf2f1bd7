"""Blocks of content as parts of a lesson file: one reader for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from courses.curriculum import Part
from courses.curriculum.parts import MEDIA_KINDS
from courses.exporting.media import MediaBasket
from courses.exporting.words import plain, stored


@dataclass(frozen=True)
class TextFile:
    """Text of a block on its way to be a file, in the shape of a stored one."""

    storage: InMemoryStorage
    name: str


def text_file(name: str, text: str) -> TextFile:
    """Return `text` as a file called `name`."""
    storage = InMemoryStorage()
    return TextFile(storage, storage.save(name, ContentFile(text.encode())))


def read_heading(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A heading."""
    return Part(
        kind, 0, words={"heading": plain(value["text"])}, facts={"level": str(value["level"])}
    )


def read_quotation(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A quotation."""
    return Part(kind, 0, html=stored(value["text"]), words={"source": plain(value["source"])})


def read_short(kind: str, value: Any, basket: MediaBasket) -> Part:
    """The lesson in a few sentences."""
    return Part(kind, 0, lines=tuple(("", stored(line)) for line in value["lines"]))


def read_tailored(kind: str, value: Any, basket: MediaBasket) -> Part:
    """The text for everybody and the cases."""
    texts = {case["circumstance"]: stored(case["text"]) for case in value["cases"]}
    return Part(kind, 0, key=value["key"] or "", html=stored(value["text"]), texts=texts)


def read_week(kind: str, value: Any, basket: MediaBasket) -> Part:
    """What to do this week, and what to look back at."""
    back = {"back": stored(value["back"])}
    return Part(kind, 0, key=value["key"] or "", html=stored(value["text"]), texts=back)


def read_to_film(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A text that stands for a film, and what the film will show."""
    return Part("to-film", 0, html=stored(value["text"]), words={"about": plain(value["about"])})


def read_dialogue(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Who says what."""
    lines = tuple((plain(line["who"]), stored(line["what"])) for line in value["lines"])
    return Part(kind, 0, lines=lines)


def read_term(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A word and what it means."""
    return Part(kind, 0, html=stored(value["explanation"]), words={"word": plain(value["term"])})


def read_checklist(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Steps under a title."""
    lines = tuple(("", stored(item)) for item in value["items"])
    return Part(kind, 0, words={"title": plain(value["title"])}, lines=lines)


def read_document(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A document; without a title of its own it bears that of the library."""
    document = value["document"]
    title = plain(value["title"]) or (plain(document.title) if document else "")
    return Part(kind, 0, file=basket.add(document.file) if document else "", words={"title": title})


def read_helpline(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A help line by its key."""
    return Part(kind, 0, facts={"line": value["line"].key if value["line"] else ""})


def read_recording(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Sound or a film, with its captions as a file."""
    media, captions, key = value["media"], value.get("captions") or "", value["key"] or ""
    return Part(
        kind, 0, key=key, html=stored(value["transcript"]),
        file=basket.add(media.file) if media else "",
        words={"link": value["link"] or ""},
        captions=basket.add(text_file(f"{key}-captions.vtt", captions)) if captions else "",
    )  # fmt: skip


CONTENT_READERS: dict[str, Callable[[str, Any, MediaBasket], Part]] = {
    "short": read_short,
    "heading": read_heading,
    "quotation": read_quotation,
    "dialogue": read_dialogue,
    "term": read_term,
    "tailored": read_tailored,
    "week": read_week,
    "to_film": read_to_film,
    "helpline": read_helpline,
    "checklist": read_checklist,
    "document": read_document,
    **dict.fromkeys(MEDIA_KINDS, read_recording),
}
